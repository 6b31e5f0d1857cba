// What manifests say that their subjects offer, and what these say themselves.
#pragma once

#include <string>
#include <vector>

namespace loopcheck::cli {

// Sorted: platform, loop, selector, documentation, provenance and, where the manifest names one, the version
// of the platform.
struct Offers {
  std::vector<std::string> of_the_manifest;
  std::vector<std::string> of_the_subject;
};

// Starts the subject of that name.
Offers offers_of(const std::string& subject);

}  // namespace loopcheck::cli
