#include "loopcheck/record/reader.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "fields.hpp"
#include "line_of.hpp"

namespace loopcheck::record {

using nlohmann::json;

namespace {

// Deeper than any message of the protocol may be, and far from what the recursive parts of the JSON library
// can bear.
constexpr int depth_limit = 128;

// Throws with the place of the fault; in a text of several lines the line comes from the parser's byte
// position.
json parse(const std::string& text, const std::string& file, std::size_t first_line) {
  const auto shallow = [](int depth, json::parse_event_t, json&) {
    if (depth > depth_limit)
      throw MalformedRecord("", "is nested more than " + std::to_string(depth_limit) + " deep");
    return true;
  };
  try {
    return json::parse(text, shallow);
  } catch (const json::parse_error& error) {
    // The parser counts the byte that it could not take, too.
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(error.byte, text.size()));
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), end, '\n'));
    throw MalformedRecord("", std::string("is not JSON: ") + error.what(),
                          file + ":" + std::to_string(first_line + lines));
  } catch (const MalformedRecord& error) {
    throw error.at(file);
  }
}

// Runs `read` and names the place of the faults that it finds.
template <typename Read>
void reading(const std::string& place, Read read) {
  try {
    below("", read);
  } catch (const MalformedRecord& error) {
    throw error.at(place);
  }
}

// What the results of a record may refer to.
class References {
 public:
  explicit References(const RunHeader& header) {
    for (const auto& rule : header.suite.rules) rules_.insert(rule.id);
    for (const auto& info : header.suite.cases) cases_.insert(info.id);
    for (const auto& subject : header.subjects) {
      for (const auto& info : subject.environments) environments_.insert({subject.name, info.environment.id});
    }
  }

  void check(const Result& result) const {
    if (!rules_.contains(result.rule)) missing("/rule", result.rule, "/suite/rules");
    if (!cases_.contains(result.case_id)) missing("/case", result.case_id, "/suite/cases");
    if (!environments_.contains({result.subject, result.environment.id})) {
      missing("/environment/id", result.subject + "/" + result.environment.id, "/subjects");
    }
  }

 private:
  [[noreturn]] static void missing(const std::string& pointer, const std::string& id,
                                   const std::string& list) {
    throw MalformedRecord(pointer, "\"" + id + "\" is not in " + list);
  }

  std::set<std::string> rules_;
  std::set<std::string> cases_;
  std::set<std::pair<std::string, std::string>> environments_;
};

template <typename Item, typename Id>
void check_unique(const std::vector<Item>& items, const std::string& list, Id id) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!seen.insert(id(items[i])).second) {
      throw MalformedRecord(list + "/" + std::to_string(i), "\"" + id(items[i]) + "\" is there twice");
    }
  }
}

void check_parts(const RunHeader& header) {
  std::set<std::pair<std::string, std::string>> known;
  for (const auto& subject : header.subjects) {
    for (const auto& info : subject.environments) known.insert({subject.name, info.environment.id});
  }
  for (std::size_t p = 0; p < header.parts.size(); ++p) {
    const auto& environments = header.parts[p].environments;
    for (std::size_t e = 0; e < environments.size(); ++e) {
      if (known.contains({environments[e].subject, environments[e].environment})) continue;
      throw MalformedRecord(
          "/parts/" + std::to_string(p) + "/environments/" + std::to_string(e),
          "\"" + environments[e].subject + "/" + environments[e].environment + "\" is not in /subjects");
    }
  }
}

void check_header(const RunHeader& header) {
  check_unique(header.suite.rules, "/suite/rules", [](const RuleInfo& rule) { return rule.id; });
  check_unique(header.suite.cases, "/suite/cases", [](const CaseInfo& info) { return info.id; });
  check_unique(header.subjects, "/subjects", [](const SubjectInfo& subject) { return subject.name; });
  check_parts(header);
  std::set<std::string> rules;
  for (const auto& rule : header.suite.rules) rules.insert(rule.id);
  for (std::size_t s = 0; s < header.subjects.size(); ++s) {
    const auto& environments = header.subjects[s].environments;
    const std::string list = "/subjects/" + std::to_string(s) + "/environments";
    check_unique(environments, list, [](const EnvironmentInfo& info) { return info.environment.id; });
    for (std::size_t e = 0; e < environments.size(); ++e) {
      for (std::size_t r = 0; r < environments[e].applicable_rules.size(); ++r) {
        const std::string& id = environments[e].applicable_rules[r];
        if (rules.contains(id)) continue;
        throw MalformedRecord(list + "/" + std::to_string(e) + "/applicable_rules/" + std::to_string(r),
                              "\"" + id + "\" is not in /suite/rules");
      }
    }
  }
}

