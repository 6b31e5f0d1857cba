#include "evidence.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "cases.hpp"
#include "display.hpp"
#include "loopcheck/reports/standing.hpp"
#include "plain_words.hpp"
#include "readable.hpp"

namespace loopcheck::reports {

using nlohmann::json;

namespace {

constexpr std::size_t line_limit = 60;     // lines of one transcript
constexpr std::size_t text_limit = 2'000;  // bytes of one text
constexpr const char* nonce_sign = "‹nonce›";

// Each value once, by number.
template <typename Value>
class Numbered {
 public:
  std::size_t number(const Value& value) {
    const auto [place, is_new] = numbers_.emplace(value, list_.size());
    if (is_new) list_.push_back(value);
    return place->second;
  }
  std::vector<Value> take() { return std::move(list_); }

 private:
  std::map<Value, std::size_t> numbers_;
  std::vector<Value> list_;
};

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  if (what.empty()) return text;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

// Times in as few characters as JSON and HTML take as they are.
class Digits {
 public:
  Digits() {
    for (char c = ' '; c <= '~'; ++c) {
      if (c != '"' && c != '<' && c != '\\') alphabet_ += c;
    }
  }
  void append(std::string& text, std::uint64_t value) const {
    constexpr std::uint64_t base = 46;
    for (; value >= base; value /= base) text += alphabet_[base + value % base];
    text += alphabet_[value];
  }

 private:
  std::string alphabet_;
};

std::uint64_t microseconds(std::chrono::nanoseconds duration) {
  return static_cast<std::uint64_t>(
      std::max<std::int64_t>(0, std::chrono::round<std::chrono::microseconds>(duration).count()));
}

// To one part in twenty, as much as a reader compares: 1, 2, … 19, 20, 22, … 48, 50, 55, … 95, 100, 110, …
std::uint64_t rounded(std::uint64_t value) {
  std::uint64_t unit = 1;
  while (value / unit >= 100) unit *= 10;
  unit *= value / unit < 20 ? 1 : value / unit < 50 ? 2 : 5;
  return (value + unit / 2) / unit * unit;
}

// Tells moments, nearly, by what was to be expected: a step starts when the step before it has ended, an
// event comes when the line before it came. What is left out does not add up, since each difference is to the
// moment that a reader works out.
class Clock {
 public:
  // The difference, its sign in the lowest bit.
  std::uint64_t later(std::uint64_t moment, bool is_event) {
    const std::uint64_t expected = is_event ? now_ : std::max(now_, end_);
    const bool earlier = moment < expected;
    std::uint64_t difference = rounded(earlier ? expected - moment : moment - expected);
    // The page shows milliseconds with one digit behind the point: what it hardly shows need not be told.
    const std::uint64_t unseen = moment < 1'000 ? 9 : moment < 1'000'000 ? 50 : 5'000;
    if (difference <= unseen) difference = 0;
    if (difference == 0) return now_ = expected, 0;
    now_ = earlier ? expected - std::min(difference, expected) : expected + difference;
    return difference * 2 + (earlier ? 1 : 0);
  }
  void ended(std::uint64_t took) { end_ = now_ + took; }

 private:
  std::uint64_t now_ = 0;
  std::uint64_t end_ = 0;
};

// What the controls of a case gave back, where that is nothing but the scenario's random text.
std::string nonce_of(const Experiment& experiment) {
  std::set<std::string> controls;
  for (const auto& step : experiment.info->steps) {
    const bool control =
        step.is_object() && step.value("do", json()) == "control" && step.value("id", json()).is_string();
    if (control) controls.insert(step["id"].get<std::string>());
  }
  constexpr std::size_t shortest = 8;
  for (const auto& entry : experiment.source->transcript) {
    if (!entry.is_object() || !entry.contains("step") || !entry["step"].is_string()) continue;
    if (!controls.contains(entry["step"].get<std::string>())) continue;
    const auto value = entry.value("value", json());
    if (value.is_string() && value.get_ref<const std::string&>().size() >= shortest)
      return shown_in_line(value.get<std::string>());
  }
  return "";
}

class Writer {
 public:
  Writer(const View& view, const std::vector<std::string>& shown_at) : view_(view), shown_at_(shown_at) {
    outcomes_.number({});
  }

