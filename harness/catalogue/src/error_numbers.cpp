#include "loopcheck/catalogue/error_numbers.hpp"

#include <algorithm>

namespace loopcheck::catalogue {
namespace {

struct Entry {
  std::string_view name;
  int linux_number;  // 0: the platform has no such name
  int macos_number;
  int windows_number;
};

// The values of Python's module errno. On Windows it gives sockets' errors the numbers of Winsock.
constexpr Entry table[] = {
    {"EPERM", 1, 1, 1},
    {"ENOENT", 2, 2, 2},
    {"ESRCH", 3, 3, 3},
    {"EINTR", 4, 4, 4},
    {"EIO", 5, 5, 5},
    {"ENXIO", 6, 6, 6},
    {"E2BIG", 7, 7, 7},
    {"ENOEXEC", 8, 8, 8},
    {"EBADF", 9, 9, 9},
    {"ECHILD", 10, 10, 10},
    {"ENOMEM", 12, 12, 12},
    {"EACCES", 13, 13, 13},
    {"EFAULT", 14, 14, 14},
    {"EBUSY", 16, 16, 16},
    {"EEXIST", 17, 17, 17},
    {"EXDEV", 18, 18, 18},
    {"ENODEV", 19, 19, 19},
    {"ENOTDIR", 20, 20, 20},
    {"EISDIR", 21, 21, 21},
    {"EINVAL", 22, 22, 22},
    {"ENFILE", 23, 23, 23},
    {"EMFILE", 24, 24, 24},
    {"ENOTTY", 25, 25, 25},
    {"EFBIG", 27, 27, 27},
    {"ENOSPC", 28, 28, 28},
    {"ESPIPE", 29, 29, 29},
    {"EROFS", 30, 30, 30},
    {"EPIPE", 32, 32, 32},
    {"ERANGE", 34, 34, 34},
    {"EAGAIN", 11, 35, 11},
    {"EDEADLK", 35, 11, 36},
    {"ENAMETOOLONG", 36, 63, 38},
    {"ENOSYS", 38, 78, 40},
    {"ENOTEMPTY", 39, 66, 41},
    {"ELOOP", 40, 62, 10062},
    {"EOVERFLOW", 75, 84, 132},
    {"ENOTSOCK", 88, 38, 10038},
    {"EDESTADDRREQ", 89, 39, 10039},
    {"EMSGSIZE", 90, 40, 10040},
    {"EPROTOTYPE", 91, 41, 10041},
    {"ENOPROTOOPT", 92, 42, 10042},
    {"EPROTONOSUPPORT", 93, 43, 10043},
    {"EOPNOTSUPP", 95, 102, 10045},
    {"ENOTSUP", 95, 45, 129},
    {"EAFNOSUPPORT", 97, 47, 10047},
    {"EADDRINUSE", 98, 48, 10048},
    {"EADDRNOTAVAIL", 99, 49, 10049},
    {"ENETDOWN", 100, 50, 10050},
    {"ENETUNREACH", 101, 51, 10051},
    {"ECONNABORTED", 103, 53, 10053},
    {"ECONNRESET", 104, 54, 10054},
    {"ENOBUFS", 105, 55, 10055},
    {"EISCONN", 106, 56, 10056},
    {"ENOTCONN", 107, 57, 10057},
    {"ESHUTDOWN", 108, 58, 10058},
    {"ETIMEDOUT", 110, 60, 10060},
    {"ECONNREFUSED", 111, 61, 10061},
    {"EHOSTDOWN", 112, 64, 10064},
    {"EHOSTUNREACH", 113, 65, 10065},
    {"EALREADY", 114, 37, 10037},
    {"EINPROGRESS", 115, 36, 10036},
    {"ECANCELED", 125, 89, 105},
    {"EWOULDBLOCK", 11, 35, 10035},
    {"WSAEINTR", 0, 0, 10004},
    {"WSAEBADF", 0, 0, 10009},
    {"WSAEACCES", 0, 0, 10013},
    {"WSAEFAULT", 0, 0, 10014},
    {"WSAEINVAL", 0, 0, 10022},
    {"WSAEMFILE", 0, 0, 10024},
    {"WSAEWOULDBLOCK", 0, 0, 10035},
    {"WSAEINPROGRESS", 0, 0, 10036},
    {"WSAEALREADY", 0, 0, 10037},
    {"WSAENOTSOCK", 0, 0, 10038},
    {"WSAEDESTADDRREQ", 0, 0, 10039},
    {"WSAEMSGSIZE", 0, 0, 10040},
    {"WSAEPROTOTYPE", 0, 0, 10041},
    {"WSAENOPROTOOPT", 0, 0, 10042},
    {"WSAEPROTONOSUPPORT", 0, 0, 10043},
    {"WSAEOPNOTSUPP", 0, 0, 10045},
    {"WSAEAFNOSUPPORT", 0, 0, 10047},
    {"WSAEADDRINUSE", 0, 0, 10048},
    {"WSAEADDRNOTAVAIL", 0, 0, 10049},
    {"WSAENETDOWN", 0, 0, 10050},
    {"WSAENETUNREACH", 0, 0, 10051},
    {"WSAENETRESET", 0, 0, 10052},
    {"WSAECONNABORTED", 0, 0, 10053},
    {"WSAECONNRESET", 0, 0, 10054},
    {"WSAENOBUFS", 0, 0, 10055},
    {"WSAEISCONN", 0, 0, 10056},
    {"WSAENOTCONN", 0, 0, 10057},
    {"WSAESHUTDOWN", 0, 0, 10058},
    {"WSAETIMEDOUT", 0, 0, 10060},
    {"WSAECONNREFUSED", 0, 0, 10061},
    {"WSAEHOSTUNREACH", 0, 0, 10065},
};

int number_on(const Entry& entry, std::string_view platform) {
  if (platform == "linux") return entry.linux_number;
  if (platform == "macos") return entry.macos_number;
  if (platform == "windows") return entry.windows_number;
  return 0;
}

const Entry* find(std::string_view name) {
  const auto* found = std::find_if(std::begin(table), std::end(table),
                                   [&](const Entry& entry) { return entry.name == name; });
  return found == std::end(table) ? nullptr : found;
}

}  // namespace

bool is_error_name(std::string_view name) {
  return find(name) != nullptr;
}

const std::vector<std::string>& error_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> result;
    for (const Entry& entry : table) result.emplace_back(entry.name);
    return result;
  }();
  return names;
}

std::optional<int> error_number(std::string_view name, std::string_view platform) {
  const Entry* entry = find(name);
  if (entry == nullptr || number_on(*entry, platform) == 0) return std::nullopt;
  return number_on(*entry, platform);
}

std::string error_name(int number, std::string_view platform) {
  if (number == 0) return {};
  for (const Entry& entry : table) {
    if (number_on(entry, platform) == number) return std::string(entry.name);
  }
  return {};
}

bool has_error(const protocol::Exception& exception, std::string_view name, std::string_view platform) {
  const std::optional<int> number = error_number(name, platform);
  if (!number) return false;
  if (exception.error_number == number) return true;
  return name.substr(0, 3) == "WSA" && exception.winerror == number;
}

}  // namespace loopcheck::catalogue
