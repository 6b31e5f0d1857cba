#include "loopcheck/catalogue/feature.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "loopcheck/catalogue/nearest_name.hpp"
#include "loopcheck/catalogue/pattern.hpp"

namespace loopcheck::catalogue {
namespace {

// What is left of a name when its spelling does not matter.
std::string plain(std::string_view name) {
  std::string text;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '_' || c == ' ') c = '-';
    if (c != '(' && c != ')') text += c;
  }
  for (const std::string_view prefix : {"asyncio.", "abstracteventloop.", "loop."}) {
    if (text.starts_with(prefix) && text.size() > prefix.size()) text.erase(0, prefix.size());
  }
  return text;
}

// How far `name` is from `known`, both plain: whole words of it count as near. Nothing if they have little in
// common.
std::optional<std::size_t> distance(const std::string& name, const std::string& known) {
  if (name.size() >= 3 && (known.find(name) != std::string::npos || name.find(known) != std::string::npos))
    return 1;
  const std::size_t edits = edit_distance(name, known);
  if (edits > std::max<std::size_t>(1, name.size() / 3)) return std::nullopt;
  return edits;
}

}  // namespace

std::string_view to_text(Relation relation) {
  switch (relation) {
    case Relation::yes:
      return "yes";
    case Relation::partly:
      return "partly";
    case Relation::no:
      return "no";
    case Relation::note:
      break;
  }
  return "note";
}

const Feature* Features::find(std::string_view name) const {
  const std::string wanted = plain(name);
  for (const Feature& feature : features) {
    if (plain(feature.id) == wanted) return &feature;
  }
  for (const Feature& feature : features) {
    const auto fits = [&](const std::string& alias) { return plain(alias) == wanted; };
    if (std::any_of(feature.aliases.begin(), feature.aliases.end(), fits)) return &feature;
  }
  return nullptr;
}

std::vector<std::string> Features::nearest(std::string_view name) const {
  constexpr std::size_t most = 5;
  const std::string wanted = plain(name);
  std::vector<std::pair<std::size_t, std::string>> found;
  for (const Feature& feature : features) {
    std::optional<std::size_t> best = distance(wanted, plain(feature.id));
    for (const std::string& alias : feature.aliases) {
      const auto one = distance(wanted, plain(alias));
      if (one && (!best || *one < *best)) best = one;
    }
    if (best) found.emplace_back(*best, feature.id);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& left, const auto& right) { return left.first < right.first; });
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < std::min(found.size(), most); ++i) ids.push_back(found[i].second);
  return ids;
}

}  // namespace loopcheck::catalogue
