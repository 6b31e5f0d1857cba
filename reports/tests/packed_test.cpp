#include "packed.hpp"

#include <gtest/gtest.h>

namespace loopcheck::reports {
namespace {

TEST(Packed, IsUnpackedToTheSameBytes) {
  std::string bytes;
  for (int i = 0; i < 300'000; ++i) bytes += static_cast<char>((i * i) % 251);
  for (const std::string& text : {std::string(), std::string("a"), std::string("ab"), std::string("abc"),
                                  std::string(1, '\0'), std::string(1'000'000, 'x'), bytes}) {
    EXPECT_EQ(unpacked(packed(text)), text) << text.size();
  }
}

TEST(Packed, IsSmallAndPlain) {
  const std::string text = packed(std::string(1'000'000, 'x'));
  EXPECT_LT(text.size(), 2'000U);
  EXPECT_EQ(text.find_first_of("\"&'<>\\`{} \n"), std::string::npos);
}

TEST(Packed, IsTheSameForTheSameBytes) {
  EXPECT_EQ(packed("the same"), packed("the same"));
  EXPECT_EQ(packed(""), "!yy");  // an empty block
}

TEST(Packed, RefusesWhatIsNotPacked) {
  EXPECT_THROW((void)unpacked("<script>"), std::invalid_argument);
  EXPECT_THROW((void)unpacked("~~~~~"), std::invalid_argument);
  EXPECT_THROW((void)unpacked(packed("something longer than that").substr(0, 8)), std::invalid_argument);
}

}  // namespace
}  // namespace loopcheck::reports
