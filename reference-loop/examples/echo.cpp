// An echo server and its client in one loop: listens on a free port, sends a line through it, prints what
// comes back, ends.
#include <cstdio>
#include <memory>
#include <string>

#include "asyncio/loops.hpp"

namespace {

// One connection of the server: sends back what it receives.
class Echo final : public asyncio::Protocol {
 public:
  void connection_made(std::shared_ptr<asyncio::BaseTransport> transport) override {
    transport_ = std::dynamic_pointer_cast<asyncio::Transport>(transport);
  }
  void data_received(asyncio::Bytes data) override { transport_->write(data); }
  void connection_lost(std::exception_ptr /*error*/) override { transport_.reset(); }

 private:
  std::shared_ptr<asyncio::Transport> transport_;
};

// The client: collects an answer of the expected size.
class Client final : public asyncio::Protocol {
 public:
  Client(asyncio::EventLoop& loop, std::size_t expected) : expected_(expected), answer_(loop) {}
  [[nodiscard]] asyncio::Future<std::string> answer() const { return answer_; }

  void data_received(asyncio::Bytes data) override {
    received_.append(reinterpret_cast<const char*>(data.data()), data.size());
    if (received_.size() >= expected_ && !answer_.done()) {
      answer_.set_result(received_);
    }
  }
  void connection_lost(std::exception_ptr /*error*/) override { answer_.cancel(); }

 private:
  std::size_t expected_;
  std::string received_;
  asyncio::Future<std::string> answer_;
};

asyncio::Future<std::string> talk(asyncio::EventLoop& loop, std::string line) {
  asyncio::ServerOptions listening;
  listening.host = "127.0.0.1";
  const asyncio::Factory<asyncio::Protocol> make_echo = [] { return std::make_shared<Echo>(); };
  const std::shared_ptr<asyncio::Server> server = co_await loop.create_server(make_echo, listening);

  asyncio::ConnectionOptions connecting;
  connecting.host = "127.0.0.1";
  connecting.port = std::get<asyncio::InternetAddress>(server->addresses().front()).port;
  const auto client = std::make_shared<Client>(loop, line.size());
  const asyncio::Factory<asyncio::Protocol> make_client = [client] { return client; };
  const std::shared_ptr<asyncio::Transport> transport =
      co_await loop.create_connection(make_client, connecting);

  transport->write(std::as_bytes(std::span(line)));
  const std::string answer = co_await client->answer();
  transport->close();
  server->close();
  co_await loop.wait_closed(server);
  co_return answer;
}

}  // namespace

int main() {
  try {
    const std::unique_ptr<asyncio::EventLoop> loop = asyncio::new_event_loop();
    const std::string answer = loop->run_until_complete(talk(*loop, "hello, loop"));
    std::printf("%s said: %s\n", std::string(loop->selector_class_name()).c_str(), answer.c_str());
    loop->close();
    return answer == "hello, loop" ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
