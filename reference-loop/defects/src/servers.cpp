// Servers: what they say of themselves, and what closing them does. And the sockets that a loop is asked to
// use directly, whose results can be wrong.
#include "dead_transports.hpp"
#include "groups.hpp"
#include "transport_decorators.hpp"
#include "what_it_is.hpp"

namespace asyncio::defects {
namespace {

enum class ServerFault { always_serving, close_does_nothing, second_start_raises };

class ServerDecorator : public Server {
 public:
  ServerDecorator(std::shared_ptr<Server> inner, ServerFault fault)
      : inner_(std::move(inner)), fault_(fault) {}
  void close() override {
    if (fault_ != ServerFault::close_does_nothing) {
      inner_->close();
    }
  }
  [[nodiscard]] bool is_serving() const override {
    return fault_ == ServerFault::always_serving || inner_->is_serving();
  }
  [[nodiscard]] std::vector<FileDescriptor> sockets() const override { return inner_->sockets(); }
  [[nodiscard]] std::vector<Address> addresses() const override { return inner_->addresses(); }
  [[nodiscard]] const std::shared_ptr<Server>& inner() const noexcept { return inner_; }

 private:
  std::shared_ptr<Server> inner_;
  ServerFault fault_;
};

class ServersSpoiled : public LoopDecorator {
 public:
  ServersSpoiled(std::unique_ptr<EventLoop> sound, ServerFault fault)
      : LoopDecorator(std::move(sound)), fault_(fault) {}

  Future<std::shared_ptr<Server>> create_server(Factory<Protocol> factory, ServerOptions options) override {
    std::shared_ptr<Server> server =
        co_await LoopDecorator::create_server(std::move(factory), std::move(options));
    co_return spoiled(std::move(server));
  }
  Future<std::shared_ptr<Server>> create_unix_server(Factory<Protocol> factory,
                                                     UnixServerOptions options) override {
    std::shared_ptr<Server> server =
        co_await LoopDecorator::create_unix_server(std::move(factory), std::move(options));
    co_return spoiled(std::move(server));
  }
  Future<void> start_serving(std::shared_ptr<Server> server) override {
    if (fault_ == ServerFault::second_start_raises && server->is_serving()) {
      throw RuntimeError("the server serves already");
    }
    return LoopDecorator::start_serving(sound(server));
  }
  Future<void> wait_closed(std::shared_ptr<Server> server) override {
    return LoopDecorator::wait_closed(sound(server));
  }

 private:
  [[nodiscard]] std::shared_ptr<Server> spoiled(std::shared_ptr<Server> server) const {
    return std::make_shared<ServerDecorator>(std::move(server), fault_);
  }
  static std::shared_ptr<Server> sound(const std::shared_ptr<Server>& server) {
    const auto decorated = std::dynamic_pointer_cast<ServerDecorator>(server);
    return decorated == nullptr ? server : decorated->inner();
  }
  ServerFault fault_;
};

class WaitClosedDoesNotWait : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Future<void> wait_closed(std::shared_ptr<Server> /*server*/) override {
    return Future<void>::with_result(*this);
  }
};

class ServerReusesItsProtocol : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Future<std::shared_ptr<Server>> create_server(Factory<Protocol> factory, ServerOptions options) override {
    return LoopDecorator::create_server(
        [factory = std::move(factory), only = std::shared_ptr<Protocol>()]() mutable {
          only = only == nullptr ? factory() : only;
          return only;
        },
        std::move(options));
  }
};

class RefusedConnectionLooksMade : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Future<std::shared_ptr<Transport>> create_connection(Factory<Protocol> factory,
                                                       ConnectionOptions options) override {
    try {
      co_return co_await LoopDecorator::create_connection(std::move(factory), std::move(options));
    } catch (const OSError& error) {
      if (error.type_name() != "ConnectionRefusedError") {
        throw;
      }
      co_return std::make_shared<DeadTransport>();
    }
  }
};

// Results that are off: one byte is missing, one is counted too many, the position is not moved.
class WrongResults : public LoopDecorator {
 public:
  WrongResults(std::unique_ptr<EventLoop> sound, std::string_view method)
      : LoopDecorator(std::move(sound)), method_(method) {}

