#include "loopcheck/known_failures/update.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "list_text.hpp"
#include "loopcheck/protocol/shortened.hpp"

namespace loopcheck::known_failures {
namespace {

using catalogue::KnownFailure;
using nlohmann::ordered_json;
using record::Result;

using Words = std::set<std::string>;
using Places = std::map<std::string, Words>;  // version of the subject -> ids of environments

// Failures of some cases and rules, all in the same places.
struct Group {
  Words cases;
  Words rules;
  Places places;
};

// The case and rule of a failure.
using Experiment = std::pair<std::string, std::string>;

// Those with the same places and the same rule, or the same case, together.
std::vector<Group> grouped(const std::map<Experiment, Places>& failures) {
  std::map<std::pair<std::string, Places>, Words> rules_of_case;
  for (const auto& [experiment, places] : failures)
    rules_of_case[{experiment.first, places}].insert(experiment.second);
  std::map<std::pair<Words, Places>, Words> cases_of_rules;
  for (const auto& [key, rules] : rules_of_case) cases_of_rules[{rules, key.second}].insert(key.first);
  std::vector<Group> groups;
  for (const auto& [key, cases] : cases_of_rules) groups.push_back({cases, key.first, key.second});
  return groups;
}

// What of a version can stand in a range: "3.14.0" of "3.14.0rc1".
std::string numbers_of(const std::string& version) {
  const std::string numbers = version.substr(0, version.find_first_not_of("0123456789."));
  return catalogue::Version::parse(numbers) ? numbers : "";
}

ordered_json one_or_list(const Words& words) {
  if (words.size() == 1) return *words.begin();
  return words;
}

class Updater {
 public:
  Updater(const std::string& text, std::size_t list, const Matcher& matcher, const record::Run& run,
          const catalogue::Catalogue& catalogue)
      : document_(ordered_json::parse(text)),
        list_(list),
        matcher_(matcher),
        run_(run),
        catalogue_(catalogue) {
    for (const auto& subject : run.header.subjects) {
      const auto version = numbers_of(subject.version);
      versions_.emplace(subject.name, version);
      if (!known_list().speaks_of(subject.name)) continue;
      for (const auto& info : subject.environments) all_places_[version].insert(info.environment.id);
    }
  }

  Update update() {
    collect();
    auto entries = ordered_json::array();
    const auto& written = document_.at("known_failures");
    for (std::size_t i = 0; i < known_list().entries.size(); ++i) add_rest(i, written[i], entries);
    add_new(entries);
    document_["known_failures"] = std::move(entries);
    update_.text = list_text(document_);
    return std::move(update_);
  }

 private:
  const catalogue::KnownFailures& known_list() const { return matcher_.lists()[list_]; }

  // What became of one element of an entry's "case".
  struct Seen {
    bool right = true;  // all as listed
    bool any = false;   // some result was there
    std::map<Experiment, Places> as_listed;
    Places governed;  // every place that said something
  };

  struct Failure {
    std::string verdict;
    std::string start;
    bool flaky = false;

    friend auto operator<=>(const Failure&, const Failure&) = default;
  };

  void collect() {
    for (const Result& result : run_.results) {
      const auto match = matcher_.find(result);
      const auto& version = versions_.at(result.subject);
      const auto& place = result.environment.id;
      if (match.entry != nullptr && match.ref.list == list_) {
        Seen& seen = seen_[match.ref];
        seen.any = true;
        if (match.standing == Standing::says_nothing) continue;
        seen.governed[version].insert(place);
        if (match.standing == Standing::as_listed)
          seen.as_listed[{result.case_id, result.rule}][version].insert(place);
        else
          seen.right = false;
      }
      const bool is_listed = match.entry != nullptr && match.standing == Standing::as_listed;
      if (is_listed || !record::counts_against(result.verdict, result.level) || !is_ours(result)) continue;
      const Failure failure{std::string(record::to_text(result.verdict)), stable_start(result.message),
                            result.flaky};
      new_[failure][{result.case_id, result.rule}][version].insert(place);
    }
  }

  // Whether this is the first list that speaks of the result's subject.
  bool is_ours(const Result& result) const {
    const auto& lists = matcher_.lists();
    const auto first = std::find_if(lists.begin(), lists.end(),
                                    [&](const auto& list) { return list.speaks_of(result.subject); });
    return first != lists.end() && static_cast<std::size_t>(first - lists.begin()) == list_;
  }

