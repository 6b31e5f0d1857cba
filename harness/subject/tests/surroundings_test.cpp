#include "loopcheck/subject/surroundings.hpp"

#include <gtest/gtest.h>

namespace loopcheck::subject {
namespace {

TEST(Paths, OfTheHarnessAreAsTheyAre) {
  EXPECT_EQ(path_for(Paths::native, "some/file"), "some/file");
  EXPECT_EQ(path_for(Paths::native, ""), "");
}

TEST(Paths, OfWindowsAreThoseOfTheDriveThatShowsEverything) {
  const auto file = std::filesystem::temp_directory_path().root_path() / "tmp" / ".." / "tmp" / "x y";
  const auto path = path_for(Paths::windows, file);
  EXPECT_EQ(path.substr(0, 2), "Z:");
  EXPECT_EQ(path.find('/'), std::string::npos);
  EXPECT_TRUE(path.ends_with("\\tmp\\x y")) << path;
  EXPECT_EQ(path.find(".."), std::string::npos);
  EXPECT_EQ(path_for(Paths::windows, ""), "");
}

TEST(Surroundings, OfARunHaveItsFolder) {
  Surroundings surroundings;
  surroundings.environment = {{"PREFIX", "${run}/wine"}, {"OTHER", "x"}};
  surroundings.companion = {"start", "${run}/wine"};
  const auto resolved = for_run(surroundings, "/r");
  EXPECT_EQ(resolved.environment.at("PREFIX"), "/r/wine");
  EXPECT_EQ(resolved.environment.at("OTHER"), "x");
  EXPECT_EQ(resolved.companion, (std::vector<std::string>{"start", "/r/wine"}));
}

}  // namespace
}  // namespace loopcheck::subject
