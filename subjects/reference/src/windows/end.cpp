#include "end.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "asyncio/exceptions.hpp"
#include "outcome.hpp"
#include "windows/errors.hpp"
#include "windows/handles.hpp"
#include "windows/pipe_io.hpp"
#include "windows/sockets.hpp"
#include "windows/text.hpp"

namespace reference_subject {
namespace {

// A device that takes everything would be filled for ever, and one that gives everything never be drained.
constexpr std::size_t enough = std::size_t{64} << 20;

// Windows cannot tell which mode a socket is in. It is always the same one here: every socket of a scenario
// is non-blocking, whether the adapter or the library made it. So saying it once more changes nothing.
SOCKET non_blocking(FileDescriptor socket) {
  u_long enabled = 1;
  check_socket(::ioctlsocket(as_socket(socket), FIONBIO, &enabled), "ioctlsocket");
  return as_socket(socket);
}

// nullopt: it would have to wait.
std::optional<std::size_t> finished(int size, std::string_view call) {
  if (size >= 0) {
    return static_cast<std::size_t>(size);
  }
  if (::WSAGetLastError() != WSAEWOULDBLOCK) {
    fail_socket(call);
  }
  return std::nullopt;
}

std::optional<std::size_t> write_some(FileDescriptor fd, std::string_view data) {
  if (!is_socket(fd)) {
    return write_handle(as_handle(fd), data);
  }
  return finished(::send(non_blocking(fd), data.data(), static_cast<int>(data.size()), 0), "send");
}

std::optional<std::size_t> read_some(FileDescriptor fd, std::span<char> buffer) {
  if (!is_socket(fd)) {
    return read_handle(as_handle(fd), buffer);
  }
  return finished(::recv(non_blocking(fd), buffer.data(), static_cast<int>(buffer.size()), 0), "recv");
}

// What Python's raw calls say in that case: the error of Winsock is the one for pipes, too.
std::size_t moved(std::optional<std::size_t> size, std::string_view call) {
  if (!size) {
    fail(call, WSAEWOULDBLOCK);
  }
  return *size;
}

fd_set set_of(FileDescriptor fd) {
  if (!is_socket(fd)) {
    throw Unsupported("Windows can wait for input or room of sockets only");
  }
  fd_set set{};
  set.fd_count = 1;
  set.fd_array[0] = as_socket(fd);
  return set;
}

void wait_for(fd_set* input, fd_set* room) {
  if (::select(0, input, room, nullptr, nullptr) == SOCKET_ERROR) {
    fail_socket("select");
  }
}

int socket_option(FileDescriptor socket, int level, int option) {
  int value = 0;
  int size = sizeof value;
  check_socket(::getsockopt(as_socket(socket), level, option, reinterpret_cast<char*>(&value), &size),
               "getsockopt");
  return value;
}

void close_number(FileDescriptor fd) {
  if (is_socket(fd)) {
    check_socket(::closesocket(as_socket(fd)), "closesocket");
  } else {
    check(::CloseHandle(as_handle(fd)), "CloseHandle");
  }
}

// ---- What tells one open thing of a kind from another

std::uint64_t hash_of(std::string_view bytes) {
  return std::hash<std::string_view>{}(bytes);
}

std::string socket_name(FileDescriptor socket) {
  using Ask = int(WSAAPI*)(SOCKET, sockaddr*, int*);
  std::string name;
  for (const Ask ask : {static_cast<Ask>(::getsockname), static_cast<Ask>(::getpeername)}) {
    sockaddr_storage storage{};
    int size = sizeof storage;
    if (ask(as_socket(socket), reinterpret_cast<sockaddr*>(&storage), &size) == 0) {
      name.append(reinterpret_cast<const char*>(&storage), static_cast<std::size_t>(size));
    }
    name += '/';
  }
  return name;
}

// Both ends of a pipe have its name.
std::string pipe_name(HANDLE pipe) {
  DWORD which_end = 0;
  ::GetNamedPipeInfo(pipe, &which_end, nullptr, nullptr, nullptr);
  alignas(FILE_NAME_INFO) std::array<char, 1024> name{};
  ::GetFileInformationByHandleEx(pipe, FileNameInfo, name.data(), static_cast<DWORD>(name.size()));
  return std::to_string(which_end) + std::string(name.data(), name.size());
}

}  // namespace

End::~End() {
  if (owned_) {
    for (const FileDescriptor fd : descriptors_) {
      try {
        close_number(fd);
      } catch (const asyncio::OSError&) {
        // It was closed behind the scenario's back.
      }
    }
  }
}

End::Identity End::identity_of(FileDescriptor fd) noexcept {
  const HANDLE handle = as_handle(fd);
  const DWORD type = ::GetFileType(handle);
  if (type == FILE_TYPE_DISK) {
    BY_HANDLE_FILE_INFORMATION file{};
    ::GetFileInformationByHandle(handle, &file);
    return {file.dwVolumeSerialNumber, std::uint64_t{file.nFileIndexHigh} << 32 | file.nFileIndexLow};
  }
  constexpr std::uint64_t no_volume = std::uint64_t{1} << 32;
  if (type == FILE_TYPE_PIPE) {
    return {no_volume, hash_of(is_socket(fd) ? socket_name(fd) : pipe_name(handle))};
  }
  return type == FILE_TYPE_CHAR ? Identity{no_volume + 1, 0} : Identity{};
}

void End::close() {
  const auto& all = descriptors();
  owned_ = false;
  for (const FileDescriptor fd : all) {
    close_number(fd);
  }
}

std::size_t write_raw(const End& end, std::string_view data) {
  std::size_t total = 0;
  for (const FileDescriptor fd : end.descriptors()) {
    total += moved(write_some(fd, data), "write");
  }
  return total;
}

std::string read_raw(const End& end, std::size_t maximum) {
  std::string all;
  for (const FileDescriptor fd : end.descriptors()) {
    std::string chunk(maximum, '\0');
    chunk.resize(moved(read_some(fd, chunk), "read"));
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
      if (const std::optional<std::size_t> size = write_some(fd, {zeros.data(), piece})) {
        total += *size;
        piece = std::min(2 * piece, zeros.size());
      } else {
        piece /= 2;
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
      const std::size_t size = read_some(fd, buffer).value_or(0);
      if (size == 0) {
        break;
      }
      total += size;
    }
  }
  return total;
}

void wait_until_ready(const End& end, Readiness wanted) {
  for (const FileDescriptor fd : end.descriptors()) {
    fd_set set = set_of(fd);
    const bool for_input = wanted == Readiness::input;
    wait_for(for_input ? &set : nullptr, for_input ? nullptr : &set);
  }
}

bool wait_for_room_or_input(FileDescriptor room, FileDescriptor input) {
  fd_set with_room = set_of(room);
  fd_set with_input = set_of(input);
  wait_for(&with_input, &with_room);
  return with_room.fd_count > 0;
}

bool is_blocking(FileDescriptor fd) {
  if (is_socket(fd)) {
    throw Unsupported("Windows cannot tell whether a socket is non-blocking");
  }
  if (::GetFileType(as_handle(fd)) != FILE_TYPE_PIPE) {
    throw Unsupported("on Windows only pipes have a mode in which they do not wait");
  }
  return pipe_waits(as_handle(fd));
}

bool peer_is_open(FileDescriptor fd) {
  if (!is_socket(fd)) {
    return pipe_is_connected(as_handle(fd));
  }
  if (socket_option(fd, SOL_SOCKET, SO_TYPE) == SOCK_DGRAM) {
    return true;
  }
  char byte = 0;
  const int size = ::recv(non_blocking(fd), &byte, 1, MSG_PEEK);
  return size > 0 || (size < 0 && ::WSAGetLastError() == WSAEWOULDBLOCK);
}

long long file_position(FileDescriptor fd) {
  LARGE_INTEGER position{};
  check(::SetFilePointerEx(as_handle(fd), LARGE_INTEGER{}, &position, FILE_CURRENT), "SetFilePointerEx");
  return position.QuadPart;
}

bool has_no_delay(FileDescriptor fd) {
  return socket_option(fd, IPPROTO_TCP, TCP_NODELAY) != 0;
}

asyncio::Address address_of(FileDescriptor socket) {
  sockaddr_storage storage{};
  int size = sizeof storage;
  check_socket(::getsockname(as_socket(socket), reinterpret_cast<sockaddr*>(&storage), &size), "getsockname");
  return from_native(storage);
}

std::shared_ptr<End> connect_to(const asyncio::Address& address) {
  const NativeAddress native = to_native(address);
  OwnedSocket socket = new_socket(native.storage.ss_family, SOCK_STREAM);
  // The kernel completes a connection to a listening socket of this machine by itself.
  check_socket(::connect(socket.get(), native.get(), native.size), "connect");
  non_blocking(number_of(socket.get()));
  return std::make_shared<End>(number_of(socket.release()));
}

std::shared_ptr<End> accept_from(FileDescriptor listening) {
  OwnedSocket accepted(::accept(non_blocking(listening), nullptr, nullptr));
  if (accepted.get() == INVALID_SOCKET) {
    fail_socket("accept");
  }
  non_blocking(number_of(accepted.get()));
  check(::SetHandleInformation(reinterpret_cast<HANDLE>(accepted.get()), HANDLE_FLAG_INHERIT, 0),
        "SetHandleInformation");
  return std::make_shared<End>(number_of(accepted.release()));
}

void make_file(const std::string& path, std::string_view data) {
  const OwnedHandle file(::CreateFileW(to_wide(path).c_str(), GENERIC_WRITE, share_everything, nullptr,
                                       CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr));
  check(file ? TRUE : FALSE, "CreateFile of " + path);
  while (!data.empty()) {
    data.remove_prefix(*write_handle(file.get(), data));
  }
}

std::string file_content(const std::string& path) {
  const OwnedHandle file(::CreateFileW(to_wide(path).c_str(), GENERIC_READ, share_everything, nullptr,
                                       OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr));
  check(file ? TRUE : FALSE, "CreateFile of " + path);
  std::string content;
  std::array<char, 65536> buffer;
  while (const std::size_t size = *read_handle(file.get(), buffer)) {
    content.append(buffer.data(), size);
  }
  return content;
}

PathState path_state(const std::string& path) {
  const DWORD attributes = ::GetFileAttributesW(to_wide(path).c_str());  // of a link itself
  if (attributes == INVALID_FILE_ATTRIBUTES) {
    return {};
  }
  if ((attributes & FILE_ATTRIBUTE_DIRECTORY) != 0) {
    return {true, "directory"};
  }
  return {true, (attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0 ? "" : "file"};
}

}  // namespace reference_subject
