#include "loopcheck/subject/output_excerpt.hpp"

#include <gtest/gtest.h>

namespace loopcheck::subject {
namespace {

TEST(OutputExcerpt, KeepsAShortOutputWhole) {
  OutputExcerpt excerpt(10);
  excerpt.append("abc");
  excerpt.append("defghij");
  EXPECT_EQ(excerpt.text(), "abcdefghij");
}

TEST(OutputExcerpt, KeepsStartAndEndOfALongOneAndSaysWhatIsMissing) {
  OutputExcerpt excerpt(8);
  excerpt.append("abcd");
  for (int i = 0; i < 1000; ++i) excerpt.append("0123456789");
  EXPECT_EQ(excerpt.text(), "abcd\n[… 9996 bytes left out …]\n6789");
}

TEST(OutputExcerpt, SaysTheSameHoweverTheOutputIsCut) {
  std::string whole;
  for (int i = 0; i < 500; ++i) whole += static_cast<char>('a' + i % 26);
  OutputExcerpt at_once(16);
  at_once.append(whole);
  OutputExcerpt in_pieces(16);
  for (const char c : whole) in_pieces.append({&c, 1});
  EXPECT_EQ(at_once.text(), in_pieces.text());
}

}  // namespace
}  // namespace loopcheck::subject
