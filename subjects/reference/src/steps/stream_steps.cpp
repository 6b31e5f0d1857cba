// AF_UNIX over streams: open_unix_connection() and start_unix_server().
#include <algorithm>

#include "asyncio/streams.hpp"
#include "bytes.hpp"
#include "outcome.hpp"
#include "product_tasks.hpp"
#include "unix_options.hpp"
#include "vocabulary.hpp"

namespace reference_subject {
namespace {

// Answers every line with its bytes before the line end reversed, until the client has no more to say.
asyncio::Future<void> answer_lines(asyncio::EventLoop& loop, asyncio::StreamPair streams) {
  static_cast<void>(loop);  // the coroutine's loop is its first argument's
  while (true) {
    std::vector<std::byte> line = co_await streams.reader->read_line();
    if (line.empty()) {
      break;
    }
    const bool whole = line.back() == std::byte{'\n'};
    std::reverse(line.begin(), line.end() - (whole ? 1 : 0));
    streams.writer->write(line);
    co_await streams.writer->drain();
  }
  streams.writer->close();
}

std::shared_ptr<Task> start_unix_server(const Call& call) {
  UnixServerCall given(call);
  LoopContext& context = call.context;
  const auto serve = [&context](asyncio::StreamPair streams) {
    context.keep(std::make_shared<asyncio::StreamPair>(streams));
    context.keep(std::make_shared<Task>(answer_lines(context.loop(), std::move(streams)),
                                        [] { return Json(nullptr); }));
  };
  return product_task<asyncio::Server>(call, &Product::server, given.socket, [&] {
    return asyncio::start_unix_server(call.loop(), serve, std::move(given.options));
  });
}

std::shared_ptr<Task> open_unix_connection(const Call& call) {
  UnixConnectionCall given(call);
  const auto handed_over = std::make_shared<HandedOver>(given.socket);
  Names& names = call.scenario.names();
  LoopContext* context = &call.context;
  return std::make_shared<Task>(
      asyncio::open_unix_connection(call.loop(), std::move(given.options)),
      [&names, context, handed_over, id = call.step.id()](asyncio::StreamPair pair) -> Json {
        handed_over->keep();
        const auto streams = std::make_shared<asyncio::StreamPair>(std::move(pair));
        context->keep(streams);
        names.give(id, context, [&](Product& product) { product.stream = streams; });
        return nullptr;
      });
}

std::shared_ptr<Task> data_task(asyncio::Future<std::vector<std::byte>> future) {
  return std::make_shared<Task>(std::move(future),
                                [](const std::vector<std::byte>& data) { return data_value(data); });
}

std::shared_ptr<Task> stream(const Call& call) {
  const std::shared_ptr<asyncio::StreamPair> streams = call.scenario.names().stream(call.step.text("on"));
  const std::string method = call.step.text("call");
  if (method == "write") {
    streams->writer->write(to_bytes(call.step.data("data")));
    return std::make_shared<Task>(streams->writer->drain(), [] { return Json(nullptr); });
  }
  if (method == "read_exactly") {
    return data_task(streams->reader->read_exactly(call.step.size("size", 0)));
  }
  if (method == "read_to_end") {
    return data_task(streams->reader->read());
  }
  if (method == "write_eof") {
    streams->writer->write_eof();
    return std::make_shared<Task>(Json(nullptr));
  }
  if (method == "close") {
    streams->writer->close();
    return std::make_shared<Task>(Json(nullptr));
  }
  throw Unsupported("this adapter knows no method '" + method + "' of a stream");
}

}  // namespace

StepTable stream_steps() {
  return {{"start_unix_server", &start_unix_server},
          {"open_unix_connection", &open_unix_connection},
          {"stream", &stream}};
}

}  // namespace reference_subject
