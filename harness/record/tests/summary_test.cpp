#include "loopcheck/record/summary.hpp"

#include <stdexcept>

#include "sample.hpp"

namespace loopcheck::record {
namespace {

using Entry = std::pair<Verdict, Level>;
constexpr Level documented = Level::documented;
constexpr Level observed = Level::observed;

Result plain(const std::string& rule, Verdict verdict, Level level = documented, bool known = false) {
  Result result = testing::result(rule, verdict, level);
  result.known_failure = known;
  result.flaky = false;
  return result;
}

// Rules "a", "b", … that all apply; implied_by as given.
RunHeader header_with(const std::vector<std::pair<std::string, std::vector<std::string>>>& rules) {
  RunHeader header = testing::header();
  header.suite.rules.clear();
  header.subjects[0].environments.resize(1);
  auto& applicable = header.subjects[0].environments[0].applicable_rules;
  applicable.clear();
  for (const auto& [id, implied_by] : rules) {
    header.suite.rules.push_back(testing::rule(id));
    header.suite.rules.back().implied_by = implied_by;
    applicable.push_back(id);
  }
  return header;
}

RuleStatus status_of_a(const std::vector<Entry>& entries) {
  std::vector<Result> results;
  for (const auto& [verdict, level] : entries) results.push_back(plain("a", verdict, level));
  return summarize(header_with({{"a", {}}}), results).environments.at(0).rules.at("a");
}

struct VerdictRow {
  Verdict verdict;
  Level level;
  RuleStatus alone;
  RuleStatus beside_a_pass;  // a documented one
};

TEST(RuleStatus, FollowsFromEachVerdictAtEachLevel) {
  using enum Verdict;
  using enum RuleStatus;
  const VerdictRow rows[] = {
      {pass, documented, holds, holds},
      {fail, documented, broken, broken},
      {crash, documented, broken, broken},
      {timeout, documented, broken, broken},
      {protocol_violation, documented, not_verified, holds},
      {unsupported, documented, not_verified, holds},
      {skipped, documented, not_verified, holds},
      {harness_error, documented, not_verified, holds},
      {pass, observed, not_verified, holds},
      {fail, observed, not_verified, holds},
      {crash, observed, broken, broken},
      {timeout, observed, broken, broken},
      {protocol_violation, observed, not_verified, holds},
      {unsupported, observed, not_verified, holds},
      {skipped, observed, not_verified, holds},
      {harness_error, observed, not_verified, holds},
  };
  for (const auto& row : rows) {
    const auto name = std::string(to_text(row.level)) + " " + std::string(to_text(row.verdict));
    EXPECT_EQ(status_of_a({{row.verdict, row.level}}), row.alone) << name;
    EXPECT_EQ(status_of_a({{pass, documented}, {row.verdict, row.level}}), row.beside_a_pass) << name;
    EXPECT_EQ(status_of_a({{row.verdict, row.level}, {pass, documented}}), row.beside_a_pass) << name;
  }
}

TEST(RuleStatus, WithoutAnyResultIsNotVerified) {
  EXPECT_EQ(status_of_a({}), RuleStatus::not_verified);
}

TEST(RuleStatus, OfARuleThatDoesNotApplyIsNotApplicableUnlessItCrashes) {
  RunHeader header = header_with({{"a", {}}});
  header.subjects[0].environments[0].applicable_rules.clear();
  const auto status = [&](Verdict verdict) {
    return summarize(header, {plain("a", verdict, observed)}).environments[0].rules.at("a");
  };
  EXPECT_EQ(summarize(header, {}).environments[0].rules.at("a"), RuleStatus::not_applicable);
  EXPECT_EQ(status(Verdict::pass), RuleStatus::not_applicable);
  EXPECT_EQ(status(Verdict::fail), RuleStatus::not_applicable);
  EXPECT_EQ(status(Verdict::crash), RuleStatus::broken);
  EXPECT_EQ(status(Verdict::timeout), RuleStatus::broken);
}

TEST(ImpliedRule, HoldsBreaksAndStaysOpenWithTheRulesThatImplyIt) {
  const RunHeader header = header_with({{"sum", {"a", "b"}}, {"a", {}}, {"b", {}}});
  const auto sum = [&](const std::vector<Result>& results) {
    return summarize(header, results).environments[0].rules.at("sum");
  };
  using enum Verdict;
  EXPECT_EQ(sum({plain("a", pass), plain("b", pass)}), RuleStatus::holds);
  EXPECT_EQ(sum({plain("a", pass), plain("b", fail)}), RuleStatus::broken);
  EXPECT_EQ(sum({plain("a", pass), plain("b", skipped)}), RuleStatus::not_verified);
  EXPECT_EQ(sum({plain("a", pass)}), RuleStatus::not_verified);
  EXPECT_EQ(sum({}), RuleStatus::not_verified);
  EXPECT_EQ(sum({plain("a", pass), plain("b", pass), plain("sum", fail)}), RuleStatus::broken);
  EXPECT_EQ(sum({plain("a", pass), plain("sum", pass)}), RuleStatus::not_verified);
}

TEST(ImpliedRule, PassesOverRulesThatDoNotApply) {
  RunHeader header = header_with({{"sum", {"a", "b"}}, {"a", {}}, {"b", {}}});
  header.subjects[0].environments[0].applicable_rules = {"sum", "a"};
  EXPECT_EQ(summarize(header, {plain("a", Verdict::pass)}).environments[0].rules.at("sum"),
            RuleStatus::holds);
  header.subjects[0].environments[0].applicable_rules = {"sum"};
  EXPECT_EQ(summarize(header, {}).environments[0].rules.at("sum"), RuleStatus::not_verified);
}

TEST(ImpliedRule, ProvesNothingByARuleThatWasNotSelectedOrByItself) {
  const RunHeader missing = header_with({{"sum", {"a", "elsewhere"}}, {"a", {}}});
  EXPECT_EQ(summarize(missing, {plain("a", Verdict::pass)}).environments[0].rules.at("sum"),
            RuleStatus::not_verified);
  const RunHeader circle = header_with({{"x", {"y"}}, {"y", {"x"}}});
  EXPECT_EQ(summarize(circle, {plain("x", Verdict::pass)}).environments[0].rules.at("x"),
            RuleStatus::not_verified);
}

TEST(Summary, CountsRulesAndResultsOfEachEnvironment) {
  RunHeader header = testing::header();
  header.suite.rules[1].implied_by.clear();
  std::vector<Result> results = {plain("a", Verdict::pass), plain("a", Verdict::fail, observed),
                                 plain("b", Verdict::skipped),
                                 testing::result("a", Verdict::fail, documented, "poll")};
  results[3].known_failure = false;
  const Summary summary = summarize(header, results);
  ASSERT_EQ(summary.environments.size(), 2U);
  const EnvironmentSummary& epoll = summary.environments[0];
  EXPECT_EQ(epoll.environment, "linux-selector-epoll");
  EXPECT_EQ(epoll.holds, 1U);
  EXPECT_EQ(epoll.broken, 0U);
  EXPECT_EQ(epoll.not_verified, 1U);
  EXPECT_EQ(epoll.not_applicable, 0U);
  EXPECT_EQ(epoll.observed_notes, 1U);
  EXPECT_EQ(epoll.documented[static_cast<std::size_t>(Verdict::skipped)], 1U);
  EXPECT_EQ(epoll.flaky, 0U);
  const EnvironmentSummary& poll = summary.environments[1];
  EXPECT_EQ(poll.broken, 1U);
  EXPECT_EQ(poll.not_applicable, 1U);
  EXPECT_EQ(poll.flaky, 1U);
  EXPECT_EQ(summary.results, 4U);
}

TEST(Summary, RefusesResultsThatTheHeaderDoesNotKnow) {
  SummaryBuilder builder(testing::header());
  EXPECT_THROW(builder.add(plain("c", Verdict::pass)), std::invalid_argument);
  Result elsewhere = plain("a", Verdict::pass);
  elsewhere.subject = "uvloop";
  EXPECT_THROW(builder.add(elsewhere), std::invalid_argument);
  EXPECT_EQ(builder.summary().results, 0U);
  RunHeader header = testing::header();
  header.subjects[0].environments[0].applicable_rules = {"c"};
  EXPECT_THROW(SummaryBuilder{header}, std::invalid_argument);
}

TEST(KnownFailures, AreToldApartFromNewOnes) {
  using enum Verdict;
  const RunHeader header = header_with({{"a", {}}, {"b", {}}, {"sum", {"a"}}});
  const auto known = [&](const std::vector<Result>& results) {
    return summarize(header, results).environments[0].known_broken;
  };
  using Ids = std::vector<std::string>;
  EXPECT_EQ(known({plain("a", fail, documented, true)}), (Ids{"a", "sum"}));
  EXPECT_EQ(known({plain("a", fail, documented, true), plain("a", fail)}), Ids{});
  EXPECT_EQ(known({plain("a", fail, documented, true), plain("sum", fail)}), Ids{"a"});
  EXPECT_EQ(known({plain("a", fail)}), Ids{});
}

struct ExitRow {
  const char* what;
  std::vector<Result> results;
  RunConditions conditions;
  ExitStatus expected;
};

TEST(ExitStatus, FollowsFromResultsAndConditionsInTheirOrder) {
  using enum Verdict;
  const auto good = plain("a", pass);
  const auto bad = plain("b", fail);
  const auto trouble = plain("a", protocol_violation);
  const RunConditions none;
  const ExitRow rows[] = {
      {"all hold", {good, plain("b", pass)}, none, ExitStatus::all_hold},
      {"one is not verified", {good}, none, ExitStatus::all_hold},
      {"one is skipped", {good, plain("b", skipped)}, none, ExitStatus::all_hold},
      {"observed mismatch", {good, plain("b", fail, observed)}, none, ExitStatus::all_hold},
      {"one is broken", {good, bad}, none, ExitStatus::broken},
      {"crash", {plain("a", crash)}, none, ExitStatus::broken},
      {"timeout", {plain("a", timeout)}, none, ExitStatus::broken},
      {"observed crash", {good, plain("b", crash, observed)}, none, ExitStatus::broken},
      {"observed timeout", {good, plain("b", timeout, observed)}, none, ExitStatus::broken},
      {"known failure", {good, plain("b", fail, documented, true)}, none, ExitStatus::all_hold},
      {"nothing but a known failure", {plain("b", fail, documented, true)}, none, ExitStatus::all_hold},
      {"known failure passes", {good, plain("b", pass, documented, true)}, none, ExitStatus::broken},
      {"known failure beside a new one", {plain("b", fail, documented, true), bad}, none, ExitStatus::broken},
      {"protocol broken", {good, trouble}, none, ExitStatus::trouble},
      {"protocol broken at the observed level",
       {good, plain("b", protocol_violation, observed)},
       none,
       ExitStatus::trouble},
      {"harness error", {good, plain("b", harness_error)}, none, ExitStatus::trouble},
      {"harness failed", {good}, {false, false, true, false}, ExitStatus::trouble},
      {"nothing at all", {}, none, ExitStatus::nothing_verified},
      {"all skipped", {plain("a", skipped), plain("b", unsupported)}, none, ExitStatus::nothing_verified},
      {"observed alone", {plain("a", pass, observed)}, none, ExitStatus::nothing_verified},
      {"empty shard", {}, {false, false, false, true}, ExitStatus::all_hold},
      {"trouble goes before broken", {bad, trouble}, none, ExitStatus::trouble},
      {"invalid goes before trouble", {bad, trouble}, {false, true, false, false}, ExitStatus::invalid},
      {"interrupted goes before all", {bad, trouble}, {true, true, true, false}, ExitStatus::interrupted},
      {"interrupted with nothing", {}, {true, false, false, false}, ExitStatus::interrupted},
      {"trouble goes before nothing", {plain("a", harness_error)}, none, ExitStatus::trouble},
  };
  const RunHeader header = header_with({{"a", {}}, {"b", {}}});
  for (const auto& row : rows) {
    EXPECT_EQ(exit_status(summarize(header, row.results), row.conditions), row.expected) << row.what;
  }
}

// One environment a provenance, all of the same rules.
Summary summary_of(const std::vector<std::pair<std::string, std::vector<std::string>>>& holding) {
  Summary summary;
  for (const auto& [provenance, rules] : holding) {
    EnvironmentSummary environment;
    environment.provenance = provenance;
    for (const char* id : {"a", "b", "c", "d"}) environment.rules.emplace(id, RuleStatus::not_verified);
    for (const auto& id : rules) environment.rules[id] = RuleStatus::holds;
    environment.rules["d"] = RuleStatus::broken;
    summary.environments.push_back(environment);
  }
  return summary;
}

TEST(HeldOnlyBy, NamesWhatHoldsNowhereNatively) {
  using Rules = std::map<std::string, std::vector<std::string>>;
  EXPECT_EQ(held_only_by(summary_of({{"native", {"a"}}, {"simulated", {"a", "b", "c"}}, {"wine", {"b"}}})),
            (Rules{{"simulated", {"c"}}, {"wine", {"b"}}}));
  EXPECT_EQ(held_only_by(summary_of({{"simulated", {"b", "a"}}})), (Rules{{"simulated", {"a", "b"}}}));
  EXPECT_EQ(held_only_by(summary_of({{"native", {"a", "b"}}})), Rules{});
  EXPECT_EQ(held_only_by(summary_of({{"native", {}}, {"simulated", {}}})), Rules{}) << "held nowhere";
  EXPECT_EQ(held_only_by(Summary{}), Rules{});
}

// Programs that read the summary alone must not take a simulation for the platform.
TEST(SummaryJson, NamesTheProvenanceOfEachEnvironment) {
  RunHeader header = header_with({{"a", {}}, {"b", {}}});
  header.subjects[0].environments[0].environment.provenance = "simulated";
  const nlohmann::json json = summarize(header, {plain("a", Verdict::pass)});
  EXPECT_EQ(json["environments"][0]["provenance"], "simulated");
  EXPECT_EQ(json["held_only_by"], (nlohmann::json{{"simulated", {"a"}}}));
}

TEST(ExitStatus, IsTroubleWhenASubjectCouldNotBeStarted) {
  RunHeader header = header_with({{"a", {}}});
  SummaryBuilder builder(header);
  builder.add(plain("a", Verdict::pass));
  builder.subject_failed("cpython");
  builder.subject_failed("cpython");
  EXPECT_EQ(builder.summary().failed_subjects, std::vector<std::string>{"cpython"});
  EXPECT_EQ(exit_status(builder.summary(), {}), ExitStatus::trouble);
  header.subjects[0].error = "no such file";
  EXPECT_EQ(exit_status(SummaryBuilder(header).summary(), {}), ExitStatus::trouble);
}

}  // namespace
}  // namespace loopcheck::record
