// The line that leads to the harness.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "asyncio/native.hpp"

namespace reference_subject {

// Takes the standard input and output for the protocol: moves them to private, non-inheritable descriptors,
// and points descriptor 0 at the null device and 1 at standard error, so that no child can touch the
// protocol.
class Channel {
 public:
  // Throws std::system_error.
  Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  ~Channel();

  // Without its line end; nullopt when the input has ended (a last line without an end is dropped) or a line
  // is longer than the protocol allows.
  std::optional<std::string> read_line();

  // Writes all of it. False if the harness is gone.
  bool write(std::string_view text);

 private:
  // One call of the system each, which waits as long as it takes. 0: the other side is gone.
  std::size_t read_some(std::span<char> buffer);
  std::size_t write_some(std::string_view text);

  asyncio::FileDescriptor input_ = asyncio::invalid_descriptor;
  asyncio::FileDescriptor output_ = asyncio::invalid_descriptor;
  std::string buffer_;
  std::size_t begin_ = 0;  // of what was not yet returned
};

}  // namespace reference_subject
