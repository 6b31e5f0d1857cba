// What becomes of an exception that nobody catches.
// https://docs.python.org/3/library/asyncio-eventloop.html#error-handling-api
#include <cstdio>

#include "base/base_event_loop.hpp"

namespace asyncio {
namespace {

std::string describe(const std::exception_ptr& exception) {
  try {
    std::rethrow_exception(exception);
  } catch (const Error& error) {
    return std::string(error.type_name()) + ": " + error.what();
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "an exception of unknown type";
  }
}

}  // namespace

void BaseEventLoop::default_exception_handler(const ExceptionContext& context) {
  std::string text = context.message.empty() ? "Unhandled exception in event loop" : context.message;
  if (context.exception != nullptr) {
    text += "\n" + describe(context.exception);
  }
  text += "\n";
  std::fputs(text.c_str(), stderr);
}

void BaseEventLoop::call_exception_handler(const ExceptionContext& context) {
  // A copy, since a handler may install another one.
  const ExceptionHandler handler = exception_handler_;
  if (handler == nullptr) {
    default_exception_handler(context);
    return;
  }
  try {
    handler(*this, context);
  } catch (...) {
    default_exception_handler({"Unhandled error in exception handler", std::current_exception()});
  }
}

}  // namespace asyncio
