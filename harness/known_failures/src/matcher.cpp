#include "loopcheck/known_failures/matcher.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "loopcheck/catalogue/pattern.hpp"

namespace loopcheck::known_failures {
namespace {

using catalogue::KnownFailure;
using record::Result;
using record::Verdict;

bool contains(const std::optional<catalogue::VersionRange>& range, const std::string& text) {
  if (!range) return true;
  const auto version = catalogue::Version::parse_prefix(text);
  return version && range->contains(*version);
}

bool names(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Whether a result is what an entry is about. An observed mismatch counts nowhere, so it is never listed.
bool governs(const KnownFailure& entry, const Result& result) {
  const bool can_count = result.level == record::Level::documented ||
                         (entry.verdict != "fail" && result.verdict != Verdict::fail);
  return can_count && names(entry.rules, result.rule);
}

std::string in_words(const KnownFailure& entry) {
  return fmt::format("{} starting with \"{}\"{}", entry.verdict, entry.message, entry.flaky ? ", flaky" : "");
}

}  // namespace

Standing standing_of(const Result& result, const KnownFailure& entry) {
  if (result.verdict == Verdict::pass) return entry.flaky ? Standing::as_listed : Standing::passes;
  if (!record::is_failure(result.verdict)) return Standing::says_nothing;
  const bool same = record::to_text(result.verdict) == entry.verdict &&
                    result.message.starts_with(entry.message) && (entry.flaky || !result.flaky);
  return same ? Standing::as_listed : Standing::differs;
}

Matcher::Matcher(std::vector<catalogue::KnownFailures> lists, const record::RunHeader& header)
    : lists_(std::move(lists)) {
  for (const auto& subject : header.subjects) {
    for (const auto& info : subject.environments) {
      places_.emplace(std::pair(subject.name, info.environment.id),
                      Place{subject.name,
                            subject.version,
                            info.environment,
                            {info.applicable_rules.begin(), info.applicable_rules.end()}});
    }
  }
  for (std::size_t list = 0; list < lists_.size(); ++list) {
    for (std::size_t entry = 0; entry < lists_[list].entries.size(); ++entry) {
      const auto& cases = lists_[list].entries[entry].cases;
      for (std::size_t one = 0; one < cases.size(); ++one) {
        for (const auto& id : cases[one].ids) by_case_[id].push_back({list, entry, one});
      }
    }
  }
}

bool Matcher::governs_at(const catalogue::KnownFailures& list, const KnownFailure& entry,
                         const Place& place) const {
  const auto fits = [&](const std::string& pattern) {
    return catalogue::matches_glob(pattern, place.environment.id);
  };
  return list.speaks_of(place.subject) && contains(entry.versions, place.version) &&
         contains(entry.documented, place.environment.documented) &&
         (entry.environments.empty() ||
          std::any_of(entry.environments.begin(), entry.environments.end(), fits));
}

const Matcher::Place* Matcher::place_of(const Result& result) const {
  const auto found = places_.find({result.subject, result.environment.id});
  return found == places_.end() ? nullptr : &found->second;
}

Matcher::Match Matcher::find(const Result& result) const {
  Match match;
  const auto refs = by_case_.find(result.case_id);
  const Place* place = place_of(result);
  if (refs == by_case_.end() || place == nullptr) return match;
  for (const EntryRef& ref : refs->second) {
    const auto& list = lists_[ref.list];
    const auto& entry = list.entries[ref.entry];
    if (!governs(entry, result) || !governs_at(list, entry, *place)) continue;
    const Standing standing = standing_of(result, entry);
    if (match.entry == nullptr || standing == Standing::as_listed) match = {&entry, ref, standing};
    if (standing == Standing::as_listed) break;
  }
  return match;
}

void Matcher::mark(Result& result) {
  const Match match = find(result);
  if (match.entry == nullptr) return;
  matched_.insert(match.ref);
  // A pass of what comes and goes is a pass like any other.
  const bool is_plain_pass = match.standing == Standing::as_listed && result.verdict == Verdict::pass;
  if (match.standing == Standing::says_nothing || is_plain_pass) return;
  result.known_reason = match.entry->reason;
  result.known_link = match.entry->link;
  if (match.standing == Standing::differs)
    result.known_otherwise = in_words(*match.entry);
  else
    result.known_failure = true;
}

bool Matcher::is_due(const EntryRef& ref, const catalogue::Catalogue& catalogue) const {
  const auto& list = lists_[ref.list];
  const auto& entry = list.entries[ref.entry];
  return std::any_of(places_.begin(), places_.end(), [&](const auto& item) {
    const Place& place = item.second;
    if (!governs_at(list, entry, place)) return false;
    const bool applies = std::any_of(entry.rules.begin(), entry.rules.end(), [&](const std::string& rule) {
      return place.applicable_rules.contains(rule);
    });
    if (!applies) return false;
    const auto& ids = entry.cases[ref.known_case].ids;
    return std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
      const auto handle = catalogue.find_case(id);
      return handle && catalogue.applies(*handle, place.environment);
    });
  });
}

std::vector<catalogue::Diagnostic> Matcher::unmatched(const catalogue::Catalogue& catalogue) const {
  std::vector<catalogue::Diagnostic> diagnostics;
  for (std::size_t list = 0; list < lists_.size(); ++list) {
    for (std::size_t index = 0; index < lists_[list].entries.size(); ++index) {
      const auto& entry = lists_[list].entries[index];
      for (std::size_t one = 0; one < entry.cases.size(); ++one) {
        const EntryRef ref{list, index, one};
        if (matched_.contains(ref) || !is_due(ref, catalogue)) continue;
        diagnostics.push_back({lists_[list].file, entry.cases[one].line, entry.cases[one].pointer,
                               "matches-nothing",
                               fmt::format("\"{}\" with the rule {} matches no result of this run",
                                           entry.cases[one].pattern, fmt::join(entry.rules, " or ")),
                               "", catalogue::Severity::error});
      }
    }
  }
  catalogue::sort_and_merge(diagnostics);
  return diagnostics;
}

}  // namespace loopcheck::known_failures
