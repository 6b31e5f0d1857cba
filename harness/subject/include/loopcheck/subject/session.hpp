// One conversation with a subject, from its start to its end: the harness's side of docs/protocol.md.
//
// A session ends with the first thing that goes wrong: a crash, a deadline, a broken protocol. After that the
// subject is killed and never read again; start a new session to go on.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "loopcheck/protocol/messages.hpp"
#include "loopcheck/subject/child_process.hpp"

namespace loopcheck::subject {

struct Crash {
  std::string how;   // "signal 11 (SIGSEGV)", "exit status 3", "closed its output"
  std::string step;  // the last step that it announced, if any
};
struct Timeout {
  std::string step;
};
struct Violation {
  std::string text;
};
using RunReply = std::variant<protocol::Transcript, Crash, Timeout, Violation>;
using InitializeReply = std::variant<protocol::InitializeResult, Crash, Timeout, Violation>;

class Session {
 public:
  // Throws StartError.
  Session(boost::asio::io_context& context, const std::vector<std::string>& command,
          const std::map<std::string, std::string>& environment = {})
      : child_(context, command, protocol::line_limit, environment) {}

  boost::asio::awaitable<InitializeReply> initialize(protocol::InitializeRequest request,
                                                     std::chrono::nanoseconds limit);
  boost::asio::awaitable<RunReply> run(protocol::RunRequest request, std::chrono::nanoseconds limit);

  // Asks it to end and waits; kills it if it does not. Whether it ended properly, with exit status 0.
  boost::asio::awaitable<bool> shutdown(std::chrono::nanoseconds limit);

  void kill();

  // False once something went wrong.
  [[nodiscard]] bool usable() const { return usable_; }
  [[nodiscard]] std::string standard_error() const { return child_.standard_error(); }

 private:
  using RequestBody = decltype(protocol::Request::body);
  // What came back: the result, or how it went wrong.
  using Reply = std::variant<nlohmann::json, Crash, Timeout, Violation>;
  // g++ 12 destroys aggregates that are made inside a co_await expression twice: hand over named objects.
  boost::asio::awaitable<Reply> ask(RequestBody body, Deadline deadline);
  boost::asio::awaitable<Reply> await_reply(std::int64_t id, Deadline deadline);
  boost::asio::awaitable<Reply> ended(std::string step, std::string unfinished, Deadline deadline);
  Reply failed(Reply reply);

  ChildProcess child_;
  std::int64_t next_id_ = 1;
  bool usable_ = true;
};

}  // namespace loopcheck::subject
