// One run as one page: rules x environments, with the evidence.
#pragma once

#include <string>

#include "loopcheck/record/reader.hpp"

namespace loopcheck::reports {

// A whole HTML document that needs no other file and makes no request: styles and script are in it, and its
// content security policy allows nothing else. Every text of the record is escaped; control characters are
// spelled out. Without JavaScript all verdicts are there, and the evidence of everything that does not pass;
// the steps and transcripts of what passes are drawn on demand. The same run gives the same page.
//
// The run must be consistent, as read_run() and record::summarize() make it.
std::string render_html(const record::Run& run);

}  // namespace loopcheck::reports
