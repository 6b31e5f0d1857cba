#include "open_file.hpp"

namespace loopcheck::record {

std::FILE* open_for_writing(const std::filesystem::path& path) {
  return std::fopen(path.c_str(), "wb");
}

}  // namespace loopcheck::record
