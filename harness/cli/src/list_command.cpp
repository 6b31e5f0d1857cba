// loopcheck list: what there is.
#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "defect_list.hpp"
#include "exit_status.hpp"
#include "loopcheck/runner/runner.hpp"
#include "report_files.hpp"
#include "rules_page.hpp"
#include "subject_choice.hpp"
#include "version.hpp"

namespace loopcheck::cli {
namespace {

using nlohmann::json;

struct ListArguments {
  SelectionOptions selection;
  SubjectOptions subjects;
  std::string format = "text";
  std::filesystem::path defects;  // for the page of the rules
  std::filesystem::path output;
};

std::string printed(const json& list) {
  return list.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

void print_json(const json& list) {
  fmt::print("{}", printed(list));
}

int found(std::size_t count) {
  return count > 0 ? exit_success : exit_nothing;
}

std::string markdown_of(const Program& program, const catalogue::Catalogue& catalogue,
                        const std::vector<const catalogue::Rule*>& rules,
                        const std::filesystem::path& defects_file) {
  std::vector<protocol::Environment> environments;
  for (const auto& manifest : known_subjects(program, {}))
    environments.insert(environments.end(), manifest.offers.begin(), manifest.offers.end());
  std::optional<std::vector<sensitivity::Defect>> defects;
  if (!defects_file.empty()) defects = read_defects(defects_file);
  return reports::render_rules_markdown(
      rules_page(catalogue, rules, environments, defects ? &*defects : nullptr));
}

std::string json_of(const std::vector<const catalogue::Rule*>& rules) {
  json list = json::array();
  for (const auto* rule : rules) {
    list.push_back({{"id", rule->id},
                    {"page", rule->page},
                    {"tier", rule->tier},
                    {"section", rule->section},
                    {"statement", rule->statement},
                    {"documented", rule->documented.text()},
                    {"applies", rule->applies_as_written},
                    {"link", catalogue::link(*rule)}});
  }
  return printed(list);
}

std::string text_of(const std::vector<const catalogue::Rule*>& rules) {
  std::string text;
  for (const auto* rule : rules) text += fmt::format("{:<40} {}\n", rule->id, rule->statement);
  return text;
}

int list_rules(const Program& program, const ListArguments& arguments) {
  const auto catalogue = load_catalogue(program);
  const auto selection = selection_of(arguments.selection);
  std::vector<const catalogue::Rule*> rules;
  for (const auto& rule : catalogue.rules()) {
    if (selection.selects_rule(rule) && keywords_choose(arguments.selection, rule)) rules.push_back(&rule);
  }
  if (arguments.format == "json") {
    write_or_print(arguments.output, json_of(rules));
  } else if (arguments.format == "text") {
    write_or_print(arguments.output, text_of(rules));
  } else if (!rules.empty()) {
    write_or_print(arguments.output, markdown_of(program, catalogue, rules, arguments.defects));
  }
  return found(rules.size());
}

int list_cases(const Program& program, const ListArguments& arguments) {
  const auto catalogue = load_catalogue(program);
  const auto handles = select_cases(catalogue, arguments.selection);
  json list = json::array();
  for (const auto handle : handles) {
    if (arguments.format == "json") {
      const auto expanded = catalogue.expand(handle);
      list.push_back({{"id", expanded.id},
                      {"title", expanded.title},
                      {"file", expanded.file},
                      {"line", expanded.line},
                      {"rules", catalogue.rules_of(handle)}});
    } else {
      fmt::print("{}\n", catalogue.id(handle));
    }
  }
  if (arguments.format == "json") print_json(list);
  return found(handles.size());
}

int list_subjects(const Program& program, const ListArguments& arguments) {
  const auto choice = choose_subjects(program, arguments.subjects);
  json list = json::array();
  for (const auto& subject : choice.subjects) {
    if (arguments.format == "json") {
      list.push_back({{"name", subject.name}, {"command", subject.command}});
    } else {
      fmt::print("{:<12} {}\n", subject.name, fmt::join(subject.command, " "));
    }
  }
  if (arguments.format == "json") print_json(list);
  for (const auto& note : choice.notes) fmt::print(stderr, "{}\n", note);
  for (const auto& name : choice.only_when_named)
    fmt::print(stderr, "{} is run only when it is named: --subject {}\n", name, name);
  return found(choice.subjects.size());
}

// Asks the subjects, and runs nothing.
class EnvironmentLister : public runner::Observer {
 public:
  void planned(const runner::Plan& plan, const std::vector<std::pair<std::string, std::string>>&) override {
    subjects = plan.header.subjects;
  }
  void result(record::Result) override {}
  void scenario_done(std::size_t, std::size_t) override {}
  void given_up(const std::string& subject, const std::string& reason) override {
    fmt::print(stderr, "{}: {}\n", subject, harmless(reason));
    failed = true;
  }

  std::vector<record::SubjectInfo> subjects;
  bool failed = false;
};

int list_environments(const Program& program, const ListArguments& arguments) {
  const auto catalogue = load_catalogue(program);
  const auto choice = choose_subjects(program, arguments.subjects);
  EnvironmentLister lister;
  runner::Options options;
  options.child = program.locations.child;
  options.harness_version = version;
  runner::run(catalogue, choice.subjects, runner::Choice{}, options, lister);
  json list = json::array();
  for (const auto& subject : lister.subjects) {
    for (const auto& entry : subject.environments) {
      const auto& environment = entry.environment;
      if (arguments.format == "json") {
        json row = environment;
        row["subject"] = subject.name;
        list.push_back(std::move(row));
      } else {
        fmt::print("{:<12} {:<24} {} {}, documented {}, {}\n", harmless(subject.name),
                   harmless(environment.id), harmless(environment.platform),
                   harmless(environment.platform_version), harmless(environment.documented),
                   environment.provenance);
      }
    }
  }
  if (arguments.format == "json") print_json(list);
  return lister.failed ? exit_trouble : exit_success;
}

}  // namespace

void add_list_command(CLI::App& app, Program& program) {
  auto* list = app.add_subcommand("list", "List rules, cases, subjects or environments");
  list->require_subcommand(1);
  list->footer(R"(Examples:
  loopcheck list rules --tier 1
  loopcheck list rules -k subprocess --format json
  loopcheck list rules --tier 1 --format markdown      a page to read, such as docs/rules.md
  loopcheck list cases --rule windows-selector-512
  loopcheck list subjects
  loopcheck list environments --subject reference)");
  const auto arguments = std::make_shared<ListArguments>();
  const auto add = [&](const char* name, const char* about,
                       int (*action)(const Program&, const ListArguments&)) {
    auto* command = list->add_subcommand(name, about);
    command->callback([&program, arguments, action] {
      program.chosen = [&program, arguments, action] { return action(program, *arguments); };
    });
    return command;
  };
  auto* rules = add("rules", "The documented rules", list_rules);
  rules->add_option("--format", arguments->format, "text, json or markdown")
      ->check(CLI::IsMember({"text", "json", "markdown"}))
      ->option_text("FORMAT");
  add_path_option(*rules, "--defects", arguments->defects,
                  "For Markdown: name the defects of this list (reference-subject --list-defects), too")
      ->type_name("FILE");
  add_path_option(*rules, "--output", arguments->output, "Write to this file instead of standard output")
      ->type_name("FILE");
  auto* cases = add("cases", "The cases, expanded", list_cases);
  for (auto* command : {rules, cases}) {
    add_cases_option(*command, program);
    add_selection_options(*command, arguments->selection);
  }
  auto* subjects = add("subjects", "The subjects that are known and present", list_subjects);
  auto* environments = add("environments", "What the subjects offer; starts them", list_environments);
  for (auto* command : {subjects, environments}) add_subject_options(*command, arguments->subjects);
  for (auto* command : {cases, subjects, environments}) add_format_option(*command, arguments->format);
}

}  // namespace loopcheck::cli
