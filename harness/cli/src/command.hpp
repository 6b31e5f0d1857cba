// What the commands share. Each command is one file with a function that adds it to the program.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include <CLI/CLI.hpp>

#include "locations.hpp"
#include "loopcheck/catalogue/catalogue.hpp"
#include "settings.hpp"
#include "terminal.hpp"

namespace loopcheck::cli {

// Ends the program with a message on standard error.
class Failure : public std::runtime_error {
 public:
  Failure(int status, const std::string& message) : std::runtime_error(message), status_(status) {}
  [[nodiscard]] int status() const { return status_; }

 private:
  int status_;
};

// What the whole command line gives to a command.
struct Program {
  Locations locations;
  std::vector<std::string> argv;
  std::filesystem::path cases;          // --cases, or where they were found
  std::filesystem::path settings_file;  // --config
  bool no_settings_file = false;        // --no-config
  std::optional<SettingsFile> settings;
  ColourChoice colour = ColourChoice::automatic;
  std::function<int()> chosen;  // what to do, set by the command that was given
};

// The path of an argument: all of them are UTF-8. A path made of a plain string is read in the code page of
// the system on Windows, which has few of the letters.
std::filesystem::path path_of(const std::string& utf8);

// An option or argument that names a file.
CLI::Option* add_path_option(CLI::App& command, const std::string& names, std::filesystem::path& path,
                             const std::string& about);
// The same for an option that may be given several times.
CLI::Option* add_paths_option(CLI::App& command, const std::string& names,
                              std::vector<std::filesystem::path>& paths, const std::string& about);

// Adds the options that several commands have.
void add_cases_option(CLI::App& command, Program& program);
void add_colour_option(CLI::App& command, Program& program);
// --format with the words "text" and "json".
void add_format_option(CLI::App& command, std::string& format);

// The options that choose cases and rules.
struct SelectionOptions {
  std::vector<std::string> cases;
  std::vector<std::string> rules;
  std::vector<std::string> pages;
  std::vector<int> tiers;
  std::string keywords;  // -k; empty: all
};
void add_selection_options(CLI::App& command, SelectionOptions& options);
catalogue::Selection selection_of(const SelectionOptions& options);
// Whether -k chooses a rule, by its id and its statement.
bool keywords_choose(const SelectionOptions& options, const catalogue::Rule& rule);
// The cases that are selected. A pattern that is the id of a case selects that case alone. -k chooses
// cases by their ids, their titles and the ids of their rules.
std::vector<catalogue::CaseHandle> select_cases(const catalogue::Catalogue& catalogue,
                                                const SelectionOptions& options);

// Loads the catalogue; prints its diagnostics and throws Failure(exit_usage) if it cannot be used.
catalogue::Catalogue load_catalogue(const Program& program);

void add_run_command(CLI::App& app, Program& program);
void add_report_command(CLI::App& app, Program& program);
void add_diff_command(CLI::App& app, Program& program);
void add_merge_command(CLI::App& app, Program& program);
void add_list_command(CLI::App& app, Program& program);
void add_explain_command(CLI::App& app, Program& program);
void add_lint_command(CLI::App& app, Program& program);
void add_new_case_command(CLI::App& app, Program& program);
void add_smoke_command(CLI::App& app, Program& program);
void add_config_command(CLI::App& app, Program& program);
void add_completion_command(CLI::App& app, Program& program);
void add_support_command(CLI::App& app, Program& program);

}  // namespace loopcheck::cli
