// Socket addresses, as values.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace asyncio {

struct InternetAddress {
  std::string host;  // numeric in everything that a loop gives; where it is given one, a name may stand here
  std::uint16_t port = 0;
  bool v6 = false;
  friend bool operator==(const InternetAddress&, const InternetAddress&) = default;
};

// A path; a first byte of 0 makes it a name of Linux's abstract namespace; empty is an unnamed socket.
struct UnixAddress {
  std::string path;
  friend bool operator==(const UnixAddress&, const UnixAddress&) = default;
};

using Address = std::variant<std::monostate, InternetAddress, UnixAddress>;

enum class AddressFamily { unspecified, inet, inet6, unix_domain };

}  // namespace asyncio
