// Opens a file by its path, whatever letters are in it. One folder per system implements it.
#pragma once

#include <cstdio>
#include <filesystem>

namespace loopcheck::record {

// As fopen(path, "wb").
std::FILE* open_for_writing(const std::filesystem::path& path);

}  // namespace loopcheck::record
