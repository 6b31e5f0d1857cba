#include <nlohmann/json.hpp>

#include "loopcheck/reports/formats.hpp"

namespace loopcheck::reports {

std::string render_json(const record::Run& run) {
  // ASCII alone: no character of a subject steers a terminal that it is printed on.
  return nlohmann::json(run).dump(1, ' ', true, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace loopcheck::reports
