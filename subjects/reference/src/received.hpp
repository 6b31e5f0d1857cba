// The bytes that the protocols of a scenario have received. Safe to use from every thread.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace reference_subject {

class Received {
 public:
  // `fd` tells the pipes of a subprocess apart; it is 0 for all others.
  void add(const std::string& protocol, int fd, std::string_view bytes) {
    const std::lock_guard lock(mutex_);
    bytes_[{protocol, fd}] += bytes;
  }
  [[nodiscard]] std::string bytes(const std::string& protocol, int fd) const {
    const std::lock_guard lock(mutex_);
    const auto found = bytes_.find({protocol, fd});
    return found == bytes_.end() ? std::string() : found->second;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::string> bytes_;
};

}  // namespace reference_subject
