// loopcheck smoke: does an adapter speak the protocol?
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "exit_status.hpp"
#include "loopcheck/runner/scratch_folder.hpp"
#include "loopcheck/subject/smoke.hpp"
#include "subject_choice.hpp"

namespace loopcheck::cli {
namespace {

struct SmokeArguments {
  std::string name;
  SubjectOptions subjects;
  std::string format = "text";
};

int smoke(const Program& program, SmokeArguments arguments) {
  if (!arguments.name.empty()) arguments.subjects.names.push_back(arguments.name);
  if (arguments.subjects.names.size() + arguments.subjects.commands.size() != 1) {
    throw Failure(exit_usage, "name one subject, or give one --subject-command");
  }
  const auto choice = choose_subjects(program, arguments.subjects);
  if (choice.subjects.size() != 1) throw Failure(exit_usage, "that name means several subjects; name one");
  const auto& spec = choice.subjects.front();
  const runner::ScratchFolder scratch;
  subject::SmokeOptions options;
  options.surroundings = subject::for_run(spec.surroundings, scratch.path());
  const auto& child =
      options.surroundings.child.empty() ? program.locations.child : options.surroundings.child;
  options.child = subject::path_for(options.surroundings.paths, child);
  const runner::ScratchFolder scenarios(scratch.path() / "0");
  options.scratch = scenarios.path();
  const auto checks = subject::smoke(spec.command, options);
  const auto failed =
      std::count_if(checks.begin(), checks.end(), [](const auto& check) { return !check.passed; });
  if (arguments.format == "json") {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& check : checks)
      list.push_back({{"what", check.what}, {"passed", check.passed}, {"found", check.found}});
    fmt::print("{}\n", list.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  } else {
    const Style style(use_colour(program.colour));
    for (const auto& check : checks) {
      const bool remark = check.passed && !check.found.empty();
      fmt::print("{} {}{}\n", check.passed ? style.green("ok    ") : style.red("failed"), check.what,
                 remark ? " (" + harmless(check.found) + ")" : "");
      if (!check.passed) fmt::print("         {}\n", harmless(check.found));
    }
    fmt::print("{} checks, {} failed\n", checks.size(), failed);
  }
  return failed == 0 ? exit_success : exit_difference;
}

}  // namespace

void add_smoke_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("smoke",
                                     "Go through the protocol with a subject, good and bad, and say what its "
                                     "adapter does wrong; exit status 1 if anything");
  const auto arguments = std::make_shared<SmokeArguments>();
  command->footer(R"(Examples:
  loopcheck smoke cpython
  loopcheck smoke --subject-command "python3 my_adapter.py" --format json)");
  auto* name = command->add_option("subject", arguments->name, "A subject that loopcheck knows");
  add_subject_options(*command, arguments->subjects);
  name->type_name("NAME")->excludes("--subject")->excludes("--subject-command");
  add_format_option(*command, arguments->format);
  add_colour_option(*command, program);
  command->callback([&program, arguments] {
    program.chosen = [&program, arguments] { return smoke(program, *arguments); };
  });
}

}  // namespace loopcheck::cli
