// How a step can end other than by a value or by an exception of the library.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace reference_subject {

// The adapter cannot perform this step.
class Unsupported : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A fixture is not to be had on this machine; `need` is one word, such as "pty".
class Unmet : public std::runtime_error {
 public:
  Unmet(std::string need, const std::string& reason) : std::runtime_error(reason), need_(std::move(need)) {}
  [[nodiscard]] const std::string& need() const noexcept { return need_; }

 private:
  std::string need_;
};

// The step refers to one that gave nothing to refer to.
class NotRun : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The scenario cannot be understood: the whole request is answered with an error.
class InvalidScenario : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace reference_subject
