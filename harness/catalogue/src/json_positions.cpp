#include "json_positions.hpp"

#include <charconv>
#include <cstddef>
#include <iterator>
#include <unordered_map>

#include <fmt/format.h>

#include "loopcheck/protocol/messages.hpp"

namespace loopcheck::catalogue {
namespace {

// Where the parser is in the text. The parser's events carry no position, but it reads through our iterator.
struct ReadingPlace {
  std::uint32_t line = 1;
  std::uint32_t column = 0;
  std::uint32_t column_before = 0;  // of the last line, while the last byte read is a line end
  bool after_line_end = false;
};

class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* current, ReadingPlace& place) : current_(current), place_(&place) {}

  reference operator*() const { return *current_; }

  CountingIterator& operator++() {
    if (*current_ == '\n') {
      place_->column_before = place_->column;
      place_->column = 0;
      ++place_->line;
      place_->after_line_end = true;
    } else {
      ++place_->column;
      place_->after_line_end = false;
    }
    ++current_;
    return *this;
  }

  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }

  friend bool operator==(const CountingIterator& left, const CountingIterator& right) {
    return left.current_ == right.current_;
  }

 private:
  const char* current_;
  ReadingPlace* place_;
};

std::string escaped(const std::string& token) {
  std::string text;
  for (const char c : token) {
    if (c == '~') {
      text += "~0";
    } else if (c == '/') {
      text += "~1";
    } else {
      text += c;
    }
  }
  return text;
}

std::string unescaped(std::string_view token) {
  std::string text;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] == '~' && i + 1 < token.size()) {
      text += token[++i] == '0' ? '~' : '/';
    } else {
      text += token[i];
    }
  }
  return text;
}

}  // namespace

// Builds the value and its positions from the events of the parser.
class PositionRecorder {
 public:
  using json = nlohmann::json;

  PositionRecorder(std::string file, const ReadingPlace& place, PositionedJson& result,
                   std::vector<Diagnostic>& diagnostics)
      : file_(std::move(file)), place_(place), result_(result), diagnostics_(diagnostics) {}

  bool null() { return scalar(nullptr, false); }
  bool boolean(bool value) { return scalar(value, false); }
  bool number_integer(json::number_integer_t value) { return scalar(value, true); }
  bool number_unsigned(json::number_unsigned_t value) { return scalar(value, true); }
  bool number_float(json::number_float_t value, const std::string&) { return scalar(value, true); }
  bool string(std::string& value) { return scalar(std::move(value), false); }
  bool binary(json::binary_t&) { return false; }
  bool start_object(std::size_t) { return start(json::object()); }
  bool start_array(std::size_t) { return start(json::array()); }
  bool end_object() { return end(); }
  bool end_array() { return end(); }

  bool key(std::string& name) {
    Open& open = open_.back();
    open.duplicate = open.value->contains(name);
    if (open.duplicate) {
      fault("duplicate-key", pointer() + "/" + escaped(name),
            fmt::format("the key \"{}\" is there twice", name));
    }
    open.key = name;
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& error) {
    // The text of the library begins with its own name and ends with its own count of lines.
    std::string text = error.what();
    if (const std::size_t start = text.find("] "); start != std::string::npos) text.erase(0, start + 2);
    if (text.rfind("parse error at line ", 0) == 0) {
      if (const std::size_t start = text.find(": "); start != std::string::npos) text.erase(0, start + 2);
    }
    fault("syntax", "", text);
    return false;
  }

 private:
  struct Open {
    json* value;
    std::uint32_t node;
    std::vector<std::uint32_t> children;
    std::string key;
    bool duplicate = false;
  };

  // The parser looks one character beyond a number.
  Position here(bool read_beyond) const {
    if (!read_beyond) return {place_.line, place_.column};
    if (place_.after_line_end) return {place_.line - 1, place_.column_before};
    return {place_.line, place_.column > 1 ? place_.column - 1 : 1};
  }

  std::string pointer() const {
    std::string text;
    for (std::size_t i = 0; i + 1 < open_.size(); ++i) {
      text += "/";
      text += open_[i].value->is_array() ? std::to_string(open_[i].value->size() - 1) : escaped(open_[i].key);
    }
    return text;
  }

