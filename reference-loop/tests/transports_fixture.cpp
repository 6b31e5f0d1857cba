#include "transports_fixture.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace asyncio::testing {

namespace fs = std::filesystem;

std::string pattern(std::size_t size) {
  constexpr std::size_t period = 251;
  std::string text(std::min(size, period), '\0');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i);
  // Doubled a whole number of periods at a time: much faster than byte by byte in an unoptimised build.
  while (text.size() < size) text += text.substr(0, std::min(size - text.size(), text.size()));
  return text;
}

ScratchFolder::ScratchFolder() {
  std::string name = (fs::temp_directory_path() / "reference-loop-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw OSError(errno, name);
  folder_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::vector<FileDescriptor> open_descriptors() {
  std::vector<FileDescriptor> found;
  for (FileDescriptor fd = 0; fd < 4096; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0) found.push_back(fd);
  }
  return found;
}

std::vector<ProcessId> unreaped_children() {
  std::vector<ProcessId> found;
  std::ifstream list("/proc/self/task/" + std::to_string(::gettid()) + "/children");
  for (ProcessId pid = 0; list >> pid;) found.push_back(pid);
  return found;
}

bool file_exists(const std::string& path) {
  return fs::exists(fs::symlink_status(path));
}

net::OwnedDescriptor make_file(const std::string& path, std::string_view content) {
  net::OwnedDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  std::size_t written = 0;
  while (written < content.size()) {
    const ssize_t count = ::write(file.get(), content.data() + written, content.size() - written);
    if (count < 0) throw OSError(errno, path);
    written += static_cast<std::size_t>(count);
  }
  ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

std::string file_content(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace asyncio::testing
