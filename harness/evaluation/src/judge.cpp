#include "loopcheck/evaluation/judge.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "loopcheck/evaluation/evaluate.hpp"
#include "loopcheck/protocol/values.hpp"
#include "wording.hpp"

namespace loopcheck::evaluation {
namespace {

using catalogue::Assertion;
using catalogue::Expectation;
using catalogue::Rule;
using nlohmann::json;
using protocol::StepOutcome;
using protocol::Transcript;

// One result to be: the claims of one level of the expectation that fits.
struct Claim {
  const Rule* rule = nullptr;
  Level level = Level::documented;
  bool needs_life = false;  // fails where a control failed
  std::vector<const Assertion*> assertions;
  std::string note;
};

void append(std::vector<const Assertion*>& target, const std::vector<Assertion>& assertions) {
  for (const Assertion& assertion : assertions) target.push_back(&assertion);
}

// Why a documented claim does not count here; empty if it does.
std::string outside_documentation(const Rule& rule, const protocol::Environment& environment) {
  const auto version = catalogue::Version::parse_prefix(environment.documented);
  if (version && rule.documented.contains(*version)) return {};
  return fmt::format("the documentation says so in {}; the environment answers to that of {}",
                     rule.documented.text(),
                     environment.documented.empty() ? "an unknown version" : environment.documented);
}

std::vector<Claim> claims_of(const catalogue::Case& subject_case, const protocol::Environment& environment,
                             const catalogue::Catalogue& catalogue) {
  std::vector<Claim> claims;
  std::vector<std::string_view> settled;  // rules whose first fitting expectation was found
  for (const Expectation& expectation : subject_case.expectations) {
    if (std::find(settled.begin(), settled.end(), expectation.rule) != settled.end()) continue;
    const Rule* rule = catalogue.find_rule(expectation.rule);
    if (rule == nullptr || !rule->speaks_of(environment) || !expectation.when.matches(environment)) continue;
    settled.push_back(expectation.rule);

    const std::string outside = outside_documentation(*rule, environment);
    Claim documented{rule, Level::documented, true, {}, expectation.note};
    Claim observed{rule, Level::observed, false, {}, expectation.note};
    append(documented.assertions, expectation.check);
    append(observed.assertions, expectation.observed);
    if (!outside.empty() && !documented.assertions.empty()) {
      documented.level = Level::observed;
      documented.note += documented.note.empty() ? outside : "; " + outside;
      append(documented.assertions, expectation.observed);  // one result for each level
      observed.assertions.clear();
    }
    if (!documented.assertions.empty()) claims.push_back(std::move(documented));
    if (!observed.assertions.empty()) claims.push_back(std::move(observed));
  }
  return claims;
}

Judged blank(const Claim& claim) {
  Judged result;
  result.rule = claim.rule->id;
  result.tier = claim.rule->tier;
  result.level = claim.level;
  result.note = claim.note;
  return result;
}

std::vector<Judged> same_for_all(const std::vector<Claim>& claims, Verdict verdict,
                                 const std::string& message) {
  std::vector<Judged> results;
  for (const Claim& claim : claims) {
    results.push_back(blank(claim));
    results.back().verdict = verdict;
    results.back().message = message;
  }
  return results;
}

void collect_controls(const json& value, std::vector<std::string>& controls) {
  if (!value.is_structured()) return;
  if (value.is_object() && value.value("do", json()) == "control" && value.contains("id"))
    controls.push_back(value["id"]);
  for (const json& inner : value) collect_controls(inner, controls);
}

// Why the loop showed no life; empty if every control worked.
std::string failed_control(const catalogue::Case& subject_case, const Transcript& transcript,
                           const protocol::Environment& environment, std::string_view nonce) {
  std::vector<std::string> controls;
  collect_controls(subject_case.steps, controls);
  for (const std::string& control : controls) {
    const StepOutcome* outcome = find_outcome(transcript, control);
    const bool works = outcome != nullptr && outcome->outcome == protocol::Outcome::returned &&
                       outcome->value == protocol::control_answer(nonce);
    if (!works) {
      return fmt::format("the loop shows no life: the control \"{}\" {}", control,
                         in_words(outcome, environment.platform));
    }
  }
  return {};
}

Judged judge_claim(const Claim& claim, const Evidence& evidence, const std::string& lifeless) {
  Judged result = blank(claim);
  if (claim.needs_life && !lifeless.empty()) {
    result.verdict = Verdict::fail;
    result.message = lifeless;
    result.expected = "every control gives the nonce of the run, reversed";
    result.observed = lifeless;
    return result;
  }
  std::vector<std::string> expected;
  std::vector<std::string> observed;
  std::vector<std::string> failed_expected;
  std::vector<std::string> failed_observed;
  for (const Assertion* assertion : claim.assertions) {
    Finding finding = evaluate(*assertion, evidence);
    if (!finding.holds) {
      if (!result.message.empty()) result.message += "; ";
      result.message += fmt::format("expected {}, but {}", finding.expected, finding.observed);
      failed_expected.push_back(finding.expected);
      failed_observed.push_back(finding.observed);
    }
    expected.push_back(std::move(finding.expected));
    observed.push_back(std::move(finding.observed));
  }
  const bool failed = !failed_expected.empty();
  result.verdict = failed ? Verdict::fail : Verdict::pass;
  result.expected = fmt::format("{}", fmt::join(failed ? failed_expected : expected, "; "));
  result.observed = fmt::format("{}", fmt::join(failed ? failed_observed : observed, "; "));
  return result;
}

std::vector<Judged> judge_transcript(const catalogue::Case& subject_case,
                                     const protocol::Environment& environment,
                                     const std::vector<Claim>& claims, const Transcript& transcript,
                                     std::string_view nonce) {
  if (const auto fault = check_transcript(subject_case, transcript)) {
    return same_for_all(claims, Verdict::protocol_violation, *fault);
  }
  for (const StepOutcome& step : transcript.steps) {
    if (step.outcome == protocol::Outcome::unmet) {
      return same_for_all(claims, Verdict::skipped,
                          fmt::format("needs {}: {}", step.need, brief(std::string_view(step.reason))));
    }
    if (step.outcome == protocol::Outcome::unsupported) {
      return same_for_all(claims, Verdict::unsupported,
                          fmt::format("the adapter cannot perform \"{}\": {}", step.step,
                                      brief(std::string_view(step.reason))));
    }
  }
  const std::string lifeless = failed_control(subject_case, transcript, environment, nonce);
  const Evidence evidence{transcript, environment.platform, nonce};
  std::vector<Judged> results;
  for (const Claim& claim : claims) results.push_back(judge_claim(claim, evidence, lifeless));
  return results;
}

std::string at_step(const std::string& step) {
  return step.empty() ? "before the first step" : fmt::format("at the step \"{}\"", step);
}

}  // namespace

std::string to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "pass";
    case Verdict::fail:
      return "fail";
    case Verdict::crash:
      return "crash";
    case Verdict::timeout:
      return "timeout";
    case Verdict::protocol_violation:
      return "protocol-violation";
    case Verdict::unsupported:
      return "unsupported";
    case Verdict::skipped:
      return "skipped";
    case Verdict::harness_error:
      return "harness-error";
  }
  return {};
}

