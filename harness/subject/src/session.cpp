#include "loopcheck/subject/session.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace loopcheck::subject {
namespace {

namespace asio = boost::asio;
using nlohmann::json;

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

// A crash is noticed by the end of the output; the exit follows within this time, unless the output was
// merely closed.
constexpr std::chrono::seconds exit_grace{1};

// The result as a T, or what went wrong. Fields of the wrong form are a violation too.
template <class T>
std::variant<T, Crash, Timeout, Violation> typed(std::variant<json, Crash, Timeout, Violation> reply) {
  using Typed = std::variant<T, Crash, Timeout, Violation>;
  return std::visit(Overloaded{[](json& result) -> Typed {
                                 try {
                                   return result.get<T>();
                                 } catch (const protocol::MalformedMessage& fault) {
                                   return Violation{fault.what()};
                                 }
                               },
                               [](auto& failure) -> Typed { return std::move(failure); }},
                    reply);
}

std::string error_text(const protocol::ErrorResponse& error) {
  return fmt::format("the subject answered with error {}: {}", error.code, error.message);
}

}  // namespace

asio::awaitable<InitializeReply> Session::initialize(protocol::InitializeRequest request,
                                                     std::chrono::nanoseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  const int minimum = request.minimum_version;
  const int maximum = request.maximum_version;
  Reply raw = co_await ask(std::move(request), deadline);
  auto reply = typed<protocol::InitializeResult>(std::move(raw));
  if (const auto* result = std::get_if<protocol::InitializeResult>(&reply);
      result && (result->version < minimum || result->version > maximum)) {
    reply = Violation{fmt::format("the subject chose protocol version {}, offered were {} to {}",
                                  result->version, minimum, maximum)};
  }
  if (std::holds_alternative<Violation>(reply)) kill();
  co_return reply;
}

asio::awaitable<RunReply> Session::run(protocol::RunRequest request, std::chrono::nanoseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  Reply raw = co_await ask(std::move(request), deadline);
  auto reply = typed<protocol::Transcript>(std::move(raw));
  if (std::holds_alternative<Violation>(reply)) kill();
  co_return reply;
}

asio::awaitable<bool> Session::shutdown(std::chrono::nanoseconds limit) {
  if (!usable_) co_return false;
  const auto deadline = std::chrono::steady_clock::now() + limit;
  protocol::ShutdownRequest request;
  const Reply reply = co_await ask(request, deadline);
  bool proper = std::holds_alternative<json>(reply);
  if (proper) {
    child_.close_input();
    const bool exited = co_await child_.wait_for_exit(deadline);
    proper = exited && child_.how_it_ended() == "exit status 0";
  }
  kill();
  co_return proper;
}

void Session::kill() {
  usable_ = false;
  child_.kill();
}

Session::Reply Session::failed(Reply reply) {
  kill();
  return reply;
}

asio::awaitable<Session::Reply> Session::ask(RequestBody body, Deadline deadline) {
  if (!usable_) co_return Violation{"the session has ended"};
  protocol::Request request;
  request.id = next_id_++;
  request.body = std::move(body);
  // A subject that does not read its input is one that does not answer, and one that has ended says so when
  // it is read: the write's own result adds nothing.
  std::string line = protocol::serialize(request);
  co_await child_.write(std::move(line), deadline);
  co_return co_await await_reply(request.id, deadline);
}

asio::awaitable<Session::Reply> Session::await_reply(std::int64_t id, Deadline deadline) {
  std::string step;
  for (;;) {
    ReadResult read = co_await child_.read_line(deadline);
    if (std::holds_alternative<DeadlineReached>(read)) co_return failed(Timeout{step});
    if (std::holds_alternative<LineTooLong>(read)) co_return failed(Violation{"a line is longer than 8 MiB"});
    if (auto* end = std::get_if<Ended>(&read)) {
      co_return co_await ended(std::move(step), std::move(end->unfinished), deadline);
    }
    protocol::SubjectMessage message;
    try {
      message = protocol::parse_subject_message(std::get<Line>(read).text);
    } catch (const protocol::MalformedMessage& fault) {
      co_return failed(Violation{fault.what()});
    }
    if (const auto* notification = std::get_if<protocol::StepNotification>(&message)) {
      if (notification->request != id) {
        co_return failed(Violation{
            fmt::format("a step of request {} while {} is being answered", notification->request, id)});
      }
      step = notification->step;
    } else if (auto* response = std::get_if<protocol::Response>(&message)) {
      if (response->id != id) {
        co_return failed(Violation{fmt::format("an answer to request {}, asked was {}", response->id, id)});
      }
      co_return std::move(response->result);
    } else {
      const auto& error = std::get<protocol::ErrorResponse>(message);
      co_return failed(Violation{error_text(error)});
    }
  }
}

asio::awaitable<Session::Reply> Session::ended(std::string step, std::string unfinished, Deadline deadline) {
  const auto patience = std::min(deadline, std::chrono::steady_clock::now() + exit_grace);
  const bool exited = co_await child_.wait_for_exit(patience);
  if (!exited) co_return failed(Violation{"the subject closed its output and did not end"});
  std::string how = child_.how_it_ended();
  if (!unfinished.empty()) how += fmt::format(", in the middle of a line of {} bytes", unfinished.size());
  co_return failed(Crash{std::move(how), std::move(step)});
}

}  // namespace loopcheck::subject
