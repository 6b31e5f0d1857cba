#include "loopcheck/catalogue/case.hpp"

#include "matrix.hpp"

namespace loopcheck::catalogue {

nlohmann::json steps_for_run(const Case& subject_case, std::string_view nonce, std::string_view scratch) {
  const nlohmann::json nonce_value = nonce;
  const nlohmann::json scratch_value = scratch;
  return substituted(subject_case.steps, [&](std::string_view name) -> const nlohmann::json* {
    if (name == "nonce") return &nonce_value;
    if (name == "scratch") return &scratch_value;
    return nullptr;
  });
}

std::vector<std::string> top_level_steps(const Case& subject_case) {
  std::vector<std::string> ids;
  ids.reserve(subject_case.steps.size());
  for (const nlohmann::json& step : subject_case.steps) ids.push_back(step.value("id", ""));
  return ids;
}

}  // namespace loopcheck::catalogue
