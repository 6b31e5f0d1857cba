#include "subject_choice.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "exit_status.hpp"
#include "loopcheck/catalogue/pattern.hpp"
#include "shell_words.hpp"

namespace loopcheck::cli {
namespace {

void add(SubjectChoice& choice, const subject::Manifest& manifest,
         const std::vector<std::string>& environments = {}) {
  choice.subjects.push_back(
      {manifest.name, manifest.command, {"--subject", manifest.name}, manifest.surroundings, environments});
  for (const auto& file : manifest.expectations) {
    if (std::find(choice.expectations.begin(), choice.expectations.end(), file) == choice.expectations.end())
      choice.expectations.push_back(file);
  }
}

// Whether one of the subjects that are chosen already is started by this command. One may be known by two
// names: "cpython" is the system's Python, which is found as "cpython-3.11" besides.
bool is_chosen(const SubjectChoice& choice, const std::vector<std::string>& command) {
  return std::any_of(choice.subjects.begin(), choice.subjects.end(),
                     [&](const auto& subject) { return subject::start_the_same(subject.command, command); });
}

// What a run without names takes of a manifest.
void add_present(SubjectChoice& choice, const subject::Manifest& manifest) {
  const auto left_out = [&](const std::string& advice) {
    choice.notes.push_back(
        fmt::format("{} is left out: it is not installed here ({})", manifest.name, advice));
  };
  const auto& environments = manifest.environments_unless_named;
  if (manifest.only_when_named) {
    choice.only_when_named.push_back(manifest.name);
  } else if (manifest.find) {
    const auto versions = subject::versions_of(manifest);
    choice.notes.insert(choice.notes.end(), versions.notes.begin(), versions.notes.end());
    for (const auto& version : versions.manifests) {
      if (!is_chosen(choice, version.command)) add(choice, version, environments);
    }
    if (versions.manifests.empty()) left_out(manifest.install);
  } else if (const auto reason = subject::why_missing(manifest)) {
    left_out(*reason);
  } else {
    add(choice, manifest, environments);
  }
}

// The manifests that a name means: one, or of one that has versions those whose names fit.
std::vector<subject::Manifest> named(const std::vector<subject::Manifest>& known, const std::string& name) {
  const auto found = std::find_if(known.begin(), known.end(), [&](const subject::Manifest& manifest) {
    return manifest.name == name || (manifest.find && catalogue::matches_glob(manifest.name, name));
  });
  if (found == known.end()) {
    std::vector<std::string> names;
    for (const auto& manifest : known) names.push_back(manifest.name);
    throw Failure(exit_usage,
                  fmt::format("there is no subject \"{}\"; known are: {}. For another program use "
                              "--subject-command",
                              name, fmt::join(names, ", ")));
  }
  const auto missing = [&](const std::string& advice) {
    return Failure(exit_trouble, fmt::format("the subject {} is not installed here: {}", name, advice));
  };
  if (!found->find) {
    if (const auto reason = subject::why_missing(*found)) throw missing(*reason);
    return {*found};
  }
  auto manifests = subject::versions_of(*found).manifests;
  std::vector<std::string> present;
  for (const auto& manifest : manifests) present.push_back(manifest.name);
  std::erase_if(manifests,
                [&](const auto& manifest) { return !catalogue::matches_glob(name, manifest.name); });
  if (manifests.empty()) {
    throw missing(present.empty()
                      ? found->install
                      : fmt::format("{} (there is {})", found->install, fmt::join(present, ", ")));
  }
  return manifests;
}

// The program's name without folder and ending; of an interpreter's command the script's. With a number where
// it is taken.
std::string name_for(const std::vector<std::string>& command,
                     const std::vector<runner::SubjectSpec>& others) {
  static constexpr std::array<std::string_view, 7> interpreters{"python", "pypy", "sh", "bash",
                                                                "node",   "wine", "env"};
  const auto stem = [](const std::string& word) { return std::filesystem::path(word).stem().string(); };
  auto base = stem(command.front());
  const auto runs_scripts = [&](std::string_view interpreter) {
    const auto name = std::filesystem::path(command.front()).filename().string();
    return name.starts_with(interpreter) &&
           name.find_first_not_of("0123456789.", interpreter.size()) == std::string::npos;
  };
  const auto script = std::find_if(command.begin() + 1, command.end(),
                                   [](const auto& word) { return !word.starts_with("-"); });
  if (script != command.end() && std::any_of(interpreters.begin(), interpreters.end(), runs_scripts))
    base = stem(*script);
  std::string name = base;
  const auto taken = [&](const auto& other) { return other.name == name; };
  for (int number = 2; std::any_of(others.begin(), others.end(), taken); ++number)
    name = fmt::format("{}-{}", base, number);
  return name;
}

std::string checked_name(const std::string& name, const std::vector<runner::SubjectSpec>& others) {
  if (name.empty()) throw Failure(exit_usage, "--subject-name: the name is empty");
  const auto taken = [&](const auto& other) { return other.name == name; };
  if (std::any_of(others.begin(), others.end(), taken))
    throw Failure(exit_usage, fmt::format("--subject-name: two subjects are called {}", name));
  return name;
}

}  // namespace

std::vector<subject::Manifest> known_subjects(const Program& program, const std::filesystem::path& folder) {
  const auto& subjects = program.locations.subjects;
  if (subjects.empty() && folder.empty()) return {};
  try {
    return subject::load_manifests(folder.empty() ? subjects / "manifests" : folder, subjects,
                                   program.locations.bin);
  } catch (const subject::ManifestError& error) {
    throw Failure(exit_usage, error.what());
  }
}

void add_subject_options(CLI::App& command, SubjectOptions& options) {
  command
      .add_option("--subject", options.names,
                  "A subject that loopcheck knows (repeatable); see: loopcheck list subjects")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command.add_option("--subject-command", options.commands, "A command that starts a subject (repeatable)")
      ->type_name("COMMAND")
      ->allow_extra_args(false);
  command
      .add_option("--subject-name", options.called,
                  "What reports call the subject of a --subject-command (repeatable, in the order of the\n"
                  "commands; default: after its program)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  add_path_option(
      command, "--manifests", options.manifests,
      "Folder of the subjects that are known by name (default: the ones that came with the program)")
      ->type_name("FOLDER");
}

SubjectChoice choose_subjects(const Program& program, const SubjectOptions& options) {
  if (options.called.size() > options.commands.size()) {
    throw Failure(exit_usage, "there are more of --subject-name than of --subject-command");
  }
  SubjectChoice choice;
  const bool all = options.names.empty() && options.commands.empty();
  const auto known = all || !options.names.empty() ? known_subjects(program, options.manifests)
                                                   : std::vector<subject::Manifest>{};
  if (all) {
    for (const auto& manifest : known) add_present(choice, manifest);
    // The reference loop first: it is quick, and what it shows is shown early.
    std::stable_partition(choice.subjects.begin(), choice.subjects.end(),
                          [](const auto& subject) { return subject.name == "reference"; });
  }
  for (const auto& name : options.names) {
    const bool by_glob = name.find_first_of("*?") != std::string::npos;
    for (const auto& manifest : named(known, name)) {
      const auto again = [&](const auto& subject) { return subject.name == manifest.name; };
      if (std::any_of(choice.subjects.begin(), choice.subjects.end(), again)) continue;
      if (!by_glob || !is_chosen(choice, manifest.command)) add(choice, manifest);
    }
  }
  for (std::size_t i = 0; i < options.commands.size(); ++i) {
    const auto& text = options.commands[i];
    const auto words = shell_words(text);
    if (!words || words->empty()) {
      throw Failure(exit_usage,
                    fmt::format("--subject-command: this is no command, look at its quotes: {}", text));
    }
    runner::SubjectSpec spec{name_for(*words, choice.subjects), *words, {"--subject-command", text}};
    if (i < options.called.size()) {
      spec.name = checked_name(options.called[i], choice.subjects);
      spec.rerun.insert(spec.rerun.end(), {"--subject-name", spec.name});
    }
    choice.subjects.push_back(std::move(spec));
  }
  return choice;
}

}  // namespace loopcheck::cli
