// The list of cases: every experiment of a run, and how it came out where.
#pragma once

#include <string>

#include <kainjow/mustache.hpp>

#include "view.hpp"

namespace loopcheck::reports {

// The cases that have a result, as data for templates/page.html. The script of the page tells their steps.
kainjow::mustache::data cases_data(const View& view, const record::Run& run);

// The steps of a case in plain words, as the items of an HTML list.
std::string tried_html(const nlohmann::json& steps);

// The id of the element that tells of a case.
std::string case_anchor(std::size_t case_index);

// The id of the element that shows what a subject wrote to standard error; "" if it wrote nothing.
std::string stderr_anchor(const View& view, const record::SubjectInfo& subject);

}  // namespace loopcheck::reports
