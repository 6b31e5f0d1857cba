#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "display.hpp"
#include "loopcheck/reports/formats.hpp"

namespace loopcheck::reports {

std::string render_badge(const record::Run& run) {
  std::set<std::string> broken;
  std::set<std::string> applicable;
  std::set<std::string> open;
  for (const auto& summary : run.summary.environments) {
    for (const auto& [id, status] : summary.rules) {
      if (status == record::RuleStatus::not_applicable) continue;
      applicable.insert(id);
      if (status == record::RuleStatus::broken) broken.insert(id);
      if (status == record::RuleStatus::not_verified) open.insert(id);
    }
  }
  const bool trouble = !run.complete || !run.summary.failed_subjects.empty();
  std::set<std::string> provenances;
  for (const auto& subject : run.header.subjects) {
    for (const auto& info : subject.environments) provenances.insert(info.environment.provenance);
  }
  provenances.erase("native");

  std::string message;
  std::string colour;
  if (!broken.empty()) {
    message = fmt::format("{} of {} broken", broken.size(), counted(applicable.size(), "rule"));
    colour = "red";
  } else if (applicable.empty() || open.size() == applicable.size()) {
    message = "nothing verified";
    colour = "lightgrey";
  } else {
    message =
        fmt::format("{} of {} hold", applicable.size() - open.size(), counted(applicable.size(), "rule"));
    colour = open.empty() ? "brightgreen" : "yellowgreen";
  }
  if (trouble) {
    message += ", incomplete";
    if (broken.empty()) colour = "orange";
  }
  for (const auto& provenance : provenances) message += " (" + shown_in_line(provenance) + ")";
  const auto& subjects = run.header.subjects;
  const nlohmann::ordered_json badge = {
      {"schemaVersion", 1},
      {"label", subjects.size() == 1 ? shortened(shown_in_line(subjects[0].name), 40) : "asyncio rules"},
      {"message", message},
      {"color", colour}};
  return badge.dump() + "\n";
}

}  // namespace loopcheck::reports
