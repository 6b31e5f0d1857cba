#include <gtest/gtest.h>

#include "shell_words.hpp"
#include "terminal.hpp"

namespace loopcheck::cli {
namespace {

using Words = std::vector<std::string>;

TEST(ShellWords, AreCutAsAShellCutsThem) {
  EXPECT_EQ(shell_words("python3  -m x"), (Words{"python3", "-m", "x"}));
  EXPECT_EQ(shell_words("a 'b c' \"d e\" f\\ g"), (Words{"a", "b c", "d e", "f g"}));
  EXPECT_EQ(shell_words("a''b \"\" 'x\\y'"), (Words{"ab", "", "x\\y"}));
  EXPECT_EQ(shell_words(R"("a\"b\n")"), (Words{"a\"b\\n"}));
  EXPECT_EQ(shell_words("  "), Words{});
}

TEST(ShellWords, RefuseWhatIsNotClosed) {
  EXPECT_FALSE(shell_words("'a"));
  EXPECT_FALSE(shell_words("a \"b"));
  EXPECT_FALSE(shell_words("a\\"));
}

TEST(Text, OfSubjectsCannotSteerATerminal) {
  EXPECT_EQ(harmless("a\x1b[31mb\r\n\x7f"), "a\\x1b[31mb\\x0d\n\\x7f");
  EXPECT_EQ(harmless("grün\t"), "grün\t");
}

TEST(Styles, AreNothingWithoutColour) {
  EXPECT_EQ(Style(false).red("x"), "x");
  EXPECT_EQ(Style(true).red("x"), "\x1b[31mx\x1b[0m");
}

}  // namespace
}  // namespace loopcheck::cli