  void fault(std::string code, std::string where, std::string message) {
    diagnostics_.push_back({file_, here(false).line, std::move(where), std::move(code), std::move(message),
                            "", Severity::error});
  }

  std::uint32_t key_index(const std::string& key) {
    const auto [found, is_new] =
        key_indices_.try_emplace(key, static_cast<std::uint32_t>(result_.positions.keys_.size()));
    if (is_new) result_.positions.keys_.push_back(key);
    return found->second;
  }

  // Puts a value where the parser is; null for the second value of a duplicate key, which is read and
  // dropped.
  json* place_value(json value, bool read_beyond) {
    Positions& positions = result_.positions;
    const auto node = static_cast<std::uint32_t>(positions.nodes_.size());
    positions.nodes_.push_back({here(read_beyond), 0, 0, 0, value.is_array()});
    if (open_.empty()) {
      result_.value = std::move(value);
      return &result_.value;
    }
    Open& open = open_.back();
    if (open.value->is_array()) {
      open.children.push_back(node);
      open.value->push_back(std::move(value));
      return &open.value->back();
    }
    if (open.duplicate) {
      dropped_.push_back(std::make_unique<json>(std::move(value)));
      return dropped_.back().get();
    }
    positions.nodes_.back().key = key_index(open.key);
    open.children.push_back(node);
    json& member = (*open.value)[open.key];
    member = std::move(value);
    return &member;
  }

  bool scalar(json value, bool read_beyond) {
    place_value(std::move(value), read_beyond);
    return true;
  }

  bool start(json container) {
    if (open_.size() >= protocol::nesting_limit) {
      fault("too-deep", pointer(), fmt::format("nested more than {} deep", protocol::nesting_limit));
      return false;
    }
    const auto node = static_cast<std::uint32_t>(result_.positions.nodes_.size());
    json* value = place_value(std::move(container), false);
    open_.push_back({value, node, {}, {}, false});
    return true;
  }

  bool end() {
    Positions& positions = result_.positions;
    Open& open = open_.back();
    Positions::Node& node = positions.nodes_[open.node];
    node.first_child = static_cast<std::uint32_t>(positions.children_.size());
    node.child_count = static_cast<std::uint32_t>(open.children.size());
    positions.children_.insert(positions.children_.end(), open.children.begin(), open.children.end());
    open_.pop_back();
    return true;
  }

  std::string file_;
  const ReadingPlace& place_;
  PositionedJson& result_;
  std::vector<Diagnostic>& diagnostics_;
  std::vector<Open> open_;
  std::vector<std::unique_ptr<json>> dropped_;
  std::unordered_map<std::string, std::uint32_t> key_indices_;
};

std::uint32_t Positions::child_of(const Node& node, const std::string& token) const {
  if (node.is_array) {
    std::uint32_t index = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
    if (error != std::errc() || end != token.data() + token.size() || index >= node.child_count)
      return no_node;
    return children_[node.first_child + index];
  }
  for (std::uint32_t i = 0; i < node.child_count; ++i) {
    const std::uint32_t child = children_[node.first_child + i];
    if (keys_[nodes_[child].key] == token) return child;
  }
  return no_node;
}

Position Positions::at(std::string_view pointer) const {
  if (nodes_.empty()) return {};
  std::uint32_t node = 0;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t end = pointer.find('/');
    const std::uint32_t child = child_of(nodes_[node], unescaped(pointer.substr(0, end)));
    if (child == no_node) break;
    node = child;
    pointer = end == std::string_view::npos ? std::string_view() : pointer.substr(end);
  }
  return nodes_[node].position;
}

bool parse_positioned(std::string_view text, const std::string& file, PositionedJson& result,
                      std::vector<Diagnostic>& diagnostics) {
  result = PositionedJson();
  ReadingPlace place;
  PositionRecorder recorder(file, place, result, diagnostics);
  return nlohmann::json::sax_parse(CountingIterator(text.data(), place),
                                   CountingIterator(text.data() + text.size(), place), &recorder);
}

}  // namespace loopcheck::catalogue
