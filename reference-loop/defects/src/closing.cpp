// Transports that go on receiving after close(): it takes effect some turns later, and not before all is
// sent.
#include <chrono>
#include <memory>
#include <utility>

#include "groups.hpp"
#include "transport_decorators.hpp"

namespace asyncio::defects {
namespace {

class LateClose : public std::enable_shared_from_this<LateClose> {
 public:
  LateClose(EventLoop& loop, std::shared_ptr<BaseTransport> transport)
      : loop_(loop), transport_(std::move(transport)) {}
  void ask() {
    if (!std::exchange(asked_, true)) wait(turns_of_grace);
  }
  [[nodiscard]] bool asked() const noexcept { return asked_; }

 private:
  static constexpr int turns_of_grace = 20;

  void wait(int turns) {
    if (turns > 0) {
      loop_.call_soon([self = shared_from_this(), turns] { self->wait(turns - 1); });
    } else if (something_is_unsent()) {
      loop_.call_later(std::chrono::milliseconds(1), [self = shared_from_this()] { self->wait(0); });
    } else {
      transport_->close();
    }
  }
  [[nodiscard]] bool something_is_unsent() const {
    const auto* writer = dynamic_cast<const WriteTransport*>(transport_.get());
    return writer != nullptr && writer->get_write_buffer_size() > 0;
  }

  EventLoop& loop_;
  std::shared_ptr<BaseTransport> transport_;
  bool asked_ = false;
};

class LateSocket : public TransportDecorator {
 public:
  LateSocket(EventLoop& loop, const std::shared_ptr<Transport>& inner)
      : TransportDecorator(inner), close_(std::make_shared<LateClose>(loop, inner)) {}
  void close() override { close_->ask(); }
  [[nodiscard]] bool is_closing() const override {
    return close_->asked() || TransportDecorator::is_closing();
  }
  [[nodiscard]] bool is_reading() const override {
    return !close_->asked() && TransportDecorator::is_reading();
  }
  void write(Bytes data) override {
    if (!close_->asked()) TransportDecorator::write(data);
  }
  void write_eof() override {
    if (!close_->asked()) TransportDecorator::write_eof();
  }

 private:
  std::shared_ptr<LateClose> close_;
};

class LatePipe : public ReadTransport {
 public:
  LatePipe(EventLoop& loop, std::shared_ptr<ReadTransport> inner)
      : inner_(std::move(inner)), close_(std::make_shared<LateClose>(loop, inner_)) {}
  void close() override { close_->ask(); }
  [[nodiscard]] bool is_closing() const override { return close_->asked() || inner_->is_closing(); }
  [[nodiscard]] bool is_reading() const override { return !close_->asked() && inner_->is_reading(); }
  void pause_reading() override { inner_->pause_reading(); }
  void resume_reading() override { inner_->resume_reading(); }

 private:
  std::shared_ptr<ReadTransport> inner_;
  std::shared_ptr<LateClose> close_;
};

class LateDatagrams : public DatagramTransport {
 public:
  LateDatagrams(EventLoop& loop, std::shared_ptr<DatagramTransport> inner)
      : inner_(std::move(inner)), close_(std::make_shared<LateClose>(loop, inner_)) {}
  void close() override { close_->ask(); }
  [[nodiscard]] bool is_closing() const override { return close_->asked() || inner_->is_closing(); }
  void sendto(Bytes data, const Address& to) override {
    if (!close_->asked()) inner_->sendto(data, to);
  }
  void abort() override { inner_->abort(); }
  [[nodiscard]] Address local_address() const override { return inner_->local_address(); }
  [[nodiscard]] FileDescriptor fileno() const override { return inner_->fileno(); }

 private:
  std::shared_ptr<DatagramTransport> inner_;
  std::shared_ptr<LateClose> close_;
};

// The protocol and the caller get one and the same transport, since both may close it.
class SocketsCloseLate : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;

