// A small suite in a temporary folder, sound as it is, for tests that break one thing of it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "loopcheck/catalogue/catalogue.hpp"

namespace loopcheck::catalogue {

// CTest sets the variable; by hand, the tests are started in the root of the repository.
inline std::filesystem::path real_cases() {
  const char* folder = std::getenv("LOOPCHECK_CASES");
  return folder != nullptr ? folder : "cases";
}

class Suite {
 public:
  Suite() {
    std::random_device random;
    folder = std::filesystem::temp_directory_path() /
             ("loopcheck-suite-" + std::to_string(random()) + std::to_string(random()));
    std::filesystem::create_directories(folder);
    std::filesystem::copy(real_cases() / "schema", folder / "schema",
                          std::filesystem::copy_options::recursive);
    fixtures = nlohmann::json::parse(R"({"fixtures": [
      {"what": "pipe", "ends": ["read", "write"], "platforms": ["linux", "macos", "windows"], "needs": [], "about": "a pipe"},
      {"what": "fifo", "ends": ["read", "write"], "platforms": ["linux", "macos"], "needs": [], "about": "a FIFO"},
      {"what": "pty", "ends": ["controller", "terminal"], "platforms": ["linux"], "needs": ["pty"], "about": "a terminal"},
      {"what": "socketpairs", "ends": ["a", "b"], "platforms": ["linux"], "needs": ["descriptors"], "about": "many"},
      {"what": "file-pattern", "ends": ["fd"], "platforms": ["linux"], "needs": [], "about": "a file"}]})");
    rules = nlohmann::json::parse(R"({"page": "asyncio-eventloop", "rules": [
      {"id": "reader-runs", "tier": 2, "section": "Watching", "anchor": "watching", "statement": "It runs.",
       "documented": ">=3.4", "applies": {"platform": ["linux", "macos"]}},
      {"id": "reader-refused", "tier": 1, "section": "Watching", "anchor": "watching", "statement": "It is refused.",
       "documented": ">=3.8,<3.14", "applies": {}, "note": "A note."}]})");
    cases = nlohmann::json::parse(R"({"cases": [
      {"id": "reader", "title": "A reader on a ${resource}", "purpose": "Why.",
       "matrix": {"resource": ["pipe", "fifo"], "turns": [1, 2]},
       "matrix_except": [{"resource": "fifo", "turns": 2}],
       "needs": ["not-root"],
       "steps": [
         {"id": "alive", "do": "control"},
         {"id": "p", "do": "open", "what": "${resource}"},
         {"id": "watch", "do": "add_reader", "on": "p.read", "callback": {"name": "cb", "do": [{"id": "inner", "do": "read", "on": "p.read"}]}},
         {"id": "feed", "do": "write", "on": "p.write", "data": "${nonce}"},
         {"id": "turns", "do": "run", "turns": "${turns}"},
         {"id": "later", "do": "call_later", "delay_ms": 1, "callback": "timer"},
         {"id": "wait", "do": "run_until", "event": ["cb", "timer"]},
         {"id": "path", "do": "make_file", "path": "${scratch}/f", "data": "x"} ],
       "expect": [
         {"rule": "reader-runs", "where": {"resource": "fifo"}, "check": [{"no_errors": true}], "note": "A FIFO."},
         {"rule": "reader-runs",
          "check": [{"no_errors": true}, {"event": "cb", "count": "${turns}"}, {"step": "inner", "returns": {"text": "${nonce}"}}],
          "observed": [{"event": "timer", "not_before": "later"}]},
         {"rule": "reader-refused", "when": {"platform": "windows"}, "check": [{"step": "watch", "raises": "any"}]} ]},
      {"id": "plain", "title": "A plain one",
       "steps": [{"id": "alive", "do": "control"}, {"id": "t", "do": "time"}],
       "expect": [{"rule": "reader-refused", "check": [{"step": "t", "returns": {"$min": 0}}]}]} ]})");
  }
  ~Suite() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  Suite(const Suite&) = delete;
  Suite& operator=(const Suite&) = delete;

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((folder / name).parent_path());
    std::ofstream(folder / name, std::ios::binary) << text;
  }

  void write_all() const {
    write("fixtures.json", fixtures.dump(1));
    write("rules/asyncio-eventloop.json", rules.dump(1));
    write("asyncio-eventloop/readers.json", cases.dump(1));
  }

  LoadResult load() const {
    write_all();
    return catalogue::load(folder);
  }

  LoadResult lint() const {
    write_all();
    return catalogue::lint(folder);
  }

  std::filesystem::path folder;
  nlohmann::json fixtures;
  nlohmann::json rules;
  nlohmann::json cases;
};

inline std::string all_texts(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics)
    text += diagnostic.code + " | " + to_string(diagnostic) + "\n";
  return text;
}

}  // namespace loopcheck::catalogue
