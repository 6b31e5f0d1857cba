#include <gtest/gtest.h>

#include "terminal.hpp"

namespace loopcheck::cli {
namespace {

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
