#include <map>
#include <sstream>

#include <fmt/format.h>
#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>

#include "display.hpp"
#include "loopcheck/reports/formats.hpp"
#include "loopcheck/reports/standing.hpp"
#include "view.hpp"

namespace loopcheck::reports {

using boost::property_tree::ptree;

namespace {

constexpr std::size_t text_limit = 8'000;  // bytes

struct Counts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
  std::chrono::nanoseconds time{0};
};

std::string seconds(std::chrono::nanoseconds duration) {
  return fmt::format("{:.3f}", static_cast<double>(duration.count()) / 1e9);
}

// The schemas know neither fractions of a second nor a time zone.
std::string timestamp(const std::string& utc) {
  constexpr std::string_view form = "2026-01-02T03:04:05";
  return is_timestamp(utc) ? utc.substr(0, form.size()) : "1970-01-01T00:00:00";
}

// Each line marked: a log into which the file is printed must not take one for a command.
std::string quoted_lines(const std::string& text) {
  std::string lines;
  bool start = true;
  for (const char c : shown(shortened(text, text_limit))) {
    if (start) lines += "| ";
    lines += c;
    start = c == '\n';
  }
  return lines;
}

// What a person needs who sees the failure alone.
std::string body(const record::Result& result, const record::RuleInfo& rule) {
  std::string text = fmt::format("{}\n{}\n", shown_in_line(rule.statement), documentation_link(rule));
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) text += fmt::format("{}: {}\n", name, excerpt_in_line(value, text_limit));
  };
  add("expected", result.expected);
  add("seen", result.observed);
  add("note", result.note);
  add("again", result.rerun);
  return text;
}

void put_outcome(ptree& test, const char* element, const std::string& type, const std::string& message,
                 const std::string& text) {
  ptree& outcome = test.add(element, text);
  if (std::string_view(element) != "skipped") outcome.put("<xmlattr>.type", type);
  outcome.put("<xmlattr>.message", message);
}

std::string with_reason(const record::Result& result) {
  const std::string known = known_reason_of(result);
  return (known.empty() ? "" : known + " ") + reason_of(result);
}

ptree test_of(const record::Result& result, const record::RuleInfo& rule, Counts& counts) {
  ptree test;
  test.put("<xmlattr>.classname", shown_in_line(rule.page + "." + rule.id));
  test.put("<xmlattr>.name",
           fmt::format("{} ({})", shown_in_line(result.case_id), record::to_text(result.level)));
  test.put("<xmlattr>.time", seconds(result.duration));
  ++counts.tests;
  counts.time += result.duration;
  const std::string type(record::to_text(result.verdict));
  switch (standing_of(result)) {
    case Standing::pass:
    case Standing::note:  // never a failure; the page and the other formats tell of it
      break;
    case Standing::failure:
    case Standing::known_pass:
      ++counts.failures;
      put_outcome(test, "failure", type, reason_of(result), body(result, rule));
      break;
    case Standing::trouble:
      ++counts.errors;
      put_outcome(test, "error", type, reason_of(result), body(result, rule));
      break;
    case Standing::known_failure:
      ++counts.skipped;
      put_outcome(test, "skipped", type, "known failure: " + with_reason(result), "");
      break;
    case Standing::skipped:
      ++counts.skipped;
      put_outcome(test, "skipped", type, reason_of(result), "");
      break;
  }
  return test;
}

void put_counts(ptree& target, const Counts& counts) {
  target.put("<xmlattr>.tests", counts.tests);
  target.put("<xmlattr>.failures", counts.failures);
  target.put("<xmlattr>.errors", counts.errors);
  target.put("<xmlattr>.time", seconds(counts.time));
}

class Writer {
 public:
  explicit Writer(const record::Run& run) : run_(run) {}

