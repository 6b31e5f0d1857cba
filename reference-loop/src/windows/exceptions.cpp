#include "asyncio/exceptions.hpp"

#include <windows.h>
#include <winsock2.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "windows/error_numbers.hpp"
#include "windows/text.hpp"

namespace asyncio {
namespace {

// "[Errno 2] No such file or directory: path"; with the code of Windows "[WinError 2] …".
std::string os_error_text(std::string_view kind, int number, std::string_view message,
                          std::string_view what) {
  std::string text = "[";
  text.append(kind).append(" ").append(std::to_string(number)).append("] ").append(message);
  if (!what.empty()) text.append(": ").append(what);
  return text;
}

// A number of Winsock that is used as an errno has no text in the C library.
std::string errno_message(int error_number) {
  return error_number >= WSABASEERR ? windows_os::system_message(error_number)
                                    : std::generic_category().message(error_number);
}

}  // namespace

OSError::OSError(int error_number, std::string_view what)
    : OSError(error_number, std::nullopt,
              os_error_text("Errno", error_number, errno_message(error_number), what)) {}

OSError::OSError(int error_number, std::optional<int> winerror, const std::string& text)
    : Error(text), error_number_(error_number), winerror_(winerror) {}

OSError OSError::from_system(int code, std::string_view what) {
  return {windows_os::to_errno(code), code,
          os_error_text("WinError", code, windows_os::system_message(code), what)};
}

std::string_view OSError::type_name() const noexcept {
  // Two codes that have no errno of their own, for which asyncio says what they are.
  if (winerror_ == ERROR_CONNECTION_REFUSED) return "ConnectionRefusedError";
  if (winerror_ == ERROR_CONNECTION_ABORTED) return "ConnectionAbortedError";
  return windows_os::os_error_type(error_number_);
}

AddressInfoError::AddressInfoError(int code, std::string_view host)
    : OSError(code, std::nullopt, os_error_text("Errno", code, "getaddrinfo failed", host)) {}

}  // namespace asyncio
