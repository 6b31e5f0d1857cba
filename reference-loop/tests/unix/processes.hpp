// What only the tests of Unix ask: about children and paths.
#pragma once

#include <string>

namespace asyncio::testing {

// Whether this process has children, running or not, that nobody has reaped.
bool has_children();
bool file_exists(const std::string& path);
std::string file_content(const std::string& path);

}  // namespace asyncio::testing
