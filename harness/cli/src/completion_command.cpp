// loopcheck completion: the shells' side of completion; and what it asks for at each press of the key.
#include <set>

#include <fmt/format.h>

#include "application.hpp"
#include "completion.hpp"
#include "exit_status.hpp"
#include "subject_choice.hpp"

namespace loopcheck::cli {
namespace {

void add_rules(const catalogue::Catalogue& catalogue, std::vector<Candidate>& candidates) {
  for (const auto& rule : catalogue.rules()) candidates.push_back({rule.id, rule.statement});
}

void add_cases(const catalogue::Catalogue& catalogue, std::vector<Candidate>& candidates) {
  for (const auto handle : catalogue.cases()) candidates.push_back({catalogue.id(handle), ""});
}

void add_pages(const catalogue::Catalogue& catalogue, std::vector<Candidate>& candidates) {
  std::set<std::string> pages;
  for (const auto& rule : catalogue.rules()) pages.insert(rule.page);
  for (const auto& page : pages) candidates.push_back({page, ""});
}

// What is cheap to know. The names of environments are not: subjects would have to be started.
std::vector<Candidate> known_values(const Program& program, const std::string& command,
                                    const std::string& name) {
  std::vector<Candidate> candidates;
  if (name == "subject") {
    for (const auto& manifest : known_subjects(program, {}))
      candidates.push_back({manifest.name, manifest.title});
    return candidates;
  }
  const bool id = command == "explain" && name == "id";
  if (!id && name != "rule" && name != "case" && name != "page") return candidates;
  const auto loaded = catalogue::load(program.cases);
  if (!loaded.catalogue) return candidates;
  if (id || name == "rule") add_rules(*loaded.catalogue, candidates);
  if (id || name == "case") add_cases(*loaded.catalogue, candidates);
  if (name == "page") add_pages(*loaded.catalogue, candidates);
  return candidates;
}

}  // namespace

int print_completions(const Program& program, const CLI::App& app, const std::vector<std::string>& words) {
  const auto known = [&](const std::string& command, const std::string& name) {
    return known_values(program, command, name);
  };
  fmt::print("{}", to_lines(complete(app, words, known)));
  return exit_success;
}

void add_completion_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("completion", "Completion of this command line for a shell");
  const auto shell = std::make_shared<std::string>();
  command->footer(R"(Examples:
  source <(loopcheck completion bash)                in ~/.bashrc
  source <(loopcheck completion zsh)                 in ~/.zshrc, after compinit
  loopcheck completion fish | source                 in ~/.config/fish/config.fish

Commands, options, their words and the ids of rules, cases and subjects are asked of loopcheck itself at each press
of the key, so the function stays right when the program is updated.)");
  command->add_option("shell", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}))
      ->option_text("SHELL");
  command->callback([&program, shell] {
    program.chosen = [shell] {
      fmt::print("{}", completion_script(*shell));
      return exit_success;
    };
  });
}

}  // namespace loopcheck::cli
