#include "test_names.hpp"

#include <gtest/gtest.h>

namespace loopcheck::front {
namespace {

TEST(TestNames, HoldNothingThatAFilterOrCMakeTakesForItsOwn) {
  EXPECT_EQ(test_name("add-reader[resource=pipe,times=2]"), "add_reader/resource_pipe/times_2");
  EXPECT_EQ(test_name("linux-selector-epoll"), "linux_selector_epoll");
  EXPECT_EQ(test_name("a*b?c:d;e f.g"), "a_b_c_d_e_f_g");
  EXPECT_EQ(test_name("ü"), "__");
  EXPECT_EQ(test_name(""), "_");
}

TEST(TestNames, AreKeptApart) {
  Names names;
  EXPECT_EQ(names.unique(test_name("a-b")), "a_b");
  EXPECT_EQ(names.unique(test_name("a_b")), "a_b_2");
  EXPECT_EQ(names.unique(test_name("a b")), "a_b_3");
}

}  // namespace
}  // namespace loopcheck::front
