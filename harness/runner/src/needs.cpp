#include "loopcheck/runner/needs.hpp"

#include <charconv>

#include <fmt/format.h>

namespace loopcheck::runner {
namespace {

constexpr std::string_view descriptors_prefix = "descriptors:";

}  // namespace

std::optional<std::string> Needs::look_up(std::string_view need) const {
  if (need == "pty" && !machine::has_pty()) return "this machine gives no pseudo-terminal";
  if (need == "ipv6" && !machine::has_ipv6()) return "this machine has no IPv6 address ::1";
  if (need == "not-root" && machine::is_root()) return "the run is root's, to whom nothing is refused";
  if (need.starts_with(descriptors_prefix)) {
    const auto number = need.substr(descriptors_prefix.size());
    std::size_t wanted = 0;
    std::from_chars(number.data(), number.data() + number.size(), wanted);
    if (descriptors_ < wanted) {
      return fmt::format("a process may open {} descriptors here, {} are needed (ulimit -n)", descriptors_,
                         wanted);
    }
  }
  return std::nullopt;
}

const std::optional<std::string>& Needs::unmet(const std::string& need) {
  const auto known = answers_.find(need);
  if (known != answers_.end()) return known->second;
  return answers_.emplace(need, look_up(need)).first->second;
}

std::optional<std::pair<std::string, std::string>> first_unmet(Needs& needs,
                                                               const std::vector<std::string>& wanted) {
  for (const auto& need : wanted) {
    if (const auto& reason = needs.unmet(need)) return std::pair{need, *reason};
  }
  return std::nullopt;
}

}  // namespace loopcheck::runner
