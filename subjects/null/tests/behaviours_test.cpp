// Each way of doing nothing is what its name says, and speaks the protocol.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "behaviours.hpp"
#include "guises.hpp"

namespace null_subject {
namespace {

using loopcheck::protocol::Outcome;
using loopcheck::protocol::RunRequest;
using loopcheck::protocol::Transcript;
using nlohmann::json;

RunRequest request() {
  return {"a-case", "linux-selector-epoll", "abc", "/tmp/x", json::parse(R"([{"id":"alive","do":"control"},
                          {"id":"soon","do":"call_soon","callback":{"name":"cb","do":[{"id":"in","do":"stop"}]}},
                          {"id":"serve","do":"create_server","protocol":"p"}])")};
}

Transcript answer(const std::string& behaviour, std::uint64_t seed = 1) {
  return find_behaviour(behaviour)->answer(request(), seed);
}

bool has_event(const Transcript& transcript, const std::string& name) {
  for (const auto& event : transcript.events) {
    if (event.name == name) return true;
  }
  return false;
}

TEST(NullBehaviours, AcceptTakesEverythingAndCallsBack) {
  const Transcript transcript = answer("accept");
  ASSERT_EQ(transcript.steps.size(), 4U);
  for (const auto& step : transcript.steps) {
    EXPECT_EQ(step.outcome, Outcome::returned) << step.step;
    EXPECT_EQ(step.value, true) << step.step;
  }
  EXPECT_TRUE(has_event(transcript, "cb"));
  EXPECT_TRUE(has_event(transcript, "p.connection_made"));
}

TEST(NullBehaviours, RefuseRefusesEverything) {
  const Transcript transcript = answer("refuse");
  ASSERT_EQ(transcript.steps.size(), 4U);
  for (const auto& step : transcript.steps) {
    ASSERT_EQ(step.outcome, Outcome::raised) << step.step;
    EXPECT_EQ(step.exception->type, "NotImplementedError") << step.step;
  }
  EXPECT_TRUE(transcript.events.empty());
}

TEST(NullBehaviours, EchoGivesBackWhatItGets) {
  const Transcript transcript = answer("echo");
  EXPECT_EQ(transcript.steps.front().value, "abc");
  EXPECT_EQ(transcript.steps.back().value, request().steps.back());
}

TEST(NullBehaviours, EmptySaysNothing) {
  EXPECT_TRUE(answer("empty").steps.empty());
  EXPECT_TRUE(answer("empty").events.empty());
}

TEST(NullBehaviours, RandomIsSettledByItsSeedAndTheCase) {
  EXPECT_EQ(json(answer("random", 7)), json(answer("random", 7)));
  std::set<std::string> different;
  for (std::uint64_t seed = 0; seed < 100; ++seed) different.insert(json(answer("random", seed)).dump());
  EXPECT_GT(different.size(), 90U);
  RunRequest other = request();
  other.case_id = "another-case";
  EXPECT_NE(json(answer("random", 7)), json(find_behaviour("random")->answer(other, 7)));
}

TEST(NullBehaviours, RandomDrawsEveryKindOfOutcome) {
  std::set<Outcome> seen;
  bool events = false;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    const Transcript transcript = answer("random", seed);
    for (const auto& step : transcript.steps) seen.insert(step.outcome);
    events = events || has_event(transcript, "cb");
  }
  EXPECT_EQ(seen.size(), 5U);
  EXPECT_TRUE(events);
}

TEST(NullBehaviours, AnswersKeepTheProtocol) {
  for (const Behaviour& behaviour : behaviours()) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      const json sent = behaviour.answer(request(), seed);
      EXPECT_EQ(json(sent.get<Transcript>()), sent) << behaviour.name;
    }
  }
}

TEST(NullGuises, CoverEachPlatformWithIdsOfTheirOwn) {
  std::set<std::string> ids;
  std::size_t all = 0;
  for (const std::string_view platform : platforms()) {
    for (const auto& environment : environments_of(platform)) {
      EXPECT_EQ(environment.platform, platform);
      ids.insert(environment.id);
      ++all;
    }
  }
  EXPECT_EQ(ids.size(), all);
  EXPECT_EQ(platforms().size(), 3U);
  EXPECT_TRUE(environments_of("plan9").empty());
}

}  // namespace
}  // namespace null_subject
