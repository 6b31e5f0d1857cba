// Runs the real executable and keeps what it printed and left behind.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace loopcheck::cli {

struct Finished {
  int status = -1;  // 128 + N for an end by signal N
  std::string output;
  std::string error;
};

// A folder of the test's own, with the cases of tests/data/cases, that goes away with it.
class Workplace {
 public:
  Workplace();
  ~Workplace();
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;

  // `loopcheck` with these arguments.
  [[nodiscard]] Finished loopcheck(const std::vector<std::string>& arguments) const;
  // `loopcheck run` over the test's cases into report(), with these arguments besides.
  [[nodiscard]] Finished run(const std::vector<std::string>& arguments) const;
  // A shell script that may use $LOOPCHECK.
  [[nodiscard]] Finished shell(const std::string& script) const;

  // The processes that were started by any of these and still live, by their command lines. Waits a while for
  // those that were told to end.
  [[nodiscard]] std::vector<std::string> left_behind() const;

  // Set in the environment of every program, and so of whatever that starts: NAME=value.
  [[nodiscard]] std::string mark() const { return "LOOPCHECK_TEST_MARK=" + folder_.string(); }

  [[nodiscard]] std::filesystem::path cases() const { return folder_ / "cases"; }
  [[nodiscard]] std::filesystem::path report() const { return folder_ / "report"; }
  [[nodiscard]] nlohmann::json record() const;  // run.json of report()
  [[nodiscard]] std::string page() const;       // index.html of report()
  void write_cases(const std::string& name, const std::string& text) const;

 private:
  [[nodiscard]] Finished start(const std::string& program, const std::vector<std::string>& arguments) const;
  std::filesystem::path folder_;
};

// The command of the scripted subject with that behaviour.
std::string scripted(const std::string& behaviour, const std::string& more = "");

// The verdicts of all results, each once, sorted.
std::vector<std::string> verdicts(const nlohmann::json& record);

}  // namespace loopcheck::cli
