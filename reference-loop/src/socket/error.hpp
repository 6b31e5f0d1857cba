// What a socket call failed with, as a value: errno on Unix, a Winsock code on Windows.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "asyncio/exceptions.hpp"

namespace asyncio::net {

class SystemError {
 public:
  constexpr SystemError() noexcept = default;  // no error
  constexpr explicit SystemError(int code) noexcept : code_(code) {}

  [[nodiscard]] constexpr explicit operator bool() const noexcept { return code_ != 0; }
  [[nodiscard]] constexpr int code() const noexcept { return code_; }
  [[nodiscard]] OSError exception(std::string_view what) const { return OSError::from_system(code_, what); }
  // The system's words for it, such as "Connection refused".
  [[nodiscard]] std::string message() const;
  friend constexpr bool operator==(SystemError, SystemError) noexcept = default;

  // A non-blocking call is to be tried again later.
  [[nodiscard]] bool is_try_again() const noexcept;
  // A non-blocking connect() goes on in the background.
  [[nodiscard]] bool is_connecting() const noexcept;
  // accept() found no descriptor or no memory for a connection.
  [[nodiscard]] bool is_out_of_resources() const noexcept;
  // The peer is gone: what was sent to it is lost.
  [[nodiscard]] bool is_peer_gone() const noexcept;

 private:
  int code_ = 0;
};

// What the last socket call of this thread failed with.
[[nodiscard]] SystemError last_error() noexcept;

// The numbers of errors that the loop tells apart, or raises itself.
extern const SystemError connection_reset;
extern const SystemError connection_aborted;
extern const SystemError address_not_available;
extern const SystemError address_in_use;
extern const SystemError family_not_supported;
extern const SystemError not_found;
extern const SystemError broken_pipe;
extern const SystemError access_denied;
extern const SystemError invalid_argument;

// What a call that sends or receives did.
struct Transferred {
  std::size_t size = 0;
  SystemError error;
};

}  // namespace asyncio::net
