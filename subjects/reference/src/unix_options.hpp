// The parameters that the steps about AF_UNIX share. A path as str, bytes or path-like object is one and the
// same thing in C++, a string of bytes, so that "path_as" makes no difference.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "asyncio/options.hpp"
#include "vocabulary.hpp"

namespace reference_subject {

// Of "path" or "abstract"; nullopt if neither is given.
inline std::optional<std::string> unix_path(const Step& step) {
  if (step.has("abstract")) {
    return std::string(1, '\0') + step.text("abstract");
  }
  return step.optional_text("path");
}

inline std::shared_ptr<End> unix_socket(const Call& call) {
  return call.step.raw("sock").is_null() ? nullptr : call.end("sock");
}

struct UnixServerCall {
  explicit UnixServerCall(const Call& call) : socket(unix_socket(call)) {
    options.path = unix_path(call.step);
    if (socket != nullptr) {
      options.socket = socket->descriptor();
    }
    options.start_serving = call.step.flag("start_serving", options.start_serving);
    options.cleanup_socket = call.step.flag("cleanup_socket", options.cleanup_socket);
  }
  std::shared_ptr<End> socket;
  asyncio::UnixServerOptions options;
};

struct UnixConnectionCall {
  explicit UnixConnectionCall(const Call& call) : socket(unix_socket(call)) {
    options.path = unix_path(call.step);
    if (socket != nullptr) {
      options.socket = socket->descriptor();
    }
  }
  std::shared_ptr<End> socket;
  asyncio::UnixConnectionOptions options;
};

}  // namespace reference_subject
