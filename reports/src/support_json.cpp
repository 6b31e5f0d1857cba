// `loopcheck support` for programs.
#include <nlohmann/json.hpp>

#include "display.hpp"
#include "support.hpp"

namespace loopcheck::reports {
namespace {

using nlohmann::ordered_json;

constexpr const char* schema_name = "loopcheck-support/1";

std::string written(const ordered_json& json) {
  return json.dump(1, ' ', true, ordered_json::error_handler_t::replace) + "\n";
}

ordered_json head_of(const SupportFeature& feature) {
  return {
      {"id", feature.id}, {"title", feature.title}, {"group", feature.group}, {"aliases", feature.aliases}};
}

ordered_json span_json(const SupportSpan& span) {
  return {{"answer", to_text(span.answer)},
          {"versions", span.versions},
          {"since", span.since},
          {"until", span.until.empty() ? ordered_json() : ordered_json(span.until)},
          {"rules", span.rules}};
}

ordered_json evidence_json(const SupportEvidence& evidence) {
  ordered_json rules = ordered_json::object();
  for (const auto& [id, status] : evidence.rules) rules[id] = record::to_text(status);
  const auto& environment = evidence.column->info->environment;
  return {{"subject", evidence.column->subject->name},
          {"version", evidence.column->subject->version},
          {"environment", environment.id},
          {"documented", environment.documented},
          {"provenance", environment.provenance},
          {"status", record::to_text(evidence.status)},
          {"rules", rules}};
}

ordered_json row_json(const SupportView& view, const SupportRow& row, bool with_evidence) {
  ordered_json answers = ordered_json::array();
  for (const auto& span : row.spans) answers.push_back(span_json(span));
  ordered_json json = {{"platform", row.platform},   {"title", row.title},        {"loop", row.loop},
                       {"selectors", row.selectors}, {"default", row.is_default}, {"answers", answers},
                       {"notes", row.notes}};
  if (!with_evidence) return json;
  ordered_json evidence = ordered_json::array();
  for (const auto& found : view.evidence(row)) evidence.push_back(evidence_json(found));
  json["evidence"] = evidence;
  return json;
}

ordered_json rule_json(const record::RuleInfo& rule) {
  ordered_json json = {{"id", rule.id},
                       {"statement", rule.statement},
                       {"tier", rule.tier},
                       {"page", rule.page},
                       {"section", rule.section},
                       {"link", documentation_link(rule)},
                       {"documented", rule.documented}};
  if (!rule.note.empty()) json["note"] = rule.note;
  return json;
}

}  // namespace

std::string render_support_json(const Support& support) {
  const SupportView view(support);
  ordered_json features = ordered_json::array();
  for (const auto& feature : support.features) {
    ordered_json json = head_of(feature);
    ordered_json rows = ordered_json::array();
    for (const auto& row : feature.rows) rows.push_back(row_json(view, row, support.run != nullptr));
    json["environments"] = rows;
    ordered_json rules = ordered_json::array();
    for (const auto* rule : rules_of(support, feature)) rules.push_back(rule_json(*rule));
    json["rules"] = rules;
    features.push_back(json);
  }
  ordered_json document = {{"schema", schema_name}, {"suite", support.suite}, {"features", features}};
  if (support.run != nullptr) {
    document["run"] = {{"started", support.run->header.harness.started},
                       {"suite", support.run->header.suite.digest},
                       {"complete", support.run->complete}};
  }
  return written(document);
}

std::string render_features_json(const Support& support) {
  ordered_json features = ordered_json::array();
  for (const auto& feature : support.features) features.push_back(head_of(feature));
  return written({{"schema", schema_name}, {"suite", support.suite}, {"features", features}});
}

}  // namespace loopcheck::reports
