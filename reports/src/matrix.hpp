// Rules x environments, as data for templates/page.html.
#pragma once

#include <map>
#include <string>

#include <kainjow/mustache.hpp>

#include "view.hpp"

namespace loopcheck::reports {

// `findings` has the id of the finding of a rule, by the rule's id.
kainjow::mustache::data matrix_data(const View& view, const std::map<std::string, std::string>& findings);

}  // namespace loopcheck::reports
