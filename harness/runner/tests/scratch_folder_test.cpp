#include "loopcheck/runner/scratch_folder.hpp"

#include <fstream>

#include <gtest/gtest.h>

namespace loopcheck::runner {
namespace {

TEST(ScratchFolders, GoAwayWithAllThatIsInThem) {
  std::filesystem::path path;
  {
    const ScratchFolder folder;
    path = folder.path();
    std::filesystem::create_directory(path / "inner");
    std::ofstream(path / "inner" / "file") << "x";
    EXPECT_TRUE(std::filesystem::exists(path));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(ScratchFolders, AreNew) {
  const ScratchFolder folder;
  EXPECT_THROW(ScratchFolder again(folder.path()), std::filesystem::filesystem_error);
  EXPECT_TRUE(std::filesystem::exists(folder.path()));
}

TEST(ScratchFolders, HavePathsShortEnoughForUnixSockets) {
  EXPECT_LT(ScratchFolder().path().string().size(), 60U);
}

}  // namespace
}  // namespace loopcheck::runner
