#include "shell_words.hpp"

#include <gtest/gtest.h>

namespace loopcheck::cli {
namespace {

using Words = std::vector<std::string>;

TEST(ShellWords, AreCutAsAProgramOnWindowsCutsThem) {
  EXPECT_EQ(shell_words("python  -m x"), (Words{"python", "-m", "x"}));
  EXPECT_EQ(shell_words(R"("C:\Program Files\x.exe" a\b "c d")"),
            (Words{R"(C:\Program Files\x.exe)", R"(a\b)", "c d"}));
  EXPECT_EQ(shell_words(R"(x.exe 'a b' "" "gr)"
                        "\xC3\xBC"
                        R"(n")"),
            (Words{"x.exe", "'a", "b'", "", "gr\xC3\xBCn"}));
  EXPECT_EQ(shell_words("  x.exe"), Words{"x.exe"});
  EXPECT_EQ(shell_words("  "), Words{});
}

TEST(ShellWords, RefuseWhatIsNotClosed) {
  EXPECT_FALSE(shell_words("x.exe \"a"));
}

}  // namespace
}  // namespace loopcheck::cli
