#include "loopcheck/catalogue/when.hpp"

#include <gtest/gtest.h>

#include "loopcheck/catalogue/rule.hpp"

namespace loopcheck::catalogue {
namespace {

protocol::Environment linux_epoll() {
  protocol::Environment environment;
  environment.id = "linux-selector-epoll";
  environment.platform = "linux";
  environment.platform_version = "6.18.0";
  environment.arch = "x86_64";
  environment.loop = "selector";
  environment.selector = "epoll";
  environment.python = "3.11.2";
  environment.documented = "3.11.2";
  environment.provenance = "native";
  return environment;
}

VersionRange range(const char* text) {
  std::string fault;
  return VersionRange::parse(text, fault).value();
}

TEST(Applicability, FitsEverythingWhenEmpty) {
  EXPECT_TRUE(Applicability().matches(linux_epoll()));
  EXPECT_TRUE(Applicability().matches(protocol::Environment()));
}

TEST(Rule, SpeaksOfWhatItAppliesToButForItsException) {
  Rule rule;
  EXPECT_TRUE(rule.speaks_of(linux_epoll()));
  rule.except = Applicability();
  rule.except->platform = {"windows"};
  rule.except->loop = {"selector"};
  EXPECT_TRUE(rule.speaks_of(linux_epoll()));
  auto windows = linux_epoll();
  windows.platform = "windows";
  EXPECT_FALSE(rule.speaks_of(windows));
  windows.loop = "proactor";
  EXPECT_TRUE(rule.speaks_of(windows));
  rule.applies.platform = {"linux"};
  EXPECT_FALSE(rule.speaks_of(windows));
}

TEST(Applicability, NeedsEveryFieldToFit) {
  Applicability when;
  when.platform = {"macos", "linux"};
  when.loop = {"selector"};
  EXPECT_TRUE(when.matches(linux_epoll()));
  when.arch = {"arm64"};
  EXPECT_FALSE(when.matches(linux_epoll()));
}

TEST(Applicability, NeverFitsASelectorWhereThereIsNone) {
  Applicability when;
  when.selector = {"epoll"};
  protocol::Environment environment = linux_epoll();
  EXPECT_TRUE(when.matches(environment));
  environment.selector.reset();
  EXPECT_FALSE(when.matches(environment));
}

TEST(Applicability, NeverFitsAPythonRangeWhereThereIsNoPython) {
  Applicability when;
  when.python = range(">=3.4");
  protocol::Environment environment = linux_epoll();
  EXPECT_TRUE(when.matches(environment));
  environment.python.reset();
  EXPECT_FALSE(when.matches(environment));
}

TEST(Applicability, ComparesVersionsOfPlatformAndDocumentation) {
  Applicability when;
  when.platform_version = range("<6.19");
  when.documented = range(">=3.8");
  EXPECT_TRUE(when.matches(linux_epoll()));
  when.documented = range(">=3.12");
  EXPECT_FALSE(when.matches(linux_epoll()));
  when.documented.reset();
  protocol::Environment environment = linux_epoll();
  environment.platform_version = "";
  EXPECT_FALSE(when.matches(environment));
}

TEST(Applicability, TellsWhetherTwoCanMeet) {
  Applicability windows;
  windows.platform = {"windows"};
  Applicability unix;
  unix.platform = {"linux", "macos"};
  Applicability proactor;
  proactor.loop = {"proactor"};
  EXPECT_FALSE(windows.can_meet(unix));
  EXPECT_TRUE(windows.can_meet(proactor));
  EXPECT_TRUE(windows.can_meet(Applicability()));
}

}  // namespace
}  // namespace loopcheck::catalogue
