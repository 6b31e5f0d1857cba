#include "loopcheck/reports/merge.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "loopcheck/reports/formats.hpp"
#include "loopcheck/reports/html.hpp"
#include "loopcheck/reports/text.hpp"
#include "sample.hpp"

namespace loopcheck::reports {
namespace {

using testing::Level;
using testing::result;
using testing::Verdict;

// A run of its own: `number` tells when it started.
record::Run numbered(int number, const std::vector<record::Result>& results) {
  auto run = testing::run(results);
  run.header.harness.started = "2026-01-02T03:04:0" + std::to_string(number) + ".000Z";
  run.header.harness.finished = "2026-01-02T03:05:0" + std::to_string(number) + ".000Z";
  run.header.harness.host = {"Linux", "6.1.0", "x86_64", 2};
  return run;
}

record::Run shard(int index, int count, const std::vector<record::Result>& results) {
  auto run = numbered(index, results);
  run.header.shard = record::Shard{index, count};
  std::erase_if(run.header.suite.cases, [&](const auto& info) {
    return std::none_of(results.begin(), results.end(),
                        [&](const auto& one) { return one.case_id == info.id; });
  });
  return run;
}

// The same program elsewhere.
record::Run with_environments(record::Run run, const std::function<void(protocol::Environment&)>& change) {
  for (auto& subject : run.header.subjects) {
    for (auto& info : subject.environments) change(info.environment);
  }
  for (auto& one : run.results) change(one.environment);
  run.summary = record::summarize(run.header, run.results);
  return run;
}

record::Run with_version(record::Run run, const std::string& version) {
  run.header.subjects[0].version = version;
  return run;
}

record::Run joined(const std::vector<record::Run>& runs, const MergeOptions& options = {}) {
  std::vector<MergeInput> inputs;
  for (const auto& run : runs) inputs.push_back({"run-" + std::to_string(inputs.size() + 1), run});
  return merge(inputs, options);
}

std::string refusal(const std::vector<record::Run>& runs, const MergeOptions& options = {}) {
  try {
    (void)joined(runs, options);
    return "";
  } catch (const MergeRefused& refused) {
    return refused.what();
  }
}

std::vector<std::string> ids(const record::Run& run) {
  std::vector<std::string> list;
  for (const auto& subject : run.header.subjects) {
    for (const auto& info : subject.environments) list.push_back(subject.name + "/" + info.environment.id);
  }
  return list;
}

// What is written is read again: the joined record keeps its own rules.
record::Run again(const record::Run& run) {
  return nlohmann::json::parse(nlohmann::json(run).dump()).get<record::Run>();
}

TEST(Merges, OfShardsAreTheWholeRun) {
  const std::vector<record::Result> all{result("a", Verdict::pass), result("b", Verdict::fail),
                                        result("c", Verdict::pass, "poll"), result("d", Verdict::skipped)};
  const auto whole = numbered(1, all);
  const auto merged = joined({shard(2, 3, {all[1], all[2]}), shard(1, 3, {all[0]}), shard(3, 3, {all[3]})});
  EXPECT_TRUE(merged.complete);
  EXPECT_TRUE(what_is_missing(merged).empty());
  EXPECT_EQ(merged.summary, whole.summary);
  EXPECT_EQ(merged.header.subjects, whole.header.subjects);
  EXPECT_EQ(merged.header.suite, whole.header.suite);
  EXPECT_FALSE(merged.header.shard.has_value());
  ASSERT_EQ(merged.results.size(), all.size());
  for (const auto& one : all)
    EXPECT_NE(std::find(merged.results.begin(), merged.results.end(), one), merged.results.end());
  EXPECT_EQ(merged.header.harness.started, "2026-01-02T03:04:01.000Z");
  EXPECT_EQ(merged.header.harness.finished, "2026-01-02T03:05:03.000Z");
  EXPECT_EQ(again(merged), merged);
}

TEST(Merges, SayWhichShardsAreMissing) {
  const auto merged = joined({shard(2, 5, {result("a", Verdict::pass)}), shard(4, 5, {})});
  EXPECT_FALSE(merged.complete);
  const auto missing = missing_shards(merged.header);
  ASSERT_EQ(missing.size(), 2U);  // one for each environment
  EXPECT_EQ(missing[0], (MissingShards{"cpython", "linux-selector-epoll", 5, {1, 3, 5}}));
  EXPECT_EQ(
      what_is_missing(merged),
      std::vector<std::string>{"Shards 1, 3 and 5 of 5 are missing: cpython on linux-selector-epoll and "
                               "cpython on linux-selector-poll."});
  EXPECT_NE(render_text(merged).find("Shards 1, 3 and 5 of 5 are missing"), std::string::npos);
  EXPECT_NE(render_markdown(merged).find("Shards 1, 3 and 5 of 5 are missing"), std::string::npos);
  EXPECT_NE(render_html(merged).find("Shards 1, 3 and 5 of 5 are missing"), std::string::npos);
  EXPECT_NE(render_tap(merged).find("\n# Shards 1, 3 and 5 of 5 are missing"), std::string::npos);
  EXPECT_NE(render_github(merged).find("::warning title=loopcheck::Shards 1, 3 and 5 of 5"),
            std::string::npos);
  EXPECT_NE(render_text(shard(2, 5, {})).find("This is shard 2 of 5"), std::string::npos);
}

TEST(Merges, InStepsAreThoseAtOnce) {
  const auto one = shard(1, 3, {result("a", Verdict::pass)});
  const auto two = shard(2, 3, {result("b", Verdict::pass)});
  const auto three = shard(3, 3, {result("c", Verdict::pass)});
  const auto other = with_environments(with_version(numbered(4, {result("a", Verdict::fail)}), "3.13.0"),
                                       [](auto& environment) { environment.python = "3.13.0"; });
  const auto at_once = joined({one, two, three, other});
  EXPECT_EQ(joined({joined({one, two}), joined({three, other})}), at_once);
  EXPECT_EQ(joined({joined({one, two, three, other})}), at_once);
  EXPECT_TRUE(at_once.complete);
}

TEST(Merges, LackNothingWhereTheWholeWasRunToo) {
  const auto merged = joined({shard(1, 2, {result("a", Verdict::pass)}),
                              numbered(3, {result("a", Verdict::pass), result("b", Verdict::pass)})});
  EXPECT_TRUE(merged.complete);
  EXPECT_EQ(merged.results.size(), 2U);
}

TEST(Merges, PutMachinesSideBySide) {
  const auto linux_run = numbered(1, {result("a", Verdict::pass)});
  auto windows = with_environments(numbered(2, {result("a", Verdict::fail)}), [](auto& environment) {
    environment.id = "windows-selector";
    environment.platform = "windows";
    environment.provenance = "wine";
    environment.provenance_detail = "Wine 8.0";
    environment.selector = std::nullopt;
  });
  // One environment is enough: both of the sample would be the same now.
  windows.header.subjects[0].environments.pop_back();
  windows.header.harness.host = {"Windows", "10.0", "AMD64", 4};
  windows.summary = record::summarize(windows.header, windows.results);
  const auto merged = joined({linux_run, windows});
  EXPECT_EQ(ids(merged),
            (std::vector<std::string>{"cpython/linux-selector-epoll", "cpython/linux-selector-poll",
                                      "cpython/windows-selector"}));
  EXPECT_EQ(merged.header.subjects[0].environments[2].environment.provenance, "wine");
  EXPECT_EQ(merged.results[1].environment.provenance_detail, "Wine 8.0");
  ASSERT_EQ(merged.header.parts.size(), 2U);
  EXPECT_EQ(merged.header.parts[0].harness, linux_run.header.harness);
  EXPECT_EQ(merged.header.parts[1].harness, windows.header.harness);
  EXPECT_EQ(merged.header.harness.host.system, "several machines");
  EXPECT_EQ(merged.summary.environments[0], linux_run.summary.environments[0]);
  EXPECT_EQ(merged.summary.environments[2], windows.summary.environments[0]);
  const auto page = render_html(merged);
  EXPECT_NE(page.find("Windows 10.0, AMD64, 4 processors"), std::string::npos);
  EXPECT_NE(page.find("(wine)"), std::string::npos);
}

TEST(Merges, NameSubjectsOfSeveralVersions) {
  const auto merged = joined({numbered(1, {result("a", Verdict::pass)}),
                              with_version(numbered(2, {result("a", Verdict::fail)}), "3.13.0")});
  EXPECT_EQ(ids(merged), (std::vector<std::string>{
                             "cpython-3.11.2/linux-selector-epoll", "cpython-3.11.2/linux-selector-poll",
                             "cpython-3.13.0/linux-selector-epoll", "cpython-3.13.0/linux-selector-poll"}));
  EXPECT_EQ(merged.results[1].subject, "cpython-3.13.0");
  const auto text = render_text(merged);
  EXPECT_NE(text.find("cpython 3.13.0  linux/epoll"), std::string::npos) << text;
}

TEST(Merges, NameEnvironmentsByWhatTellsThemApart) {
  const auto here = numbered(1, {result("a", Verdict::pass)});
  const auto arm = with_environments(numbered(2, {}), [](auto& environment) {
    environment.arch = "arm64";
    environment.platform_version = "6.8.0";
  });
  const auto newer =
      with_environments(numbered(3, {}), [](auto& environment) { environment.platform_version = "6.9"; });
  const auto arm_ids = ids(joined({here, arm}));
  EXPECT_EQ(arm_ids, (std::vector<std::string>{
                         "cpython/linux-selector-epoll@x86_64", "cpython/linux-selector-poll@x86_64",
                         "cpython/linux-selector-epoll@arm64", "cpython/linux-selector-poll@arm64"}));
  EXPECT_EQ(ids(joined({here, newer}))[2], "cpython/linux-selector-epoll@6.9");
  const auto all = joined({here, arm, newer});
  EXPECT_EQ(ids(all)[0], "cpython/linux-selector-epoll@x86_64,6.1.0");
  EXPECT_EQ(ids(all)[2], "cpython/linux-selector-epoll@arm64,6.8.0");
  EXPECT_EQ(all, joined({joined({here, arm}), newer}));
  const auto other_wine = [](const std::string& detail) {
    return [detail](auto& environment) {
      environment.provenance = "wine";
      environment.provenance_detail = detail;
    };
  };
  EXPECT_EQ(ids(joined({with_environments(here, other_wine("Wine 8.0")),
                        with_environments(numbered(2, {}), other_wine("Wine 9.0"))})),
            (std::vector<std::string>{"cpython/linux-selector-epoll", "cpython/linux-selector-poll",
                                      "cpython/linux-selector-epoll@2", "cpython/linux-selector-poll@2"}));
}

TEST(Merges, JoinShardsOfMachinesThatDifferInTheirKernel) {
  const auto one = shard(1, 2, {result("a", Verdict::pass)});
  const auto two = with_environments(shard(2, 2, {result("b", Verdict::pass)}),
                                     [](auto& environment) { environment.platform_version = "6.1.9"; });
  const auto merged = joined({one, two});
  EXPECT_TRUE(merged.complete);
  EXPECT_EQ(ids(merged),
            (std::vector<std::string>{"cpython/linux-selector-epoll", "cpython/linux-selector-poll"}));
  // Whole runs on both are two environments.
  EXPECT_EQ(ids(joined({one, two, shard(1, 3, {})})).size(), 4U);
}

TEST(Merges, RefuseDifferentSuitesUnlessTold) {
  auto other = numbered(2, {result("b", Verdict::pass)});
  other.header.suite.digest = "sha256:1";
  other.header.suite.rules.push_back(testing::rule("new"));
  other.header.suite.rules[1].statement = "Another statement.";
  other.header.subjects[0].environments[0].applicable_rules.push_back("new");
  other.summary = record::summarize(other.header, other.results);
  const auto one = numbered(1, {result("a", Verdict::pass)});
  const auto refused = refusal({one, other});
  EXPECT_NE(refused.find("run-1: sha256:0\n  run-2: sha256:1"), std::string::npos) << refused;
  EXPECT_NE(refused.find("--allow-different-suites"), std::string::npos);
  MergeOptions options;
  options.allow_different_suites = true;
  const auto merged = joined({one, other}, options);
  EXPECT_EQ(merged.header.suite.digest, "sha256:0 + sha256:1");
  EXPECT_EQ(merged.header.suite.rules[1].statement, "Statement of a.");
  EXPECT_EQ(what_is_missing(merged),
            std::vector<std::string>{"The runs that were joined are of different suites."});
  EXPECT_EQ(merged.header.parts[1].digest, "sha256:1");
  EXPECT_EQ(again(merged), merged);
}

TEST(Merges, AskWhetherARuleAppliesThatARunDidNotSelect) {
  auto few = with_environments(numbered(1, {}), [](auto& environment) { environment.arch = "arm64"; });
  few.header.suite.rules = {testing::rule("a")};
  for (auto& info : few.header.subjects[0].environments) info.applicable_rules = {"a"};
  few.summary = record::summarize(few.header, few.results);
  const auto all = numbered(2, {result("b", Verdict::pass)});
  MergeOptions options;
  options.applies = [](const std::string& rule, const protocol::Environment&) { return rule == "b"; };
  const auto merged = joined({few, all}, options);
  const auto& rules = merged.summary.environments[0].rules;
  EXPECT_EQ(rules.at("b"), record::RuleStatus::not_verified);
  EXPECT_EQ(rules.at("c"), record::RuleStatus::not_applicable);
  EXPECT_EQ(merged.summary.environments[2].rules.at("b"), record::RuleStatus::holds);
}

TEST(Merges, RefuseARunThatIsGivenTwice) {
  const auto run = numbered(1, {result("a", Verdict::pass)});
  const auto refused = refusal({run, run});
  EXPECT_NE(refused.find("run-1 and run-2 hold the same run, which started at 2026-01-02T03:04:01.000Z"),
            std::string::npos)
      << refused;
  // Also if one of them was killed, or is within a record that was joined.
  auto killed = run;
  killed.complete = false;
  killed.header.harness.finished.clear();
  EXPECT_NE(refusal({run, killed}), "");
  const auto renamed = with_version(numbered(2, {}), "3.13.0");
  EXPECT_NE(refusal({joined({run, renamed}), run}), "");
  // At the same moment on machines of one kind, but of different versions: two runs.
  EXPECT_EQ(refusal({run, with_version(numbered(1, {}), "3.13.0")}), "");
}

struct Twice {
  const char* name;
  Verdict one;
  Verdict other;
  Verdict counts;
};

class DifferentResults : public ::testing::TestWithParam<Twice> {};

TEST_P(DifferentResults, AreRefusedAndFlakyOnlyIfTold) {
  const auto one = numbered(1, {result("a", GetParam().one)});
  const auto two = numbered(2, {result("a", GetParam().other)});
  const auto refused = refusal({one, two});
  EXPECT_NE(refused.find("the same experiment has different results once"), std::string::npos) << refused;
  EXPECT_NE(refused.find("case-of-a (a) of cpython on linux-selector-epoll: " +
                         std::string(record::to_text(GetParam().one)) + " in run-1, " +
                         std::string(record::to_text(GetParam().other)) + " in run-2"),
            std::string::npos)
      << refused;
  MergeOptions options;
  options.allow_different_results = true;
  for (const auto& merged : {joined({one, two}, options), joined({two, one}, options)}) {
    ASSERT_EQ(merged.results.size(), 1U);
    EXPECT_TRUE(merged.results[0].flaky);
    EXPECT_EQ(merged.results[0].verdict, GetParam().counts);
    EXPECT_EQ(merged.results[0].attempts, 2);
    EXPECT_EQ(merged.results[0].outcomes.size(), 2U);
    EXPECT_EQ(merged.summary.environments[0].flaky, 1U);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Each, DifferentResults,
    ::testing::Values(Twice{"pass_fail", Verdict::pass, Verdict::fail, Verdict::fail},
                      Twice{"fail_crash", Verdict::fail, Verdict::crash, Verdict::crash},
                      Twice{"fail_timeout", Verdict::fail, Verdict::timeout, Verdict::timeout},
                      Twice{"pass_unsupported", Verdict::unsupported, Verdict::pass, Verdict::pass},
                      Twice{"pass_trouble", Verdict::pass, Verdict::protocol_violation,
                            Verdict::protocol_violation}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(SameResults, AreKeptOnceAndWhatWasSkippedGivesWay) {
  const auto one =
      numbered(1, {result("a", Verdict::pass), result("b", Verdict::skipped), result("c", Verdict::fail)});
  const auto two =
      numbered(2, {result("a", Verdict::pass), result("b", Verdict::fail), result("c", Verdict::skipped)});
  const auto merged = joined({one, two});
  ASSERT_EQ(merged.results.size(), 3U);
  EXPECT_EQ(merged.results[0].attempts, 2);
  EXPECT_FALSE(merged.results[0].flaky);
  EXPECT_EQ(merged.results[1].verdict, Verdict::fail);
  EXPECT_EQ(merged.results[2].verdict, Verdict::fail);
}

TEST(SameResults, OfOneRunStayTwo) {
  auto first = result("a", Verdict::pass);
  auto second = result("a", Verdict::fail);
  const auto merged = joined({numbered(1, {first, second})});
  EXPECT_EQ(merged.results.size(), 2U);
  EXPECT_EQ(refusal({numbered(1, {first, second}), numbered(2, {first, second})}), "");
}

TEST(KnownFailures, ThatOnlyOneRunListsDiffer) {
  auto listed = result("a", Verdict::fail);
  listed.known_failure = true;
  const auto one = numbered(1, {listed});
  const auto two = numbered(2, {result("a", Verdict::fail)});
  EXPECT_NE(refusal({one, two}).find("fail (known) in run-1, fail in run-2"), std::string::npos);
  MergeOptions options;
  options.allow_different_results = true;
  const auto merged = joined({one, two}, options);
  EXPECT_FALSE(merged.results[0].known_failure);
  EXPECT_FALSE(merged.results[0].flaky);
}

TEST(Merges, KeepStandardErrorTranscriptsAndFailedSubjects) {
  auto one = numbered(1, {result("a", Verdict::pass)});
  one.header.subjects[0].stderr_excerpt = "a warning\n";
  auto two = shard(2, 2, {result("b", Verdict::pass)});
  two.header.subjects[0].stderr_excerpt = "another";
  two.header.subjects[0].error = "died too often";
  two.header.subjects.push_back({});
  two.header.subjects.back().name = "absent";
  two.header.subjects.back().error = "no such program";
  two.summary = record::summarize(two.header, two.results);
  const auto merged = joined({one, two});
  const auto& text = merged.header.subjects[0].stderr_excerpt;
  EXPECT_EQ(text,
            "[Linux 6.1.0, x86_64, 2 processors, 2026-01-02T03:04:01.000Z]\na warning\n"
            "[Linux 6.1.0, x86_64, 2 processors, 2026-01-02T03:04:02.000Z, shard 2 of 2]\nanother");
  EXPECT_NE(merged.header.subjects[0].error.find("died too often"), std::string::npos);
  EXPECT_EQ(merged.header.subjects[1].error, "no such program");
  EXPECT_EQ(merged.summary.failed_subjects, (std::vector<std::string>{"cpython", "absent"}));
  EXPECT_EQ(merged.results[0].transcript, one.results[0].transcript);
}

TEST(Merges, SayEachReasonForNotAskingOnce) {
  auto one = shard(1, 2, {result("a", Verdict::pass)});
  one.header.subjects[0].environments[0].not_asked = {{"No threads.", "https://t/", {"b"}}};
  auto two = shard(2, 2, {result("c", Verdict::pass)});
  two.header.subjects[0].environments[0].not_asked = {{"No threads.", "https://t/", {"b", "d"}},
                                                      {"No processes.", "https://p/", {"e"}}};
  EXPECT_EQ(joined({one, two}).header.subjects[0].environments[0].not_asked,
            (std::vector<record::NotAsked>{{"No threads.", "https://t/", {"b", "d"}},
                                           {"No processes.", "https://p/", {"e"}}}));
}

TEST(Merges, SayEachReasonForLeavingCasesOutOnce) {
  auto one = shard(1, 2, {result("a", Verdict::pass)});
  one.header.subjects[0].environments[0].left_out = {{"No devices.", {"x"}}};
  auto two = shard(2, 2, {result("c", Verdict::pass)});
  two.header.subjects[0].environments[0].left_out = {{"No devices.", {"x", "y"}}, {"No files.", {"z"}}};
  EXPECT_EQ(joined({one, two}).header.subjects[0].environments[0].left_out,
            (std::vector<record::LeftOut>{{"No devices.", {"x", "y"}}, {"No files.", {"z"}}}));
}

TEST(Merges, OfAnIncompleteRunAreIncompleteAndSayWhose) {
  auto killed = numbered(2, {result("b", Verdict::pass)});
  killed.complete = false;
  killed.header.harness.finished.clear();
  const auto merged = joined({shard(1, 1, {result("a", Verdict::pass)}), killed});
  EXPECT_FALSE(merged.complete);
  EXPECT_EQ(merged.header.harness.finished, "");
  EXPECT_EQ(what_is_missing(merged),
            std::vector<std::string>{"The run on Linux 6.1.0, x86_64, 2 processors, which started at "
                                     "2026-01-02T03:04:02.000Z, is not complete."});
}

TEST(Merges, OfNothingAreRefused) {
  EXPECT_NE(refusal({}), "");
}

TEST(Merges, AreHarmlessWhateverASubjectSays) {
  auto hostile = shard(1, 2, {result("a", Verdict::pass)});
  hostile.header.subjects[0].name = "<script>\x1b[31m";
  hostile.results[0].subject = hostile.header.subjects[0].name;
  hostile.header.harness.host.system = "<script>\x1b[31m";
  hostile.complete = false;
  hostile.summary = record::summarize(hostile.header, hostile.results);
  const auto merged = joined({hostile});
  for (const auto& text : {render_text(merged), render_markdown(merged), render_html(merged)}) {
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
  }
  EXPECT_EQ(render_html(merged).find("<script>\\x1b"), std::string::npos);
}

}  // namespace
}  // namespace loopcheck::reports