  json write() {
    json columns = write_columns();
    json cases = write_experiments();
    json rules = write_rules();
    return {{"columns", std::move(columns)}, {"texts", texts_.take()},       {"lines", lines_.take()},
            {"shapes", shapes_.take()},      {"outcomes", outcomes_.take()}, {"cases", std::move(cases)},
            {"rules", std::move(rules)},     {"steps", std::move(steps_)}};
  }

 private:
  std::size_t text(const std::string& value, const std::string& nonce = "") {
    return texts_.number(shortened(replaced(shown(value), nonce, nonce_sign), text_limit));
  }

  std::size_t rerun(const Experiment& experiment) {
    const std::string command = shown_in_line(experiment.source->rerun);
    return texts_.number(
        shortened(replaced(command, shown_in_line(experiment.info->id), "\x01"), text_limit));
  }

  json write_columns() {
    reruns_.resize(view_.columns.size());
    std::vector<bool> known(view_.columns.size());
    for (const auto& experiment : view_.experiments) {
      if (known[experiment.column]) continue;
      reruns_[experiment.column] = rerun(experiment);
      known[experiment.column] = true;
    }
    json columns = json::array();
    for (std::size_t i = 0; i < view_.columns.size(); ++i) {
      const Column& column = view_.columns[i];
      columns.push_back({shown_in_line(column.full_text()), shown_in_line(column.info->environment.id),
                         shown_in_line(column.subject->name), stderr_anchor(view_, *column.subject),
                         reruns_[i]});
    }
    return columns;
  }

  json write_experiments() {
    json cases = json::array();
    for (std::size_t i = 0; i < view_.experiments.size(); ++i) {
      const Experiment& experiment = view_.experiments[i];
      nonces_.push_back(experiment.all_pass ? nonce_of(experiment) : "");
      while (cases.size() <= experiment.case_index) {
        cases.push_back(json::array());
        steps_.push_back(nullptr);
      }
      json& steps = steps_[experiment.case_index];
      if (steps.is_null()) steps = steps_of(*experiment.info);
      cases[experiment.case_index].push_back(one(experiment, shown_at_[i], nonces_.back()));
      tried_by_[{experiment.case_index, experiment.attempt}].insert(experiment.column);
    }
    return cases;
  }

  json steps_of(const record::CaseInfo& info) const {
    json steps = json::array();
    for (const auto& step : tried(info.steps)) {
      for (const json& part : {json(step.depth), json(step.id), json(step.words)}) steps.push_back(part);
    }
    return steps;
  }

  json one(const Experiment& experiment, const std::string& shown_at, const std::string& nonce) {
    std::vector<std::size_t> shape;
    std::string times;
    json extra = json::object();
    if (shown_at.empty()) {
      const auto timeline = timeline_lines(experiment.source->transcript);
      if (timeline.size() > line_limit) extra["cut"] = timeline.size() - line_limit;
      Clock clock;
      for (std::size_t i = 0; i < std::min(timeline.size(), line_limit); ++i) {
        const TimelineLine& line = timeline[i];
        const char kind = line.is_event ? (line.is_trouble ? 'x' : 'e') : line.is_trouble ? '!' : ' ';
        shape.push_back(lines_.number(kind + replaced(line.text, nonce, nonce_sign)));
        digits_.append(times, line.has_time ? clock.later(microseconds(line.at), line.is_event) + 1 : 0);
        if (line.is_event) continue;
        const std::uint64_t took = rounded(microseconds(line.duration));
        digits_.append(times, line.took.empty() ? 0 : took + 1);
        clock.ended(took);
      }
    } else {
      extra["at"] = shown_at;
    }
    const std::size_t command = rerun(experiment);
    if (command != reruns_[experiment.column]) extra["rerun"] = command;
    json result = {experiment.column, shapes_.number(shape), times};
    if (!extra.empty()) result.push_back(extra);
    return result;
  }

