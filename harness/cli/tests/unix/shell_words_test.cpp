#include "shell_words.hpp"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace loopcheck::cli
