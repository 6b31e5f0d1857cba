#include "loopcheck/catalogue/rule.hpp"

#include <fmt/format.h>

namespace loopcheck::catalogue {

std::string link(const Rule& rule) {
  return fmt::format("https://docs.python.org/3/library/{}.html#{}", rule.page, rule.anchor);
}

}  // namespace loopcheck::catalogue
