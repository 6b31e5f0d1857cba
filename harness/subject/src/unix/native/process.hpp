// A child process in a process group of its own. Boost.Process (version 1) is behind this class and nowhere
// else.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/process/async_pipe.hpp>
#include <boost/process/child.hpp>
#include <boost/process/group.hpp>

#include "native_process.hpp"

namespace loopcheck::subject::native {

class Process {
 public:
  using Pipe = boost::process::async_pipe;

  Process(boost::asio::io_context& context, const Start& start, std::function<void()> ended);

  Pipe input;
  Pipe output;
  Pipe error;

  std::string how_it_ended();
  std::size_t unread_output();
  void stop_writing() { input.cancel(); }
  void kill();
  void wait();

 private:
  boost::process::child child_;
  boost::process::group group_;
  long long group_id_ = 0;  // 0 once it was killed
  bool guarded_ = false;
};

}  // namespace loopcheck::subject::native
