// Where the values of options come from. The first of these that has one counts:
//
//   the option itself        loopcheck run --output build/report
//   the environment          LOOPCHECK_RUN_OUTPUT=build/report; a list has one value a line
//   the file loopcheck.toml  [run] output = "build/report"
//   the default
//
// Both names are made of the option's, so every option that may be set so can be. In the file a table is a
// command; a key stands for every command below its table that has such an option, and the innermost table
// wins. A file or folder that is named in the file is meant from where the file is.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "variables.hpp"

namespace loopcheck::cli {

struct FileValue {
  std::vector<std::string> values;  // as the command line would have them
  std::size_t line = 0;
};

struct SettingsFile {
  std::filesystem::path path;
  // By command ("run", "list rules") and option ("output").
  std::map<std::string, std::map<std::string, FileValue>> commands;
};

// The file "loopcheck.toml" in a folder or the nearest one above it that has one, up to the root of its
// repository. Nothing if there is none.
std::optional<std::filesystem::path> find_settings_file(const std::filesystem::path& start);

// Reads and checks all of it. `app` is the command line that the file is for; it is asked to take the values,
// so it must be one that is not used otherwise. Throws Failure(exit_usage), which names file, line and, for a
// name that is not known, the nearest one.
SettingsFile read_settings_file(const std::filesystem::path& path, CLI::App& app);

enum class Source { option, environment, file, standard };

struct Setting {
  std::string option;  // "output"
  std::vector<std::string> values;
  Source source = Source::standard;
  std::string place;  // the variable, or file and line
};

// The options of a command that may be set, in the order of its help: not those that must be typed anyway.
std::vector<CLI::Option*> settable_options(const CLI::App& command);

// "list rules", and the name of an option without its dashes.
std::string command_name(const CLI::App& command);
std::string option_name(const CLI::Option& option);

// Where the value of each of the command's options comes from.
std::vector<Setting> settings_of(const CLI::App& command, const SettingsFile* file,
                                 const Variables& variables);

// Gives the options of a command that was parsed the values that the environment and the file have for them.
// Throws Failure(exit_usage) for a value that an option does not take.
void apply_settings(CLI::App& command, const SettingsFile* file, const Variables& variables);

}  // namespace loopcheck::cli
