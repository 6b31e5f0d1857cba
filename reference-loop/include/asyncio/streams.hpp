// Streams: reading and writing in coroutines instead of protocols.
// https://docs.python.org/3/library/asyncio-stream.html
//
//   Future<void> answer(EventLoop& loop, StreamPair streams) {
//     std::vector<std::byte> line = co_await streams.reader->read_line();
//     streams.writer->write(line);
//     co_await streams.writer->drain();
//     streams.writer->close();
//   }
//
// A reader and a writer belong to the loop's thread. One coroutine at a time may wait for a reader.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "asyncio/event_loop.hpp"

namespace asyncio {

// The stream ended before all that was asked for had come. In Python it is an EOFError.
class IncompleteReadError : public Error {
 public:
  IncompleteReadError(std::vector<std::byte> partial, std::size_t expected);
  [[nodiscard]] std::string_view type_name() const noexcept override { return "IncompleteReadError"; }
  [[nodiscard]] const std::vector<std::byte>& partial() const noexcept { return partial_; }
  [[nodiscard]] std::size_t expected() const noexcept { return expected_; }

 private:
  std::vector<std::byte> partial_;
  std::size_t expected_;
};

namespace detail {
class StreamState;
}

class StreamReader {
 public:
  // While more bytes than twice this wait to be read, the transport reads no further.
  static constexpr std::size_t limit = 65536;

  explicit StreamReader(std::shared_ptr<detail::StreamState> state) noexcept;

  // All of these throw the error with which the connection was lost, and RuntimeError if another coroutine
  // waits already.
  Future<std::vector<std::byte>> read();                          // everything up to the end
  Future<std::vector<std::byte>> read_exactly(std::size_t size);  // or IncompleteReadError
  Future<std::vector<std::byte>> read_line();  // with its line end; without one at the end; or empty
  [[nodiscard]] bool at_eof() const noexcept;  // the end was received, and everything before it has been read

  [[nodiscard]] EventLoop& get_loop() const noexcept;

 private:
  std::shared_ptr<detail::StreamState> state_;
};

class StreamWriter {
 public:
  explicit StreamWriter(std::shared_ptr<detail::StreamState> state) noexcept;

  void write(Bytes data);
  // Waits while the transport has too much to write. Throws what the connection was lost with, or
  // ConnectionResetError.
  Future<void> drain();
  void write_eof();
  void close();
  [[nodiscard]] bool is_closing() const;
  Future<void> wait_closed();
  [[nodiscard]] const std::shared_ptr<Transport>& transport() const noexcept;

  [[nodiscard]] EventLoop& get_loop() const noexcept;

 private:
  std::shared_ptr<detail::StreamState> state_;
};

struct StreamPair {
  std::shared_ptr<StreamReader> reader;
  std::shared_ptr<StreamWriter> writer;
};

// Unix only: NotImplementedError elsewhere.
Future<StreamPair> open_unix_connection(EventLoop& loop, UnixConnectionOptions options);

// Called for every connection that was accepted; it may start a coroutine.
using ClientConnected = std::function<void(StreamPair)>;
Future<std::shared_ptr<Server>> start_unix_server(EventLoop& loop, ClientConnected connected,
                                                  UnixServerOptions options);

}  // namespace asyncio
