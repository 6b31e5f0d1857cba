// The files of a folder such as cases/.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "loopcheck/catalogue/diagnostic.hpp"

namespace loopcheck::catalogue {

struct DataFiles {
  std::filesystem::path schema;              // folder
  std::filesystem::path fixtures;            // fixtures.json
  std::vector<std::filesystem::path> rules;  // rules/*.json, sorted
  std::vector<std::filesystem::path> cases;  // <page>/**.json, sorted
};

// Nothing if the folder cannot be read.
std::optional<DataFiles> find_data_files(const std::filesystem::path& folder,
                                         std::vector<Diagnostic>& diagnostics);

// What people ask about; not part of the suite's digest, since it changes no run.
std::filesystem::path features_file(const std::filesystem::path& folder);

// The content of a file; false, and a diagnostic, if it cannot be read.
bool read_text(const std::filesystem::path& file, std::string& text, std::vector<Diagnostic>& diagnostics);

}  // namespace loopcheck::catalogue
