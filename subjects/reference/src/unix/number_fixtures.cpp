// Descriptor numbers that are special: closed, high, negative, or none at all.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>

#include "outcome.hpp"
#include "process.hpp"
#include "unix/descriptor.hpp"
#include "unix/fixture_tables.hpp"
#include "unix/opening.hpp"

namespace reference_subject {
namespace {

constexpr int select_limit = 1024;  // FD_SETSIZE

std::optional<rlimit>& original_limit() {
  static std::optional<rlimit> limit;
  return limit;
}

Ends closed_number(const FixtureRequest&) {
  // A number that nothing opened later is likely to be given, since the kernel hands out the lowest: far
  // away, as far as the limit lets it be.
  rlimit limit{};
  checked(::getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
  const int far_away = static_cast<int>(std::min<rlim_t>(500, limit.rlim_cur / 2));
  const Descriptor null_device(checked(::open("/dev/null", O_RDWR | O_CLOEXEC), "open of /dev/null"));
  const int number = checked(::fcntl(null_device.get(), F_DUPFD_CLOEXEC, far_away), "fcntl");
  ::close(number);
  return {{"fd", std::make_shared<End>(number, End::Kind::ordinary, false)}};
}

Ends high_number(const FixtureRequest&) {
  raise_descriptor_limit(select_limit + 176);
  const std::array<int, 2> pair = open_socket_pair(SOCK_STREAM);
  const Descriptor low(pair[0]);
  auto peer = std::make_shared<End>(pair[1]);
  const int high = ::fcntl(low.get(), F_DUPFD_CLOEXEC, select_limit);
  if (high < 0) {
    throw Unmet("descriptors", "there is no descriptor number of 1024 or above");
  }
  return {{"fd", std::make_shared<End>(high)}, {"peer", std::move(peer)}};
}

Ends negative_number(const FixtureRequest&) {
  return {{"fd", std::make_shared<End>(-1, End::Kind::ordinary, false)}};
}

Ends object_without_fileno(const FixtureRequest&) {
  return {{"object", std::make_shared<End>(-1, End::Kind::without_descriptor, false)}};
}

}  // namespace

void raise_descriptor_limit(std::size_t needed) {
  rlimit limit{};
  checked(::getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
  const auto wanted = static_cast<rlim_t>(needed);  // signed on some systems
  if (limit.rlim_cur >= wanted) {
    return;
  }
  const rlimit before = limit;
  limit.rlim_cur = std::max(limit.rlim_cur, std::min(wanted, limit.rlim_max));
  if (limit.rlim_cur < wanted || ::setrlimit(RLIMIT_NOFILE, &limit) != 0) {
    throw Unmet("descriptors", std::to_string(needed) + " descriptors are needed, " +
                                   std::to_string(limit.rlim_max) + " are allowed");
  }
  if (!original_limit()) {
    original_limit() = before;
  }
}

void undo_fixtures() {
  if (original_limit()) {
    ::setrlimit(RLIMIT_NOFILE, &*original_limit());
    original_limit().reset();
  }
}

FixtureTable number_fixtures() {
  return {{"closed-number", closed_number},
          {"high-number", high_number},
          {"negative-number", negative_number},
          {"object-without-fileno", object_without_fileno}};
}

}  // namespace reference_subject
