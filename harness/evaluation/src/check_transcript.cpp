#include <map>
#include <set>

#include <fmt/format.h>

#include "loopcheck/evaluation/judge.hpp"
#include "wording.hpp"

namespace loopcheck::evaluation {
namespace {

using nlohmann::json;

void collect_names(const json& value, std::set<std::string, std::less<>>& names) {
  if (!value.is_structured()) return;
  if (value.is_object() && value.contains("do")) {
    const auto id = value.find("id");
    if (id != value.end() && id->is_string()) names.insert(id->get<std::string>());
  }
  for (const json& inner : value) collect_names(inner, names);
}

}  // namespace

std::optional<std::string> check_transcript(const catalogue::Case& subject_case,
                                            const protocol::Transcript& transcript) {
  std::set<std::string, std::less<>> names;
  collect_names(subject_case.steps, names);
  std::map<std::string, int, std::less<>> outcomes;
  for (const protocol::StepOutcome& step : transcript.steps) {
    if (names.count(step.step) == 0) {
      return fmt::format("the transcript tells of a step \"{}\", which the scenario does not have",
                         brief(std::string_view(step.step)));
    }
    if (++outcomes[step.step] == 2)
      return fmt::format("the transcript has two outcomes of the step \"{}\"", step.step);
  }
  for (const std::string& step : catalogue::top_level_steps(subject_case)) {
    if (outcomes.find(step) == outcomes.end()) {
      return fmt::format("the transcript has no outcome of the step \"{}\"", step);
    }
  }
  return std::nullopt;
}

}  // namespace loopcheck::evaluation
