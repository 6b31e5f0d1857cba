// The quoting of arguments, against the system's own reading of it.
#include "native/command_line.hpp"

#include <gtest/gtest.h>

#include "native/exit_description.hpp"
#include "native/handle.hpp"
#include "native/text.hpp"

#include <shellapi.h>

namespace loopcheck::subject::native {
namespace {

std::vector<std::string> read_back(const std::wstring& line) {
  int count = 0;
  const std::unique_ptr<LPWSTR, decltype(&::LocalFree)> words(::CommandLineToArgvW(line.c_str(), &count),
                                                              &::LocalFree);
  std::vector<std::string> arguments;
  for (int i = 1; i < count; ++i) arguments.push_back(narrow(words.get()[i]));
  return arguments;
}

TEST(CommandLines, AreReadAsTheyWereWritten) {
  const std::vector<std::string> arguments{"plain",  "",         "two words",   "tab\there", R"(quo"te)",
                                           R"(\)",   R"(\\)",    R"(end\)",     R"(end \)",  R"(\"mixed\\")",
                                           R"(a\b)", R"(a\\"b)", "gr\xC3\xBCn", "*?",        "%PATH%"};
  EXPECT_EQ(read_back(command_line(L"C:\\Program Files\\x.exe", arguments)), arguments);
}

TEST(CommandLines, AreCutBehindTheProgramsName) {
  EXPECT_EQ(without_first_word(L"\"C:\\Program Files\\x.exe\"  \"a b\" c"), L"\"a b\" c");
  EXPECT_EQ(without_first_word(L"x.exe a"), L"a");
  EXPECT_EQ(without_first_word(L"x.exe"), L"");
  EXPECT_EQ(without_first_word(L""), L"");
}

TEST(Exits, AreNumbersOrTheSystemsOwnWithTheirNames) {
  EXPECT_EQ(describe_exit(0), "exit status 0");
  EXPECT_EQ(describe_exit(65536), "exit status 65536");
  EXPECT_EQ(describe_exit(0xC0000005), "exit status 0xC0000005 (access violation)");
  EXPECT_EQ(describe_exit(0xC0000409), "exit status 0xC0000409 (fail fast)");
  EXPECT_EQ(describe_exit(0xDEADBEEF), "exit status 0xDEADBEEF");
}

}  // namespace
}  // namespace loopcheck::subject::native
