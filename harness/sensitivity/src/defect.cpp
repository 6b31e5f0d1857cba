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

Defect defect_from(const json& entry) {
  Defect defect;
  defect.id = entry.at("id").get<std::string>();
  defect.about = entry.at("about").get<std::string>();
  for (const json& rule : entry.at("breaks")) defect.breaks.insert(rule.get<std::string>());
  defect.platforms = entry.value("platforms", std::vector<std::string>());
  defect.loops = entry.value("loops", std::vector<std::string>());
  defect.selectors = entry.value("selectors", std::vector<std::string>());
  defect.documented = entry.value("documented", "");
  return defect;
}

}  // namespace

bool Defect::is_for(const protocol::Environment& environment) const {
  return fits(platforms, environment.platform) && fits(loops, environment.loop) &&
         fits(selectors, environment.selector.value_or(""));
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
