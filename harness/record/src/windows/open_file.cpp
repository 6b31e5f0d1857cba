#include "open_file.hpp"

#include <wchar.h>

namespace loopcheck::record {

// fopen() reads names in the code page of the system, which has few of the letters.
std::FILE* open_for_writing(const std::filesystem::path& path) {
  return ::_wfopen(path.c_str(), L"wb");
}

}  // namespace loopcheck::record
