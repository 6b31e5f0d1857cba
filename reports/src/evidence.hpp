// The evidence that the page does not spell out as HTML: compact JSON that its script draws on demand.
#pragma once

#include <string>
#include <vector>

#include "view.hpp"

namespace loopcheck::reports {

// `shown_at` has, by experiment, the id of the element that shows its transcript already; "" for none.
//
// Everything repeated is written once and referred to by its number, since this is what there is most of:
//   columns   [full text, id of the environment, subject, id of the element with its standard error or "",
//              number of the text of the command that runs a case again, with U+0001 for the case]
//   texts     texts of results
//   lines     lines of transcripts. The first character is " " for a step, "!" for a step in trouble, "e" for
//             an event, "x" for an event in trouble
//   shapes    transcripts without their times: numbers of lines
//   outcomes  [verdict, level, expected, observed, message, note, tags]: numbers of texts. The first is empty
//   cases     by the number in the id of the case's element: experiments [column, shape, times, extra].
//             `extra` may be missing; {"at": id of the element that shows the transcript, "cut": lines left
//             out, "rerun": number of a text}. A second experiment of the same column is a second attempt.
//   steps     by the number of the case, or null: [depth, id, words, depth, id, words, …], see
//   plain_words.hpp rules     by id: {"note": text, "results": [[case, attempt, outcome of column 0, of
//   column 1, …], …]}; 0 is
//             no result. One negative number stands for the same outcome in each column that tried the case.
//
// Times are two numbers a step and one an event, in microseconds, rounded to one part in twenty.
// First the moment, as its
// difference to what was to be expected: for a step the end of the step before it or the moment of the line
// before it, whichever is later, for an event the moment of the line before it. It is doubled, with 1 added
// if it is earlier than expected, and another 1 added since 0 is for lines without a moment. For a step there
// follows the time that it took, plus 1, with 0 for none.
// Numbers are written in digits of base 46, the lowest first, all but the last one shifted by 46. Digits are
// the printable characters of ASCII from the space on, without " < and \.
//
// Of an experiment in which everything passed, the random text that its controls gave back is left out: it
// reads "‹nonce›".
std::string evidence_json(const View& view, const std::vector<std::string>& shown_at);

}  // namespace loopcheck::reports
