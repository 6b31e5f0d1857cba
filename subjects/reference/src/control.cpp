#include "control.hpp"

#include <algorithm>
#include <utility>

#include "asyncio/future.hpp"
#include "asyncio/transports.hpp"
#include "bytes.hpp"
#include "step.hpp"

namespace reference_subject {
namespace {

// One side of the connection: knows when it has everything, and when it is over.
class Side : public asyncio::Protocol {
 public:
  Side(LoopContext& context, std::size_t expected)
      : lost(context.loop()), context_(context), expected_(expected) {}

  void connection_made(std::shared_ptr<asyncio::BaseTransport> transport) override {
    writing_ = std::dynamic_pointer_cast<asyncio::WriteTransport>(transport);
    context_.connected(this, std::move(transport));
    made();
  }
  void data_received(asyncio::Bytes bytes) override {
    received.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (received.size() >= expected_ && !std::exchange(complete_, true)) {
      completed();
    }
  }
  void connection_lost(std::exception_ptr error) override {
    context_.lost(this);
    if (lost.done()) {
      return;
    }
    if (error) {
      lost.set_exception(std::move(error));
    } else {
      lost.set_result();
    }
  }

  std::string received;
  asyncio::Future<void> lost;

 protected:
  virtual void made() {}
  virtual void completed() = 0;
  void write(std::string_view text) {
    if (const auto transport = writing_.lock()) {
      transport->write(to_bytes(text));
    }
  }
  void close() {
    if (const auto transport = writing_.lock()) {
      transport->close();
    }
  }

 private:
  LoopContext& context_;
  std::weak_ptr<asyncio::WriteTransport> writing_;
  std::size_t expected_;
  bool complete_ = false;
};

class Reverser : public Side {
 public:
  using Side::Side;

 private:
  void completed() override { write({std::string(received.rbegin(), received.rend())}); }
};

class Asker : public Side {
 public:
  Asker(LoopContext& context, std::string question)
      : Side(context, question.size()), question_(std::move(question)) {}

 private:
  void made() override { write(question_); }
  void completed() override { close(); }

  std::string question_;
};

// Finds its loop in the first argument.
asyncio::Future<void> converse(asyncio::EventLoop& loop, std::shared_ptr<Asker> asker,
                               std::shared_ptr<Reverser> reverser) {
  asyncio::ServerOptions where;
  where.host = "127.0.0.1";
  asyncio::Factory<asyncio::Protocol> serving = [reverser] { return reverser; };
  const std::shared_ptr<asyncio::Server> server =
      co_await loop.create_server(std::move(serving), std::move(where));
  asyncio::ConnectionOptions to;
  to.host = "127.0.0.1";
  to.port = std::get<asyncio::InternetAddress>(server->addresses().front()).port;
  asyncio::Factory<asyncio::Protocol> asking = [asker] { return asker; };
  std::exception_ptr failure;
  try {
    co_await loop.create_connection(std::move(asking), std::move(to));
    co_await asker->lost;
    co_await reverser->lost;
  } catch (...) {
    failure = std::current_exception();
  }
  server->close();
  if (failure) {
    std::rethrow_exception(failure);
  }
}

}  // namespace

std::string pass_through_callbacks(LoopContext& context, const std::string& nonce) {
  asyncio::EventLoop& loop = context.loop();
  // Shared with the callbacks, which may come later than they should.
  const auto passed = std::make_shared<std::string>();
  for (const char character : nonce) {
    loop.call_soon([passed, character] { passed->insert(passed->begin(), character); });
  }
  loop.call_soon([&loop] { loop.stop(); });
  loop.run_forever();
  return *passed;
}

std::string pass_through_tcp(LoopContext& context, const std::string& nonce) {
  auto asker = std::make_shared<Asker>(context, nonce);
  auto reverser = std::make_shared<Reverser>(context, nonce.size());
  const auto task =
      std::make_shared<Task>(converse(context.loop(), asker, reverser), [] { return Json(nullptr); });
  context.keep(task);
  context.finish(*task);
  return asker->received;
}

}  // namespace reference_subject
