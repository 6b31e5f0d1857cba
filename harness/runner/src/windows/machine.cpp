// Before windows.h, which would bring in the first version of the sockets.
#include <winsock2.h>
#include <ws2tcpip.h>

#include <windows.h>

#include <memory>

#include "loopcheck/runner/needs.hpp"

namespace loopcheck::runner::machine {
namespace {

class Sockets {
 public:
  Sockets() {
    WSADATA data{};
    started_ = ::WSAStartup(MAKEWORD(2, 2), &data) == 0;
  }
  ~Sockets() {
    if (started_) ::WSACleanup();
  }
  Sockets(const Sockets&) = delete;
  Sockets& operator=(const Sockets&) = delete;

 private:
  bool started_ = false;
};

struct FreeSidLater {
  using pointer = PSID;
  void operator()(PSID sid) const { ::FreeSid(sid); }
};

}  // namespace

// There are pseudo-consoles, but no descriptor of a terminal that a loop could watch.
bool has_pty() {
  return false;
}

bool has_ipv6() {
  const Sockets sockets;
  const SOCKET socket = ::socket(AF_INET6, SOCK_STREAM, 0);
  if (socket == INVALID_SOCKET) return false;
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_loopback;
  const bool bound = ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::closesocket(socket);
  return bound;
}

// A member of the administrators, whose rights are not held back.
bool is_root() {
  SID_IDENTIFIER_AUTHORITY authority = SECURITY_NT_AUTHORITY;
  PSID administrators = nullptr;
  if (::AllocateAndInitializeSid(&authority, 2, SECURITY_BUILTIN_DOMAIN_RID, DOMAIN_ALIAS_RID_ADMINS, 0, 0, 0,
                                 0, 0, 0, &administrators) == 0) {
    return false;
  }
  const std::unique_ptr<void, FreeSidLater> owner(administrators);
  BOOL member = FALSE;
  return ::CheckTokenMembership(nullptr, administrators, &member) != 0 && member != FALSE;
}

// Handles of one process, which nothing but memory bounds.
std::size_t descriptor_limit() {
  return std::size_t{1} << 24;
}

std::size_t largest_descriptor_limit() {
  return descriptor_limit();
}

}  // namespace loopcheck::runner::machine
