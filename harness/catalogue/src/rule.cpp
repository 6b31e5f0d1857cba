#include "loopcheck/catalogue/rule.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace loopcheck::catalogue {
namespace {

std::string link_to(const std::string& page, const std::string& anchor) {
  const bool of_the_library = page.find('/') == std::string::npos;
  return fmt::format("https://docs.python.org/3/{}{}.html#{}", of_the_library ? "library/" : "", page,
                     anchor);
}

}  // namespace

std::string link(const Rule& rule) {
  return link_to(rule.page, rule.anchor);
}

std::string link(const Restriction& restriction) {
  return link_to(restriction.page, restriction.anchor);
}

bool Rule::speaks_of(const protocol::Environment& environment) const {
  return applies.matches(environment) && !(except && except->matches(environment)) &&
         std::none_of(restrictions.begin(), restrictions.end(),
                      [&](const auto& restriction) { return restriction->when.matches(environment); });
}

const Restriction* Rule::restriction_in(const protocol::Environment& environment) const {
  if (!applies.matches(environment)) return nullptr;
  const auto found = std::find_if(restrictions.begin(), restrictions.end(), [&](const auto& restriction) {
    return restriction->when.matches(environment);
  });
  return found == restrictions.end() ? nullptr : found->get();
}

}  // namespace loopcheck::catalogue
