#include "system.hpp"

#include <gtest/gtest.h>
#include <windows.h>

#include <array>

#include "socket/socket.hpp"
#include "windows/text.hpp"
#include "windows/winsock.hpp"

namespace asyncio::testing {
namespace {

using windows_os::to_socket;

HANDLE to_handle(FileDescriptor file) noexcept {
  return reinterpret_cast<HANDLE>(file);
}

void write_all(HANDLE file, std::string_view content) {
  DWORD written = 0;
  ASSERT_TRUE(::WriteFile(file, content.data(), static_cast<DWORD>(content.size()), &written, nullptr));
  ASSERT_EQ(content.size(), written);
}

}  // namespace

Pipe::Pipe() {
  SocketPair ends;
  read = std::move(ends.ours);
  write = std::move(ends.peer);
}

void Pipe::feed(std::string_view text) const {
  send_raw(write.get(), text);
  wait_until_readable(read.get());
}

std::string Pipe::drain() const {
  std::array<std::byte, 256> bytes{};
  const net::Transferred received = net::receive_bytes(read.get(), bytes);
  return {reinterpret_cast<const char*>(bytes.data()), received.size};
}

void reset_at_close(FileDescriptor socket) {
  const linger at_once{1, 0};
  ASSERT_EQ(0, ::setsockopt(to_socket(socket), SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&at_once),
                            sizeof(at_once)));
}

int socket_option(FileDescriptor socket, int level, int name) {
  int value = 0;
  int length = sizeof(value);
  EXPECT_EQ(0, ::getsockopt(to_socket(socket), level, name, reinterpret_cast<char*>(&value), &length));
  return value;
}

bool is_open(FileDescriptor socket) {
  int value = 0;
  int length = sizeof(value);
  return ::getsockopt(to_socket(socket), SOL_SOCKET, SO_TYPE, reinterpret_cast<char*>(&value), &length) == 0;
}

bool is_inheritable(FileDescriptor socket) {
  DWORD flags = 0;
  EXPECT_TRUE(::GetHandleInformation(to_handle(socket), &flags));
  return (flags & HANDLE_FLAG_INHERIT) != 0;
}

std::vector<FileDescriptor> open_descriptors() {
  // Handles are multiples of four, and the low ones are given again first.
  std::vector<FileDescriptor> found;
  for (FileDescriptor fd = 4; fd < 8192; fd += 4) {
    if (is_open(fd)) found.push_back(fd);
  }
  return found;
}

OpenFile::~OpenFile() {
  if (file_ != invalid_descriptor) ::CloseHandle(to_handle(file_));
}

std::int64_t OpenFile::position() const {
  LARGE_INTEGER place{};
  EXPECT_TRUE(::SetFilePointerEx(to_handle(file_), LARGE_INTEGER{}, &place, FILE_CURRENT));
  return place.QuadPart;
}

OpenFile make_file(const std::string& path, std::string_view content) {
  OpenFile file(reinterpret_cast<FileDescriptor>(
      ::CreateFileW(windows_os::to_wide(path).c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr,
                    CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr)));
  write_all(to_handle(file.get()), content);
  EXPECT_TRUE(::SetFilePointerEx(to_handle(file.get()), LARGE_INTEGER{}, nullptr, FILE_BEGIN));
  return file;
}

OpenFile make_filled_pipe(std::string_view content) {
  HANDLE read = nullptr;
  HANDLE write = nullptr;
  EXPECT_TRUE(::CreatePipe(&read, &write, nullptr, static_cast<DWORD>(content.size())));
  write_all(write, content);
  ::CloseHandle(write);
  return OpenFile(reinterpret_cast<FileDescriptor>(read));
}

const bool has_native_sendfile = false;
const int many_times = 200;
const int more_than_a_wake_up_holds = 2000;

}  // namespace asyncio::testing
