// Runs for the tests of reports, small and large.
#pragma once

#include <string>

#include "loopcheck/record/reader.hpp"

namespace loopcheck::reports::testing {

using record::Level;
using record::Verdict;

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

inline record::RuleInfo rule(const std::string& id, int tier = 1,
                             const std::string& page = "asyncio-platforms",
                             const std::string& section = "All Platforms") {
  record::RuleInfo info;
  info.id = id;
  info.page = page;
  info.anchor = "all-platforms";
  info.section = section;
  info.statement = "Statement of " + id + ".";
  info.documented = ">=3.4";
  info.tier = tier;
  return info;
}

inline record::CaseInfo case_info(const std::string& id) {
  record::CaseInfo info;
  info.id = id;
  info.title = "Title of " + id;
  info.file = "asyncio-platforms/files.json";
  info.steps = {
      {{"id", "alive"}, {"do", "control"}},
      {{"id", "p"}, {"do", "open"}, {"what", "pipe"}},
      {{"id", "watch"}, {"do", "add_reader"}, {"on", "p.read"}, {"callback", "cb"}, {"args", {"a"}}},
      {{"id", "idle"}, {"do", "run"}, {"turns", 3}},
      {{"id", "feed"}, {"do", "write"}, {"on", "p.write"}, {"data", "x"}},
      {{"id", "turns"}, {"do", "run_until"}, {"event", "cb"}}};
  return info;
}

inline nlohmann::json transcript(int variation = 0) {
  using nlohmann::json;
  json entries = json::array();
  int at = 1000 + variation;
  for (const char* step : {"alive", "p", "watch", "idle", "feed", "turns"}) {
    entries.push_back({{"step", step},
                       {"outcome", "returned"},
                       {"value", step == std::string("alive") ? json("zyx") : json()},
                       {"at_ns", at},
                       {"duration_ns", 800 + variation}});
    at += 53'000 + variation;
  }
  entries.push_back({{"event", "cb"},
                     {"during", "turns"},
                     {"thread", "main"},
                     {"at_ns", at},
                     {"data", {{"args", {"a"}}, {"loop_time", 1234.5678 + variation}}}});
  return entries;
}

inline record::Result result(const std::string& rule, Verdict verdict, const std::string& selector = "epoll",
                             Level level = Level::documented) {
  record::Result result;
  result.case_id = "case-of-" + rule;
  result.rule = rule;
  result.level = level;
  result.subject = "cpython";
  result.environment = environment(selector);
  result.verdict = verdict;
  result.expected = "what is expected of " + rule;
  result.observed = "what was seen of " + rule;
  result.transcript = transcript();
  result.rerun = "loopcheck run --case case-of-" + rule + " --environment linux-selector-" + selector;
  return result;
}

// Rules a, b (tier 1) and c, d (tier 2) with a case each, and cpython on epoll and poll; a does not apply to
// poll.
inline record::Run run(const std::vector<record::Result>& results) {
  record::Run run;
  run.header.suite.digest = "sha256:0";
  run.header.suite.rules = {rule("c", 2, "asyncio-eventloop", "Pipes"), rule("a"), rule("b"),
                            rule("d", 2, "asyncio-eventloop", "Pipes")};
  for (const char* id : {"a", "b", "c", "d"})
    run.header.suite.cases.push_back(case_info(std::string("case-of-") + id));
  run.header.harness = {
      "0.1.0", "abc", {"loopcheck", "run"}, "2026-01-02T03:04:05.678Z", "2026-01-02T03:04:06.678Z", {}};
  record::SubjectInfo subject;
  subject.name = "cpython";
  subject.version = "3.11.2";
  subject.environments = {{environment("epoll"), {"a", "b", "c", "d"}},
                          {environment("poll"), {"b", "c", "d"}}};
  run.header.subjects = {subject};
  run.results = results;
  run.summary = record::summarize(run.header, run.results);
  return run;
}

}  // namespace loopcheck::reports::testing
