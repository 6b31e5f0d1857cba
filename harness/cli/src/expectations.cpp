#include "expectations.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "exit_status.hpp"
#include "loopcheck/known_failures/update.hpp"

namespace loopcheck::cli {
namespace {

std::string content_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) throw Failure(exit_trouble, fmt::format("{}: cannot be written", path.string()));
}

bool is_trouble(const record::Result& result) {
  return result.verdict == record::Verdict::protocol_violation ||
         result.verdict == record::Verdict::harness_error;
}

// Why the results are not the whole truth; empty if they are.
std::string why_incomplete(const record::Run& run) {
  if (!run.complete) return "the run is not complete";
  if (!run.summary.failed_subjects.empty())
    return fmt::format("the subject {} did not run to its end", run.summary.failed_subjects.front());
  if (std::any_of(run.results.begin(), run.results.end(), is_trouble)) return "a subject broke the protocol";
  return {};
}

}  // namespace

void add_expectation_options(CLI::App& command, ExpectationOptions& options) {
  add_paths_option(command, "--expectations", options.files,
                   "A list of known failures, besides those of the subjects (repeatable)")
      ->type_name("FILE");
  command.add_flag("--no-expectations", options.none, "Not even those of the subjects");
  command
      .add_flag("--update-expectations", options.update,
                "Rewrite the lists as this run has it; only for a run that leaves nothing out")
      ->configurable(false);
}

bool is_whole(const runner::Choice& choice, const catalogue::Catalogue& catalogue) {
  const auto& selection = choice.selection;
  return choice.cases.size() == catalogue.case_count() && selection.rules.empty() &&
         selection.pages.empty() && selection.tiers.empty() && choice.environments.empty() && !choice.only &&
         !choice.shard;
}

Expectations::Expectations(const ExpectationOptions& options,
                           const std::vector<std::filesystem::path>& of_subjects,
                           const runner::Choice& choice, const catalogue::Catalogue& catalogue)
    : catalogue_(catalogue), whole_(is_whole(choice, catalogue)), update_(options.update) {
  if (update_ && !whole_) {
    throw Failure(
        exit_usage,
        "--update-expectations needs a run that leaves nothing out: what was not run would be taken "
        "for what does not fail");
  }
  std::vector<std::filesystem::path> files = options.files;
  if (!options.none) files.insert(files.end(), of_subjects.begin(), of_subjects.end());
  if (update_ && files.empty())
    throw Failure(exit_usage, "--update-expectations: no list is given, and the subjects have none");
  std::vector<catalogue::Diagnostic> diagnostics;
  for (const auto& file : files) {
    if (update_ && !std::filesystem::exists(file)) {
      new_files_.push_back(file);
      continue;
    }
    if (auto list = catalogue::read_known_failures(file, catalogue, diagnostics)) {
      files_.push_back(file);
      lists_.push_back(*std::move(list));
    }
  }
  for (const auto& diagnostic : diagnostics) fmt::print(stderr, "{}\n", catalogue::to_string(diagnostic));
  if (!diagnostics.empty())
    throw Failure(exit_usage, "the list of known failures cannot be used; see the errors above");
}

void Expectations::begin(const record::RunHeader& header) {
  // A new list is for the subjects that no other one speaks of.
  for (const auto& file : new_files_) {
    catalogue::KnownFailures list;
    list.file = file.string();
    for (const auto& subject : header.subjects) {
      const bool taken = std::any_of(lists_.begin(), lists_.end(),
                                     [&](const auto& other) { return other.speaks_of(subject.name); });
      if (!taken) list.subjects.push_back(subject.name);
    }
    files_.push_back(file);
    lists_.push_back(std::move(list));
  }
  matcher_.emplace(lists_, header);
}

void Expectations::mark(record::Result& result) {
  matcher_->mark(result);
}

bool Expectations::is_listed(const record::Result& result) const {
  return matcher_->find(result).standing == known_failures::Standing::as_listed;
}

Expectations::Verdict Expectations::finish(const record::Run& run) {
  if (update_) return update(run);
  if (!whole_ || !run.complete || !matcher_) return Verdict::sound;
  const auto diagnostics = matcher_->unmatched(catalogue_);
  for (const auto& diagnostic : diagnostics) fmt::print(stderr, "{}\n", catalogue::to_string(diagnostic));
  return diagnostics.empty() ? Verdict::sound : Verdict::out_of_date;
}

Expectations::Verdict Expectations::update(const record::Run& run) {
  if (const auto reason = why_incomplete(run); !reason.empty()) {
    fmt::print(stderr, "loopcheck: the lists of known failures stay as they are: {}\n", harmless(reason));
    return Verdict::sound;
  }
  bool changed = false;
  for (std::size_t i = 0; i < lists_.size(); ++i) {
    const bool is_new = !std::filesystem::exists(files_[i]);
    if (is_new && lists_[i].subjects.empty()) continue;
    const auto before = is_new ? known_failures::empty_list(lists_[i].subjects) : content_of(files_[i]);
    const auto update = known_failures::update_list(before, i, *matcher_, run, catalogue_);
    const bool same = update.added + update.reduced + update.removed == 0;
    if (update.text != before || is_new) write(files_[i], update.text);
    changed = changed || !same;
    fmt::print(stderr, "loopcheck: {}: {} added, {} reduced, {} removed{}\n", files_[i].string(),
               update.added, update.reduced, update.removed,
               update.added > 0 ? "; say why the added ones fail, loopcheck lint asks for it" : "");
  }
  return changed ? Verdict::updated : Verdict::sound;
}

}  // namespace loopcheck::cli
