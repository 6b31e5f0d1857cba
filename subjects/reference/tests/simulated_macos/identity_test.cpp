// What the simulated macOS says of itself, and where its versions differ.
#include "reference_subject.hpp"

namespace loopcheck::testing {
namespace {

constexpr const char* modern = "macos-selector-kqueue";
constexpr const char* old = "macos-10.8-selector-kqueue";

TEST(SimulatedMacos, EveryEnvironmentSaysThatItIsSimulatedAndWhatThatCovers) {
  ReferenceSubject subject;
  std::vector<std::string> ids;
  for (const protocol::Environment& environment : subject.initialize().environments) {
    ids.push_back(environment.id);
    EXPECT_EQ(environment.platform, "macos");
    EXPECT_EQ(environment.provenance, "simulated");
    EXPECT_NE(environment.provenance_detail.find("runs on Linux"), std::string::npos);
    EXPECT_EQ(environment.platform_version, environment.id.starts_with("macos-10.8-") ? "10.8" : "15.0");
  }
  EXPECT_EQ(ids, environments());
}

TEST(SimulatedMacos, WhatOnlyLinuxHasIsRefused) {
  ReferenceSubject subject;
  subject.initialize();
  const Result result = subject.run(
      modern, steps(step("alive", "control"), step("e", "open", {{"what", "eventfd"}}),
                    step("epoll", "inspect", {{"what", "has"}, {"name", "selectors.EpollSelector"}}),
                    step("kqueue", "inspect", {{"what", "has"}, {"name", "selectors.KqueueSelector"}}),
                    step("default", "inspect", {{"what", "default-loop"}})));
  EXPECT_EQ(result.outcome("e"), protocol::Outcome::unsupported);
  EXPECT_EQ(result.value("epoll"), false);
  EXPECT_EQ(result.value("kqueue"), true);
  EXPECT_EQ(result.value("default"),
            json({{"class", "SelectorEventLoop"}, {"loop", "selector"}, {"selector", "kqueue"}}));
}

// One process offers both versions, one scenario after the other.
TEST(SimulatedMacos, OldVersionsRefuseTerminalsAndModernOnesDoNot) {
  ReferenceSubject subject;
  subject.initialize();
  const json scenario = steps(step("t", "open", {{"what", "pty"}}),
                              step("watch", "add_reader", {{"on", "t.terminal"}, {"callback", "tty"}}));
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(subject.run(old, scenario).raised("watch"), "OSError");
    EXPECT_EQ(subject.run(modern, scenario).outcome("watch"), protocol::Outcome::returned);
    EXPECT_EQ(subject.run("macos-10.8-selector-poll", scenario).outcome("watch"),
              protocol::Outcome::returned);
  }
}

}  // namespace
}  // namespace loopcheck::testing
