// loopcheck list: what there is.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "exit_status.hpp"
#include "loopcheck/runner/runner.hpp"
#include "subject_choice.hpp"
#include "version.hpp"

namespace loopcheck::cli {
namespace {

using nlohmann::json;

struct ListArguments {
  SelectionOptions selection;
  SubjectOptions subjects;
  std::string format = "text";
};

void print_json(const json& list) {
  fmt::print("{}\n", list.dump(2, ' ', false, json::error_handler_t::replace));
}

int found(std::size_t count) {
  return count > 0 ? exit_success : exit_nothing;
}

int list_rules(const Program& program, const ListArguments& arguments) {
  const auto catalogue = load_catalogue(program);
  const auto selection = selection_of(arguments.selection);
  json list = json::array();
  std::size_t count = 0;
  for (const auto& rule : catalogue.rules()) {
    if (!selection.selects_rule(rule) || !keywords_choose(arguments.selection, rule)) continue;
    ++count;
    if (arguments.format == "json") {
      list.push_back({{"id", rule.id},
                      {"page", rule.page},
                      {"tier", rule.tier},
                      {"section", rule.section},
                      {"statement", rule.statement},
                      {"documented", rule.documented.text()},
                      {"applies", rule.applies_as_written},
                      {"link", catalogue::link(rule)}});
    } else {
      fmt::print("{:<40} {}\n", rule.id, rule.statement);
    }
  }
  if (arguments.format == "json") print_json(list);
  return found(count);
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
  loopcheck list cases --rule windows-selector-512
  loopcheck list subjects
  loopcheck list environments --subject reference)");
  const auto arguments = std::make_shared<ListArguments>();
  const auto add = [&](const char* name, const char* about,
                       int (*action)(const Program&, const ListArguments&)) {
    auto* command = list->add_subcommand(name, about);
    add_format_option(*command, arguments->format);
    command->callback([&program, arguments, action] {
      program.chosen = [&program, arguments, action] { return action(program, *arguments); };
    });
    return command;
  };
  for (auto* command :
       {add("rules", "The documented rules", list_rules), add("cases", "The cases, expanded", list_cases)}) {
    add_cases_option(*command, program);
    add_selection_options(*command, arguments->selection);
  }
  add_subject_options(*add("subjects", "The subjects that are known and present", list_subjects),
                      arguments->subjects);
  add_subject_options(*add("environments", "What the subjects offer; starts them", list_environments),
                      arguments->subjects);
}

}  // namespace loopcheck::cli
