// What the tests ask of the operating system, apart from what they test. unix/system.cpp and
// windows/system.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "asyncio/native_socket.hpp"
#include "socket/owned_descriptor.hpp"

namespace asyncio::testing {

// Two ends that a selector can watch: a pipe on Unix; on Windows, where only sockets can be watched, a pair
// of those. In blocking mode.
struct Pipe {
  net::OwnedDescriptor read;
  net::OwnedDescriptor write;

  Pipe();
  void feed(std::string_view text = "x") const;
  // What is there, at least one byte or the end; at most 256 bytes.
  [[nodiscard]] std::string drain() const;
};

// A connected pair of stream sockets, in blocking mode.
struct SocketPair {
  net::OwnedDescriptor ours;
  net::OwnedDescriptor peer;

  SocketPair();
  // From the peer to ours, where it is when this returns.
  void feed(std::string_view text = "x") const;
};

// Blocks until there is something to read, or the end.
void wait_until_readable(FileDescriptor fd);
// Sends all of it over a socket, and expects that to work.
void send_raw(FileDescriptor socket, std::string_view text);
// Binds to a free port of the loopback interface.
void bind_to_loopback(FileDescriptor socket);
[[nodiscard]] int socket_option(FileDescriptor socket, int level, int name);
// A connection that is closed after this is reset.
void reset_at_close(FileDescriptor socket);
// The system buffers little for this socket: some 100 KiB.
void shrink_buffers(FileDescriptor socket);

// Whether it is still open, and whether children get it.
[[nodiscard]] bool is_open(FileDescriptor socket);
[[nodiscard]] bool is_inheritable(FileDescriptor socket);
// Numbers of this process's open descriptors; on Windows of its sockets.
[[nodiscard]] std::vector<FileDescriptor> open_descriptors();

// An open file, or the read end of a pipe, as sendfile() takes it.
class OpenFile {
 public:
  explicit OpenFile(FileDescriptor file) noexcept : file_(file) {}
  OpenFile(OpenFile&& other) noexcept : file_(std::exchange(other.file_, invalid_descriptor)) {}
  OpenFile& operator=(OpenFile&&) = delete;
  ~OpenFile();
  [[nodiscard]] FileDescriptor get() const noexcept { return file_; }
  [[nodiscard]] FileDescriptor release() noexcept { return std::exchange(file_, invalid_descriptor); }
  [[nodiscard]] std::int64_t position() const;

 private:
  FileDescriptor file_;
};
// With this content; at its start, open for reading and writing.
OpenFile make_file(const std::string& path, std::string_view content);
// A pipe that holds this and nothing more will come.
[[nodiscard]] OpenFile make_filled_pipe(std::string_view content);

// Whether the selector loop has a system call for files over sockets.
extern const bool has_native_sendfile;
// How often a test tries what goes wrong by chance: under Wine a turn of the loop takes a hundred times as
// long.
extern const int many_times;
// How many notifications are more than a wake-up has room for.
extern const int more_than_a_wake_up_holds;

}  // namespace asyncio::testing
