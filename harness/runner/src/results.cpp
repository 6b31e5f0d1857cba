#include "loopcheck/runner/results.hpp"

#include <fmt/format.h>

#include "quoted.hpp"

namespace loopcheck::runner {
namespace {

struct ToOutcome {
  evaluation::ScenarioOutcome operator()(protocol::Transcript& transcript) const {
    return std::move(transcript);
  }
  evaluation::ScenarioOutcome operator()(subject::Crash& crash) const {
    return evaluation::Crashed{std::move(crash.how), std::move(crash.step)};
  }
  evaluation::ScenarioOutcome operator()(subject::Timeout& timeout) const {
    return evaluation::TimedOut{std::move(timeout.step)};
  }
  evaluation::ScenarioOutcome operator()(subject::Violation& violation) const {
    return evaluation::ProtocolViolation{std::move(violation.text)};
  }
};

// The record keeps words of its own, since it is read by programs that know nothing of the evaluation.
record::Verdict recorded(evaluation::Verdict verdict) {
  return record::verdict_from_text(evaluation::to_string(verdict));
}
record::Level recorded(evaluation::Level level) {
  return record::level_from_text(evaluation::to_string(level));
}

}  // namespace

evaluation::ScenarioOutcome outcome_of(subject::RunReply reply) {
  return std::visit(ToOutcome{}, reply);
}

std::string rerun_command(const SubjectSpec& subject, const std::string& environment,
                          const std::string& case_id) {
  std::string command = "loopcheck run";
  for (const auto& word : subject.rerun) command += " " + quoted(word);
  return fmt::format("{} --environment {} --case {}", command, quoted(environment), quoted(case_id));
}

std::vector<record::Result> results_of(const EndedScenario& ended, const catalogue::Catalogue& catalogue,
                                       const catalogue::Selection& selection) {
  nlohmann::json timeline = nlohmann::json::array();
  if (const auto* transcript = std::get_if<protocol::Transcript>(&ended.outcome)) {
    timeline = record::timeline(*transcript);
  }
  const auto rerun = rerun_command(ended.subject, ended.environment.id, ended.expanded.id);

  std::vector<record::Result> results;
  for (auto& judged :
       evaluation::judge(ended.expanded, ended.environment, catalogue, ended.outcome, ended.nonce)) {
    const auto* rule = catalogue.find_rule(judged.rule);
    if (rule == nullptr || !selection.selects_rule(*rule)) continue;
    record::Result& result = results.emplace_back();
    result.case_id = ended.expanded.id;
    result.rule = std::move(judged.rule);
    result.tier = judged.tier;
    result.level = recorded(judged.level);
    result.subject = ended.subject.name;
    result.environment = ended.environment;
    result.verdict = recorded(judged.verdict);
    result.message = std::move(judged.message);
    result.expected = std::move(judged.expected);
    result.observed = std::move(judged.observed);
    result.note = std::move(judged.note);
    result.duration = ended.duration;
    result.transcript = timeline;
    result.rerun = rerun;
  }
  return results;
}

}  // namespace loopcheck::runner
