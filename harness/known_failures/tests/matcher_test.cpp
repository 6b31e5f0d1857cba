#include "loopcheck/known_failures/matcher.hpp"

#include "sample.hpp"

namespace loopcheck::known_failures {
namespace {

using testing::environment;
using testing::header;
using testing::Level;
using testing::result;
using testing::Result;
using testing::Verdict;
using testing::Workplace;

const char* const pipe_case = "reader[resource=pipe,turns=1]";
const char* const an_entry =
    R"({"case": "reader[resource=pipe,turns=1]", "rule": "reader-runs", "verdict": "fail",
  "message": "expected a", "reason": "It is so.", "link": "https://example.org/1"})";

Result marked(const char* entries, Result one) {
  const Workplace work(entries);
  Matcher matcher(work.lists, header());
  matcher.mark(one);
  return one;
}

TEST(KnownFailure, IsExpectedWithItsReasonAndLink) {
  const auto one = marked(an_entry, result(pipe_case, Verdict::fail));
  EXPECT_TRUE(one.known_failure);
  EXPECT_EQ(one.known_reason, "It is so.");
  EXPECT_EQ(one.known_link, "https://example.org/1");
  EXPECT_EQ(one.known_otherwise, "");
}

TEST(KnownFailure, ThatPassesIsNews) {
  EXPECT_TRUE(marked(an_entry, result(pipe_case, Verdict::pass)).known_failure);
}

TEST(KnownFailure, ThatComesAndGoesMayPass) {
  const std::string flaky = std::string(an_entry).insert(1, "\"flaky\": true, ");
  EXPECT_FALSE(marked(flaky.c_str(), result(pipe_case, Verdict::pass)).known_failure);
  auto unsteady = result(pipe_case, Verdict::fail);
  unsteady.flaky = true;
  EXPECT_TRUE(marked(flaky.c_str(), unsteady).known_failure);
}

struct Other {
  const char* name;
  Result result;
};

TEST(KnownFailure, OfAnotherKindCounts) {
  auto unsteady = result(pipe_case, Verdict::fail);
  unsteady.flaky = true;
  for (const auto& other :
       {Other{"message", result(pipe_case, Verdict::fail, "the loop shows no life")},
        Other{"crash", result(pipe_case, Verdict::crash, "expected a")},
        Other{"timeout", result(pipe_case, Verdict::timeout, "expected a")}, Other{"flaky", unsteady}}) {
    const auto one = marked(an_entry, other.result);
    EXPECT_FALSE(one.known_failure) << other.name;
    EXPECT_EQ(one.known_otherwise, "fail starting with \"expected a\"") << other.name;
  }
}

TEST(KnownFailure, SaysNothingOfOtherResults) {
  auto other_subject = result(pipe_case, Verdict::fail);
  other_subject.subject = "another";
  for (const auto& other :
       {Other{"skipped", result(pipe_case, Verdict::skipped)},
        Other{"violation", result(pipe_case, Verdict::protocol_violation)},
        Other{"rule", result(pipe_case, Verdict::fail, "expected a", "reader-refused")},
        Other{"case", result("reader[resource=fifo,turns=1]", Verdict::fail, "expected a")},
        Other{"note",
              result(pipe_case, Verdict::fail, "expected a", "reader-runs", "epoll", Level::observed)},
        Other{"subject", other_subject}}) {
    const auto one = marked(an_entry, other.result);
    EXPECT_EQ(one, other.result) << other.name;
  }
}

TEST(KnownFailure, OfACrashCountsAtEveryLevel) {
  const char* const crash = R"({"case": "reader[resource=pipe,turns=1]", "rule": "reader-runs",
    "verdict": "crash", "message": "the subject ended", "reason": "It is so."})";
  for (const Level level : {Level::documented, Level::observed}) {
    EXPECT_TRUE(marked(crash, result(pipe_case, Verdict::crash, "the subject ended: 6", "reader-runs",
                                     "epoll", level))
                    .known_failure);
  }
}

