// The run record: everything that one run of the suite found out, as plain data. It carries the rules and
// cases that it used, so that a report needs nothing else. The JSON form is described by
// cases/schema/run.schema.json.
//
// to_json never fails. from_json is strict about what it knows and ignores fields that it does not know:
// anything missing or of the wrong form throws MalformedRecord, which names the JSON pointer of the fault.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "loopcheck/protocol/environment.hpp"
#include "loopcheck/protocol/transcript.hpp"
#include "loopcheck/record/errors.hpp"

namespace loopcheck::record {

// The value of "schema" in every record that this version writes.
inline constexpr std::string_view schema_version = "loopcheck-run/1";

// What one result says. fail, crash and timeout count against the subject; protocol_violation and
// harness_error give no verdict on a rule; skipped and unsupported are never a pass.
enum class Verdict {
  pass,
  fail,
  crash,
  timeout,
  protocol_violation,
  unsupported,
  skipped,
  harness_error,
};
inline constexpr std::size_t verdict_count = 8;

// documented: the documentation says so, and it counts. observed: CPython does so and the documentation is
// silent.
enum class Level { documented, observed };

// The words of the record: "pass", "protocol-violation", "documented", … from_text throws
// std::invalid_argument.
std::string_view to_text(Verdict verdict);
std::string_view to_text(Level level);
Verdict verdict_from_text(std::string_view text);
Level level_from_text(std::string_view text);

// The verdicts that count against a subject. At the level "observed" a fail is only a note; crash and timeout
// count.
constexpr bool is_failure(Verdict verdict) {
  return verdict == Verdict::fail || verdict == Verdict::crash || verdict == Verdict::timeout;
}
constexpr bool counts_against(Verdict verdict, Level level) {
  return is_failure(verdict) && (level == Level::documented || verdict != Verdict::fail);
}

// A rule as it stood in the suite of this run.
struct RuleInfo {
  std::string id;
  std::string page;     // "asyncio-platforms"
  std::string anchor;   // "windows"; may be empty
  std::string section;  // the heading on that page
  std::string link;     // https address of the sentence's section; empty: made of page and anchor
  std::string statement;
  std::string documented;  // version range of the documentation
  int tier = 1;
  std::string note;  // may be empty
  std::vector<std::string> implied_by;
  nlohmann::json applies = nlohmann::json::object();

  friend bool operator==(const RuleInfo&, const RuleInfo&) = default;
};

// An expanded case as it stood in the suite of this run.
struct CaseInfo {
  std::string id;  // "case[key=value,…]"
  std::string title;
  std::string purpose;  // may be empty
  std::string file;     // relative to the folder of cases
  int line = 0;         // where the case starts in that file; 0 if that is not known
  nlohmann::json steps = nlohmann::json::array();
  nlohmann::json expect = nlohmann::json::array();

  friend bool operator==(const CaseInfo&, const CaseInfo&) = default;
};

// Rules that would apply in an environment, but for a sentence that says what there is not: they are not
// asked.
struct NotAsked {
  std::string statement;
  std::string link;                // https address of that sentence
  std::vector<std::string> rules;  // ids, each one of Suite::rules

  friend bool operator==(const NotAsked&, const NotAsked&) = default;
};

// Cases that speak of an environment and ask nothing there: they are not run.
struct LeftOut {
  std::string reason;
  std::vector<std::string> cases;  // ids

  friend bool operator==(const LeftOut&, const LeftOut&) = default;
};

// One environment that was run, with the rules that apply to it: those whose "applies" fits it and whose
// "documented" contains its version of the documentation. All other rules of the suite are "not applicable"
// there. In JSON: the fields of the environment, "applicable_rules", and "not_asked" and "left_out" if there
// is anything.
struct EnvironmentInfo {
  protocol::Environment environment;
  std::vector<std::string> applicable_rules;  // ids, each one of Suite::rules
  std::vector<NotAsked> not_asked = {};
  std::vector<LeftOut> left_out = {};

  friend bool operator==(const EnvironmentInfo&, const EnvironmentInfo&) = default;
};

struct SubjectInfo {
  std::string name;  // unique within a run
  std::string version;
  std::string adapter;
  std::vector<std::string> command;
  std::vector<EnvironmentInfo> environments;
  std::string
      stderr_excerpt;  // the end of what it wrote to standard error, bounded by the runner; JSON "stderr"
  std::string error;   // why it could not be started or was given up; empty if all went well

