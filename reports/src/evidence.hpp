// The evidence that the page does not spell out as HTML: compact JSON that its script draws on demand.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "view.hpp"

namespace loopcheck::reports {

// `shown` has, by experiment, the id of the element that shows its transcript already; "" for none.
//
// The form (arrays rather than objects, texts and lines once each: this is most of the page's size):
//   columns      texts
//   texts        all repeated texts
//   cases        {id, title, purpose, file, steps, lines}; a line starts with " " (step), "e" (event) or "!"
//   (trouble) experiments  [case, column, id of the element or "", rerun text, cut, [at, line, took, at,
//   line, took, …]]
//                in microseconds, -1 for none; in a rerun text U+0001 stands for the case, U+0002 for the
//                environment, U+0003 for the subject; `cut` is the number of lines left out
//   rules        by id: [experiment, verdict, level, expected, observed, message, note, tags] for each result
//
// The text can stand inside a script element: it has no "<".
std::string evidence_json(const View& view, const std::vector<std::string>& shown);

}  // namespace loopcheck::reports
