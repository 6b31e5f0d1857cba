// The small suite of the catalogue's tests, a list for it, and results.
#pragma once

#include "loopcheck/known_failures/matcher.hpp"
#include "suite.hpp"

namespace loopcheck::known_failures::testing {

using record::Level;
using record::Result;
using record::Verdict;

inline protocol::Environment environment(const std::string& selector,
                                         const std::string& documented = "3.11") {
  protocol::Environment environment;
  environment.id = "linux-selector-" + selector;
  environment.platform = "linux";
  environment.loop = "selector";
  environment.selector = selector;
  environment.documented = documented;
  environment.provenance = "native";
  return environment;
}

inline record::RunHeader header(const std::string& version = "1.2", const std::string& subject = "mine") {
  record::RunHeader header;
  record::SubjectInfo info;
  info.name = subject;
  info.version = version;
  for (const char* selector : {"epoll", "poll"})
    info.environments.push_back({environment(selector), {"reader-runs", "reader-refused"}});
  header.subjects = {info};
  return header;
}

inline Result result(const std::string& case_id, Verdict verdict,
                     const std::string& message = "expected a, but b",
                     const std::string& rule = "reader-runs", const std::string& selector = "epoll",
                     Level level = Level::documented) {
  Result result;
  result.case_id = case_id;
  result.rule = rule;
  result.level = level;
  result.subject = "mine";
  result.environment = environment(selector);
  result.verdict = verdict;
  if (verdict != Verdict::pass) result.message = message;
  return result;
}

// The suite, and a list of known failures in a file of its folder.
struct Workplace {
  explicit Workplace(const std::string& entries, const std::string& subject = "mine")
      : catalogue(*suite.load().catalogue) {
    text = R"({"subject": ")" + subject + R"(", "known_failures": [)" + entries + "]}";
    suite.write("known.json", text);
    auto read = catalogue::read_known_failures(suite.folder / "known.json", catalogue, diagnostics);
    if (!read) throw std::runtime_error(catalogue::all_texts(diagnostics));
    lists.push_back(*std::move(read));
  }

  catalogue::Suite suite;
  catalogue::Catalogue catalogue;
  std::vector<catalogue::Diagnostic> diagnostics;
  std::vector<catalogue::KnownFailures> lists;
  std::string text;
};

}  // namespace loopcheck::known_failures::testing
