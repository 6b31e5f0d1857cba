// The helper of subprocess cases, as a subject sees it: by its streams and its exit status.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "child.hpp"

namespace loopcheck::testing {
namespace {

TEST(Child, HelpNamesEveryCommandAndShowsExamples) {
  ChildProcess child(command({"--help"}));
  const std::string help = child.read_output();
  for (const char* name : {"exit N",
                           "reverse",
                           "echo",
                           "print TEXT",
                           "print-error TEXT",
                           "print-both OUT ERR",
                           "arguments",
                           "wait",
                           "ignore-term",
                           "raise SIGNAME",
                           "environment NAME",
                           "directory",
                           "session",
                           "descriptors",
                           "never-read",
                           "leave-grandchild",
                           "hold",
                           "console-events",
                           "kinds",
                           "Examples:"}) {
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
  ChildProcess child(command({"arguments", "", "a b", "\xc3\xa9"}));
  EXPECT_EQ(child.read_output(), "\n612062\nc3a9\n");
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
  child.kill();
  EXPECT_EQ(child.wait(), ChildProcess::killed());
}

TEST(Child, NeverReadsAndEndsByForceOnly) {
  ChildProcess child(command({"never-read"}));
  EXPECT_EQ(child.read_line(), "ready");
  child.close_input();
  EXPECT_TRUE(child.running());
  child.kill();
  EXPECT_EQ(child.wait(), ChildProcess::killed());
}

TEST(Child, ShowsAVariableOrSaysThatItIsUnset) {
  ChildProcess set(command({"environment", "PATH"}));
  EXPECT_EQ(set.read_output(), std::getenv("PATH"));
  ChildProcess unset(command({"environment", "LOOPCHECK_TEST_NO_SUCH_VARIABLE"}));
  EXPECT_EQ(unset.wait(), exited(3));
}

TEST(Child, ShowsItsDirectory) {
  ChildProcess child(command({"directory"}));
  EXPECT_EQ(child.read_output(), std::filesystem::current_path().string());
}

TEST(Child, HasNoFurtherDescriptors) {
  ChildProcess child(command({"descriptors"}));
  EXPECT_EQ(child.read_output(), "");
  EXPECT_EQ(child.wait(), exited(0));
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

TEST(Child, HoldsItsOutputWithoutAWord) {
  ChildProcess child(command({"hold"}));
  child.write("is read and dropped");
  child.close_input();
  EXPECT_EQ(child.read_output(), "");
  EXPECT_EQ(child.wait(), exited(0));
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
