// The subjects that loopcheck knows by name: one small JSON file each in subjects/manifests/.
#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace loopcheck::subject {

struct Manifest {
  std::string name;
  std::string title;
  std::string about;
  std::vector<std::string> command;  // ready to be started
  std::vector<std::string> probe;    // exits with 0 if the subject is there; empty: try the command itself
  std::string install;               // what a user can do if it is not
};

// A manifest that cannot be read; what() names file and fault.
class ManifestError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Every *.json in `folder`, by name. "${subjects}" and "${bin}" in commands become these folders.
std::vector<Manifest> load_manifests(const std::filesystem::path& folder,
                                     const std::filesystem::path& subjects, const std::filesystem::path& bin);

// Runs the probe, its output thrown away. False if it fails, cannot be started, or takes longer than ten
// seconds.
bool is_available(const Manifest& manifest);

}  // namespace loopcheck::subject
