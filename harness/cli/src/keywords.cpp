#include "keywords.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

namespace loopcheck::cli {

struct Keywords::Node {
  enum class Kind { text, negation, conjunction, disjunction };
  Kind kind = Kind::text;
  std::string text;  // in lower case
  std::vector<std::shared_ptr<const Node>> parts;
};

namespace {

using Node = Keywords::Node;
using NodePointer = std::shared_ptr<const Node>;

// Of ASCII only: that is what ids and most titles are made of.
std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

struct Token {
  enum class Kind { word, quoted, open, close, conjunction, disjunction, negation, end };
  Kind kind = Kind::end;
  std::string text;
  std::size_t at = 0;
};

[[noreturn]] void refuse(std::string_view expression, std::size_t at, std::string_view fault) {
  throw KeywordError(fmt::format("-k: {}, at character {} of: {}", fault, at + 1, std::string(expression)));
}

std::vector<Token> tokens_of(std::string_view expression) {
  using enum Token::Kind;
  std::vector<Token> tokens;
  std::size_t at = 0;
  while (true) {
    at = expression.find_first_not_of(" \t", at);
    if (at == std::string_view::npos) break;
    const char c = expression[at];
    if (c == '(' || c == ')') {
      tokens.push_back({c == '(' ? open : close, std::string(1, c), at});
      ++at;
    } else if (c == '"') {
      const auto end = expression.find('"', at + 1);
      if (end == std::string_view::npos) refuse(expression, at, "this quote is not closed");
      tokens.push_back({quoted, lower(expression.substr(at + 1, end - at - 1)), at});
      at = end + 1;
    } else {
      const auto end = std::min(expression.find_first_of(" \t()\"", at), expression.size());
      auto word = lower(expression.substr(at, end - at));
      const auto kind = word == "and"   ? conjunction
                        : word == "or"  ? disjunction
                        : word == "not" ? negation
                                        : Token::Kind::word;
      tokens.push_back({kind, std::move(word), at});
      at = end;
    }
  }
  tokens.push_back({Token::Kind::end, "", expression.size()});
  return tokens;
}

// expression: all {"or" all}; all: one {"and" one}; one: "not" one | "(" expression ")" | text
class Parser {
 public:
  explicit Parser(std::string_view expression) : expression_(expression), tokens_(tokens_of(expression)) {}

  NodePointer whole() {
    auto node = joined(Token::Kind::disjunction);
    if (kind() == Token::Kind::close) refuse("this bracket was not opened");
    if (kind() != Token::Kind::end) refuse("expected and, or, or the end");
    return node;
  }

 private:
  [[nodiscard]] Token::Kind kind() const { return tokens_[next_].kind; }
  [[noreturn]] void refuse(std::string_view fault) const {
    cli::refuse(expression_, tokens_[next_].at, fault);
  }

  NodePointer joined(Token::Kind by) {
    const bool any = by == Token::Kind::disjunction;
    Node node;
    node.kind = any ? Node::Kind::disjunction : Node::Kind::conjunction;
    while (true) {
      node.parts.push_back(any ? joined(Token::Kind::conjunction) : one());
      if (kind() != by) break;
      ++next_;
    }
    return node.parts.size() == 1 ? node.parts.front() : std::make_shared<const Node>(std::move(node));
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the user's brackets, which are bounded here.
  NodePointer one() {
    constexpr std::size_t deepest = 100;
    if (++depth_ > deepest) refuse("there are too many brackets within brackets");
    auto node = part();
    --depth_;
    return node;
  }

  NodePointer part() {
    if (kind() == Token::Kind::negation) {
      ++next_;
      return std::make_shared<const Node>(Node{Node::Kind::negation, "", {one()}});
    }
    if (kind() == Token::Kind::open) {
      ++next_;
      auto node = joined(Token::Kind::disjunction);
      if (kind() != Token::Kind::close) refuse("expected a closing bracket");
      ++next_;
      return node;
    }
    return text();
  }

  NodePointer text() {
    if (kind() != Token::Kind::word && kind() != Token::Kind::quoted) refuse("expected a text");
    std::string text = tokens_[next_++].text;
    while (kind() == Token::Kind::word || kind() == Token::Kind::quoted) text += " " + tokens_[next_++].text;
    return std::make_shared<const Node>(Node{Node::Kind::text, std::move(text), {}});
  }

  std::string_view expression_;
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  std::size_t depth_ = 0;
};

bool holds(const Node& node, const std::vector<std::string>& names) {
  const auto part_holds = [&](const NodePointer& part) { return holds(*part, names); };
  switch (node.kind) {
    case Node::Kind::negation:
      return !part_holds(node.parts.front());
    case Node::Kind::conjunction:
      return std::all_of(node.parts.begin(), node.parts.end(), part_holds);
    case Node::Kind::disjunction:
      return std::any_of(node.parts.begin(), node.parts.end(), part_holds);
    case Node::Kind::text:
      break;
  }
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return name.find(node.text) != std::string::npos; });
}

}  // namespace

Keywords Keywords::parse(std::string_view expression) {
  return Keywords(Parser(expression).whole());
}

bool Keywords::match(const std::vector<std::string>& names) const {
  std::vector<std::string> lowered;
  for (const auto& name : names) lowered.push_back(lower(name));
  return holds(*root_, lowered);
}

}  // namespace loopcheck::cli
