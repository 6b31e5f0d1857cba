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

}  // namespace

Locations find_locations() {
  Locations locations;
  const auto program = executable_path();
  locations.bin = program.parent_path();
  locations.cases = find_upwards(locations.bin, "cases", "fixtures.json");
  locations.subjects = find_upwards(locations.bin, "subjects", "manifests");
  locations.child = locations.bin / ("loopcheck-child" + program.extension().string());
  return locations;
}

}  // namespace loopcheck::cli
