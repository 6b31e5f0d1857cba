#include "end.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <span>

#include "asyncio/exceptions.hpp"
#include "unix/descriptor.hpp"
#include "unix/opening.hpp"
#include "unix/socket_address.hpp"

namespace reference_subject {
namespace {

// Makes a descriptor non-blocking for as long as this lives. Negative and closed numbers are left to the call
// that follows.
class NonBlocking {
 public:
  explicit NonBlocking(FileDescriptor fd) : fd_(fd), flags_(::fcntl(fd, F_GETFL)) {
    if (was_blocking()) {
      ::fcntl(fd_, F_SETFL, flags_ | O_NONBLOCK);
    }
  }
  NonBlocking(const NonBlocking&) = delete;
  NonBlocking& operator=(const NonBlocking&) = delete;
  ~NonBlocking() {
    if (was_blocking()) {
      const int error = errno;
      ::fcntl(fd_, F_SETFL, flags_);
      errno = error;
    }
  }

 private:
  [[nodiscard]] bool was_blocking() const { return flags_ >= 0 && (flags_ & O_NONBLOCK) == 0; }

  FileDescriptor fd_;
  int flags_;
};

ssize_t write_some(FileDescriptor fd, std::string_view data) {
  const NonBlocking non_blocking(fd);
  ssize_t size = 0;
  do {
    size = ::write(fd, data.data(), data.size());
  } while (size < 0 && errno == EINTR);
  return size;
}

ssize_t read_some(FileDescriptor fd, char* buffer, std::size_t maximum) {
  const NonBlocking non_blocking(fd);
  ssize_t size = 0;
  do {
    size = ::read(fd, buffer, maximum);
  } while (size < 0 && errno == EINTR);
  return size;
}

bool would_block() {
  return errno == EAGAIN || errno == EWOULDBLOCK;
}

void poll_until_ready(std::span<pollfd> entries) {
  int found = 0;
  do {
    found = ::poll(entries.data(), static_cast<nfds_t>(entries.size()), -1);
  } while (found < 0 && errno == EINTR);
  checked(found, "poll");
}

// A device that takes everything would be filled for ever, and one that gives everything never be drained.
constexpr std::size_t enough = std::size_t{64} << 20;

int socket_option(FileDescriptor fd, int level, int option) {
  int value = 0;
  socklen_t size = sizeof value;
  checked(::getsockopt(fd, level, option, &value, &size), "getsockopt");
  return value;
}

}  // namespace

End::~End() {
  if (owned_) {
    for (const FileDescriptor fd : descriptors_) {
      ::close(fd);
    }
  }
}

End::Identity End::identity_of(FileDescriptor fd) noexcept {
  struct stat status {};
  return ::fstat(fd, &status) == 0 ? Identity{static_cast<std::uint64_t>(status.st_dev), status.st_ino}
                                   : Identity{};
}

void End::close() {
  const auto& all = descriptors();
  owned_ = false;
  for (const FileDescriptor fd : all) {
    checked(::close(fd), "close");
  }
}

std::size_t write_raw(const End& end, std::string_view data) {
  // The kernel takes a count of eight bytes from an eventfd's writer.
  const std::uint64_t one = 1;
  const std::string_view bytes = end.kind() == End::Kind::counter
                                     ? std::string_view(reinterpret_cast<const char*>(&one), sizeof one)
                                     : data;
  std::size_t total = 0;
  for (const FileDescriptor fd : end.descriptors()) {
    total += static_cast<std::size_t>(checked(write_some(fd, bytes), "write"));
  }
  return total;
}

std::string read_raw(const End& end, std::size_t maximum) {
  std::string all;
  for (const FileDescriptor fd : end.descriptors()) {
    std::string chunk(maximum, '\0');
    chunk.resize(static_cast<std::size_t>(checked(read_some(fd, chunk.data(), maximum), "read")));
    all += chunk;
  }
  return all;
}

std::size_t fill(const End& end) {
  static constexpr std::array<char, 65536> zeros{};
  std::size_t total = 0;
  for (const FileDescriptor fd : end.descriptors()) {
    // Ever smaller pieces, so that no byte of room is left; larger ones again where bytes that were on their
    // way have made room meanwhile.
    for (std::size_t piece = zeros.size(); piece > 0 && total < enough;) {
      const ssize_t size = write_some(fd, {zeros.data(), piece});
      if (size > 0) {
        total += static_cast<std::size_t>(size);
        piece = std::min(2 * piece, zeros.size());
      } else if (would_block()) {
        piece /= 2;
      } else {
        fail("write");
      }
    }
  }
  return total;
}

std::size_t drain(const End& end) {
  std::array<char, 65536> buffer;
  std::size_t total = 0;
  for (const FileDescriptor fd : end.descriptors()) {
    while (total < enough) {
      const ssize_t size = read_some(fd, buffer.data(), buffer.size());
      if (size < 0 && !would_block()) {
        fail("read");
      }
      if (size <= 0) {
        break;
      }
      total += static_cast<std::size_t>(size);
    }
  }
  return total;
}

void wait_until_ready(const End& end, Readiness wanted) {
  for (const FileDescriptor fd : end.descriptors()) {
    std::array<pollfd, 1> entries{
        pollfd{fd, static_cast<short>(wanted == Readiness::input ? POLLIN : POLLOUT), 0}};
    poll_until_ready(entries);
  }
}

bool wait_for_room_or_input(FileDescriptor room, FileDescriptor input) {
  std::array<pollfd, 2> entries{pollfd{room, POLLOUT, 0}, pollfd{input, POLLIN, 0}};
  poll_until_ready(entries);
  return entries[0].revents != 0;
}

bool is_blocking(FileDescriptor fd) {
  return (checked(::fcntl(fd, F_GETFL), "fcntl") & O_NONBLOCK) == 0;
}

bool peer_is_open(FileDescriptor fd) {
  struct stat status {};
  checked(::fstat(fd, &status), "fstat");
  if (S_ISSOCK(status.st_mode)) {
    if (socket_option(fd, SOL_SOCKET, SO_TYPE) == SOCK_DGRAM) {
      return true;
    }
    char byte = 0;
    const ssize_t size = ::recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (size == 0 || (size < 0 && !would_block())) {
      return false;
    }
  }
  pollfd entry{fd, 0, 0};
  checked(::poll(&entry, 1, 0), "poll");
  return (entry.revents & (POLLHUP | POLLERR)) == 0;
}

long long file_position(FileDescriptor fd) {
  return checked(::lseek(fd, 0, SEEK_CUR), "lseek");
}

bool has_no_delay(FileDescriptor fd) {
  return socket_option(fd, IPPROTO_TCP, TCP_NODELAY) != 0;
}

asyncio::Address address_of(FileDescriptor socket) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  checked(::getsockname(socket, reinterpret_cast<sockaddr*>(&storage), &size), "getsockname");
  return from_native(storage, size);
}

