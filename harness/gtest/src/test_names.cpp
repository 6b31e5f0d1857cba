#include "test_names.hpp"

namespace loopcheck::front {

std::string test_name(std::string_view id) {
  std::string name;
  for (const char c : id) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/';
    if (c == '[' || c == ',') {
      name += '/';
    } else if (c != ']') {
      name += plain ? c : '_';
    }
  }
  return name.empty() ? "_" : name;
}

std::string Names::unique(std::string name) {
  const auto base = name;
  for (int number = 2; !taken_.insert(name).second; ++number) name = base + "_" + std::to_string(number);
  return name;
}

}  // namespace loopcheck::front
