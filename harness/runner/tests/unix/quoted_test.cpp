#include "quoted.hpp"

#include <gtest/gtest.h>

namespace loopcheck::runner {
namespace {

TEST(QuotedWords, AreReadByTheShellAsTheyWere) {
  EXPECT_EQ(quoted("plain-word"), "plain-word");
  EXPECT_EQ(quoted(""), "''");
  EXPECT_EQ(quoted("case[a=1]"), "'case[a=1]'");
  EXPECT_EQ(quoted("it's mine"), R"('it'\''s mine')");
  EXPECT_EQ(quoted("$HOME"), "'$HOME'");
}

}  // namespace
}  // namespace loopcheck::runner
