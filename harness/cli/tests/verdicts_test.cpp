// End to end, through the executables: a subject for each way in which a run can go, and what the user gets.
#include <algorithm>

#include <gtest/gtest.h>

#include "loopcheck_program.hpp"
#include "system.hpp"

namespace loopcheck::cli {
namespace {

using Words = std::vector<std::string>;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Runs, PassWhereTheLoopKeepsItsPromise) {
  const Workplace work;
  const auto finished = work.run({"--subject", "reference", "--case", "alive"});
  EXPECT_EQ(finished.status, 0) << finished.output << finished.error;
  EXPECT_EQ(verdicts(work.record()), Words{"pass"});
  EXPECT_TRUE(work.record().at("complete"));
  EXPECT_TRUE(contains(work.page(), "A callback of call_soon() is called."));
  EXPECT_EQ(finished.output.find('\x1b'), std::string::npos);
}

TEST(Runs, SayEverythingAboutAFailure) {
  const Workplace work;
  const auto finished =
      work.run({"--subject", "reference", "--case", "wrong", "--environment", an_environment});
  EXPECT_EQ(finished.status, 1);
  EXPECT_EQ(verdicts(work.record()), Words{"fail"});
  const auto again =
      std::string("loopcheck run --subject reference --environment ") + an_environment + " --case wrong";
  for (const std::string part :
       {"impossible: A callback that was never scheduled is called.",
        "https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.call_soon",
        "\"do\":\"call_soon\"", "expected", "seen", again.c_str()}) {
    EXPECT_TRUE(contains(finished.output, part)) << part << "\n" << finished.output;
  }
}

TEST(Runs, SkipWhatTheMachineLacksAndSayWhyOnce) {
  const Workplace work;
  const auto finished = work.run({"--subject", "reference", "--case", "starved"});
  EXPECT_EQ(finished.status, 4);
  EXPECT_EQ(verdicts(work.record()), Words{"skipped"});
  const auto first = finished.error.find("descriptors:99999999999");
  ASSERT_NE(first, std::string::npos) << finished.error;
  EXPECT_EQ(finished.error.find("descriptors:99999999999", first + 1), std::string::npos);
}

TEST(Runs, TellWhatAnAdapterCannotDoFromWhatALoopRefuses) {
  const Workplace work;
  const auto finished = work.run({"--subject", "reference", "--case", "foreign"});
  EXPECT_EQ(finished.status, 4);
  EXPECT_EQ(verdicts(work.record()), Words{"unsupported"});
}

TEST(Runs, KeepOtherResultsWhenOneScenarioCrashes) {
  const Workplace work;
  const auto finished =
      work.run({"--subject", "reference", "--subject-command", scripted("crash-in-step", " --on wrong"),
                "--case", "alive", "--case", "wrong"});
  EXPECT_EQ(finished.status, 1);
  EXPECT_EQ(verdicts(work.record()), (Words{"crash", "fail", "pass"}));
}

struct Behaviour {
  std::string name;
  int status;
  std::string verdict;
};

class Misbehaviours : public testing::TestWithParam<Behaviour> {};

TEST_P(Misbehaviours, EndInTimeWithTheRightVerdictAndStatus) {
  const Workplace work;
  // Only where the deadline is what is tested may it be short: elsewhere a slow machine must not matter.
  const char* timeout = GetParam().verdict == "timeout" ? "0.3" : "60";
  const auto finished =
      work.run({"--subject-command", scripted(GetParam().name), "--case", "alive", "--timeout", timeout});
  EXPECT_EQ(finished.status, GetParam().status) << finished.output << finished.error;
  EXPECT_EQ(verdicts(work.record()), Words{GetParam().verdict}) << finished.output;
}

INSTANTIATE_TEST_SUITE_P(
    Each, Misbehaviours,
    testing::Values(Behaviour{"pass-through", 1, "fail"}, Behaviour{"exit-in-step", 1, "crash"},
                    Behaviour{"crash-in-step", 1, "crash"}, Behaviour{"hang-in-step", 1, "timeout"},
                    Behaviour{"stubborn", 1, "timeout"}, Behaviour{"drip", 1, "timeout"},
                    Behaviour{"half-line", 1, "crash"}, Behaviour{"half-line-hang", 1, "timeout"},
                    Behaviour{"grandchild", 1, "crash"}, Behaviour{"garbage", 3, "protocol-violation"},
                    Behaviour{"unknown-id", 3, "protocol-violation"},
                    Behaviour{"flood-stdout", 3, "protocol-violation"},
                    Behaviour{"close-stdout", 3, "protocol-violation"},
                    Behaviour{"deep-nesting", 3, "protocol-violation"},
                    Behaviour{"too-long-line", 3, "protocol-violation"},
                    Behaviour{"wrong-types", 3, "protocol-violation"},
                    Behaviour{"missing-step", 3, "protocol-violation"},
                    Behaviour{"error-answer", 3, "protocol-violation"}),
    [](const auto& info) {
      std::string name = info.param.name;
      for (char& c : name) c = c == '-' ? '_' : c;
      return name;
    });

class BadStarts : public testing::TestWithParam<std::string> {};

TEST_P(BadStarts, AreTroubleAndStillLeaveAReportOfTheOthers) {
  const Workplace work;
  const auto finished = work.run({"--subject", "reference", "--subject-command", scripted(GetParam()),
                                  "--case", "alive", "--start-timeout", "5"});
  EXPECT_EQ(finished.status, 3) << finished.output << finished.error;
  EXPECT_TRUE(contains(finished.error, "given up")) << finished.error;
  EXPECT_EQ(verdicts(work.record()), Words{"pass"});
}

INSTANTIATE_TEST_SUITE_P(Each, BadStarts,
                         testing::Values("exit-at-once", "hang-in-initialize", "no-environments",
                                         "duplicate-environments", "bad-version"),
                         [](const auto& info) {
                           std::string name = info.param;
                           for (char& c : name) c = c == '-' ? '_' : c;
                           return name;
                         });

TEST(Runs, NameASubjectThatCannotBeStarted) {
  const Workplace work;
  const auto finished = work.run({"--subject-command", "/no/such/program --flag", "--case", "alive"});
  EXPECT_EQ(finished.status, 3);
  EXPECT_TRUE(contains(finished.error, "/no/such/program")) << finished.error;
}

TEST(Runs, GiveUpASubjectThatAlwaysFailsAndSkipTheRest) {
  const Workplace work;
  std::string cases = R"({"cases": [)";
  for (int i = 0; i < 20; ++i) {
    cases += std::string(i > 0 ? "," : "") + R"({"id": "more-)" + std::to_string(i) + R"(", "title": "t",
      "steps": [{"id": "control", "do": "control"}], "expect": [{"rule": "soon", "check": [{"no_errors": true}]}]})";
  }
  work.write_cases("asyncio-eventloop/more.json", cases + "]}");
  const auto finished =
      work.run({"--subject-command", scripted("crash-in-step"), "--case", "more-*", "--jobs", "1"});
  EXPECT_EQ(finished.status, 3);
  EXPECT_EQ(verdicts(work.record()), (Words{"crash", "skipped"}));
  EXPECT_TRUE(contains(finished.error, "10 scenarios in a row")) << finished.error;
}

