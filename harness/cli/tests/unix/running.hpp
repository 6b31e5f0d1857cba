// A program that a test starts and then talks to by signals.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <boost/process.hpp>

namespace loopcheck::cli {

class Running {
 public:
  // `environment` is set besides the test's own. Its standard error is the test's.
  Running(const std::vector<std::string>& command, const std::map<std::string, std::string>& environment);

  // Reads its output up to a line that has this text; false if it ends before.
  bool says(const std::string& text);
  void send(int signal) const;
  void close_input();
  // Until it has ended: its exit status, or 128 + the signal.
  int status();

 private:
  boost::process::opstream input_;
  boost::process::ipstream output_;
  boost::process::child child_;
};

}  // namespace loopcheck::cli
