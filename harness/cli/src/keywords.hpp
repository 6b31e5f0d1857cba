// What `-k` takes: texts that are looked for in names, whatever their case, joined by and, or, not and
// brackets.
//
//   const auto keywords = Keywords::parse("pipe and not (fifo or read end)");
//   keywords.match({"add-reader[resource=pipe]", "add_reader() is given a pipe"});   // true
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace loopcheck::cli {

// An expression that cannot be read; what() shows where.
class KeywordError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Keywords {
 public:
  // Words beside each other are one text. A text in double quotes may hold brackets and the words and, or,
  // not. Throws KeywordError.
  static Keywords parse(std::string_view expression);

  // A text matches if any of the names has it.
  [[nodiscard]] bool match(const std::vector<std::string>& names) const;

  struct Node;

 private:
  explicit Keywords(std::shared_ptr<const Node> root) : root_(std::move(root)) {}
  std::shared_ptr<const Node> root_;
};

}  // namespace loopcheck::cli
