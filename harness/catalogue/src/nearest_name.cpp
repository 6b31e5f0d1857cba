#include "loopcheck/catalogue/nearest_name.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace loopcheck::catalogue {

std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last(right.size() + 1);
  std::vector<std::size_t> current(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
      current[j] = std::min({last[j] + 1, current[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
        current[j] = std::min(current[j], before_last[j - 2] + 1);
      }
    }
    before_last = last;
    std::swap(last, current);
  }
  return last[right.size()];
}

std::string nearest_name_hint(std::string_view name, const std::vector<std::string>& known) {
  const std::string* nearest = nullptr;
  std::size_t distance = std::max<std::size_t>(1, name.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const std::size_t candidate_distance = edit_distance(name, candidate);
    if (candidate_distance < distance) {
      distance = candidate_distance;
      nearest = &candidate;
    }
  }
  return nearest == nullptr ? "" : fmt::format("did you mean \"{}\"?", *nearest);
}

std::string similar_names_hint(std::string_view text, const std::vector<std::string>& known,
                               const std::string& otherwise) {
  constexpr std::size_t shown = 10;
  std::vector<std::string> similar;
  for (const std::string& name : known) {
    if (similar.size() < shown && name.find(text) != std::string::npos) similar.push_back(name);
  }
  if (!similar.empty()) return fmt::format("do you mean one of these: {}", fmt::join(similar, ", "));
  const std::string hint = nearest_name_hint(text, known);
  return hint.empty() ? otherwise : hint;
}

}  // namespace loopcheck::catalogue