  Future<std::vector<std::byte>> sock_recv(FileDescriptor socket, std::size_t maximum) override {
    std::vector<std::byte> data = co_await LoopDecorator::sock_recv(socket, maximum);
    if (method_ == "sock_recv" && !data.empty()) {
      data.pop_back();
    }
    co_return data;
  }
  Future<std::size_t> sock_recv_into(FileDescriptor socket, std::span<std::byte> buffer) override {
    const std::size_t size = co_await LoopDecorator::sock_recv_into(socket, buffer);
    co_return size - (method_ == "sock_recv_into" && size > 0 ? 1 : 0);
  }
  Future<Datagram> sock_recvfrom(FileDescriptor socket, std::size_t maximum) override {
    Datagram datagram = co_await LoopDecorator::sock_recvfrom(socket, maximum);
    if (method_ == "sock_recvfrom" && !datagram.data.empty()) {
      datagram.data.pop_back();
    }
    co_return datagram;
  }
  Future<std::pair<std::size_t, Address>> sock_recvfrom_into(FileDescriptor socket,
                                                             std::span<std::byte> buffer) override {
    std::pair<std::size_t, Address> received = co_await LoopDecorator::sock_recvfrom_into(socket, buffer);
    if (method_ == "sock_recvfrom_into" && received.first > 0) {
      --received.first;
    }
    co_return received;
  }
  Future<std::size_t> sock_sendfile(FileDescriptor socket, FileDescriptor file, std::size_t offset,
                                    std::size_t count, bool fallback) override {
    const std::size_t sent = co_await LoopDecorator::sock_sendfile(socket, file, offset, count, fallback);
    co_return method_ == "sock_sendfile" ? sent + 1 : sent;
  }
  Future<std::size_t> sendfile(std::shared_ptr<Transport> transport, FileDescriptor file, std::size_t offset,
                               std::size_t count, bool fallback) override {
    const std::size_t sent =
        co_await LoopDecorator::sendfile(std::move(transport), file, offset, count, fallback);
    co_return method_ == "sendfile" ? sent + 1 : sent;
  }

 private:
  std::string_view method_;
};

// On a system that has sendfile, as if there were none.
class NoNativeSendfile : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Future<std::size_t> sock_sendfile(FileDescriptor socket, FileDescriptor file, std::size_t offset,
                                    std::size_t count, bool fallback) override {
    check(fallback);
    return LoopDecorator::sock_sendfile(socket, file, offset, count, fallback);
  }
  Future<std::size_t> sendfile(std::shared_ptr<Transport> transport, FileDescriptor file, std::size_t offset,
                               std::size_t count, bool fallback) override {
    check(fallback);
    return LoopDecorator::sendfile(std::move(transport), file, offset, count, fallback);
  }

 private:
  static void check(bool fallback) {
    if (!fallback) {
      throw SendfileNotAvailableError("os.sendfile() is not available");
    }
  }
};

// On a system that has none, the fallback is taken unasked.
class FallbackUnasked : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Future<std::size_t> sock_sendfile(FileDescriptor socket, FileDescriptor file, std::size_t offset,
                                    std::size_t count, bool /*fallback*/) override {
    return LoopDecorator::sock_sendfile(socket, file, offset, count, true);
  }
  Future<std::size_t> sendfile(std::shared_ptr<Transport> transport, FileDescriptor file, std::size_t offset,
                               std::size_t count, bool /*fallback*/) override {
    return LoopDecorator::sendfile(std::move(transport), file, offset, count, true);
  }
};

class PositionNotMoved : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Future<std::size_t> sock_sendfile(FileDescriptor socket, FileDescriptor file, std::size_t offset,
                                    std::size_t count, bool fallback) override {
    const std::size_t sent = co_await LoopDecorator::sock_sendfile(socket, file, offset, count, fallback);
    rewind_file(file);
    co_return sent;
  }
  Future<std::size_t> sendfile(std::shared_ptr<Transport> transport, FileDescriptor file, std::size_t offset,
                               std::size_t count, bool fallback) override {
    const std::size_t sent =
        co_await LoopDecorator::sendfile(std::move(transport), file, offset, count, fallback);
    rewind_file(file);
    co_return sent;
  }
};

