// A small run for the tests: two rules, one case, one subject with two environments.
#pragma once

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "loopcheck/record/reader.hpp"

namespace loopcheck::record::testing {

inline protocol::Environment environment(const std::string& selector) {
  return {"linux-selector-" + selector,
          "linux",
          "6.1.0",
          "x86_64",
          "selector",
          selector,
          "3.11.2",
          "3.11.2",
          "native",
          ""};
}

inline RuleInfo rule(const std::string& id) {
  RuleInfo info;
  info.id = id;
  info.page = "asyncio-eventloop";
  info.anchor = "watching-file-descriptors";
  info.section = "Watching file descriptors";
  info.link = "https://docs.python.org/3/library/asyncio-eventloop.html#watching-file-descriptors";
  info.statement = "A callback runs once the descriptor is readable.";
  info.documented = ">=3.4";
  info.tier = 2;
  info.note = "a note";
  info.applies = {{"platform", "linux"}};
  return info;
}

inline RunHeader header() {
  RunHeader header;
  header.suite.digest = "sha256:0";
  header.suite.rules = {rule("a"), rule("b")};
  header.suite.rules[1].implied_by = {"a"};
  CaseInfo info;
  info.id = "watch[resource=pipe]";
  info.title = "add_reader() on a pipe";
  info.purpose = "to see";
  info.file = "asyncio-eventloop/watching.json";
  info.line = 12;
  info.steps = {{{"id", "alive"}, {"do", "control"}}};
  info.expect = {{{"rule", "a"}, {"check", {{{"no_errors", true}}}}}};
  header.suite.cases = {info};
  header.shard = Shard{2, 5};
  header.harness = {
      "0.1.0", "abc", {"loopcheck", "run"}, "2026-01-02T03:04:05.678Z", "", {"Linux", "6.1.0", "x86_64", 2}};
  SubjectInfo subject;
  subject.name = "cpython";
  subject.version = "3.11.2";
  subject.adapter = "python/1";
  subject.command = {"python3", "asyncio_subject.py"};
  subject.environments = {{environment("epoll"), {"a", "b"}}, {environment("poll"), {"a"}}};
  subject.stderr_excerpt = "a warning\n";
  header.subjects = {subject};
  header.parts = {{header.harness, "sha256:0", Shard{1, 5}, true, {{"cpython", "linux-selector-epoll"}}}};
  return header;
}

inline Result result(const std::string& rule, Verdict verdict, Level level = Level::documented,
                     const std::string& selector = "epoll") {
  Result result;
  result.case_id = "watch[resource=pipe]";
  result.rule = rule;
  result.tier = 2;
  result.level = level;
  result.subject = "cpython";
  result.environment = environment(selector);
  result.verdict = verdict;
  result.message = "message";
  result.expected = "expected";
  result.observed = "observed";
  result.note = "note";
  result.duration = std::chrono::nanoseconds(1200);
  result.attempts = 2;
  result.flaky = true;
  result.outcomes = {Verdict::pass, verdict};
  result.known_failure = true;
  result.known_reason = "reason";
  result.known_link = "https://example.org/1";
  result.known_otherwise = "fail: other";
  result.transcript = {
      {{"step", "alive"}, {"outcome", "returned"}, {"value", nullptr}, {"at_ns", 10}, {"duration_ns", 5}}};
  result.rerun = "loopcheck run --case 'watch[resource=pipe]'";
  return result;
}

inline Run run() {
  Run run;
  run.header = header();
  run.header.harness.finished = "2026-01-02T03:04:06.000Z";
  run.results = {result("a", Verdict::pass), result("b", Verdict::fail)};
  run.summary = summarize(run.header, run.results);
  return run;
}

// A folder of its own for each test, removed with all that is in it.
class Folder {
 public:
  Folder() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    path_ = std::filesystem::path(::testing::TempDir()) /
            (std::string("loopcheck-record-") + test->test_suite_name() + "-" + test->name());
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace loopcheck::record::testing