  friend bool operator==(const SubjectInfo&, const SubjectInfo&) = default;
};

struct Result {
  std::string case_id;  // JSON "case"
  std::string rule;
  int tier = 1;
  Level level = Level::documented;
  std::string subject;  // its name
  protocol::Environment environment;
  Verdict verdict = Verdict::pass;
  std::string message;
  std::string expected;
  std::string observed;
  std::string note;  // of the expectation; may be empty
  std::chrono::nanoseconds duration{0};
  int attempts = 1;
  bool flaky = false;             // its attempts differed; `verdict` is the worst of them
  std::vector<Verdict> outcomes;  // of the attempts, in their order; empty if there was one only
  // The list of known failures names this result: a failure is then expected, and a pass is news.
  bool known_failure = false;
  std::string known_reason;  // the list's reason and link; may be empty
  std::string known_link;
  // The list names this result, but as another failure than this one, which therefore counts: what it says.
  std::string known_otherwise;
  nlohmann::json transcript = nlohmann::json::array();  // see timeline()
  std::string rerun;                                    // the command that runs this case again, alone

  friend bool operator==(const Result&, const Result&) = default;
};

struct Suite {
  std::string digest;
  std::vector<RuleInfo> rules;  // those that were selected
  std::vector<CaseInfo> cases;  // those that were selected for at least one environment

  friend bool operator==(const Suite&, const Suite&) = default;
};

struct Host {
  std::string system;   // "Linux"
  std::string release;  // of the kernel or operating system
  std::string arch;
  int processors = 0;

  friend bool operator==(const Host&, const Host&) = default;
};

struct HarnessInfo {
  std::string version;
  std::string commit;  // may be empty
  std::vector<std::string> argv;
  std::string started;   // UTC, "2026-01-02T03:04:05.678Z"
  std::string finished;  // the same; empty while the run is not finished
  Host host;

  friend bool operator==(const HarnessInfo&, const HarnessInfo&) = default;
};

// A part of the selected cases: the other parts were left to other runs.
struct Shard {
  int index = 1;  // from 1 to count
  int count = 1;

  friend bool operator==(const Shard&, const Shard&) = default;
};

struct RanEnvironment {
  std::string subject;      // its name
  std::string environment;  // its id

  friend bool operator==(const RanEnvironment&, const RanEnvironment&) = default;
};

// One of the runs that `loopcheck merge` joined to a record.
struct Part {
  HarnessInfo harness;  // its machine, its command and its times
  std::string digest;   // of its suite
  std::optional<Shard> shard;
  bool complete = true;
  std::vector<RanEnvironment> environments;  // what it ran, by the names in the joined record

  friend bool operator==(const Part&, const Part&) = default;
};

// What is known when the first scenario is about to start.
struct RunHeader {
  std::string schema{schema_version};
  Suite suite;
  std::optional<Shard> shard;  // absent: all that was selected
  std::vector<Part> parts;     // of a record that was joined; empty in that of a run
  HarnessInfo harness;
  std::vector<SubjectInfo> subjects;

  friend bool operator==(const RunHeader&, const RunHeader&) = default;
};

// The form of HarnessInfo::started and finished.
std::string utc_timestamp(std::chrono::system_clock::time_point time);

// A transcript as the record keeps it: the outcomes of steps (by the time at which they started) and the
// events, merged in time order, each as the protocol writes it; last {"events_dropped":N} if N is not 0.
nlohmann::json timeline(const protocol::Transcript& transcript);

void to_json(nlohmann::json& json, const RuleInfo& rule);
void to_json(nlohmann::json& json, const CaseInfo& info);
void to_json(nlohmann::json& json, const NotAsked& not_asked);
void to_json(nlohmann::json& json, const LeftOut& left_out);
void to_json(nlohmann::json& json, const EnvironmentInfo& info);
void to_json(nlohmann::json& json, const SubjectInfo& subject);
void to_json(nlohmann::json& json, const Result& result);
void to_json(nlohmann::json& json, const Suite& suite);
void to_json(nlohmann::json& json, const Host& host);
void to_json(nlohmann::json& json, const HarnessInfo& harness);
void to_json(nlohmann::json& json, const Shard& shard);
void to_json(nlohmann::json& json, const RanEnvironment& ran);
void to_json(nlohmann::json& json, const Part& part);
void to_json(nlohmann::json& json, const RunHeader& header);

void from_json(const nlohmann::json& json, RuleInfo& rule);
void from_json(const nlohmann::json& json, CaseInfo& info);
void from_json(const nlohmann::json& json, NotAsked& not_asked);
void from_json(const nlohmann::json& json, LeftOut& left_out);
void from_json(const nlohmann::json& json, EnvironmentInfo& info);
void from_json(const nlohmann::json& json, SubjectInfo& subject);
void from_json(const nlohmann::json& json, Result& result);
void from_json(const nlohmann::json& json, Suite& suite);
void from_json(const nlohmann::json& json, Host& host);
void from_json(const nlohmann::json& json, HarnessInfo& harness);
void from_json(const nlohmann::json& json, Shard& shard);
void from_json(const nlohmann::json& json, RanEnvironment& ran);
void from_json(const nlohmann::json& json, Part& part);
void from_json(const nlohmann::json& json, RunHeader& header);

}  // namespace loopcheck::record
