#include "last_failed.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "exit_status.hpp"
#include "loopcheck/catalogue/pattern.hpp"
#include "loopcheck/reports/standing.hpp"
#include "shell_words.hpp"

namespace loopcheck::cli {
namespace {

namespace fs = std::filesystem;

bool has_failed(const record::Result& result) {
  using reports::Standing;
  const auto standing = reports::standing_of(result);
  return standing == Standing::failure || standing == Standing::trouble || standing == Standing::known_pass;
}

// The option of the command that runs a result again by which it names the subject, as the user did.
std::vector<std::string> subject_option(const record::Result& result) {
  const auto words = shell_words(result.rerun).value_or(std::vector<std::string>{});
  const auto option = std::find_if(words.begin(), words.end(), [](const std::string& word) {
    return word == "--subject" || word == "--subject-command";
  });
  if (std::distance(option, words.end()) < 2) return {};
  return {option[0], option[1]};
}

record::Run read(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::exists(folder / "run.json", ignored) && !fs::exists(folder / "run.jsonl", ignored)) {
    throw Failure(exit_usage,
                  fmt::format("--last-failed: there is no record of a run in {}; run once without "
                              "--last-failed, or name the folder with --output",
                              folder.string()));
  }
  try {
    return record::read_run(folder);
  } catch (const std::runtime_error& error) {
    throw Failure(exit_usage, fmt::format("--last-failed: {}", error.what()));
  }
}

}  // namespace

void add_last_failed_option(CLI::App& command, bool& last_failed) {
  command
      .add_flag("--last-failed,--lf", last_failed,
                "Only what failed in the last run, the one recorded in --output")
      ->configurable(false)
      ->excludes("--case")
      ->excludes("--shard");
}

LastFailed failed_in(const record::Run& run) {
  LastFailed failed;
  for (const auto& result : run.results) {
    if (!has_failed(result)) continue;
    failed.scenarios.insert({result.subject, result.environment.id, result.case_id});
    const auto option = subject_option(result);
    if (!option.empty()) failed.subjects.emplace(option, result.subject);
  }
  return failed;
}

LastFailed last_failed(const fs::path& folder) {
  const auto run = read(folder);
  auto failed = failed_in(run);
  if (!run.complete) {
    fmt::print(stderr,
               "loopcheck: the run in {} is not complete: what it did not come to is not run now either\n",
               folder.string());
  }
  if (!run.summary.failed_subjects.empty()) {
    fmt::print(stderr, "loopcheck: in the run in {} these subjects were given up: {}\n", folder.string(),
               harmless(fmt::format("{}", fmt::join(run.summary.failed_subjects, ", "))));
  }
  if (failed.scenarios.empty())
    throw Failure(exit_nothing,
                  fmt::format("nothing failed in the last run, the one in {}", folder.string()));
  return failed;
}

SubjectOptions subjects_to_run(const LastFailed& failed, SubjectOptions named) {
  if (!named.names.empty() || !named.commands.empty()) return named;
  for (const auto& [option, name] : failed.subjects)
    (option.front() == "--subject" ? named.names : named.commands).push_back(option.back());
  return named;
}

void narrow(const LastFailed& failed, const catalogue::Catalogue& catalogue, runner::Choice& choice,
            std::vector<runner::SubjectSpec>& subjects) {
  std::set<std::string> names;
  for (auto& subject : subjects) {
    const auto recorded = failed.subjects.find(subject.rerun);
    if (recorded != failed.subjects.end()) subject.name = recorded->second;
    names.insert(subject.name);
  }
  std::set<std::string> cases;
  for (const auto handle : choice.cases) cases.insert(catalogue.id(handle));
  choice.only.emplace();
  for (const auto& scenario : failed.scenarios) {
    if (names.contains(scenario.subject) && cases.contains(scenario.case_id) &&
        catalogue::matches_any(choice.environments, scenario.environment))
      choice.only->insert(scenario);
  }
  if (choice.only->empty()) {
    throw Failure(exit_nothing,
                  fmt::format("--last-failed: the other options leave none of the {} that failed",
                              failed.scenarios.size()));
  }
}

}  // namespace loopcheck::cli
