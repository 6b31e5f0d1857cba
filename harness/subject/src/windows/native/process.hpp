// A child process in a job of its own, with overlapped pipes at our ends.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/windows/object_handle.hpp>
#include <boost/asio/windows/stream_handle.hpp>

#include "native/job.hpp"
#include "native_process.hpp"

namespace loopcheck::subject::native {

class Process {
 public:
  using Pipe = boost::asio::windows::stream_handle;

  Process(boost::asio::io_context& context, const Start& start, std::function<void()> ended);

  Pipe input;
  Pipe output;
  Pipe error;

  std::string how_it_ended();
  std::size_t unread_output();
  void stop_writing();
  void kill();
  void wait();

 private:
  Job job_;
  boost::asio::windows::object_handle process_;
};

}  // namespace loopcheck::subject::native
