// An end of a resource: the descriptors that a step of the kind "on": "p.read" is about. Closes what it owns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "asyncio/address.hpp"
#include "asyncio/native.hpp"

namespace reference_subject {

using asyncio::FileDescriptor;

class End {
 public:
  enum class Kind {
    ordinary,
    counter,            // an eventfd: a write adds 1, whatever the data
    without_descriptor  // an object that has no fileno()
  };

  explicit End(std::vector<FileDescriptor> descriptors, Kind kind = Kind::ordinary, bool owned = true);
  explicit End(FileDescriptor descriptor, Kind kind = Kind::ordinary, bool owned = true);
  End(const End&) = delete;
  End& operator=(const End&) = delete;
  ~End();

  // One, unless the fixture is one of many pairs. The numbers stay known after close() and hand_over().
  // Throws Unsupported for an object without a descriptor.
  [[nodiscard]] const std::vector<FileDescriptor>& descriptors() const;
  [[nodiscard]] FileDescriptor descriptor() const;  // the first
  [[nodiscard]] Kind kind() const noexcept { return kind_; }

  // The library owns the descriptors from now on…
  void hand_over();
  // …unless it failed, and left them open. Called as soon as that is known.
  void take_back() noexcept;

  // The raw call, on each of them. Throws asyncio::OSError, as a second close does.
  void close();

 private:
  // Tells whether a number still stands for the same open file.
  struct Identity {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    friend bool operator==(const Identity&, const Identity&) = default;
  };
  static Identity identity_of(FileDescriptor fd) noexcept;  // all 0 for a closed one

  std::vector<FileDescriptor> descriptors_;
  std::vector<Identity> handed_over_;
  Kind kind_;
  bool owned_;
};

using Ends = std::map<std::string, std::shared_ptr<End>>;

// ---- Raw input and output, which throw asyncio::OSError. None of them ever waits, whatever mode the
// descriptor is in.

std::size_t write_raw(const End& end, std::string_view data);
std::string read_raw(const End& end, std::size_t maximum);
std::size_t fill(const End& end);   // writes until it would block
std::size_t drain(const End& end);  // reads until it would block or ends

// Waits, without a loop, until the system says that each descriptor has input or room. On Windows it says so
// of sockets only: throws Unsupported for anything else.
enum class Readiness { input, room };
void wait_until_ready(const End& end, Readiness wanted);

// Waits, without a loop, until one descriptor has room or another has input; whether there is room. The same
// limit on Windows.
bool wait_for_room_or_input(FileDescriptor room, FileDescriptor input);

// ---- Questions about a descriptor

bool is_blocking(FileDescriptor fd);
bool peer_is_open(FileDescriptor fd);  // false once the other side has closed it
long long file_position(FileDescriptor fd);
bool has_no_delay(FileDescriptor fd);  // TCP_NODELAY
asyncio::Address address_of(FileDescriptor socket);

// ---- Sockets of the adapter's own, non-blocking and not inheritable

std::shared_ptr<End> connect_to(const asyncio::Address& address);
std::shared_ptr<End> accept_from(FileDescriptor listening);

// ---- Files

void make_file(const std::string& path, std::string_view data);
std::string file_content(const std::string& path);
struct PathState {
  bool exists = false;
  std::string kind;  // "socket", "file", "directory", or empty
};
PathState path_state(const std::string& path);

}  // namespace reference_subject