std::string to_string(Level level) {
  return level == Level::documented ? "documented" : "observed";
}

bool applicable(const catalogue::Case& subject_case, const protocol::Environment& environment,
                const catalogue::Catalogue& catalogue) {
  return !claims_of(subject_case, environment, catalogue).empty();
}

std::vector<Judged> judge(const catalogue::Case& subject_case, const protocol::Environment& environment,
                          const catalogue::Catalogue& catalogue, const ScenarioOutcome& outcome,
                          std::string_view nonce) {
  const std::vector<Claim> claims = claims_of(subject_case, environment, catalogue);
  struct Visitor {
    const catalogue::Case& subject_case;
    const protocol::Environment& environment;
    const std::vector<Claim>& claims;
    std::string_view nonce;

    std::vector<Judged> operator()(const Transcript& transcript) const {
      return judge_transcript(subject_case, environment, claims, transcript, nonce);
    }
    std::vector<Judged> operator()(const Crashed& crashed) const {
      return same_for_all(claims, Verdict::crash,
                          fmt::format("the subject ended {}: {}", at_step(crashed.step), crashed.how));
    }
    std::vector<Judged> operator()(const TimedOut& timed_out) const {
      return same_for_all(claims, Verdict::timeout,
                          fmt::format("the time was over {}", at_step(timed_out.step)));
    }
    std::vector<Judged> operator()(const ProtocolViolation& violation) const {
      return same_for_all(claims, Verdict::protocol_violation, violation.text);
    }
    std::vector<Judged> operator()(const HarnessError& error) const {
      return same_for_all(claims, Verdict::harness_error, error.text);
    }
    std::vector<Judged> operator()(const UnmetNeed& unmet) const {
      return same_for_all(claims, Verdict::skipped, fmt::format("needs {}: {}", unmet.need, unmet.reason));
    }
  };
  return std::visit(Visitor{subject_case, environment, claims, nonce}, outcome);
}

}  // namespace loopcheck::evaluation
