#include "loopcheck/catalogue/rule.hpp"

#include <fmt/format.h>

namespace loopcheck::catalogue {

std::string link(const Rule& rule) {
  return fmt::format("https://docs.python.org/3/library/{}.html#{}", rule.page, rule.anchor);
}

bool Rule::speaks_of(const protocol::Environment& environment) const {
  return applies.matches(environment) && !(except && except->matches(environment));
}

}  // namespace loopcheck::catalogue
