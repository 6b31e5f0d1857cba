// The JSON form of a summary: the field "summary" of run.json.
#include "fields.hpp"
#include "loopcheck/record/summary.hpp"

namespace loopcheck::record {

using nlohmann::json;
using Counts = std::array<std::size_t, verdict_count>;

namespace {

json counts_to_json(const Counts& counts) {
  json result = json::object();
  for (std::size_t i = 0; i < counts.size(); ++i)
    result[std::string(to_text(static_cast<Verdict>(i)))] = counts[i];
  return result;
}

std::size_t count(const Fields& fields, const std::string& name) {
  return static_cast<std::size_t>(fields.integer(name, 0));
}

Counts counts_from_json(const Fields& outer, const std::string& name) {
  Counts counts{};
  const json& object = outer.object(name);
  below(pointer_token(name), [&] {
    const Fields fields(object);
    for (std::size_t i = 0; i < counts.size(); ++i) {
      counts[i] = count(fields, std::string(to_text(static_cast<Verdict>(i))));
    }
  });
  return counts;
}

// An object of lists of texts, if it is there.
void check_lists(const json& outer, const std::string& name) {
  if (!outer.contains(name)) return;
  const json& object = Fields(outer).object(name);
  below(pointer_token(name), [&] {
    const Fields fields(object);
    for (const auto& item : object.items()) (void)fields.texts(item.key());
  });
}

}  // namespace

void to_json(json& json, const EnvironmentSummary& summary) {
  json = {{"subject", summary.subject},
          {"environment", summary.environment},
          {"provenance", summary.provenance},
          {"holds", summary.holds},
          {"broken", summary.broken},
          {"not_verified", summary.not_verified},
          {"not_applicable", summary.not_applicable},
          {"known_broken", summary.known_broken},
          {"documented", counts_to_json(summary.documented)},
          {"observed", counts_to_json(summary.observed)},
          {"observed_notes", summary.observed_notes},
          {"flaky", summary.flaky},
          {"known_passes", summary.known_passes}};
  auto& rules = json["rules"] = nlohmann::json::object();
  for (const auto& [id, status] : summary.rules) rules[id] = to_text(status);
}

void from_json(const json& json, EnvironmentSummary& summary) {
  const Fields fields(json);
  summary.subject = fields.text("subject");
  summary.environment = fields.text("environment");
  summary.provenance = fields.text_or_empty("provenance");
  summary.holds = count(fields, "holds");
  summary.broken = count(fields, "broken");
  summary.not_verified = count(fields, "not_verified");
  summary.not_applicable = count(fields, "not_applicable");
  summary.known_broken = fields.texts("known_broken");
  summary.documented = counts_from_json(fields, "documented");
  summary.observed = counts_from_json(fields, "observed");
  summary.observed_notes = count(fields, "observed_notes");
  summary.flaky = count(fields, "flaky");
  summary.known_passes = count(fields, "known_passes");
  const auto& rules = fields.object("rules");
  summary.rules.clear();
  below("/rules", [&] {
    const Fields statuses(rules);
    for (const auto& item : rules.items()) {
      summary.rules.emplace(item.key(), statuses.word(item.key(), rule_status_from_text));
    }
  });
}

void to_json(json& json, const Summary& summary) {
  json = {{"environments", summary.environments},
          {"failed_subjects", summary.failed_subjects},
          {"held_only_by", held_only_by(summary)},
          {"results", summary.results}};
}

void from_json(const json& json, Summary& summary) {
  const Fields fields(json);
  summary.environments = fields.list<EnvironmentSummary>("environments");
  summary.failed_subjects = fields.texts("failed_subjects");
  check_lists(json, "held_only_by");  // it follows from the rest
  summary.results = count(fields, "results");
}

}  // namespace loopcheck::record
