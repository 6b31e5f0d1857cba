#include "chosen_defect.hpp"

#include <nlohmann/json.hpp>

namespace reference_subject {
namespace {

using asyncio::defects::Defect;

const Defect no_defect;
const Defect* chosen = &no_defect;

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
    const nlohmann::ordered_json line{{"id", defect.id},
                                      {"about", defect.about},
                                      {"breaks", defect.breaks},
                                      {"platforms", defect.scope.platforms},
                                      {"loops", defect.scope.loops},
                                      {"selectors", defect.scope.selectors},
                                      {"documented", defect.scope.documented}};
    text += (text.size() > 1 ? ",\n" : "\n") + line.dump();
  }
  return text + "\n]\n";
}

}  // namespace reference_subject
