// Command lines as Windows itself takes them apart, and the variables of a new process.
#include <gtest/gtest.h>
#include <windows.h>

#include <shellapi.h>

#include <memory>
#include <string>
#include <vector>

#include "asyncio/exceptions.hpp"
#include "command_lines.hpp"
#include "windows/environment_block.hpp"
#include "windows/quoting.hpp"
#include "windows/text.hpp"

namespace asyncio::testing {
namespace {

using windows_os::environment_block;
using windows_os::to_native_text;
using Words = std::vector<std::string>;
using Variables = std::map<std::string, std::string>;

// The first word is the program's name, for which the system has other rules.
Words split_by_the_system(const std::string& line) {
  struct Freer {
    void operator()(wchar_t** memory) const noexcept { ::LocalFree(memory); }
  };
  int count = 0;
  const std::unique_ptr<wchar_t*, Freer> words(
      ::CommandLineToArgvW(to_native_text("program " + line).c_str(), &count));
  Words result;
  for (int i = 1; i < count; ++i) result.push_back(windows_os::to_utf8(words.get()[i]));
  return result;
}

TEST(CommandLine, IsTakenApartByTheSystemAsItWasPutTogether) {
  for (unsigned seed = 0; seed < 5'000; ++seed) {
    const Words words = awkward_words(seed);
    EXPECT_EQ(words, split_by_the_system(windows_os::quote_command_line(words))) << "seed " << seed;
  }
}

TEST(EnvironmentBlock, IsSortedWithoutRegardToCaseAndEndsTwice) {
  EXPECT_EQ(std::wstring(L"\0\0", 2), environment_block({}));
  EXPECT_EQ(std::wstring(L"a=1\0B=2\0c=\0\0", 12), environment_block({{"B", "2"}, {"a", "1"}, {"c", ""}}));
  EXPECT_EQ(std::wstring(L"=C:=C:\\x\0A=b=c\0\0", 16), environment_block({{"A", "b=c"}, {"=C:", "C:\\x"}}));
  // "_" stands behind the letters only if those are made upper case, as Windows compares.
  EXPECT_EQ(std::wstring(L"ab=1\0A_=2\0\0", 11), environment_block({{"A_", "2"}, {"ab", "1"}}));
  EXPECT_EQ(std::wstring(L"\u00e9=\u20ac\0\0", 5), environment_block({{"\xc3\xa9", "\xe2\x82\xac"}}));
}

TEST(EnvironmentBlock, RefusesWhatNoVariableCanBe) {
  for (const Variables& variables : std::vector<Variables>{{{"", "x"}},
                                                           {{"A=B", "x"}},
                                                           {{"==", "x"}},
                                                           {{std::string("a\0b", 3), "x"}},
                                                           {{"A", std::string("\0", 1)}},
                                                           {{"A", "\xff"}}}) {
    EXPECT_THROW(environment_block(variables), ValueError);
  }
}

TEST(NativeText, IsTheSameTextOrRefused) {
  EXPECT_EQ(L"", to_native_text(""));
  EXPECT_EQ(L"a\u00e9\U0001f40d", to_native_text("a\xc3\xa9\xf0\x9f\x90\x8d"));
  for (const std::string& text :
       {std::string("\xff"), std::string("a\xc3"), std::string("\xed\xa0\x80"), std::string("a\0", 2)}) {
    EXPECT_THROW(to_native_text(text), ValueError);
  }
}

}  // namespace
}  // namespace asyncio::testing
