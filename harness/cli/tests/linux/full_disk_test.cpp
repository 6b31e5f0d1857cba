// End to end, on a device that is always full.
#include <gtest/gtest.h>

#include "loopcheck_program.hpp"

namespace loopcheck::cli {
namespace {

TEST(Reports, OnAFullDiskAreStatusThreeWithTheReason) {
  const Workplace work;
  std::filesystem::create_directories(work.report());
  std::filesystem::create_symlink("/dev/full", work.report() / "run.jsonl");
  const auto finished = work.run({"--subject", "reference", "--case", "alive"});
  EXPECT_EQ(finished.status, 3) << finished.output;
  EXPECT_TRUE(finished.error.find("No space left on device") != std::string::npos) << finished.error;
}

}  // namespace
}  // namespace loopcheck::cli
