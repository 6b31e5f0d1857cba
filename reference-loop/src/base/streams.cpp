#include "asyncio/streams.hpp"

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>

namespace asyncio {
namespace detail {

// The protocol behind a reader and a writer, which share it. The transport holds it until the connection is
// lost; it holds the transport until then, too, so that nobody has to.
class StreamState : public Protocol, public std::enable_shared_from_this<StreamState> {
 public:
  StreamState(EventLoop& loop, ClientConnected connected) : loop_(loop), connected_(std::move(connected)) {}

  void connection_made(std::shared_ptr<BaseTransport> transport) override {
    transport_ = std::dynamic_pointer_cast<Transport>(transport);
    if (const ClientConnected connected = std::exchange(connected_, nullptr)) {
      connected(streams());
    }
  }
  void data_received(Bytes data) override {
    buffer_.insert(buffer_.end(), data.begin(), data.end());
    if (buffer_.size() > 2 * StreamReader::limit && !paused_) {
      paused_ = true;
      transport_->pause_reading();
    }
    wake(reading_);
  }
  bool eof_received() override {
    ended_ = true;
    wake(reading_);
    return true;  // the writer decides when to close
  }
  void connection_lost(std::exception_ptr error) override {
    ended_ = true;
    lost_ = true;
    error_ = std::move(error);
    wake(reading_);
    wake(draining_);
    wake(closing_);
  }
  void pause_writing() override { full_ = true; }
  void resume_writing() override {
    full_ = false;
    wake(draining_);
  }

  [[nodiscard]] StreamPair streams() {
    return {std::make_shared<StreamReader>(shared_from_this()),
            std::make_shared<StreamWriter>(shared_from_this())};
  }
  [[nodiscard]] EventLoop& loop() const noexcept { return loop_; }
  [[nodiscard]] const std::shared_ptr<Transport>& transport() const noexcept { return transport_; }
  [[nodiscard]] const std::vector<std::byte>& buffer() const noexcept { return buffer_; }
  [[nodiscard]] bool ended() const noexcept { return ended_; }
  [[nodiscard]] bool lost() const noexcept { return lost_; }
  [[nodiscard]] bool full() const noexcept { return full_; }
  void throw_error() const {
    if (error_) {
      std::rethrow_exception(error_);
    }
  }

  // Waits for more data or the end.
  Future<void> more() {
    if (reading_.valid() && !reading_.done()) {
      throw RuntimeError("another coroutine is already waiting for incoming data");
    }
    // What is asked for may be more than fits: then reading must go on.
    resume_reading();
    return reading_ = Future<void>(loop_);
  }
  Future<void> room() { return shared_wait(draining_); }
  Future<void> closed() { return shared_wait(closing_); }

  std::vector<std::byte> take(std::size_t size) {
    const auto end = buffer_.begin() + static_cast<std::ptrdiff_t>(size);
    std::vector<std::byte> taken(buffer_.begin(), end);
    buffer_.erase(buffer_.begin(), end);
    if (buffer_.size() <= StreamReader::limit) {
      resume_reading();
    }
    return taken;
  }

 private:
  static void wake(Future<void>& waiting) {
    if (waiting.valid() && !waiting.done()) {
      waiting.set_result();
    }
  }
  // Several coroutines may wait for the same thing here.
  Future<void> shared_wait(Future<void>& waiting) {
    if (!waiting.valid() || waiting.done()) {
      waiting = Future<void>(loop_);
    }
    return waiting;
  }
  void resume_reading() {
    if (std::exchange(paused_, false) && !lost_) {
      transport_->resume_reading();
    }
  }

