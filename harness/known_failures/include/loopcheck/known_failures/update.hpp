// A list of known failures after a run: `loopcheck run --update-expectations`.
//
// Entries that are right stay as they are written, in their order. Of an entry that is right in part only
// that part stays, in the same place, with its reason and its link. What passes goes, and so does what
// matched nothing. What is new comes last, with a reason that still has to be written. Entries that the run
// says nothing of (another version, an environment that was not there, a case that was skipped) stay.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "loopcheck/known_failures/matcher.hpp"
#include "loopcheck/record/reader.hpp"

namespace loopcheck::known_failures {

struct Update {
  std::string text;         // the whole file
  std::size_t added = 0;    // entries
  std::size_t reduced = 0;  // entries of which a part stays
  std::size_t removed = 0;  // entries
};

// `text` is the content of the file that is list number `list` of the matcher. The run must be whole: nothing
// left out, and complete. New failures come into the first list that speaks of their subject.
Update update_list(const std::string& text, std::size_t list, const Matcher& matcher, const record::Run& run,
                   const catalogue::Catalogue& catalogue);

// A list for these subjects without an entry.
std::string empty_list(const std::vector<std::string>& subjects);

// How the message of a failure starts, as far as it can be expected to be the same in the next run: without
// numbers that were seen and texts that look random, and not longer than a reader needs: the first of several
// claims.
std::string stable_start(const std::string& message);

}  // namespace loopcheck::known_failures
