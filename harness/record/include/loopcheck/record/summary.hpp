// What the results of a run add up to: the status of each rule in each environment, and the exit status of
// the run. Pure: no files, no clock. Fed result by result, so that a run of any length needs memory for rules
// x environments only.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "loopcheck/record/types.hpp"

namespace loopcheck::record {

// holds: at least one documented result passes and none is fail, crash or timeout. broken: one is; a crash or
// a timeout counts at every level. not_verified: neither. not_applicable: the rule does not speak of that
// environment. A rule with implied_by holds if all those of them that apply hold, and is broken if one of
// them is; its own results count as well.
enum class RuleStatus { holds, broken, not_verified, not_applicable };

std::string_view to_text(RuleStatus status);  // "holds", "broken", "not-verified", "not-applicable"
RuleStatus rule_status_from_text(std::string_view text);  // throws std::invalid_argument

struct EnvironmentSummary {
  std::string subject;
  std::string environment;  // its id
  std::string provenance;   // of that environment; empty in records that are older than this field
  std::map<std::string, RuleStatus> rules;  // by id; every rule of the suite is there
  std::vector<std::string> known_broken;    // the broken rules whose failures are all listed as known; sorted

  // Rules, counted by status. `broken` includes those of known_broken.
  std::size_t holds = 0;
  std::size_t broken = 0;
  std::size_t not_verified = 0;
  std::size_t not_applicable = 0;

  // Results, counted. observed_notes: observed expectations that were not met (verdict fail).
  // known_passes: results that the list of known failures names, and that pass.
  std::array<std::size_t, verdict_count> documented{};  // by Verdict
  std::array<std::size_t, verdict_count> observed{};    // by Verdict
  std::size_t observed_notes = 0;
  std::size_t flaky = 0;
  std::size_t known_passes = 0;

  friend bool operator==(const EnvironmentSummary&, const EnvironmentSummary&) = default;
};

struct Summary {
  std::vector<EnvironmentSummary> environments;  // in the order of the header
  std::vector<std::string> failed_subjects;      // could not be started, or were given up
  std::size_t results = 0;

  friend bool operator==(const Summary&, const Summary&) = default;
};

class SummaryBuilder {
 public:
  // Keeps what it needs of the header. Subjects that have an error are failed from the start.
  explicit SummaryBuilder(const RunHeader& header);

  // Throws std::invalid_argument if the header does not know the result's subject, environment or rule.
  void add(const Result& result);
  void subject_failed(const std::string& name);

  Summary summary() const;

 private:
  struct Tally {  // of one rule in one environment
    std::size_t passes = 0;
    std::size_t failures = 0;
    std::size_t known_failures = 0;
  };
  struct Environment {
    EnvironmentSummary summary;    // the counts of results; rules are judged at the end
    std::vector<Tally> tallies;    // one a rule
    std::vector<bool> applicable;  // one a rule
  };
  struct Rule {
    std::string id;
    std::vector<std::string> implied_by;
  };
  struct Judgement;

  RuleStatus judge(const Environment& environment, std::size_t rule, Judgement& judgement) const;

  std::vector<Rule> rules_;
  std::map<std::string, std::size_t, std::less<>> rule_index_;
  std::vector<Environment> environments_;
  std::map<std::pair<std::string, std::string>, std::size_t> environment_index_;
  std::vector<std::string> failed_subjects_;
  std::size_t results_ = 0;
};

// The rules that hold somewhere, and nowhere natively: by the best provenance that there is of them, "wine"
// before "simulated". Sorted.
std::map<std::string, std::vector<std::string>> held_only_by(const Summary& summary);

Summary summarize(const RunHeader& header, const std::vector<Result>& results);

// The numbers are the program's exit statuses.
enum class ExitStatus : int {
  all_hold = 0,
  broken = 1,   // a rule does not hold, or a listed failure passes
  invalid = 2,  // wrong usage, invalid data, a line of the list of known failures that matches nothing
  trouble = 3,  // a subject could not be started or broke the protocol, or the harness itself failed
  nothing_verified = 4,  // nothing was selected, or all was skipped or unsupported
  interrupted = 130,
};

// What the results alone do not say.
struct RunConditions {
  bool interrupted = false;
  bool invalid = false;
  bool harness_failed = false;
  bool empty_shard = false;  // nothing was run because this shard of a selection that is not empty is empty
};

// Where several hold, the first of: interrupted, invalid, trouble, broken, nothing_verified, all_hold.
// Rules that are not verified do not change it as long as some rule was verified.
ExitStatus exit_status(const Summary& summary, const RunConditions& conditions);

void to_json(nlohmann::json& json, const EnvironmentSummary& summary);
void to_json(nlohmann::json& json, const Summary& summary);
void from_json(const nlohmann::json& json, EnvironmentSummary& summary);
void from_json(const nlohmann::json& json, Summary& summary);

}  // namespace loopcheck::record
