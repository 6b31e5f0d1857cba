#include "loopcheck/subject/child_process.hpp"

#include <array>
#include <optional>
#include <system_error>

#include <fmt/format.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "loopcheck/subject/line_buffer.hpp"
#include "loopcheck/subject/output_excerpt.hpp"
#include "native/process.hpp"

namespace loopcheck::subject {
namespace {

namespace asio = boost::asio;

constexpr std::size_t chunk_size = std::size_t{64} << 10;
constexpr std::size_t standard_error_limit = std::size_t{32} << 10;
constexpr std::size_t read_ahead_limit = std::size_t{1}
                                         << 20;  // beyond it, the pipe fills and the child waits
constexpr auto no_exception = asio::as_tuple(asio::use_awaitable);

native::Start start_of(const std::vector<std::string>& command,
                       const std::map<std::string, std::string>& environment, Orphan orphan) {
  if (command.empty() || command.front().empty())
    throw StartError("cannot start a subject: the command is empty");
  auto program = native::find_program(command.front());
  if (!program) throw StartError(fmt::format("cannot start {}: there is no such program", command.front()));
  return {*std::move(program), {command.begin() + 1, command.end()}, environment, orphan};
}

}  // namespace

struct ChildProcess::State : std::enable_shared_from_this<ChildProcess::State> {
  State(asio::io_context& io_context, std::size_t line_limit)
      : context(io_context),
        changed(context),
        consumed(context),
        lines(line_limit),
        excerpt(standard_error_limit) {}

  asio::io_context& context;
  std::optional<native::Process> process;  // always there, once it was started
  asio::steady_timer changed;              // cancelled when there is news for whoever waits for the child
  asio::steady_timer consumed;             // cancelled when a line was taken
  LineBuffer lines;
  OutputExcerpt excerpt;
  bool output_ended = false;
  bool closed = false;
  bool exited = false;

  // Waits until `timer` is cancelled or the deadline has passed; false for the latter.
  static asio::awaitable<bool> wait(asio::steady_timer& timer, Deadline deadline) {
    if (std::chrono::steady_clock::now() >= deadline) co_return false;
    timer.expires_at(deadline);
    co_await timer.async_wait(no_exception);
    co_return true;
  }

  void close() {
    closed = true;
    boost::system::error_code ignored;
    for (auto* pipe : {&process->input, &process->output, &process->error}) pipe->close(ignored);
    changed.cancel();
    consumed.cancel();
  }

  // Both pumps hold the state, so that it outlives their pending reads.
  static asio::awaitable<void> pump_output(std::shared_ptr<State> state) {
    std::array<char, chunk_size> chunk{};
    while (!state->output_ended && !state->closed) {
      if (state->lines.waiting() > read_ahead_limit) {
        co_await wait(state->consumed, Deadline::max());
        continue;
      }
      const auto [failure, size] =
          co_await state->process->output.async_read_some(asio::buffer(chunk), no_exception);
      if (size > 0) state->lines.append({chunk.data(), size});
      if (failure || state->lines.overflowed()) state->output_ended = true;
      state->changed.cancel();
    }
  }

  static asio::awaitable<void> pump_error(std::shared_ptr<State> state) {
    std::array<char, chunk_size> chunk{};
    while (!state->closed) {
      const auto [failure, size] =
          co_await state->process->error.async_read_some(asio::buffer(chunk), no_exception);
      state->excerpt.append({chunk.data(), size});
      if (failure) co_return;
    }
  }
};

ChildProcess::ChildProcess(asio::io_context& context, const std::vector<std::string>& command,
                           std::size_t line_limit, const std::map<std::string, std::string>& environment,
                           Orphan orphan)
    : state_(std::make_shared<State>(context, line_limit)) {
  const std::weak_ptr<State> weak = state_;
  const auto ended = [weak] {
    if (const auto state = weak.lock()) {
      state->exited = true;
      state->changed.cancel();
    }
  };
  state_->process.emplace(context, start_of(command, environment, orphan), ended);
  asio::co_spawn(context, State::pump_output(state_), asio::detached);
  asio::co_spawn(context, State::pump_error(state_), asio::detached);
}

ChildProcess::~ChildProcess() {
  state_->process->kill();
  state_->close();
  if (!state_->exited) state_->process->wait();
}

asio::awaitable<ReadResult> ChildProcess::read_line(Deadline deadline) {
  const auto state = state_;
  for (;;) {
    if (auto line = state->lines.take()) {
      state->consumed.cancel();
      co_return Line{std::move(*line)};
    }
    if (state->lines.overflowed()) co_return LineTooLong{};
    if (state->output_ended) co_return Ended{state->lines.unfinished()};
    if (state->exited && state->process->unread_output() == 0) {
      // A grandchild may hold the pipe open beyond the child's end, so there is not always an end of file.
      // What the child wrote is on its way through the reactor at most: one turn later it is here.
      co_await asio::post(state->context, asio::use_awaitable);
      if (!state->lines.has_line() && state->process->unread_output() == 0)
        co_return Ended{state->lines.unfinished()};
      continue;
    }
    if (!co_await State::wait(state->changed, deadline)) co_return DeadlineReached{};
  }
}

asio::awaitable<bool> ChildProcess::write(std::string text, Deadline deadline) {
  const auto state = state_;
  asio::steady_timer timer(state->context, deadline);
  timer.async_wait([state](const boost::system::error_code& cancelled) {
    if (!cancelled) state->process->stop_writing();
  });
  const auto [failure, size] =
      co_await asio::async_write(state->process->input, asio::buffer(text), no_exception);
  timer.cancel();
  co_return !failure && size == text.size();
}

void ChildProcess::close_input() {
  boost::system::error_code ignored;
  state_->process->input.close(ignored);
}

asio::awaitable<bool> ChildProcess::wait_for_exit(Deadline deadline) {
  const auto state = state_;
  while (!state->exited) {
    if (!co_await State::wait(state->changed, deadline)) co_return false;
  }
  co_return true;
}

void ChildProcess::kill() {
  state_->process->kill();
}

bool ChildProcess::exited() const {
  return state_->exited;
}

std::string ChildProcess::how_it_ended() const {
  return state_->exited ? state_->process->how_it_ended() : "still running";
}

std::string ChildProcess::standard_error() const {
  return state_->excerpt.text();
}

}  // namespace loopcheck::subject
