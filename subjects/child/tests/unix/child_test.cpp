// What only Unix has: signals, descriptors by number, arguments that are any bytes.
#include <gtest/gtest.h>

#include <csignal>
#include <string>
#include <utility>
#include <vector>

#include "child.hpp"

namespace loopcheck::testing {
namespace {

TEST(ChildOnUnix, ShowsArgumentsThatAreNoText) {
  ChildProcess child(command({"arguments", "\xc3\xa9\xff"}));
  EXPECT_EQ(child.read_output(), "c3a9ff\n");
}

TEST(ChildOnUnix, IsEndedByASignalWhileItWaits) {
  ChildProcess child(command({"wait"}), 0);
  EXPECT_EQ(child.read_line(), "ready");
  child.send_signal(SIGTERM);
  EXPECT_EQ(child.wait(), killed_by(SIGTERM));
}

TEST(ChildOnUnix, IgnoresTermination) {
  ChildProcess child(command({"ignore-term"}));
  EXPECT_EQ(child.read_line(), "ready");
  child.send_signal(SIGTERM);
  child.close_input();
  EXPECT_EQ(child.wait(), exited(7));
}

TEST(ChildOnUnix, RaisesSignalsWithTheirDefaultAction) {
  for (const auto& [name, number] : std::vector<std::pair<std::string, int>>{{"SIGTERM", SIGTERM},
                                                                             {"SIGKILL", SIGKILL},
                                                                             {"SIGUSR1", SIGUSR1},
                                                                             {"SIGPIPE", SIGPIPE},
                                                                             {"SIGABRT", SIGABRT}}) {
    ChildProcess child(command({"raise", name}));
    EXPECT_EQ(child.wait(), killed_by(number)) << name;
  }
}

TEST(ChildOnUnix, ListsInheritedDescriptors) {
  ChildProcess shell({"/bin/sh", "-c", "exec '" LOOPCHECK_CHILD "' descriptors 7</dev/null 5</dev/null"});
  EXPECT_EQ(shell.read_output(), "5\n7\n");
}

TEST(ChildOnUnix, SharesItsSession) {
  ChildProcess child(command({"session"}));
  EXPECT_EQ(child.read_output(), "shared");
}

TEST(ChildOnUnix, HasNoConsoleEvents) {
  ChildProcess child(command({"console-events"}));
  EXPECT_NE(child.read_error().find("no console events"), std::string::npos);
  EXPECT_EQ(child.wait(), exited(64));
}

}  // namespace
}  // namespace loopcheck::testing
