// A program that is there for a subject for as long as a run goes on.
//
// It writes the line "ready" once the subject may be started, and cleans up and ends when its standard input
// ends, so that it also ends when the harness is killed.
#pragma once

#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "loopcheck/subject/child_process.hpp"

namespace loopcheck::subject {

class Companion {
 public:
  // Throws StartError.
  Companion(boost::asio::io_context& context, const std::vector<std::string>& command);

  // Waits until it is ready. What went wrong, for a user; empty if nothing did.
  boost::asio::awaitable<std::string> ready(Deadline deadline);

  // Tells it to end. A pending ready() gives up.
  void dismiss() { child_.close_input(); }

  // Waits for its end after dismiss(). False if it was still there at the deadline; then it is killed.
  boost::asio::awaitable<bool> gone(Deadline deadline);

 private:
  ChildProcess child_;
};

}  // namespace loopcheck::subject
