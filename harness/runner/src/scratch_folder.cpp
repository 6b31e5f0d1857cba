#include "loopcheck/runner/scratch_folder.hpp"

#include <system_error>

#include "loopcheck/runner/nonce.hpp"

namespace loopcheck::runner {
namespace {

std::filesystem::path new_name() {
  NonceSource names;
  return std::filesystem::temp_directory_path() / ("loopcheck-" + names.next().substr(0, 8));
}

}  // namespace

ScratchFolder::ScratchFolder() : ScratchFolder(new_name()) {}

ScratchFolder::ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {
  if (!std::filesystem::create_directory(path_)) {
    throw std::filesystem::filesystem_error("cannot make a temporary folder", path_,
                                            std::make_error_code(std::errc::file_exists));
  }
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace loopcheck::runner
