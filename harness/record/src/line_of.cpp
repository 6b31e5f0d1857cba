#include "line_of.hpp"

#include <algorithm>
#include <vector>

#include <nlohmann/json.hpp>

namespace loopcheck::record {

namespace {

// The names of a pointer, with "~1" and "~0" as the characters that they stand for.
std::vector<std::string> tokens_of(const std::string& pointer) {
  std::vector<std::string> tokens;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] == '/') {
      tokens.emplace_back();
    } else if (!tokens.empty()) {
      const bool escape = pointer[i] == '~' && i + 1 < pointer.size();
      tokens.back() += !escape ? pointer[i] : pointer[++i] == '1' ? '/' : '~';
    }
  }
  return tokens;
}

// Walks over JSON without keeping any of it.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) { skip_space(); }

  // Moves from the start of a value to the start of the member `token`. False if there is none; the place is
  // then anywhere behind.
  bool enter(const std::string& token) {
    const char open = next();
    if (open != '{' && open != '[') return false;
    ++at_;
    skip_space();
    for (std::size_t index = 0; at_ < text_.size() && next() != '}' && next() != ']'; ++index) {
      std::string name = std::to_string(index);
      if (open == '{') {
        const std::size_t start = at_;
        skip_value();
        name = nlohmann::json::parse(text_.substr(start, at_ - start)).get<std::string>();
        skip_space();
        ++at_;  // the colon
        skip_space();
      }
      if (name == token) return true;
      skip_value();
      skip_space();
      if (next() == ',') ++at_;
      skip_space();
    }
    return false;
  }

  std::size_t place() const { return std::min(at_, text_.size()); }

 private:
  char next() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_space() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }
  void skip_text() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    ++at_;
  }
  void skip_value() {
    std::size_t depth = 0;
    do {
      const char c = next();
      if (c == '"') {
        skip_text();
      } else if (c == '{' || c == '[') {
        ++depth;
        ++at_;
      } else if (c == '}' || c == ']') {
        --depth;
        ++at_;
      } else if (depth > 0) {
        ++at_;
      } else {  // a number or a word
        while (at_ < text_.size() &&
               std::string_view(",}] \t\r\n").find(text_[at_]) == std::string_view::npos)
          ++at_;
      }
    } while (depth > 0 && at_ < text_.size());
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::size_t line_of(std::string_view text, const std::string& pointer) {
  Walker walker(text);
  std::size_t found = walker.place();
  for (const auto& token : tokens_of(pointer)) {
    if (!walker.enter(token)) break;
    found = walker.place();
  }
  return 1 + static_cast<std::size_t>(
                 std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(found), '\n'));
}

}  // namespace loopcheck::record
