#include "line_of.hpp"

#include <gtest/gtest.h>

namespace loopcheck::record {
namespace {

constexpr const char* text = R"( {"a": 1,
 "b{": ["x\"]}", [],
   {"deep/er": {"~": [1,
     -2.5e3, true]}}, null],
 "last": "end"}
)";

TEST(LineOf, FindsValuesByPointer) {
  EXPECT_EQ(line_of(text, ""), 1U);
  EXPECT_EQ(line_of(text, "/a"), 1U);
  EXPECT_EQ(line_of(text, "/b{"), 2U);
  EXPECT_EQ(line_of(text, "/b{/1"), 2U);
  EXPECT_EQ(line_of(text, "/b{/2"), 3U);
  EXPECT_EQ(line_of(text, "/b{/2/deep~1er/~0/1"), 4U);
  EXPECT_EQ(line_of(text, "/b{/2/deep~1er/~0/2"), 4U);
  EXPECT_EQ(line_of(text, "/b{/3"), 4U);
  EXPECT_EQ(line_of(text, "/last"), 5U);
}

TEST(LineOf, FindsWhatIsAroundAValueThatIsMissing) {
  EXPECT_EQ(line_of(text, "/none"), 1U);
  EXPECT_EQ(line_of(text, "/b{/2/none"), 3U);
  EXPECT_EQ(line_of(text, "/b{/9"), 2U);
  EXPECT_EQ(line_of(text, "/last/more"), 5U);
  EXPECT_EQ(line_of("{}", "/a/b"), 1U);
  EXPECT_EQ(line_of("4", "/a"), 1U);
}

}  // namespace
}  // namespace loopcheck::record
