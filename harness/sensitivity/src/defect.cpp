#include "loopcheck/sensitivity/defect.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace loopcheck::sensitivity {
namespace {

using nlohmann::json;

bool fits(const std::vector<std::string>& words, const std::string& word) {
  return words.empty() || std::find(words.begin(), words.end(), word) != words.end();
}

Places places_from(const json& entry) {
  return {entry.value("platforms", std::vector<std::string>()),
          entry.value("loops", std::vector<std::string>()),
          entry.value("selectors", std::vector<std::string>())};
}

Defect defect_from(const json& entry) {
  Defect defect;
  defect.id = entry.at("id").get<std::string>();
  defect.about = entry.at("about").get<std::string>();
  for (const json& rule : entry.at("breaks")) defect.breaks.insert(rule.get<std::string>());
  defect.places = places_from(entry);
  defect.documented = entry.value("documented", "");
  for (const json& spared : entry.value("spares", json::array())) {
    defect.spares.push_back({spared.at("rules").get<std::set<std::string>>(), places_from(spared)});
    for (const std::string& rule : defect.spares.back().rules) {
      if (defect.breaks.count(rule) == 0) {
        throw MalformedDefects(
            fmt::format("the defect \"{}\" spares \"{}\", which it does not break", defect.id, rule));
      }
    }
  }
  return defect;
}

}  // namespace

bool Places::include(const protocol::Environment& environment) const {
  return fits(platforms, environment.platform) && fits(loops, environment.loop) &&
         fits(selectors, environment.selector.value_or(""));
}

std::set<std::string> Defect::spared_in(const protocol::Environment& environment) const {
  std::set<std::string> rules;
  for (const Spared& spared : spares) {
    if (spared.where.include(environment)) rules.insert(spared.rules.begin(), spared.rules.end());
  }
  return rules;
}

std::vector<Defect> parse_defects(std::string_view text) {
  std::vector<Defect> defects;
  std::set<std::string> ids;
  try {
    const json list = json::parse(text);
    if (!list.is_array()) throw MalformedDefects("the defects are no JSON list");
    for (const json& entry : list) {
      Defect defect = defect_from(entry);
      if (!ids.insert(defect.id).second) {
        throw MalformedDefects(fmt::format("there are two defects \"{}\"", defect.id));
      }
      if (defect.breaks.empty()) {
        throw MalformedDefects(fmt::format("the defect \"{}\" breaks no rule", defect.id));
      }
      defects.push_back(std::move(defect));
    }
  } catch (const json::exception& error) {
    throw MalformedDefects(fmt::format("the list of defects cannot be read: {}", error.what()));
  }
  return defects;
}

}  // namespace loopcheck::sensitivity