// The matrix of a report is drawn from the summary: it must speak of the same rules and environments as the
// header.
void check_summary(const RunHeader& header, const Summary& summary) {
  std::size_t next = 0;
  for (const auto& subject : header.subjects) {
    for (const auto& info : subject.environments) {
      const std::string pointer = "/summary/environments/" + std::to_string(next);
      if (next == summary.environments.size()) throw MalformedRecord(pointer, "is missing");
      const EnvironmentSummary& found = summary.environments[next++];
      if (found.subject != subject.name || found.environment != info.environment.id) {
        throw MalformedRecord(pointer, "must be that of " + subject.name + "/" + info.environment.id);
      }
      for (const auto& rule : header.suite.rules) {
        if (!found.rules.contains(rule.id)) {
          throw MalformedRecord(pointer + "/rules" + pointer_token(rule.id), "is missing");
        }
      }
    }
  }
  if (next != summary.environments.size()) {
    throw MalformedRecord("/summary/environments/" + std::to_string(next),
                          "is of no environment of /subjects");
  }
}

Run read_document(const std::filesystem::path& path, std::istream& file) {
  std::ostringstream content;
  content << file.rdbuf();
  const std::string text = content.str();
  const json document = parse(text, path.string(), 1);
  Run run;
  try {
    below("", [&] { document.get_to(run); });
  } catch (const MalformedRecord& error) {
    throw error.at(path.string() + ":" + std::to_string(line_of(text, error.pointer())));
  }
  return run;
}

Run read_lines(const std::filesystem::path& path, std::istream& file) {
  Run run;
  run.complete = false;
  std::optional<References> references;
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    if (file.eof()) break;  // no line end: the run was killed while it wrote this
    const std::string place = path.string() + ":" + std::to_string(number);
    const json value = parse(line, path.string(), number);
    reading(place, [&] {
      if (!references) {
        value.get_to(run.header);
        check_header(run.header);
        references.emplace(run.header);
        return;
      }
      Result result;
      value.get_to(result);
      references->check(result);
      if (!value.contains("amends")) {
        run.results.push_back(std::move(result));
        return;
      }
      const auto index = static_cast<std::size_t>(Fields(value).integer("amends", 0));
      if (index >= run.results.size()) throw MalformedRecord("/amends", "there is no such result before it");
      run.results[index] = std::move(result);
    });
  }
  if (!references) throw MalformedRecord("", "there is no whole header line", path.string() + ":1");
  run.summary = summarize(run.header, run.results);
  return run;
}

}  // namespace

Run read_run(const std::filesystem::path& path) {
  std::filesystem::path chosen = path;
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    chosen = path / "run.json";
    if (!std::filesystem::exists(chosen, ignored) && std::filesystem::exists(path / "run.jsonl", ignored)) {
      chosen = path / "run.jsonl";
    }
  }
  errno = 0;
  std::ifstream file(chosen, std::ios::binary);
  if (!file) throw RecordIoError(chosen, "read", errno == 0 ? EIO : errno);
  Run run = chosen.extension() == ".jsonl" ? read_lines(chosen, file) : read_document(chosen, file);
  if (file.bad()) throw RecordIoError(chosen, "read", errno == 0 ? EIO : errno);
  return run;
}

void to_json(json& json, const Run& run) {
  to_json(json, run.header);
  json["results"] = run.results;
  json["summary"] = run.summary;
  json["complete"] = run.complete;
}

void from_json(const json& json, Run& run) {
  const Fields fields(json);
  json.get_to(run.header);
  check_header(run.header);
  run.results = fields.list<Result>("results");
  const References references(run.header);
  for (std::size_t i = 0; i < run.results.size(); ++i) {
    below("/results/" + std::to_string(i), [&] { references.check(run.results[i]); });
  }
  run.summary = fields.value<Summary>("summary");
  check_summary(run.header, run.summary);
  run.complete = fields.flag("complete");
}

}  // namespace loopcheck::record
