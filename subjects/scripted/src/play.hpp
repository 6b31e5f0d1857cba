// A program of a few words, for tests of what lies below the protocol.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace scripted_subject {

// Performs the words one after the other: "read" a line, "print TEXT", "complain TEXT" on the standard error,
// "exit N", "flood" and so on. Gives the exit status, and says on the standard error which word it does not
// know.
int play(std::span<const std::string> words);

// One line for each word.
std::string words_help();

}  // namespace scripted_subject