std::shared_ptr<End> connect_to(const asyncio::Address& address) {
  const NativeAddress native = to_native(address);
  // The kernel completes a connection to a listening socket of this machine by itself.
  const FileDescriptor fd = open_socket(native.storage.ss_family, SOCK_STREAM, Mode::blocking);
  auto end = std::make_shared<End>(fd);
  checked(::connect(fd, native.get(), native.size), "connect");
  checked(::fcntl(fd, F_SETFL, O_NONBLOCK), "fcntl");
  return end;
}

std::shared_ptr<End> accept_from(FileDescriptor listening) {
  const NonBlocking non_blocking(listening);
  return std::make_shared<End>(accept_connection(listening));
}

void make_file(const std::string& path, std::string_view data) {
  const Descriptor file(
      checked(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600), "open"));
  write_file(file.get(), data);
}

std::string file_content(const std::string& path) {
  const Descriptor file(checked(::open(path.c_str(), O_RDONLY | O_CLOEXEC), "open"));
  std::string content;
  std::array<char, 65536> buffer;
  while (true) {
    const ssize_t size = checked(::read(file.get(), buffer.data(), buffer.size()), "read");
    if (size == 0) {
      return content;
    }
    content.append(buffer.data(), static_cast<std::size_t>(size));
  }
}

PathState path_state(const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) {
    return {};
  }
  return {true, S_ISSOCK(status.st_mode)  ? "socket"
                : S_ISREG(status.st_mode) ? "file"
                : S_ISDIR(status.st_mode) ? "directory"
                                          : ""};
}

}  // namespace reference_subject
