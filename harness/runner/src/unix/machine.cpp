#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

#include "loopcheck/runner/needs.hpp"

namespace loopcheck::runner::machine {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

bool has_pty() {
  const Descriptor controller(::posix_openpt(O_RDWR | O_NOCTTY));
  return controller.number() >= 0 && ::grantpt(controller.number()) == 0 &&
         ::unlockpt(controller.number()) == 0;
}

bool has_ipv6() {
  const Descriptor socket(::socket(AF_INET6, SOCK_STREAM, 0));
  if (socket.number() < 0) return false;
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_loopback;
  return ::bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

bool is_root() {
  return ::geteuid() == 0;
}

std::size_t descriptor_limit() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<std::size_t>(limit.rlim_cur) : 0;
}

std::size_t largest_descriptor_limit() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<std::size_t>(limit.rlim_max) : 0;
}

}  // namespace loopcheck::runner::machine