  void suite(const std::string& name, const std::vector<std::pair<const char*, std::string>>& properties,
             const ptree& tests, const Counts& counts, const std::string& stderr_excerpt) {
    ptree suite;
    suite.put("<xmlattr>.id", number_++);
    suite.put("<xmlattr>.name", shown_in_line(name));
    suite.put("<xmlattr>.package", "loopcheck");
    suite.put("<xmlattr>.hostname", run_.header.harness.host.system.empty()
                                        ? "unknown"
                                        : shown_in_line(run_.header.harness.host.system));
    suite.put("<xmlattr>.timestamp", timestamp(run_.header.harness.started));
    put_counts(suite, counts);
    suite.put("<xmlattr>.skipped", counts.skipped);
    ptree list;
    for (const auto& [key, value] : properties) {
      ptree property;
      property.put("<xmlattr>.name", key);
      property.put("<xmlattr>.value", shown_in_line(value));
      list.add_child("property", property);
    }
    suite.add_child("properties", list);
    for (const auto& [key, test] : tests) suite.add_child(ptree::path_type(key, '\0'), test);
    suite.add("system-out", "");
    suite.add("system-err", quoted_lines(stderr_excerpt));
    suites_.add_child("testsuite", suite);
    all_.tests += counts.tests;
    all_.failures += counts.failures;
    all_.errors += counts.errors;
    all_.time += counts.time;
  }

  // A suite of one test, which is an error of that type.
  void lone_error(const std::string& suite_name, const std::string& type, const std::string& test_name,
                  const std::string& error) {
    ptree test;
    test.put("<xmlattr>.classname", "loopcheck." + type);
    test.put("<xmlattr>.name", shown_in_line(test_name));
    test.put("<xmlattr>.time", "0.000");
    put_outcome(test, "error", type, error, error);
    ptree tests;
    tests.add_child("testcase", test);
    suite(suite_name, {{"suite", run_.header.suite.digest}}, tests, {1, 0, 1, 0, {}}, "");
  }

  std::string text() {
    ptree document;
    ptree& root = document.add_child("testsuites", suites_);
    root.put("<xmlattr>.name", "loopcheck");
    put_counts(root, all_);
    std::ostringstream output;
    boost::property_tree::write_xml(output, document,
                                    boost::property_tree::xml_writer_settings<std::string>(' ', 1));
    return output.str();
  }

 private:
  const record::Run& run_;
  ptree suites_;
  Counts all_;
  std::size_t number_ = 0;
};

}  // namespace

std::string render_junit(const record::Run& run) {
  const View view = make_view(run);
  std::map<std::string, const record::RuleInfo*> rules;
  for (const auto& rule : run.header.suite.rules) rules.emplace(rule.id, &rule);
  std::map<std::pair<std::string, std::string>, std::vector<const record::Result*>> by_column;
  for (const auto& result : run.results)
    by_column[{result.subject, result.environment.id}].push_back(&result);

  Writer writer(run);
  for (const auto& column : view.columns) {
    ptree tests;
    Counts counts;
    for (const auto* result : by_column[{column.subject->name, column.info->environment.id}])
      tests.add_child("testcase", test_of(*result, *rules.at(result->rule), counts));
    const auto& environment = column.info->environment;
    writer.suite(column.full_text(),
                 {{"environment", environment.id},
                  {"provenance", environment.provenance},
                  {"provenance_detail", environment.provenance_detail},
                  {"documented", environment.documented},
                  {"suite", run.header.suite.digest},
                  {"complete", run.complete ? "true" : "false"}},
                 tests, counts, column.subject->stderr_excerpt);
  }
  for (const auto& name : run.summary.failed_subjects) {
    std::string error = "no reason was recorded";
    for (const auto& subject : run.header.subjects) {
      if (subject.name == name && !subject.error.empty()) error = shown_in_line(subject.error);
    }
    writer.lone_error(name + ", the subject itself", "subject", name, error);
  }
  if (!run.complete) {
    writer.lone_error(
        "the run itself", "run", "is complete",
        "it was killed, interrupted or ran out of its budget; what it had found out by then is here");
  }
  return writer.text();
}

}  // namespace loopcheck::reports
