#include "exceptions.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "asyncio/exceptions.hpp"

namespace reference_subject {
namespace {

// An exception of the scenario's own making, of a type that the library has no class for.
class NamedError : public asyncio::Error {
 public:
  NamedError(std::string type_name, const std::string& message)
      : Error(message), type_name_(std::move(type_name)) {}
  [[nodiscard]] std::string_view type_name() const noexcept override { return type_name_; }

 private:
  std::string type_name_;
};

constexpr const char* raised_message = "raised by the scenario";

// Types which are not built into Python, with their base classes there.
std::vector<std::string> bases_of(std::string_view type) {
  if (type == "CancelledError") {
    return {"BaseException"};
  }
  if (type == "InvalidStateError") {
    return {"Exception"};
  }
  if (type == "SendfileNotAvailableError") {
    return {"RuntimeError", "Exception"};
  }
  if (type == "gaierror") {
    return {"OSError", "Exception"};
  }
  if (type == "IncompleteReadError") {
    return {"EOFError", "Exception"};
  }
  if (type == "LimitOverrunError") {
    return {"Exception"};
  }
  return {};
}

}  // namespace

loopcheck::protocol::Exception describe(const std::exception_ptr& exception) {
  try {
    std::rethrow_exception(exception);
  } catch (const asyncio::OSError& error) {
    return {std::string(error.type_name()), error.what(), error.error_number(), error.winerror(),
            bases_of(error.type_name())};
  } catch (const asyncio::Error& error) {
    return {std::string(error.type_name()), error.what(), std::nullopt, std::nullopt,
            bases_of(error.type_name())};
  }
}

nlohmann::json exception_or_null(const std::exception_ptr& exception) {
  if (exception == nullptr) {
    return nullptr;
  }
  try {
    return describe(exception);
  } catch (const std::exception& error) {
    return loopcheck::protocol::Exception{"Exception", error.what(), std::nullopt, std::nullopt, {}};
  }
}

void raise_by_name(const std::string& type_name) {
  if (type_name == "ValueError") {
    throw asyncio::ValueError(raised_message);
  }
  if (type_name == "RuntimeError") {
    throw asyncio::RuntimeError(raised_message);
  }
  if (type_name == "NotImplementedError") {
    throw asyncio::NotImplementedError(raised_message);
  }
  if (type_name == "TypeError") {
    throw asyncio::TypeError(raised_message);
  }
  if (type_name == "KeyError") {
    throw asyncio::KeyError(raised_message);
  }
  if (type_name == "CancelledError") {
    throw asyncio::CancelledError();
  }
  throw NamedError(type_name, raised_message);
}

}  // namespace reference_subject
