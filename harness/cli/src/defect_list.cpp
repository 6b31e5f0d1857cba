#include "defect_list.hpp"

#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "command.hpp"
#include "exit_status.hpp"

namespace loopcheck::cli {

std::vector<sensitivity::Defect> read_defects(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw Failure(exit_usage, fmt::format("{}: cannot be read", path.string()));
  try {
    return sensitivity::parse_defects(text.str());
  } catch (const sensitivity::MalformedDefects& error) {
    throw Failure(exit_usage, fmt::format("{}: {}", path.string(), error.what()));
  }
}

}  // namespace loopcheck::cli
