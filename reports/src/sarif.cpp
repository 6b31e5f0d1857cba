#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "display.hpp"
#include "loopcheck/reports/formats.hpp"
#include "loopcheck/reports/standing.hpp"
#include "view.hpp"

namespace loopcheck::reports {

using json = nlohmann::ordered_json;

namespace {

json text(const std::string& value) {
  return {{"text", shown_in_line(value)}};
}

// A path as a reference that is relative to the folder of cases.
std::string uri(const std::string& path) {
  std::string result;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    result += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

json rule_json(const record::RuleInfo& rule) {
  json item = {{"id", shown_in_line(rule.id)},
               {"shortDescription", text(rule.statement)},
               {"properties", {{"tier", rule.tier}, {"documented", shown_in_line(rule.documented)}}}};
  // Not every reader takes an address in which something had to be escaped.
  const std::string link = documentation_link(rule);
  if (link.find('%') == std::string::npos) item["helpUri"] = link;
  if (!rule.note.empty()) item["fullDescription"] = text(rule.note);
  return item;
}

const char* level_of(Standing standing) {
  if (standing == Standing::trouble) return "warning";
  return standing == Standing::note ? "note" : "error";
}

}  // namespace

std::string render_sarif(const record::Run& run) {
  const View view = make_view(run);
  json rules = json::array();
  json results = json::array();
  for (const auto& page : view.pages) {
    for (const auto& section : page.sections) {
      for (const auto& rule : section.rules) {
        for (const auto& entry : rule.results) {
          const Standing standing = standing_of(*entry.result);
          if (standing == Standing::pass || standing == Standing::skipped) continue;
          const record::CaseInfo& info = *view.experiments[entry.experiment].info;
          if (info.file.empty()) continue;
          const Column& column = view.columns[entry.column];
          json place = {{"artifactLocation", {{"uri", uri(info.file)}, {"uriBaseId", "CASES"}}}};
          if (info.line > 0) place["region"] = {{"startLine", info.line}};
          const std::string identity =
              fmt::format("{}/{}/{}/{}", column.subject->name, column.info->environment.id, info.id,
                          record::to_text(entry.result->level));
          json result = {{"ruleId", shown_in_line(rule.info->id)},
                         {"ruleIndex", rules.size()},
                         {"level", level_of(standing)},
                         {"message", text(column.full_text() + ": " + reason_of(*entry.result))},
                         {"locations", json::array({{{"physicalLocation", place}}})},
                         {"partialFingerprints", {{"caseInEnvironment/v1", shown_in_line(identity)}}},
                         {"properties",
                          {{"case", shown_in_line(info.id)},
                           {"provenance", shown_in_line(column.info->environment.provenance)},
                           {"flaky", entry.result->flaky},
                           {"rerun", shown_in_line(entry.result->rerun)}}}};
          if (standing == Standing::known_failure) {
            const std::string known = known_reason_of(*entry.result);
            result["suppressions"] =
                json::array({{{"kind", "external"},
                              {"justification",
                               known.empty() ? "listed as a known failure" : "known failure: " + known}}});
          }
          results.push_back(std::move(result));
        }
        rules.push_back(rule_json(*rule.info));
      }
    }
  }
  const record::HarnessInfo& harness = run.header.harness;
  json invocation = {{"executionSuccessful", run.complete && run.summary.failed_subjects.empty()}};
  if (is_timestamp(harness.started)) invocation["startTimeUtc"] = harness.started;
  if (is_timestamp(harness.finished)) invocation["endTimeUtc"] = harness.finished;
  const json document = {
      {"$schema",
       "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs",
       json::array(
           {{{"tool",
              {{"driver",
                {{"name", "loopcheck"}, {"version", shown_in_line(harness.version)}, {"rules", rules}}}}},
             {"invocations", json::array({invocation})},
             {"originalUriBaseIds", {{"CASES", {{"description", text("the folder of cases")}}}}},
             {"columnKind", "unicodeCodePoints"},
             {"results", results}}})}};
  return document.dump(1) + "\n";
}

}  // namespace loopcheck::reports
