// The exceptions of asyncio and the built-in ones that it raises, under Python's names.
// https://docs.python.org/3/library/asyncio-exceptions.html,
// https://docs.python.org/3/library/exceptions.html
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace asyncio {

// The root of all of them. type_name() is Python's name of the class, such as "PermissionError".
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
  [[nodiscard]] virtual std::string_view type_name() const noexcept = 0;
};

class RuntimeError : public Error {
 public:
  using Error::Error;
  [[nodiscard]] std::string_view type_name() const noexcept override { return "RuntimeError"; }
};

class NotImplementedError : public RuntimeError {
 public:
  using RuntimeError::RuntimeError;
  NotImplementedError() : RuntimeError("") {}
  [[nodiscard]] std::string_view type_name() const noexcept override { return "NotImplementedError"; }
};

class ValueError : public Error {
 public:
  using Error::Error;
  [[nodiscard]] std::string_view type_name() const noexcept override { return "ValueError"; }
};

class TypeError : public Error {
 public:
  using Error::Error;
  [[nodiscard]] std::string_view type_name() const noexcept override { return "TypeError"; }
};

class KeyError : public Error {
 public:
  using Error::Error;
  [[nodiscard]] std::string_view type_name() const noexcept override { return "KeyError"; }
};

// What a failed system call raises. type_name() is the subclass that PEP 3151 gives the error number:
// BlockingIOError, ChildProcessError, BrokenPipeError, ConnectionRefusedError, FileNotFoundError,
// PermissionError, …
class OSError : public Error {
 public:
  // `error_number` is an errno; `what` names the call or the path.
  OSError(int error_number, std::string_view what);
  // From what the system itself gave: an errno on Unix, a code of GetLastError() or WSAGetLastError() on
  // Windows, which then is winerror() too.
  static OSError from_system(int code, std::string_view what);
  [[nodiscard]] int error_number() const noexcept { return error_number_; }
  // The native code on Windows (GetLastError, WSAGetLastError).
  [[nodiscard]] std::optional<int> winerror() const noexcept { return winerror_; }
  [[nodiscard]] std::string_view type_name() const noexcept override;

 protected:
  OSError(int error_number, std::optional<int> winerror, const std::string& text);

 private:
  int error_number_;
  std::optional<int> winerror_;
};

// getaddrinfo() failed; error_number() is an EAI_* code. Python: socket.gaierror.
class AddressInfoError : public OSError {
 public:
  AddressInfoError(int code, std::string_view host);
  [[nodiscard]] std::string_view type_name() const noexcept override { return "gaierror"; }
};

class CancelledError : public Error {
 public:
  CancelledError() : Error("") {}
  [[nodiscard]] std::string_view type_name() const noexcept override { return "CancelledError"; }
};

class InvalidStateError : public Error {
 public:
  using Error::Error;
  [[nodiscard]] std::string_view type_name() const noexcept override { return "InvalidStateError"; }
};

class SendfileNotAvailableError : public RuntimeError {
 public:
  using RuntimeError::RuntimeError;
  [[nodiscard]] std::string_view type_name() const noexcept override { return "SendfileNotAvailableError"; }
};

}  // namespace asyncio
