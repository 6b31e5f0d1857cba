#include "chosen_defect.hpp"

#include <nlohmann/json.hpp>

namespace reference_subject {
namespace {

using asyncio::defects::Defect;

const Defect no_defect;
const Defect* chosen = &no_defect;

void add_scope(nlohmann::ordered_json& line, const asyncio::defects::Scope& scope) {
  line["platforms"] = scope.platforms;
  line["loops"] = scope.loops;
  line["selectors"] = scope.selectors;
}

}  // namespace

bool choose_defect(std::string_view id) {
  const Defect* found = asyncio::defects::find_defect(id);
  if (found == nullptr) {
    return false;
  }
  chosen = found;
  return true;
}

const Defect& chosen_defect() {
  return *chosen;
}

std::string defects_as_json() {
  std::string text = "[";
  for (const Defect& defect : asyncio::defects::all_defects()) {
    nlohmann::ordered_json line{{"id", defect.id}, {"about", defect.about}, {"breaks", defect.breaks}};
    add_scope(line, defect.scope);
    line["documented"] = defect.scope.documented;
    for (const auto& [rules, where] : defect.spares) {
      nlohmann::ordered_json spared{{"rules", rules}};
      add_scope(spared, where);
      line["spares"].push_back(std::move(spared));
    }
    text += (text.size() > 1 ? ",\n" : "\n") + line.dump();
  }
  return text + "\n]\n";
}

}  // namespace reference_subject
