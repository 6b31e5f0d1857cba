#include "locations.hpp"

namespace loopcheck::cli {
namespace {

namespace fs = std::filesystem;

fs::path find_upwards(const fs::path& start, const char* folder, const char* landmark) {
  for (fs::path at = start;; at = at.parent_path()) {
    for (const auto& base : {at / folder, at / "share" / "loopcheck" / folder}) {
      std::error_code ignored;
      if (fs::exists(base / landmark, ignored)) return base;
    }
    if (at == at.root_path() || at.empty()) return {};
  }
}

// Beside this program, or where an installation has what it starts.
fs::path find_helpers(const fs::path& program, const std::string& child) {
  const auto beside = program.parent_path();
  const auto installed = beside.parent_path() / "libexec" / "loopcheck";
  std::error_code ignored;
  return !fs::exists(beside / child, ignored) && fs::exists(installed / child, ignored) ? installed : beside;
}

}  // namespace

Locations find_locations() {
  Locations locations;
  const auto program = executable_path();
  const auto child = "loopcheck-child" + program.extension().string();
  locations.bin = find_helpers(program, child);
  locations.cases = find_upwards(program.parent_path(), "cases", "fixtures.json");
  locations.subjects = find_upwards(program.parent_path(), "subjects", "manifests");
  locations.child = locations.bin / child;
  return locations;
}

}  // namespace loopcheck::cli
