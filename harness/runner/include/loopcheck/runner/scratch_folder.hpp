// A temporary folder that goes away with its owner.
#pragma once

#include <filesystem>

namespace loopcheck::runner {

class ScratchFolder {
 public:
  // A new folder within the system's temporary one. Its path is short, since a Unix socket's address is.
  // Throws std::filesystem::filesystem_error.
  ScratchFolder();
  // A new folder of that name.
  explicit ScratchFolder(std::filesystem::path path);
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace loopcheck::runner
