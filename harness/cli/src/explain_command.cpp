// loopcheck explain: one rule or one case, whole.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "exit_status.hpp"
#include "loopcheck/catalogue/nearest_name.hpp"

namespace loopcheck::cli {
namespace {

using nlohmann::json;

struct ExplainArguments {
  std::string id;
  std::string format = "text";
};

std::vector<std::string> cases_of(const catalogue::Catalogue& catalogue, const std::string& rule) {
  std::vector<std::string> ids;
  for (const auto handle : catalogue.cases()) {
    const auto rules = catalogue.rules_of(handle);
    if (std::find(rules.begin(), rules.end(), rule) != rules.end()) ids.push_back(catalogue.id(handle));
  }
  return ids;
}

void explain_rule(const catalogue::Catalogue& catalogue, const catalogue::Rule& rule,
                  const std::string& format) {
  const auto cases = cases_of(catalogue, rule.id);
  if (format == "json") {
    json restrictions = json::array();
    for (const auto& restriction : rule.restrictions) {
      restrictions.push_back({{"restriction", restriction->id},
                              {"statement", restriction->statement},
                              {"documented", restriction->documented.text()},
                              {"when", restriction->when_as_written},
                              {"link", catalogue::link(*restriction)}});
    }
    const json explained = {{"rule", rule.id},
                            {"statement", rule.statement},
                            {"tier", rule.tier},
                            {"page", rule.page},
                            {"section", rule.section},
                            {"documented", rule.documented.text()},
                            {"applies", rule.applies_as_written},
                            {"restrictions", restrictions},
                            {"link", catalogue::link(rule)},
                            {"note", rule.note},
                            {"implied_by", rule.implied_by},
                            {"cases", cases}};
    fmt::print("{}\n", explained.dump(2));
    return;
  }
  fmt::print("rule        {}\n            {}\n", rule.id, rule.statement);
  fmt::print("tier        {}\npage        {}, section \"{}\"\n            {}\n", rule.tier, rule.page,
             rule.section, catalogue::link(rule));
  fmt::print("documented  {}\napplies     {}\n", rule.documented.text(),
             rule.applies_as_written.empty() ? std::string("everywhere") : rule.applies_as_written.dump());
  for (const auto& restriction : rule.restrictions) {
    fmt::print("not in      {}\n            {}\n            {}\n", restriction->when_as_written.dump(),
               restriction->statement, catalogue::link(*restriction));
  }
  if (!rule.note.empty()) fmt::print("note        {}\n", rule.note);
  if (!rule.implied_by.empty()) fmt::print("implied by  {}\n", fmt::join(rule.implied_by, ", "));
  fmt::print("place       {}:{}\ncases       {}\n", rule.file, rule.line,
             cases.empty() ? "none" : cases.front());
  for (std::size_t i = 1; i < cases.size(); ++i) fmt::print("            {}\n", cases[i]);
}

void explain_case(const catalogue::Catalogue& catalogue, catalogue::CaseHandle handle,
                  const std::string& format) {
  const auto expanded = catalogue.expand(handle);
  const auto rules = catalogue.rules_of(handle);
  if (format == "json") {
    const json explained = {{"case", expanded.id},         {"title", expanded.title},
                            {"purpose", expanded.purpose}, {"file", expanded.file},
                            {"line", expanded.line},       {"needs", expanded.needs},
                            {"steps", expanded.steps},     {"rules", rules}};
    fmt::print("{}\n", explained.dump(2));
    return;
  }
  fmt::print("case     {}\n         {}\n", expanded.id, expanded.title);
  if (!expanded.purpose.empty()) fmt::print("purpose  {}\n", expanded.purpose);
  fmt::print("place    {}:{}\n", expanded.file, expanded.line);
  if (!expanded.needs.empty()) fmt::print("needs    {}\n", fmt::join(expanded.needs, ", "));
  fmt::print("steps\n");
  for (const auto& step : expanded.steps) fmt::print("         {}\n", step.dump());
  fmt::print("rules\n");
  for (const auto& id : rules) {
    const auto* rule = catalogue.find_rule(id);
    fmt::print("         {}: {}\n", id, rule != nullptr ? rule->statement : "");
  }
}

int explain(const Program& program, const ExplainArguments& arguments) {
  const auto catalogue = load_catalogue(program);
  if (const auto* rule = catalogue.find_rule(arguments.id)) {
    explain_rule(catalogue, *rule, arguments.format);
    return exit_success;
  }
  if (const auto handle = catalogue.find_case(arguments.id)) {
    explain_case(catalogue, *handle, arguments.format);
    return exit_success;
  }
  std::vector<std::string> ids;
  for (const auto& rule : catalogue.rules()) ids.push_back(rule.id);
  for (const auto handle : catalogue.cases()) ids.push_back(catalogue.id(handle));
  throw Failure(exit_usage,
                fmt::format("there is neither a rule nor a case \"{}\"; {}", arguments.id,
                            catalogue::similar_names_hint(
                                arguments.id, ids, "see loopcheck list rules and loopcheck list cases")));
}

}  // namespace

void add_explain_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("explain", "Everything about one rule or one case");
  const auto arguments = std::make_shared<ExplainArguments>();
  command->footer(R"(Examples:
  loopcheck explain windows-selector-512
  loopcheck explain windows-selector-512 --format json)");
  command->add_option("id", arguments->id, "Id of a rule or of a case, such as windows-selector-512")
      ->required();
  add_cases_option(*command, program);
  add_format_option(*command, arguments->format);
  command->callback([&program, arguments] {
    program.chosen = [&program, arguments] { return explain(program, *arguments); };
  });
}

}  // namespace loopcheck::cli
