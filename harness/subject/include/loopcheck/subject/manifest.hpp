// The subjects that loopcheck knows by name: one small JSON file each in subjects/manifests/.
#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "loopcheck/protocol/environment.hpp"
#include "loopcheck/subject/search.hpp"
#include "loopcheck/subject/surroundings.hpp"

namespace loopcheck::subject {

struct Manifest {
  std::string name;
  std::string title;
  std::string about;
  std::vector<std::string> command;  // ready to be started
  std::vector<std::string> probe;    // exits with 0 if the subject is there; empty: try the command itself
  std::string install;               // what a user can do if it is not
  Surroundings surroundings;
  bool only_when_named = false;                     // not part of a run that names no subject
  std::vector<std::filesystem::path> expectations;  // its lists of known failures
  // The loops that it is known to offer, so that one can tell without starting it. May be empty; ids are left
  // out, and versions of a platform where they are the machine's.
  std::vector<protocol::Environment> offers;
  // Of a run that names no subject only the environments that fit one of these globs; empty: all.
  std::vector<std::string> environments_unless_named = {};
  // There may be several of it: `name` has a "*" for the version, `command` a "${program}".
  std::optional<Search> find = std::nullopt;
};

// A manifest that cannot be read; what() names file and fault.
class ManifestError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Every *.json in `folder` that is meant for the system that the harness runs on, by name. "${subjects}" and
// "${bin}" become these folders, "${exe}" the ending of programs' names, and where programs are looked for
// "${env:NAME}" a variable (without it the place is left out).
std::vector<Manifest> load_manifests(const std::filesystem::path& folder,
                                     const std::filesystem::path& subjects, const std::filesystem::path& bin);

// Runs the probe. Nothing if the subject is there; else what to do about it: the probe's last line on
// standard error, or the manifest's advice. A probe that cannot be started, or takes longer than ten seconds,
// has failed too.
std::optional<std::string> why_missing(const Manifest& manifest);

// A manifest for each version that is there of one with `find`, the lowest first; empty if there is none.
struct Versions {
  std::vector<Manifest> manifests;
  std::vector<std::string> notes;
};
Versions versions_of(const Manifest& manifest);

// Whether two commands start the same file with the same arguments.
bool start_the_same(const std::vector<std::string>& one, const std::vector<std::string>& other);

}  // namespace loopcheck::subject
