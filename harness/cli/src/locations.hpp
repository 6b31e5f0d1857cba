// Where the program finds what it needs: its cases, its subjects, its helper.
#pragma once

#include <filesystem>

namespace loopcheck::cli {

struct Locations {
  std::filesystem::path cases;     // the folder of rules and cases
  std::filesystem::path subjects;  // the folder of manifests and adapters
  std::filesystem::path bin;       // the folder of the programs that this one starts
  std::filesystem::path child;     // the helper of subprocess cases
};

// Looks beside the program and in each folder above it (a build tree inside the sources), then in
// ../share/loopcheck (an installation, which has the programs in ../libexec/loopcheck). Folders that are not
// found are left empty.
Locations find_locations();

// The path of this program.
std::filesystem::path executable_path();

}  // namespace loopcheck::cli
