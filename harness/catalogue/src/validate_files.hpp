// Files against one of the JSON Schemas of cases/schema/.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "loopcheck/catalogue/diagnostic.hpp"

namespace loopcheck::catalogue {

// Files whose faults are known already are left alone: those are told better.
void validate_files(const std::filesystem::path& schema, const std::vector<std::filesystem::path>& files,
                    const std::set<std::string>& known_faulty, std::vector<Diagnostic>& diagnostics);

}  // namespace loopcheck::catalogue
