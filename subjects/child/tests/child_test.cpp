// The helper of subprocess cases, as a subject sees it: by its streams and its exit status.
#include <gtest/gtest.h>

#include <csignal>
#include <string>
#include <vector>

#include "child_process.hpp"

namespace loopcheck::testing {
namespace {

std::vector<std::string> command(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), LOOPCHECK_CHILD);
  return arguments;
}

TEST(Child, HelpNamesEveryCommandAndShowsExamples) {
  ChildProcess child(command({"--help"}));
  const std::string help = child.read_output();
  for (const char* name :
       {"exit N", "reverse", "echo", "print TEXT", "print-error TEXT", "print-both OUT ERR", "arguments",
        "wait", "ignore-term", "raise SIGNAME", "environment NAME", "directory", "descriptors", "never-read",
        "leave-grandchild", "kinds", "Examples:"}) {
    EXPECT_NE(help.find(name), std::string::npos) << name;
  }
  EXPECT_EQ(child.wait(), exited(0));
}

TEST(Child, ExitsWithTheStatusAskedFor) {
  ChildProcess child(command({"exit", "42"}));
  EXPECT_EQ(child.wait(), exited(42));
}

TEST(Child, ReversesAllBytesOfItsInput) {
  ChildProcess child(command({"reverse"}));
  child.write(std::string("a\0b\n\xff", 5));
  child.close_input();
  EXPECT_EQ(child.read_output(), std::string("\xff\nb\0a", 5));
  EXPECT_EQ(child.wait(), exited(0));
}

TEST(Child, EchoesBeforeItsInputEnds) {
  ChildProcess child(command({"echo"}));
  child.write("one\n");
  EXPECT_EQ(child.read_line(), "one");
  child.write("two\n");
  EXPECT_EQ(child.read_line(), "two");
  child.close_input();
  EXPECT_EQ(child.wait(), exited(0));
}

TEST(Child, EchoFailsWhenItCannotWrite) {
  ChildProcess child(command({"echo"}), 1);
  child.write("x");
  child.close_input();
  EXPECT_EQ(child.wait(), exited(1));
}

TEST(Child, PrintsWithoutLineEnds) {
  ChildProcess child(command({"print-both", "out", "err"}));
  EXPECT_EQ(child.read_output(), "out");
  EXPECT_EQ(child.read_error(), "err");
  EXPECT_EQ(child.wait(), exited(0));
  ChildProcess print(command({"print", "x y"}));
  EXPECT_EQ(print.read_output(), "x y");
  ChildProcess print_error(command({"print-error", "z"}));
  EXPECT_EQ(print_error.read_error(), "z");
}

TEST(Child, ShowsTheBytesOfItsArguments) {
  ChildProcess child(command({"arguments", "", "a b", "\xc3\xa9\xff"}));
  EXPECT_EQ(child.read_output(), "\n612062\nc3a9ff\n");
}

TEST(Child, WaitsForTheEndOfItsInput) {
  ChildProcess child(command({"wait"}));
  EXPECT_EQ(child.read_line(), "ready");
  EXPECT_TRUE(child.running());
  child.write("is read and dropped");
  child.close_input();
  EXPECT_EQ(child.wait(), exited(0));
}

TEST(Child, WaitsForEverWithoutAnInputThatCanEnd) {
  ChildProcess child(command({"wait"}), 0);
  EXPECT_EQ(child.read_line(), "ready");
  child.close_input();
  EXPECT_TRUE(child.running());
  child.send_signal(SIGTERM);
  EXPECT_EQ(child.wait(), killed_by(SIGTERM));
}

TEST(Child, IgnoresTermination) {
  ChildProcess child(command({"ignore-term"}));
  EXPECT_EQ(child.read_line(), "ready");
  child.send_signal(SIGTERM);
  child.close_input();
  EXPECT_EQ(child.wait(), exited(7));
}

TEST(Child, NeverReadsAndEndsByASignalOnly) {
  ChildProcess child(command({"never-read"}));
  EXPECT_EQ(child.read_line(), "ready");
  child.close_input();
  EXPECT_TRUE(child.running());
  child.send_signal(SIGKILL);
  EXPECT_EQ(child.wait(), killed_by(SIGKILL));
}

TEST(Child, RaisesSignalsWithTheirDefaultAction) {
  for (const auto& [name, number] : std::vector<std::pair<std::string, int>>{{"SIGTERM", SIGTERM},
                                                                             {"SIGKILL", SIGKILL},
                                                                             {"SIGUSR1", SIGUSR1},
                                                                             {"SIGPIPE", SIGPIPE},
                                                                             {"SIGABRT", SIGABRT}}) {
    ChildProcess child(command({"raise", name}));
    EXPECT_EQ(child.wait(), killed_by(number)) << name;
  }
}

TEST(Child, ShowsAVariableOrSaysThatItIsUnset) {
  ::setenv("LOOPCHECK_TEST_VARIABLE", "a value", 1);
  ChildProcess set(command({"environment", "LOOPCHECK_TEST_VARIABLE"}));
  EXPECT_EQ(set.read_output(), "a value");
  ChildProcess unset(command({"environment", "LOOPCHECK_TEST_NO_SUCH_VARIABLE"}));
  EXPECT_EQ(unset.wait(), exited(3));
}

TEST(Child, ShowsItsDirectory) {
  ChildProcess child(command({"directory"}));
  EXPECT_EQ(child.read_output().front(), '/');
}

TEST(Child, HasNoFurtherDescriptors) {
  ChildProcess child(command({"descriptors"}));
  EXPECT_EQ(child.read_output(), "");
  EXPECT_EQ(child.wait(), exited(0));
}

TEST(Child, ListsInheritedDescriptors) {
  ChildProcess shell({"/bin/sh", "-c", "exec '" LOOPCHECK_CHILD "' descriptors 7</dev/null 5</dev/null"});
  EXPECT_EQ(shell.read_output(), "5\n7\n");
}

TEST(Child, NamesTheKindsOfItsStreams) {
  ChildProcess child(command({"kinds"}));
  EXPECT_EQ(child.read_output(), "pipe\npipe\npipe\n");
  ChildProcess without_input(command({"kinds"}), 0);
  EXPECT_EQ(without_input.read_output(), "closed\npipe\npipe\n");
}

TEST(Child, LeavesAGrandchildThatHoldsItsOutput) {
  ChildProcess child(command({"leave-grandchild"}));
  EXPECT_EQ(child.wait(), exited(0));
  EXPECT_EQ(child.read_error(), "") << "stderr is not held";
  child.close_input();
  EXPECT_EQ(child.read_output(), "");
}

TEST(Child, RefusesWrongUsage) {
  const std::vector<std::vector<std::string>> wrong{
      {},           {"no-such-command"}, {"exit"},  {"exit", "x"},
      {"exit", ""}, {"raise", "SIGNO"},  {"print"}, {"echo", "more"}};
  for (const std::vector<std::string>& arguments : wrong) {
    ChildProcess child(command(arguments));
    EXPECT_EQ(child.read_output(), "");
    EXPECT_NE(child.read_error().find("loopcheck-child: "), std::string::npos);
    EXPECT_EQ(child.wait(), exited(64));
  }
}

}  // namespace
}  // namespace loopcheck::testing
