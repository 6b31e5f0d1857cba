#include "loopcheck/runner/shard.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace loopcheck::runner {
namespace {

std::vector<std::string> many_ids() {
  std::vector<std::string> ids;
  for (int i = 0; i < 5000; ++i)
    ids.push_back("add-reader[resource=pipe,selector=" + std::to_string(i) + "]");
  return ids;
}

// What Python's zlib.crc32 says. These never change: a run of today and one of next year, on any platform,
// are cut alike.
TEST(Shards, AreCutByAHashThatIsTheSameEverywhere) {
  EXPECT_EQ(shard_hash(""), 0U);
  EXPECT_EQ(shard_hash("123456789"), 0xCBF43926U);
  EXPECT_EQ(shard_hash("add-reader-on-pipe"), 0x7E94C1B6U);
  EXPECT_EQ(shard_hash("add-reader[resource=pipe]"), 0x0344CFB4U);
  EXPECT_EQ(shard_hash("gr\xc3\xbcn"), 0x5D95B1A5U);
  EXPECT_EQ(shard_of("123456789", 5), 3);
}

TEST(Shards, TakeEveryCaseExactlyOnce) {
  for (const int count : {1, 2, 3, 7, 16, 100}) {
    for (const auto& id : many_ids()) {
      int taken = 0;
      for (int index = 1; index <= count; ++index) taken += in_shard({index, count}, id) ? 1 : 0;
      ASSERT_EQ(taken, 1) << id << " of " << count;
    }
  }
}

TEST(Shards, AreOfAboutTheSameSize) {
  for (const int count : {2, 3, 4, 8, 10}) {
    std::vector<int> sizes(static_cast<std::size_t>(count));
    const auto ids = many_ids();
    for (const auto& id : ids) ++sizes[static_cast<std::size_t>(shard_of(id, count) - 1)];
    const int fair = static_cast<int>(ids.size()) / count;
    for (const int size : sizes) {
      EXPECT_GT(size, fair / 2) << count;
      EXPECT_LT(size, fair * 3 / 2) << count;
    }
  }
}

TEST(Shards, CutFinerKeepTogetherWhatTheyCut) {
  // The parts of 2N are halves of the parts of N: N divides 2N, and both are remainders of one number.
  for (const auto& id : many_ids()) EXPECT_EQ((shard_of(id, 6) - 1) % 3, shard_of(id, 3) - 1);
}

}  // namespace
}  // namespace loopcheck::runner
