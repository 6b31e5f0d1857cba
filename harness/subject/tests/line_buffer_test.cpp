#include "loopcheck/subject/line_buffer.hpp"

#include <gtest/gtest.h>

namespace loopcheck::subject {
namespace {

TEST(LineBuffer, JoinsPiecesAndCutsAtLineEnds) {
  LineBuffer buffer(100);
  buffer.append("on");
  EXPECT_FALSE(buffer.take());
  buffer.append("e\ntwo\n\nthr");
  EXPECT_EQ(buffer.take(), "one");
  EXPECT_EQ(buffer.take(), "two");
  EXPECT_EQ(buffer.take(), "");
  EXPECT_FALSE(buffer.take());
  EXPECT_EQ(buffer.unfinished(), "thr");
}

TEST(LineBuffer, CountsTheBytesThatWait) {
  LineBuffer buffer(100);
  buffer.append("one\nthree\nx");
  EXPECT_EQ(buffer.waiting(), 8U);
  buffer.take();
  EXPECT_EQ(buffer.waiting(), 5U);
}

TEST(LineBuffer, TakesALineOfExactlyTheLimit) {
  LineBuffer buffer(3);
  buffer.append("abc\n");
  EXPECT_FALSE(buffer.overflowed());
  EXPECT_EQ(buffer.take(), "abc");
}

TEST(LineBuffer, StopsAtALineBeyondTheLimitAndKeepsWhatCameBefore) {
  LineBuffer buffer(3);
  buffer.append("ab\nab");
  buffer.append("cd\nok\n");
  EXPECT_TRUE(buffer.overflowed());
  EXPECT_EQ(buffer.take(), "ab");
  EXPECT_FALSE(buffer.take());
}

}  // namespace
}  // namespace loopcheck::subject
