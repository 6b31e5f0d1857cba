#include "windows/winsock.hpp"

#include "asyncio/exceptions.hpp"

namespace asyncio::windows_os {
namespace {

class Winsock {
 public:
  Winsock() {
    WSADATA data{};
    if (const int failure = ::WSAStartup(MAKEWORD(2, 2), &data); failure != 0) {
      throw OSError::from_system(failure, "WSAStartup");
    }
  }
  Winsock(const Winsock&) = delete;
  Winsock& operator=(const Winsock&) = delete;
  ~Winsock() { ::WSACleanup(); }
};

}  // namespace

void use_winsock() {
  static const Winsock winsock;
}

void throw_socket_error(const char* what) {
  throw OSError::from_system(::WSAGetLastError(), what);
}

}  // namespace asyncio::windows_os
