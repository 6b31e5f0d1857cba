// Programs of which a machine may have several versions: how a manifest says where they are looked for, and
// what is found.
//
// Nothing is believed of a name. Each candidate is started and asked for its version, all of them at once;
// what says no version within the patience is none (a shim that finds no interpreter, a program of that name
// that is something else).
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "loopcheck/catalogue/version_range.hpp"

namespace loopcheck::subject {

// In commands: the program that was found.
inline constexpr const char* program_variable = "${program}";

struct Search {
  std::vector<std::string> programs;  // looked up on the PATH; of a path each part may be a glob
  std::vector<std::string> version;   // writes the version of "${program}" as its first line
  catalogue::VersionRange versions;   // those that are taken
};

struct FoundProgram {
  std::string program;
  std::string version;  // as it said itself: "3.9.18"
};

struct Finds {
  std::vector<FoundProgram>
      programs;                    // each version once, the lowest first; of two the one that is named first
  std::vector<std::string> notes;  // candidates that hang or talk nonsense, a sentence each
};

Finds search(const Search& search, std::chrono::milliseconds patience = std::chrono::seconds(10));

// A name of its own for each: the branch ("3.9") for the newest of a branch, the whole version ("3.9.1") for
// any other. In the order of `programs`.
std::vector<std::string> short_names(const std::vector<FoundProgram>& programs);

}  // namespace loopcheck::subject