  EventLoop& loop_;
  ClientConnected connected_;
  std::shared_ptr<Transport> transport_;
  std::vector<std::byte> buffer_;
  Future<void> reading_;
  Future<void> draining_;
  Future<void> closing_;
  std::exception_ptr error_;
  bool ended_ = false;
  bool lost_ = false;
  bool paused_ = false;  // by this, since the buffer is full
  bool full_ = false;    // the transport's buffer is
};

namespace {

// The coroutines hold the state by themselves: the reader may be gone before they end.
Future<std::vector<std::byte>> read_all(EventLoop& /*loop*/, std::shared_ptr<StreamState> state) {
  while (!state->ended()) {
    co_await state->more();
  }
  state->throw_error();
  co_return state->take(state->buffer().size());
}

Future<std::vector<std::byte>> read_size(EventLoop& /*loop*/, std::shared_ptr<StreamState> state,
                                         std::size_t size) {
  while (state->buffer().size() < size && !state->ended()) {
    co_await state->more();
  }
  if (state->buffer().size() < size) {
    state->throw_error();
    throw IncompleteReadError(state->take(state->buffer().size()), size);
  }
  co_return state->take(size);
}

Future<std::vector<std::byte>> read_through_line_end(EventLoop& /*loop*/,
                                                     std::shared_ptr<StreamState> state) {
  std::size_t searched = 0;
  while (true) {
    const auto& buffer = state->buffer();
    const auto found =
        std::find(buffer.begin() + static_cast<std::ptrdiff_t>(searched), buffer.end(), std::byte{'\n'});
    if (found != buffer.end()) {
      co_return state->take(static_cast<std::size_t>(found - buffer.begin()) + 1);
    }
    searched = buffer.size();
    if (state->ended()) {
      state->throw_error();
      co_return state->take(searched);
    }
    co_await state->more();
  }
}

Future<void> drain_state(EventLoop& /*loop*/, std::shared_ptr<StreamState> state) {
  while (state->full() && !state->lost()) {
    co_await state->room();
  }
  if (state->lost()) {
    state->throw_error();
    throw OSError(ECONNRESET, "the connection is lost");
  }
}

Future<void> wait_until_lost(EventLoop& /*loop*/, std::shared_ptr<StreamState> state) {
  while (!state->lost()) {
    co_await state->closed();
  }
  state->throw_error();
}

}  // namespace
}  // namespace detail

IncompleteReadError::IncompleteReadError(std::vector<std::byte> partial, std::size_t expected)
    : Error(std::to_string(partial.size()) + " bytes read on a total of " + std::to_string(expected) +
            " expected bytes"),
      partial_(std::move(partial)),
      expected_(expected) {}

StreamReader::StreamReader(std::shared_ptr<detail::StreamState> state) noexcept : state_(std::move(state)) {}

Future<std::vector<std::byte>> StreamReader::read() {
  return detail::read_all(get_loop(), state_);
}

Future<std::vector<std::byte>> StreamReader::read_exactly(std::size_t size) {
  return detail::read_size(get_loop(), state_, size);
}

Future<std::vector<std::byte>> StreamReader::read_line() {
  return detail::read_through_line_end(get_loop(), state_);
}

bool StreamReader::at_eof() const noexcept {
  return state_->ended() && state_->buffer().empty();
}

EventLoop& StreamReader::get_loop() const noexcept {
  return state_->loop();
}

StreamWriter::StreamWriter(std::shared_ptr<detail::StreamState> state) noexcept : state_(std::move(state)) {}

void StreamWriter::write(Bytes data) {
  transport()->write(data);
}

Future<void> StreamWriter::drain() {
  return detail::drain_state(get_loop(), state_);
}

void StreamWriter::write_eof() {
  transport()->write_eof();
}

void StreamWriter::close() {
  transport()->close();
}

bool StreamWriter::is_closing() const {
  return transport()->is_closing();
}

Future<void> StreamWriter::wait_closed() {
  return detail::wait_until_lost(get_loop(), state_);
}

const std::shared_ptr<Transport>& StreamWriter::transport() const noexcept {
  return state_->transport();
}

EventLoop& StreamWriter::get_loop() const noexcept {
  return state_->loop();
}

Future<StreamPair> open_unix_connection(EventLoop& loop, UnixConnectionOptions options) {
  const auto state = std::make_shared<detail::StreamState>(loop, nullptr);
  Factory<Protocol> factory = [state] { return state; };
  co_await loop.create_unix_connection(std::move(factory), std::move(options));
  co_return state->streams();
}

Future<std::shared_ptr<Server>> start_unix_server(EventLoop& loop, ClientConnected connected,
                                                  UnixServerOptions options) {
  Factory<Protocol> factory = [&loop, connected = std::move(connected)] {
    return std::make_shared<detail::StreamState>(loop, connected);
  };
  return loop.create_unix_server(std::move(factory), std::move(options));
}

}  // namespace asyncio
