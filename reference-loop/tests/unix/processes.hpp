// What only the tests of Unix ask: about children and paths.
#pragma once

#include <string>
#include <vector>

#include "asyncio/native.hpp"

namespace asyncio::testing {

// This process's children that nobody has reaped.
std::vector<ProcessId> unreaped_children();
bool file_exists(const std::string& path);
std::string file_content(const std::string& path);

}  // namespace asyncio::testing