TEST(KnownFailure, IsBoundedByVersionDocumentationAndEnvironment) {
  struct Bound {
    const char* field;
    bool fits;
  };
  for (const Bound bound :
       {Bound{R"("versions": ">=1.2,<1.3")", true}, Bound{R"("versions": "<1.2")", false},
        Bound{R"("documented": ">=3.11")", true}, Bound{R"("documented": "<3.11")", false},
        Bound{R"("environment": "linux-*")", true}, Bound{R"("environment": "linux")", false},
        Bound{R"("environment": ["macos-*", "linux-selector-epoll"])", true},
        Bound{R"("environment": "linux-selector-poll")", false}}) {
    const std::string entry = std::string(an_entry).insert(1, std::string(bound.field) + ", ");
    EXPECT_EQ(marked(entry.c_str(), result(pipe_case, Verdict::fail)).known_failure, bound.fits)
        << bound.field;
  }
}

TEST(KnownFailure, OfSeveralTheOneThatFitsCounts) {
  const std::string both = std::string(R"({"case": "reader[resource=pipe,turns=1]", "rule": "reader-runs",
    "verdict": "timeout", "message": "the time", "reason": "Sometimes."},)") +
                           an_entry;
  EXPECT_EQ(marked(both.c_str(), result(pipe_case, Verdict::fail)).known_reason, "It is so.");
  EXPECT_EQ(marked(both.c_str(), result(pipe_case, Verdict::timeout, "the time was over")).known_reason,
            "Sometimes.");
}

std::string unmatched(const char* entries, const std::vector<Result>& results,
                      const record::RunHeader& of = header()) {
  const Workplace work(entries);
  Matcher matcher(work.lists, of);
  for (Result one : results) matcher.mark(one);
  std::string pointers;
  for (const auto& diagnostic : matcher.unmatched(work.catalogue)) {
    EXPECT_GT(diagnostic.line, 0U);
    EXPECT_EQ(diagnostic.file, work.lists[0].file);
    pointers += diagnostic.pointer + " ";
  }
  return pointers;
}

TEST(UnmatchedEntries, AreToldWithTheirPlace) {
  EXPECT_EQ(unmatched(an_entry, {}), "/known_failures/0/case ");
  EXPECT_EQ(unmatched(an_entry, {result("plain", Verdict::fail)}), "/known_failures/0/case ");
  const char* const two = R"({"case": ["reader[resource=pipe,turns=2]", "reader[resource=pipe,turns=1]"],
    "rule": "reader-runs", "verdict": "fail", "message": "expected", "reason": "It is so."})";
  EXPECT_EQ(unmatched(two, {result(pipe_case, Verdict::fail)}), "/known_failures/0/case/0 ");
}

TEST(UnmatchedEntries, AreNotThoseWhoseCaseGaveAnyResult) {
  for (const Verdict verdict : {Verdict::pass, Verdict::fail, Verdict::crash, Verdict::skipped})
    EXPECT_EQ(unmatched(an_entry, {result(pipe_case, verdict)}), "") << record::to_text(verdict);
}

TEST(UnmatchedEntries, AreNotThoseThatHadNoPlaceInTheRun) {
  EXPECT_EQ(unmatched(an_entry, {}, header("1.2", "another")), "");
  const std::string old = std::string(an_entry).insert(1, R"("versions": "<1.0", )");
  EXPECT_EQ(unmatched(old.c_str(), {}), "");
  const std::string elsewhere = std::string(an_entry).insert(1, R"("environment": "macos-*", )");
  EXPECT_EQ(unmatched(elsewhere.c_str(), {}), "");
  auto without_rule = header();
  for (auto& info : without_rule.subjects[0].environments) info.applicable_rules = {"reader-refused"};
  EXPECT_EQ(unmatched(an_entry, {}, without_rule), "");
}

// What was an abort and is a mismatch now counts no more, so that the entry is out of date.
TEST(UnmatchedEntries, AreThoseOfACrashThatIsOnlyANoteNow) {
  const char* const crash = R"({"case": "reader[resource=pipe,turns=1]", "rule": "reader-runs",
    "verdict": "crash", "message": "the subject ended", "reason": "It is so."})";
  EXPECT_EQ(unmatched(crash, {result(pipe_case, Verdict::fail, "expected", "reader-runs", "epoll",
                                     Level::observed)}),
            "/known_failures/0/case ");
}

}  // namespace
}  // namespace loopcheck::known_failures
