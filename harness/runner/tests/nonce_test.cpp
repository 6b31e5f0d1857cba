#include "loopcheck/runner/nonce.hpp"

#include <set>

#include <gtest/gtest.h>

namespace loopcheck::runner {
namespace {

TEST(Nonces, AreNeverTheSameBackwardsNorTwice) {
  NonceSource source;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const auto nonce = source.next();
    EXPECT_EQ(nonce.size(), 16U);
    EXPECT_NE(nonce, std::string(nonce.rbegin(), nonce.rend()));
    EXPECT_TRUE(seen.insert(nonce).second);
  }
}

TEST(Nonces, OfTwoSourcesDiffer) {
  EXPECT_NE(NonceSource().next(), NonceSource().next());
}

}  // namespace
}  // namespace loopcheck::runner
