// Children of the tests: the scripted subject, playing a few words, and what is known about them from
// outside.
#pragma once

#include <string>
#include <vector>

namespace loopcheck::subject {

inline std::vector<std::string> played(std::vector<std::string> words) {
  words.insert(words.begin(), {LOOPCHECK_SCRIPTED_SUBJECT, "--play"});
  return words;
}

// How an end by the word "crash" is described. One folder per system.
extern const char* const crash_description;

// Returns once there is no such process any more; false if it stays.
bool goes_away(unsigned long process);

}  // namespace loopcheck::subject
