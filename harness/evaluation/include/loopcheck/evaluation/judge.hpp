// From what happened to verdicts: one result for each rule that a case proves in an environment, and each
// level of it.
//
//   ScenarioOutcome outcome = transcript;                    // or Crashed{…}, TimedOut{…}, …
//   for (const Judged& judged : judge(expanded, environment, catalogue, outcome, nonce)) record(judged);
//
// Pure functions. Whether a case is worth running at all is Catalogue::applies.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "loopcheck/catalogue/case.hpp"
#include "loopcheck/catalogue/catalogue.hpp"
#include "loopcheck/protocol/environment.hpp"
#include "loopcheck/protocol/transcript.hpp"

namespace loopcheck::evaluation {

enum class Verdict { pass, fail, crash, timeout, protocol_violation, unsupported, skipped, harness_error };
enum class Level { documented, observed };

std::string to_string(Verdict verdict);  // "protocol-violation", …
std::string to_string(Level level);

// ---- how a scenario ended

struct Crashed {
  std::string how;   // "signal 11 (SIGSEGV)", "exit status 1"
  std::string step;  // the step that was being performed; empty if none had begun
};

struct TimedOut {
  std::string step;  // the same
};

// The subject broke the protocol: the text says how.
struct ProtocolViolation {
  std::string text;
};

// The harness itself failed; nothing was learnt about the subject.
struct HarnessError {
  std::string text;
};

// The harness did not run the case, since this machine lacks something.
struct UnmetNeed {
  std::string need;
  std::string reason;
};

using ScenarioOutcome =
    std::variant<protocol::Transcript, Crashed, TimedOut, ProtocolViolation, HarnessError, UnmetNeed>;

// ---- what follows from it

struct Judged {
  std::string rule;
  int tier = 0;
  Level level = Level::documented;
  Verdict verdict = Verdict::pass;
  std::string message;   // why the verdict is not pass; empty for pass
  std::string expected;  // the claims, in plain words; where it failed, those that failed
  std::string observed;  // what was seen of them
  std::string note;      // the expectation's, and why a documented claim counts as observed here
};

// Nothing if no expectation fits the environment. A transcript that check_transcript refuses is a protocol
// violation.
std::vector<Judged> judge(const catalogue::Case& subject_case, const protocol::Environment& environment,
                          const catalogue::Catalogue& catalogue, const ScenarioOutcome& outcome,
                          std::string_view nonce);

// Whether judge() would give any result.
bool applicable(const catalogue::Case& subject_case, const protocol::Environment& environment,
                const catalogue::Catalogue& catalogue);

// What is wrong with a transcript of this case: a top-level step without an outcome or with two, a step that
// the case does not have. Nothing if it is sound.
std::optional<std::string> check_transcript(const catalogue::Case& subject_case,
                                            const protocol::Transcript& transcript);

}  // namespace loopcheck::evaluation
