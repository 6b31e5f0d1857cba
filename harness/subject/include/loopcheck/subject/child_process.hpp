// A child program that speaks in lines, kept on a short leash.
//
// It runs in a process group of its own (on Windows: in a job), which is killed as a whole, at the latest
// when the ChildProcess is destroyed. Its standard input and output are pipes that no sibling inherits; its
// standard error is kept in excerpt. Every wait has a deadline.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace loopcheck::subject {

using Deadline = std::chrono::steady_clock::time_point;

// The program could not be started; what() names it and says why.
class StartError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Line {
  std::string text;
};
struct DeadlineReached {};
// No more lines: the child ended, or closed its output.
struct Ended {
  std::string unfinished;  // what came after the last line end
};
struct LineTooLong {};
using ReadResult = std::variant<Line, DeadlineReached, Ended, LineTooLong>;

// What becomes of a child when the harness itself is killed.
enum class Orphan {
  is_killed,           // with everything that it started
  sees_its_input_end,  // and cleans up
};

class ChildProcess {
 public:
  // Throws StartError. `command[0]` is looked up on the PATH unless it names a folder. `environment` is set
  // besides the harness's own.
  ChildProcess(boost::asio::io_context& context, const std::vector<std::string>& command,
               std::size_t line_limit, const std::map<std::string, std::string>& environment = {},
               Orphan orphan = Orphan::is_killed);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  boost::asio::awaitable<ReadResult> read_line(Deadline deadline);

  // False if the child did not take all of it in time or has closed its input.
  boost::asio::awaitable<bool> write(std::string text, Deadline deadline);
  void close_input();

  // True once the child was reaped.
  boost::asio::awaitable<bool> wait_for_exit(Deadline deadline);

  // Ends the whole group at once, for good.
  void kill();

  [[nodiscard]] bool exited() const;
  // "exit status 3", "signal 11 (SIGSEGV)", "exit status 0xC0000005 (access violation)"; "still running"
  // before the end.
  [[nodiscard]] std::string how_it_ended() const;
  [[nodiscard]] std::string standard_error() const;

 private:
  struct State;
  std::shared_ptr<State> state_;  // shared with the coroutines that read its output
};

}  // namespace loopcheck::subject
