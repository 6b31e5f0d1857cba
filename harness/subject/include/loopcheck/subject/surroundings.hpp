// What a subject needs around it, besides its command.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace loopcheck::subject {

// How the subject names files: as the harness does, or, under Wine, as Windows does.
enum class Paths { native, windows };

struct Surroundings {
  std::map<std::string, std::string> environment;  // variables, set besides the harness's own
  // A program that is started before the subject and ends after it, such as a private Wine; see Companion.
  std::vector<std::string> companion;
  std::filesystem::path child;  // the helper of subprocess cases; empty: the harness's own
  Paths paths = Paths::native;
};

// A file of the harness, as the subject names it. Wine shows the whole file system as its drive Z.
std::string path_for(Paths paths, const std::filesystem::path& file);

// "${run}" in the environment and in the companion's command becomes this folder, which is the run's own.
Surroundings for_run(Surroundings surroundings, const std::filesystem::path& folder);

}  // namespace loopcheck::subject
