// The manifests of subjects, against the JSON Schema that documents them.
#pragma once

#include <filesystem>
#include <vector>

#include "loopcheck/catalogue/diagnostic.hpp"

namespace loopcheck::catalogue {

// Every *.json in `folder`, in the order of their names; a file that is no JSON is an error too. Gives how
// many there are.
std::size_t lint_manifests(const std::filesystem::path& folder, const std::filesystem::path& schemas,
                           std::vector<Diagnostic>& diagnostics);

}  // namespace loopcheck::catalogue