  Future<std::shared_ptr<Server>> create_server(Factory<Protocol> factory, ServerOptions options) override {
    return LoopDecorator::create_server(spoiled(std::move(factory)), std::move(options));
  }
  Future<std::shared_ptr<Server>> create_unix_server(Factory<Protocol> factory,
                                                     UnixServerOptions options) override {
    return LoopDecorator::create_unix_server(spoiled(std::move(factory)), std::move(options));
  }
  Future<std::shared_ptr<Transport>> create_connection(Factory<Protocol> factory,
                                                       ConnectionOptions options) override {
    const auto made = std::make_shared<Made>();
    co_await LoopDecorator::create_connection(spoiled(std::move(factory), made), std::move(options));
    co_return *made;
  }
  Future<std::shared_ptr<Transport>> create_unix_connection(Factory<Protocol> factory,
                                                            UnixConnectionOptions options) override {
    const auto made = std::make_shared<Made>();
    co_await LoopDecorator::create_unix_connection(spoiled(std::move(factory), made), std::move(options));
    co_return *made;
  }

 private:
  using Made = std::shared_ptr<Transport>;

  class Introduced : public ProtocolDecorator {
   public:
    Introduced(EventLoop& loop, std::shared_ptr<Protocol> inner, std::shared_ptr<Made> made)
        : ProtocolDecorator(std::move(inner)), loop_(loop), made_(std::move(made)) {}
    void connection_made(std::shared_ptr<BaseTransport> transport) override {
      const auto late =
          std::make_shared<LateSocket>(loop_, std::dynamic_pointer_cast<Transport>(std::move(transport)));
      if (made_ != nullptr) *made_ = late;
      ProtocolDecorator::connection_made(late);
    }

   private:
    EventLoop& loop_;
    std::shared_ptr<Made> made_;
  };

  [[nodiscard]] Factory<Protocol> spoiled(Factory<Protocol> factory,
                                          std::shared_ptr<Made> made = nullptr) const {
    return [factory = std::move(factory), made = std::move(made),
            &loop = inner()]() -> std::shared_ptr<Protocol> {
      return std::make_shared<Introduced>(loop, factory(), made);
    };
  }
};

class PipesCloseLate : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Future<std::shared_ptr<ReadTransport>> connect_read_pipe(Factory<Protocol> factory,
                                                           FileDescriptor fd) override {
    std::shared_ptr<ReadTransport> pipe = co_await LoopDecorator::connect_read_pipe(std::move(factory), fd);
    co_return std::make_shared<LatePipe>(inner(), std::move(pipe));
  }
};

class EndpointsCloseLate : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Future<std::shared_ptr<DatagramTransport>> create_datagram_endpoint(Factory<DatagramProtocol> factory,
                                                                      DatagramOptions options) override {
    std::shared_ptr<DatagramTransport> endpoint =
        co_await LoopDecorator::create_datagram_endpoint(std::move(factory), std::move(options));
    co_return std::make_shared<LateDatagrams>(inner(), std::move(endpoint));
  }
};

}  // namespace

Defects defects_of_closing() {
  return {
      {.id = "connection-receives-after-close",
       .about = "a connection that is closing still receives data",
       .breaks = {"transport-close-receives-no-more"},
       .loop = with<SocketsCloseLate>()},
      {.id = "pipe-receives-after-close",
       .about = "a read pipe that is closing still receives data",
       .breaks = {"transport-close-receives-no-more"},
       .scope = unix_only,
       .loop = with<PipesCloseLate>()},
      {.id = "overlapped-pipe-receives-after-close",
       .about = "an overlapped pipe that is closing still receives data",
       .breaks = {"transport-close-receives-no-more"},
       .scope = windows_proactor,
       .loop = with<PipesCloseLate>()},
      {.id = "endpoint-receives-after-close",
       .about = "a datagram endpoint that is closing still receives datagrams",
       .breaks = {"transport-close-receives-no-more"},
       .loop = with<EndpointsCloseLate>()},
  };
}

}  // namespace asyncio::defects
