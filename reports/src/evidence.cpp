#include "evidence.hpp"

#include <nlohmann/json.hpp>

#include "display.hpp"
#include "readable.hpp"

namespace loopcheck::reports {

using nlohmann::json;

namespace {

constexpr std::size_t line_limit = 60;     // lines of one transcript
constexpr std::size_t text_limit = 2'000;  // bytes of one text

// Each text once, by number.
class Texts {
 public:
  std::size_t number(const std::string& text) {
    const auto [place, is_new] = numbers_.emplace(text, list_.size());
    if (is_new) list_.push_back(text);
    return place->second;
  }
  json take() { return std::move(list_); }

 private:
  std::map<std::string, std::size_t> numbers_;
  json list_ = json::array();
};

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  if (what.empty()) return text;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

// The commands of all experiments differ in little more than these names. Placeholders are control
// characters, which no shown text contains.
std::string rerun_text(const record::Result& result) {
  std::string text = shortened(shown_in_line(result.rerun), text_limit);
  text = replaced(text, shown_in_line(result.case_id), "\x01");
  text = replaced(text, shown_in_line(result.environment.id), "\x02");
  return replaced(text, shown_in_line(result.subject), "\x03");
}

std::int64_t microseconds(std::chrono::nanoseconds duration) {
  return std::chrono::round<std::chrono::microseconds>(duration).count();
}

struct CaseLines {
  Texts lines;
  json info;
};

json experiment_json(const Experiment& experiment, const std::string& shown_at, CaseLines& of_case,
                     Texts& texts) {
  json timeline = json::array();
  std::size_t cut = 0;
  if (shown_at.empty()) {
    const auto& transcript = experiment.source->transcript;
    for (const auto& line : timeline_lines(transcript)) {
      if (timeline.size() == 3 * line_limit) {
        cut = transcript.size() - line_limit;
        break;
      }
      const char* kind = line.is_trouble ? "!" : line.is_event ? "e" : " ";
      timeline.push_back(line.has_time ? microseconds(line.at) : -1);
      timeline.push_back(of_case.lines.number(kind + line.text));
      timeline.push_back(line.took.empty() ? -1 : microseconds(line.duration));
    }
  }
  const auto& result = *experiment.source;
  return {
      experiment.case_index, experiment.column, shown_at, texts.number(rerun_text(result)), cut, timeline};
}

std::string tags_of(const record::Result& result) {
  std::string tags;
  if (result.flaky) tags = "flaky, " + counted(static_cast<std::size_t>(result.attempts), "attempt");
  if (result.known_failure) tags += (tags.empty() ? "" : "; ") + std::string("known failure");
  return tags;
}

}  // namespace

std::string evidence_json(const View& view, const std::vector<std::string>& shown_at) {
  Texts texts;
  const auto text = [&](const std::string& value) {
    return texts.number(shortened(shown(value), text_limit));
  };

  json columns = json::array();
  for (const auto& column : view.columns) {
    columns.push_back({shown_in_line(column.full_text()), shown_in_line(column.info->environment.id),
                       shown_in_line(column.subject->name)});
  }

  std::map<std::size_t, CaseLines> cases;
  json experiments = json::array();
  for (std::size_t i = 0; i < view.experiments.size(); ++i) {
    const Experiment& experiment = view.experiments[i];
    CaseLines& of_case = cases[experiment.case_index];
    if (of_case.info.is_null()) {
      std::string steps;
      for (const auto& line : step_lines(experiment.info->steps)) steps += line + "\n";
      of_case.info = {{"id", shown_in_line(experiment.info->id)},
                      {"title", shown_in_line(experiment.info->title)},
                      {"purpose", shown(experiment.info->purpose)},
                      {"file", shown_in_line(experiment.info->file)},
                      {"steps", steps}};
    }
    experiments.push_back(experiment_json(experiment, shown_at[i], of_case, texts));
  }

  json rules = json::object();
  for (const auto& page : view.pages) {
    for (const auto& section : page.sections) {
      for (const auto& rule : section.rules) {
        json& results = rules[shown_in_line(rule.info->id)] = json::array();
        for (const auto& entry : rule.results) {
          const auto& result = *entry.result;
          results.push_back({entry.experiment, text(std::string(to_text(result.verdict))),
                             text(std::string(to_text(result.level))), text(result.expected),
                             text(result.observed), text(result.message), text(result.note),
                             text(tags_of(result))});
        }
      }
    }
  }

  json case_list = json::array();
  for (auto& [index, of_case] : cases) {
    while (case_list.size() < index) case_list.push_back(nullptr);  // cases without a result
    of_case.info["lines"] = of_case.lines.take();
    case_list.push_back(std::move(of_case.info));
  }
  const json all = {{"columns", columns},
                    {"texts", texts.take()},
                    {"cases", case_list},
                    {"experiments", experiments},
                    {"rules", rules}};
  // "<" could end the script element; JSON has another way to write it.
  std::string result;
  for (const char c : all.dump(-1, ' ', false, json::error_handler_t::replace)) {
    if (c == '<') {
      result += "\\u003c";
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace loopcheck::reports