  std::string tags_of(const record::Result& result) const {
    std::string tags;
    tags = flaky_text(result);
    if (!result.known_otherwise.empty())
      tags += (tags.empty() ? "" : "; ") + std::string("listed as another failure");
    if (result.known_failure) tags += (tags.empty() ? "" : "; ") + std::string("known failure");
    return tags;
  }

  // What the list of known failures says of it.
  static std::string listed_text(const record::Result& result) {
    if (!result.known_otherwise.empty())
      return "Listed as " + result.known_otherwise + ": " + result.known_reason;
    return result.known_reason.empty() ? "" : "Known failure: " + result.known_reason;
  }

  std::size_t outcome(const ResultView& entry) {
    const auto& result = *entry.result;
    const std::string& nonce = nonces_[entry.experiment];
    return outcomes_.number({text(std::string(to_text(result.verdict))),
                             text(std::string(to_text(result.level))), text(result.expected, nonce),
                             text(result.observed, nonce), text(own_message(result), nonce),
                             text(result.note), text(tags_of(result)), text(listed_text(result)),
                             text(result.known_link.starts_with("https://") ? result.known_link : "")});
  }

  json write_rules() {
    json rules = json::object();
    for (const auto& page : view_.pages) {
      for (const auto& section : page.sections) {
        for (const auto& rule : section.rules) {
          json entry = {{"results", results_of(rule)}};
          if (!rule.info->note.empty()) entry["note"] = shown(rule.info->note);
          rules[shown_in_line(rule.info->id)] = std::move(entry);
        }
      }
    }
    return rules;
  }

  // By case and attempt, in the order of their first results; several results of one column are several rows.
  json results_of(const RuleView& rule) {
    using Key = std::pair<std::size_t, std::size_t>;
    std::vector<std::pair<Key, std::vector<std::vector<std::size_t>>>> rows;
    std::map<Key, std::size_t> known;
    for (const auto& entry : rule.results) {
      const Experiment& experiment = view_.experiments[entry.experiment];
      const Key key{experiment.case_index, experiment.attempt};
      const auto [place, is_new] = known.emplace(key, rows.size());
      if (is_new) rows.push_back({key, {}});
      auto& of_case = rows[place->second].second;
      auto row =
          std::find_if(of_case.begin(), of_case.end(), [&](const auto& r) { return r[entry.column] == 0; });
      if (row == of_case.end())
        row = of_case.insert(of_case.end(), std::vector<std::size_t>(view_.columns.size()));
      (*row)[entry.column] = outcome(entry);
    }
    json list = json::array();
    for (auto& [key, of_case] : rows) {
      for (auto& row : of_case) list.push_back(row_json(key, row));
    }
    return list;
  }

  json row_json(const std::pair<std::size_t, std::size_t>& key, std::vector<std::size_t>& row) const {
    json result = {key.first, key.second};
    std::set<std::size_t> columns;
    std::set<std::size_t> outcomes;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i] == 0) continue;
      columns.insert(i);
      outcomes.insert(row[i]);
    }
    if (outcomes.size() == 1 && columns == tried_by_.at(key)) {
      result.push_back(-static_cast<std::int64_t>(*outcomes.begin()));
      return result;
    }
    while (row.back() == 0) row.pop_back();
    for (const std::size_t number : row) result.push_back(number);
    return result;
  }

  const View& view_;
  const std::vector<std::string>& shown_at_;
  Numbered<std::string> texts_;
  Numbered<std::string> lines_;
  Numbered<std::vector<std::size_t>> shapes_;
  Numbered<std::vector<std::size_t>> outcomes_;
  json steps_ = json::array();                                                     // by case
  std::vector<std::size_t> reruns_;                                                // by column
  std::vector<std::string> nonces_;                                                // by experiment
  std::map<std::pair<std::size_t, std::size_t>, std::set<std::size_t>> tried_by_;  // columns
  Digits digits_;
};

}  // namespace

std::string evidence_json(const View& view, const std::vector<std::string>& shown_at) {
  return Writer(view, shown_at).write().dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace loopcheck::reports