  void add_rest(std::size_t index, const ordered_json& written, ordered_json& entries) {
    const KnownFailure& entry = known_list().entries[index];
    Words kept;  // patterns
    bool any_glob = false;
    std::map<Experiment, Places> rest;
    Places governed;
    for (std::size_t one = 0; one < entry.cases.size(); ++one) {
      const EntryRef ref{list_, index, one};
      const Seen& seen = seen_[ref];
      const bool stays = seen.any ? seen.right : !matcher_.is_due(ref, catalogue_);
      if (stays) {
        kept.insert(entry.cases[one].pattern);
        any_glob = any_glob || entry.cases[one].pattern.find_first_of("*?") != std::string::npos;
        continue;
      }
      rest.insert(seen.as_listed.begin(), seen.as_listed.end());
      for (const auto& [version, places] : seen.governed)
        governed[version].insert(places.begin(), places.end());
    }
    if (kept.size() == entry.cases.size()) {
      entries.push_back(written);
      return;
    }
    if (!kept.empty()) {
      ordered_json part = written;
      auto names = ordered_json::array();  // in their order
      for (const auto& one : entry.cases) {
        if (kept.contains(one.pattern)) names.push_back(one.pattern);
      }
      part["case"] = names.size() == 1 ? names[0] : names;
      if (!any_glob) part.erase("at_most");
      entries.push_back(std::move(part));
    }
    for (const Group& group : grouped(rest)) {
      ordered_json part = written;
      part.erase("at_most");
      part["case"] = one_or_list(group.cases);
      part["rule"] = one_or_list(group.rules);
      put_places(part, group.places, governed, entries);
    }
    ++(kept.empty() && rest.empty() ? update_.removed : update_.reduced);
  }

  void add_new(ordered_json& entries) {
    const std::size_t before = entries.size();
    for (const auto& [failure, experiments] : new_) {
      for (const Group& group : grouped(experiments)) {
        ordered_json entry;
        entry["case"] = one_or_list(group.cases);
        entry["rule"] = one_or_list(group.rules);
        entry["verdict"] = failure.verdict;
        entry["message"] = failure.start;
        if (failure.flaky) entry["flaky"] = true;
        entry["reason"] = std::string(catalogue::missing_reason) + ": say why it fails";
        put_places(entry, group.places, all_places_, entries);
      }
    }
    update_.added = entries.size() - before;
  }

  // Adds the entry, bounded to these places, if they are not all that there are: once for each set of
  // environments.
  static void put_places(const ordered_json& entry, const Places& places, const Places& all,
                         ordered_json& entries) {
    if (places == all) {
      entries.push_back(entry);
      return;
    }
    const bool several = all.size() > 1 && !all.contains("");
    std::map<Words, Words> versions;  // environments -> versions
    for (const auto& [version, environments] : places) versions[environments].insert(version);
    for (const auto& [environments, of] : versions) {
      const bool every_environment = std::all_of(
          of.begin(), of.end(), [&](const std::string& version) { return all.at(version) == environments; });
      ordered_json bounded;
      for (const auto& [key, value] : entry.items()) {
        if (key == "verdict") {  // where a person would write them, if they are not there yet
          if (!every_environment && !entry.contains("environment"))
            bounded["environment"] = one_or_list(environments);
          if (several && !entry.contains("versions")) bounded["versions"] = range_of(of);
        }
        bounded[key] = value;
        if (key == "environment" && !every_environment) bounded[key] = one_or_list(environments);
        if (key == "versions" && several) bounded[key] = range_of(of);
      }
      entries.push_back(std::move(bounded));
    }
  }

  static std::string range_of(const Words& versions) {
    Words terms;
    for (const auto& version : versions) terms.insert("==" + version);
    return fmt::format("{}", fmt::join(terms, " || "));
  }

  ordered_json document_;
  std::size_t list_;
  const Matcher& matcher_;
  const record::Run& run_;
  const catalogue::Catalogue& catalogue_;
  std::map<std::string, std::string> versions_;  // of subjects, by name
  Places all_places_;                            // of the subjects that the list speaks of
  std::map<EntryRef, Seen> seen_;
  std::map<Failure, std::map<Experiment, Places>> new_;
  Update update_;
};

}  // namespace

Update update_list(const std::string& text, std::size_t list, const Matcher& matcher, const record::Run& run,
                   const catalogue::Catalogue& catalogue) {
  return Updater(text, list, matcher, run, catalogue).update();
}

std::string empty_list(const std::vector<std::string>& subjects) {
  ordered_json document;
  document["subject"] = one_or_list({subjects.begin(), subjects.end()});
  document["known_failures"] = ordered_json::array();
  return list_text(document);
}

std::string stable_start(const std::string& message) {
  constexpr std::size_t limit = 100;         // bytes
  constexpr std::size_t random_length = 12;  // letters and digits in a row look random from here on
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_word = [&](char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); };
  const std::size_t seen_from = message.find(", but ");  // what was expected stands before it
  std::size_t end = std::min(message.find("; expected "), message.size());  // the first of several claims
  if (end > limit) end = protocol::size_within(message, limit);
  std::size_t word = 0;  // where the present run of letters and digits starts
  bool digits = false;
  for (std::size_t i = 0; i < end; ++i) {
    if (!is_word(message[i])) {
      word = i + 1;
      digits = false;
      continue;
    }
    digits = digits || is_digit(message[i]);
    const bool seen_number = is_digit(message[i]) && seen_from != std::string::npos && i > seen_from;
    if (seen_number || (digits && i - word + 1 >= random_length)) {
      end = word;
      break;
    }
  }
  const std::size_t last = message.find_last_not_of(" \t\n", end == 0 ? 0 : end - 1);
  return message.substr(0, last == std::string::npos ? 1 : last + 1);
}

}  // namespace loopcheck::known_failures
