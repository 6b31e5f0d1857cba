// loopcheck config: which value each option has, and where it comes from.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "application.hpp"
#include "exit_status.hpp"
#include "settings.hpp"

namespace loopcheck::cli {
namespace {

struct ConfigArguments {
  std::string command;
  std::string format = "text";
};

// Commands that have no commands below them.
void collect_commands(CLI::App& at, std::vector<CLI::App*>& commands) {
  const auto below = at.get_subcommands({});
  if (below.empty()) commands.push_back(&at);
  for (auto* command : below) collect_commands(*command, commands);
}

const char* word_for(Source source) {
  switch (source) {
    case Source::option:
      return "option";
    case Source::environment:
      return "environment";
    case Source::file:
      return "file";
    case Source::standard:
      break;
  }
  return "default";
}

void print_text(const Setting& setting) {
  auto values = fmt::format("{}", fmt::join(setting.values, ", "));
  if (values.empty()) values = "-";
  fmt::print("  {:<20} {:<24} {}\n", setting.option, values,
             setting.place.empty() ? word_for(setting.source) : setting.place);
}

int config(const Program& program, CLI::App& app, const ConfigArguments& arguments) {
  std::vector<CLI::App*> commands;
  for (auto* command : app.get_subcommands({})) {
    if (arguments.command.empty() || command->get_name() == arguments.command)
      collect_commands(*command, commands);
  }
  if (commands.empty())
    throw Failure(exit_usage,
                  fmt::format("there is no command \"{}\"; see loopcheck --help", arguments.command));
  const auto* file = program.settings ? &*program.settings : nullptr;
  if (arguments.format == "text")
    fmt::print("file: {}\n", file != nullptr ? file->path.string() : std::string("none"));
  auto list = nlohmann::json::array();
  for (auto* command : commands) {
    for (auto* option : settable_options(*command)) option->capture_default_str();
    const auto settings = settings_of(*command, file, variable_of_this_process);
    if (settings.empty()) continue;
    const auto name = command_name(*command);
    if (arguments.format == "text") fmt::print("\n{}\n", name);
    for (const auto& setting : settings) {
      if (arguments.format == "text") {
        print_text(setting);
      } else {
        list.push_back({{"command", name},
                        {"option", setting.option},
                        {"values", setting.values},
                        {"source", word_for(setting.source)},
                        {"place", setting.place}});
      }
    }
  }
  if (arguments.format == "json")
    fmt::print("{}\n", list.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  return exit_success;
}

}  // namespace

void add_config_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("config", "Which value each option has, and where it comes from");
  const auto arguments = std::make_shared<ConfigArguments>();
  command->footer(R"(Examples:
  loopcheck config
  loopcheck config run
  loopcheck config --format json
  loopcheck --config ci.toml config run

The first that has a value counts: the option, the environment (LOOPCHECK_RUN_OUTPUT), loopcheck.toml in this
folder or above it, the default.)");
  command->add_option("command", arguments->command, "Only this command's options")->type_name("COMMAND");
  add_format_option(*command, arguments->format);
  command->callback([&program, &app, arguments] {
    program.chosen = [&program, &app, arguments] { return config(program, app, *arguments); };
  });
}

}  // namespace loopcheck::cli
