#include "place.hpp"

namespace loopcheck::catalogue {

std::string Place::pointer() const {
  if (parent_ == nullptr) return {};
  std::string text = parent_->pointer() + "/";
  if (is_index_) return text + std::to_string(index_);
  for (const char c : key_) {
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

void Faults::error(const Place& place, std::string code, std::string message, std::string hint) {
  add(place, std::move(code), std::move(message), std::move(hint), Severity::error);
}

void Faults::warning(const Place& place, std::string code, std::string message, std::string hint) {
  add(place, std::move(code), std::move(message), std::move(hint), Severity::warning);
}

void Faults::add(const Place& place, std::string code, std::string message, std::string hint,
                 Severity severity) {
  ++count_;
  std::string pointer = place.pointer();
  const std::size_t line = positions_.at(pointer).line;
  diagnostics_.push_back(
      {file_, line, std::move(pointer), std::move(code), std::move(message), std::move(hint), severity});
}

}  // namespace loopcheck::catalogue
