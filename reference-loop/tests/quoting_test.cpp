// The quoting of Windows command lines: pure, so it is tested on every system.
#include "windows/quoting.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "command_lines.hpp"

namespace asyncio::testing {
namespace {

using windows_os::quote_command_line;
using Words = std::vector<std::string>;

struct Row {
  Words words;
  std::string line;
};

TEST(Quoting, FollowsTheTable) {
  const std::vector<Row> table{
      {{}, ""},
      {{"a"}, "a"},
      {{"a", "b", "c"}, "a b c"},
      {{""}, R"("")"},
      {{"", "", "x"}, R"("" "" x)"},
      {{"a b"}, R"("a b")"},
      {{"a\tb"}, "\"a\tb\""},
      {{" "}, R"(" ")"},
      {{R"(")"}, R"(\")"},
      {{R"(a"b)"}, R"(a\"b)"},
      {{R"("a b")"}, R"("\"a b\"")"},
      {{R"(a\b)"}, R"(a\b)"},
      {{R"(a\)"}, R"(a\)"},
      {{R"(a\\)"}, R"(a\\)"},
      {{R"(a b\)"}, R"("a b\\")"},
      {{R"(a b\\)"}, R"("a b\\\\")"},
      {{R"(a\"b)"}, R"(a\\\"b)"},
      {{R"(a\\"b)"}, R"(a\\\\\"b)"},
      {{R"(\")"}, R"(\\\")"},
      {{R"(a\ b)"}, R"("a\ b")"},
      {{R"(C:\Program Files\x\y.exe)", R"(C:\)"}, R"("C:\Program Files\x\y.exe" C:\)"},
      {{R"(\\server\share\)", "b"}, R"(\\server\share\ b)"},
      {{"%PATH%", "^&|<>()!", "*?", "'a b'"}, R"(%PATH% ^&|<>()! *? "'a b'")"},
      {{"\xc3\xa9 \xe2\x82\xac", "\xf0\x9f\x90\x8d"}, "\"\xc3\xa9 \xe2\x82\xac\" \xf0\x9f\x90\x8d"},
      {{"a\nb", "\v"}, "a\nb \v"},
  };
  for (const Row& row : table) {
    EXPECT_EQ(row.line, quote_command_line(row.words));
    if (!row.words.empty()) {
      EXPECT_EQ(row.words, split_command_line(row.line)) << row.line;
    }
  }
}

TEST(Quoting, WordsOfAwkwardLettersComeBack) {
  for (unsigned seed = 0; seed < 5'000; ++seed) {
    const Words words = awkward_words(seed);
    EXPECT_EQ(words, split_command_line(quote_command_line(words))) << "seed " << seed;
  }
}

}  // namespace
}  // namespace asyncio::testing
