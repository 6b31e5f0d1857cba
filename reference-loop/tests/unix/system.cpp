#include "system.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

#include "socket/socket.hpp"
#include "unix/descriptor.hpp"

namespace asyncio::testing {

Pipe::Pipe() {
  net::DescriptorPair ends = unix_os::make_pipe();
  read = std::move(ends.first);
  write = std::move(ends.second);
}

void Pipe::feed(std::string_view text) const {
  ASSERT_EQ(static_cast<ssize_t>(text.size()), ::write(write.get(), text.data(), text.size()));
}

std::string Pipe::drain() const {
  std::array<char, 256> bytes{};
  const ssize_t count = ::read(read.get(), bytes.data(), bytes.size());
  return count <= 0 ? "" : std::string(bytes.data(), static_cast<std::size_t>(count));
}

void reset_at_close(FileDescriptor socket) {
  const linger at_once{1, 0};
  ASSERT_EQ(0, ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once)));
}

int socket_option(FileDescriptor socket, int level, int name) {
  int value = 0;
  socklen_t length = sizeof(value);
  EXPECT_EQ(0, ::getsockopt(socket, level, name, &value, &length));
  return value;
}

bool is_open(FileDescriptor socket) {
  return ::fcntl(socket, F_GETFD) >= 0;
}

bool is_inheritable(FileDescriptor socket) {
  return (::fcntl(socket, F_GETFD) & FD_CLOEXEC) == 0;
}

std::vector<FileDescriptor> open_descriptors() {
  std::vector<FileDescriptor> found;
  for (FileDescriptor fd = 0; fd < 4096; ++fd) {
    if (is_open(fd)) found.push_back(fd);
  }
  return found;
}

OpenFile::~OpenFile() {
  if (file_ != invalid_descriptor) ::close(file_);
}

std::int64_t OpenFile::position() const {
  return ::lseek(file_, 0, SEEK_CUR);
}

OpenFile make_file(const std::string& path, std::string_view content) {
  OpenFile file(::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  std::size_t written = 0;
  while (written < content.size()) {
    const ssize_t count = ::write(file.get(), content.data() + written, content.size() - written);
    if (count < 0) unix_os::throw_errno(path);
    written += static_cast<std::size_t>(count);
  }
  ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

OpenFile make_filled_pipe(std::string_view content) {
  const Pipe pipe;
  pipe.feed(content);
  return OpenFile(unix_os::duplicate(pipe.read.get()).release());
}

const bool has_native_sendfile = true;
const int many_times = 5000;
const int more_than_a_wake_up_holds = 100'000;

}  // namespace asyncio::testing