class SmallPacketsDelayed : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Future<std::shared_ptr<Server>> create_server(Factory<Protocol> factory, ServerOptions options) override {
    return LoopDecorator::create_server(spoiled(std::move(factory)), std::move(options));
  }
  Future<std::shared_ptr<Transport>> create_connection(Factory<Protocol> factory,
                                                       ConnectionOptions options) override {
    return LoopDecorator::create_connection(spoiled(std::move(factory)), std::move(options));
  }

 private:
  class Delaying : public ProtocolDecorator {
   public:
    using ProtocolDecorator::ProtocolDecorator;
    void connection_made(std::shared_ptr<BaseTransport> transport) override {
      if (const auto* socket = dynamic_cast<const Transport*>(transport.get())) {
        delay_small_packets(socket->fileno());
      }
      ProtocolDecorator::connection_made(std::move(transport));
    }
  };
  static Factory<Protocol> spoiled(Factory<Protocol> factory) {
    return [factory = std::move(factory)]() -> std::shared_ptr<Protocol> {
      return std::make_shared<Delaying>(factory());
    };
  }
};

Defect wrong_result(std::string_view method, std::string about, std::vector<std::string_view> breaks) {
  return {.id = "wrong-result-of-" + std::string(method),
          .about = std::move(about),
          .breaks = std::move(breaks),
          .loop = with<WrongResults>(method)};
}

}  // namespace

Defects defects_of_servers() {
  return {
      {.id = "server-always-serving",
       .about = "is_serving() of a server is always true",
       .breaks = {"server-is-serving", "server-close"},
       .loop = with<ServersSpoiled>(ServerFault::always_serving)},
      {.id = "server-close-does-nothing",
       .about = "close() of a server lets it serve on",
       .breaks = {"server-close", "server-is-serving", "server-wait-closed", "unix-server-cleanup",
                  "stream-unix-cleanup", "tcp-server-reuse-address"},
       .loop = with<ServersSpoiled>(ServerFault::close_does_nothing)},
      {.id = "server-second-start-raises",
       .about = "start_serving() of a server that serves raises RuntimeError",
       .breaks = {"server-start-serving-twice"},
       .loop = with<ServersSpoiled>(ServerFault::second_start_raises)},
      {.id = "wait-closed-does-not-wait",
       .about = "wait_closed() of a server returns at once",
       .breaks = {"server-wait-closed"},
       .loop = with<WaitClosedDoesNotWait>()},
      {.id = "server-reuses-its-protocol",
       .about = "a server calls its factory once, and gives every connection the same protocol",
       .breaks = {"tcp-server-serves"},
       .loop = with<ServerReusesItsProtocol>()},
      {.id = "refused-connection-looks-made",
       .about = "create_connection() returns a transport where nobody listens",
       .breaks = {"tcp-connection"},
       .loop = with<RefusedConnectionLooksMade>()},
      wrong_result("sock_recv", "sock_recv() loses the last byte",
                   {"run-until-complete-result", "tcp-connection-sock", "sock-recv", "sock-connect",
                    "sock-accept", "sock-connect-resolves"}),
      wrong_result("sock_recv_into", "sock_recv_into() returns one less than it received",
                   {"sock-recv-into"}),
      wrong_result("sock_recvfrom", "sock_recvfrom() loses the last byte", {"sock-recvfrom", "sock-sendto"}),
      wrong_result("sock_recvfrom_into", "sock_recvfrom_into() returns one less than it received",
                   {"sock-recvfrom-into", "sock-sendto"}),
      wrong_result("sock_sendfile", "sock_sendfile() returns one more than it sent",
                   {"sock-sendfile", "sock-sendfile-fallback"}),
      wrong_result("sendfile", "sendfile() returns one more than it sent", {"sendfile", "sendfile-fallback"}),
      {.id = "sendfile-does-not-move-the-position",
       .about = "the position of a file is at its start after it was sent",
       .breaks = {"sendfile-position", "sock-sendfile-position"},
       .loop = with<PositionNotMoved>()},
      {.id = "small-packets-delayed",
       .about = "TCP_NODELAY is not set on connections",
       .breaks = {"tcp-server-nodelay", "tcp-connection-nodelay"},
       .loop = with<SmallPacketsDelayed>()},
      {.id = "no-native-sendfile",
       .about = "sendfile with fallback=False raises SendfileNotAvailableError where the system has one",
       .breaks = {"sendfile-fallback", "sock-sendfile-fallback"},
       .scope = unix_only,
       .loop = with<NoNativeSendfile>()},
      {.id = "windows-sendfile-fallback-unasked",
       .about = "sendfile with fallback=False falls back on the selector loop of Windows",
       .breaks = {"sendfile-fallback", "sock-sendfile-fallback"},
       .scope = windows_selector,
       .loop = with<FallbackUnasked>()},
  };
}

}  // namespace asyncio::defects
