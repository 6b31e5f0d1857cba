// The defects of a subject, as a file has them.
#pragma once

#include <filesystem>
#include <vector>

#include "loopcheck/sensitivity/defect.hpp"

namespace loopcheck::cli {

// Throws Failure(exit_usage) if it cannot be read, or is no list of defects.
std::vector<sensitivity::Defect> read_defects(const std::filesystem::path& path);

}  // namespace loopcheck::cli
