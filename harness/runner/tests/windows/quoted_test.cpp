#include "quoted.hpp"

#include <gtest/gtest.h>

namespace loopcheck::runner {
namespace {

TEST(QuotedWords, AreReadByTheShellAsTheyWere) {
  EXPECT_EQ(quoted("plain-word"), "plain-word");
  EXPECT_EQ(quoted("C:\\a\\b.exe"), "C:\\a\\b.exe");
  EXPECT_EQ(quoted(""), R"("")");
  EXPECT_EQ(quoted("case[a=1]"), R"("case[a=1]")");
  EXPECT_EQ(quoted("a \"b\""), R"("a \"b\"")");
  EXPECT_EQ(quoted("a,b"), R"("a,b")");
}

}  // namespace
}  // namespace loopcheck::runner
