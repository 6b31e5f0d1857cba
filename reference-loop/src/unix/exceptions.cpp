#include "asyncio/exceptions.hpp"

#include <netdb.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace asyncio {
namespace {

// PEP 3151: which errno has a class of its own.
constexpr std::array<std::pair<int, std::string_view>, 18> os_error_subclasses{{
    {EAGAIN, "BlockingIOError"},
    {EALREADY, "BlockingIOError"},
    {EINPROGRESS, "BlockingIOError"},
    {EPIPE, "BrokenPipeError"},
    {ESHUTDOWN, "BrokenPipeError"},
    {ECHILD, "ChildProcessError"},
    {ECONNABORTED, "ConnectionAbortedError"},
    {ECONNREFUSED, "ConnectionRefusedError"},
    {ECONNRESET, "ConnectionResetError"},
    {EEXIST, "FileExistsError"},
    {ENOENT, "FileNotFoundError"},
    {EINTR, "InterruptedError"},
    {EISDIR, "IsADirectoryError"},
    {ENOTDIR, "NotADirectoryError"},
    {EACCES, "PermissionError"},
    {EPERM, "PermissionError"},
    {ESRCH, "ProcessLookupError"},
    {ETIMEDOUT, "TimeoutError"},
}};

std::string os_error_text(int error_number, std::string_view what) {
  std::string text =
      "[Errno " + std::to_string(error_number) + "] " + std::generic_category().message(error_number);
  if (!what.empty()) {
    text.append(": ").append(what);
  }
  return text;
}

}  // namespace

OSError::OSError(int error_number, std::string_view what)
    : OSError(error_number, std::nullopt, os_error_text(error_number, what)) {}

OSError::OSError(int error_number, std::optional<int> winerror, const std::string& text)
    : Error(text), error_number_(error_number), winerror_(winerror) {}

OSError OSError::from_system(int code, std::string_view what) {
  return {code, what};
}

std::string_view OSError::type_name() const noexcept {
  for (const auto& [error_number, name] : os_error_subclasses) {
    if (error_number == error_number_) {
      return name;
    }
  }
  return "OSError";
}

AddressInfoError::AddressInfoError(int code, std::string_view host)
    : OSError(code, std::nullopt,
              "[Errno " + std::to_string(code) + "] " + ::gai_strerror(code) + ": " + std::string(host)) {}

}  // namespace asyncio
