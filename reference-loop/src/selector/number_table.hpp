// Something for each descriptor, by its number.
#pragma once

#include <algorithm>
#include <cstddef>
#include <unordered_map>
#include <vector>

#include "asyncio/native.hpp"

namespace asyncio {

// Numbers are small where the system gives the lowest free one, as every Unix does, and where they are
// handles that it hands out in order, as Windows does: these are places of an array. But any number may be
// given to a loop, and on Windows a handle may be large: such ones are hashed.
template <class T>
class NumberTable {
 public:
  static constexpr std::size_t array_limit = std::size_t{1} << 16U;

  // Null if nothing was ever kept for the number. Not for negative numbers.
  [[nodiscard]] T* find(FileDescriptor fd) noexcept {
    const auto index = static_cast<std::size_t>(fd);
    if (index < array_.size()) return &array_[index];
    return hashed_.empty() ? nullptr : find_hashed(fd);
  }
  [[nodiscard]] const T* find(FileDescriptor fd) const noexcept {
    return const_cast<NumberTable*>(this)->find(fd);  // NOLINT(cppcoreguidelines-pro-type-const-cast)
  }

  // Makes room if there is none, which moves the others.
  T& get(FileDescriptor fd) {
    const auto index = static_cast<std::size_t>(fd);
    if (index < array_.size()) return array_[index];
    if (index >= array_limit) return hashed_[fd];
    array_.resize(std::min(array_limit, std::max(index + 1, array_.size() * 2)));
    return array_[index];
  }

  void clear() noexcept {
    array_.clear();
    hashed_.clear();
  }

 private:
  T* find_hashed(FileDescriptor fd) noexcept {
    const auto found = hashed_.find(fd);
    return found == hashed_.end() ? nullptr : &found->second;
  }

  std::vector<T> array_;
  std::unordered_map<FileDescriptor, T> hashed_;
};

}  // namespace asyncio