TEST(Runs, KeepAFloodOfStandardErrorInBounds) {
  const Workplace work;
  (void)work.run({"--subject-command", scripted("flood-stderr"), "--case", "alive"});
  EXPECT_LT(work.record().at("subjects").at(0).value("stderr", "").size(), 200U << 10);
}

// Markup, control sequences, marks that turn the writing, bytes that are no UTF-8, lines of megabytes: in the
// subject's version, messages, values, events and standard error.
TEST(Runs, ShowHostileTextHarmlesslyInEveryFormat) {
  for (const char* behaviour : {"hostile-text", "long-texts"}) {
    const Workplace work;
    const auto finished = work.run({"--subject-command", scripted(behaviour), "--case", "alive"});
    std::vector<std::pair<std::string, std::string>> texts{
        {"run", finished.output}, {"its errors", finished.error}, {"page", work.page()}};
    for (const char* format :
         {"text", "json", "html", "markdown", "junit", "tap", "github", "badge", "sarif"}) {
      const auto report = work.loopcheck({"report", work.report().string(), "--format", format});
      EXPECT_EQ(report.status, 0) << report.error;
      texts.emplace_back(format, report.output);
    }
    for (const auto& [name, text] : texts) {
      const auto steers = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
      };
      EXPECT_TRUE(std::none_of(text.begin(), text.end(), steers)) << behaviour << " in " << name;
      for (const char* part : {"\u202E", "\u2066", "\x7f", "\xff", "\xed\xa0\x80"})
        EXPECT_FALSE(contains(text, part)) << behaviour << " in " << name;
      const bool takes_markup = name == "html" || name == "page" || name == "markdown" || name == "junit";
      EXPECT_FALSE(takes_markup && contains(text, "<script>alert")) << behaviour << " in " << name;
      if (name != "json") {
        EXPECT_LT(text.size(), 500'000U) << behaviour << " in " << name;
      }
    }
  }
}

TEST(Runs, EndWhenTheBudgetIsUsedUp) {
  const Workplace work;
  const auto finished =
      work.run({"--subject-command", scripted("hang-in-step"), "--case", "alive", "--budget", "0.5"});
  EXPECT_EQ(finished.status, 3);
  EXPECT_FALSE(work.record().at("complete"));
  EXPECT_TRUE(contains(finished.error, "--budget"));
}

}  // namespace
}  // namespace loopcheck::cli
