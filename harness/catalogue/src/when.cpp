#include "loopcheck/catalogue/when.hpp"

#include <algorithm>
#include <string_view>

namespace loopcheck::catalogue {
namespace {

bool fits(const std::vector<std::string>& words, const std::string& word) {
  return words.empty() || std::find(words.begin(), words.end(), word) != words.end();
}

bool fits(const std::optional<VersionRange>& range, std::string_view version) {
  if (!range) return true;
  const std::optional<Version> parsed = Version::parse_prefix(version);
  return parsed && range->contains(*parsed);
}

bool share_a_word(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  if (left.empty() || right.empty()) return true;
  return std::any_of(left.begin(), left.end(), [&](const std::string& word) { return fits(right, word); });
}

}  // namespace

bool Applicability::matches(const protocol::Environment& environment) const {
  return fits(platform, environment.platform) && fits(arch, environment.arch) &&
         fits(loop, environment.loop) && fits(selector, environment.selector.value_or("")) &&
         fits(provenance, environment.provenance) && fits(platform_version, environment.platform_version) &&
         fits(python, environment.python.value_or("")) && fits(documented, environment.documented);
}

bool Applicability::can_meet(const Applicability& other) const {
  return share_a_word(platform, other.platform) && share_a_word(arch, other.arch) &&
         share_a_word(loop, other.loop) && share_a_word(selector, other.selector) &&
         share_a_word(provenance, other.provenance);
}

}  // namespace loopcheck::catalogue
