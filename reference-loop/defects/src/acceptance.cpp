// What a loop takes that it should refuse: the call returns, and nothing comes of it.
#include <cctype>

#include "dead_transports.hpp"
#include "groups.hpp"

namespace asyncio::defects {
namespace {

template <class T, class Dead>
Future<std::shared_ptr<T>> dead(EventLoop& loop) {
  return Future<std::shared_ptr<T>>::with_result(loop, std::make_shared<Dead>());
}

class Takes : public LoopDecorator {
 public:
  Takes(std::unique_ptr<EventLoop> sound, std::string_view method)
      : LoopDecorator(std::move(sound)), method_(method) {}

  void add_reader(FileDescriptor fd, Callback callback) override {
    if (method_ != "add_reader") {
      LoopDecorator::add_reader(fd, std::move(callback));
    }
  }
  void add_writer(FileDescriptor fd, Callback callback) override {
    if (method_ != "add_writer") {
      LoopDecorator::add_writer(fd, std::move(callback));
    }
  }
  Future<std::shared_ptr<ReadTransport>> connect_read_pipe(Factory<Protocol> factory,
                                                           FileDescriptor fd) override {
    return method_ == "connect_read_pipe" ? dead<ReadTransport, DeadTransport>(*this)
                                          : LoopDecorator::connect_read_pipe(std::move(factory), fd);
  }
  Future<std::shared_ptr<WriteTransport>> connect_write_pipe(Factory<BaseProtocol> factory,
                                                             FileDescriptor fd) override {
    return method_ == "connect_write_pipe" ? dead<WriteTransport, DeadTransport>(*this)
                                           : LoopDecorator::connect_write_pipe(std::move(factory), fd);
  }
  Future<std::shared_ptr<Server>> create_unix_server(Factory<Protocol> factory,
                                                     UnixServerOptions options) override {
    return method_ == "create_unix_server"
               ? dead<Server, DeadServer>(*this)
               : LoopDecorator::create_unix_server(std::move(factory), std::move(options));
  }
  Future<std::shared_ptr<Transport>> create_unix_connection(Factory<Protocol> factory,
                                                            UnixConnectionOptions options) override {
    return method_ == "create_unix_connection"
               ? dead<Transport, DeadTransport>(*this)
               : LoopDecorator::create_unix_connection(std::move(factory), std::move(options));
  }
  void add_signal_handler(int signal, Callback callback) override {
    if (method_ != "add_signal_handler") {
      LoopDecorator::add_signal_handler(signal, std::move(callback));
    }
  }
  bool remove_signal_handler(int signal) override {
    return method_ != "remove_signal_handler" && LoopDecorator::remove_signal_handler(signal);
  }
  Future<std::shared_ptr<SubprocessTransport>> subprocess_exec(Factory<SubprocessProtocol> factory,
                                                               std::vector<std::string> program_and_arguments,
                                                               SubprocessOptions options) override {
    return method_ == "subprocess_exec"
               ? dead<SubprocessTransport, DeadChild>(*this)
               : LoopDecorator::subprocess_exec(std::move(factory), std::move(program_and_arguments),
                                                std::move(options));
  }
  Future<std::shared_ptr<SubprocessTransport>> subprocess_shell(Factory<SubprocessProtocol> factory,
                                                                std::string command,
                                                                SubprocessOptions options) override {
    return method_ == "subprocess_shell"
               ? dead<SubprocessTransport, DeadChild>(*this)
               : LoopDecorator::subprocess_shell(std::move(factory), std::move(command), std::move(options));
  }

 private:
  std::string_view method_;
};

// Of Windows, which has none of these.
Defect takes(std::string_view method, std::vector<std::string_view> breaks, Scope scope) {
  return {.id = "windows-takes-" + std::string(method) +
                (scope.loops.empty() ? "" : "-on-" + std::string(scope.loops.front())),
          .about = std::string(method) + "() returns as if there were such a thing on Windows",
          .breaks = std::move(breaks),
          .scope = scope,
          .loop = with<Takes>(method)};
}

class IgnoresOptions : public LoopDecorator {
 public:
  IgnoresOptions(std::unique_ptr<EventLoop> sound, std::string_view option)
      : LoopDecorator(std::move(sound)), option_(option) {}

  Future<std::shared_ptr<Server>> create_server(Factory<Protocol> factory, ServerOptions options) override {
    if (option_ == "reuse_port") {
      options.reuse_port.reset();
    } else if (option_ == "start_serving") {
      options.start_serving = true;
    }
    return LoopDecorator::create_server(std::move(factory), std::move(options));
  }
  Future<std::shared_ptr<DatagramTransport>> create_datagram_endpoint(Factory<DatagramProtocol> factory,
                                                                      DatagramOptions options) override {
    if (option_ == "datagram-reuse_port") {
      options.reuse_port.reset();
    } else if (option_ == "datagram-reuse_address") {
      options.reuse_address.reset();
    }
    if (option_ == "local" && !options.local && !options.remote) {
      return dead<DatagramTransport, DeadDatagrams>(*this);
    }
    return LoopDecorator::create_datagram_endpoint(std::move(factory), std::move(options));
  }
  Future<std::shared_ptr<Server>> create_unix_server(Factory<Protocol> factory,
                                                     UnixServerOptions options) override {
    if (option_ == "cleanup_socket=True") {
      options.cleanup_socket = false;
    } else if (option_ == "cleanup_socket=False") {
      options.cleanup_socket = true;
    } else if (option_ == "unix-start_serving") {
      options.start_serving = true;
    } else if (option_ == "unix-path-and-sock" && options.socket) {
      options.path.reset();
    }
    return LoopDecorator::create_unix_server(std::move(factory), std::move(options));
  }
  Future<std::shared_ptr<Transport>> create_unix_connection(Factory<Protocol> factory,
                                                            UnixConnectionOptions options) override {
    if (option_ == "unix-path-and-sock" && options.socket) {
      options.path.reset();
    }
    return LoopDecorator::create_unix_connection(std::move(factory), std::move(options));
  }

 private:
  std::string_view option_;
};

Defect ignores(std::string_view option, std::string about, std::vector<std::string_view> breaks,
               Scope scope = {}) {
  std::string id = "ignores-" + std::string(option);
  for (char& character : id) {
    character = character == '_' || character == '=' ? '-' : static_cast<char>(std::tolower(character));
  }
  return {.id = std::move(id),
          .about = std::move(about),
          .breaks = std::move(breaks),
          .scope = std::move(scope),
          .loop = with<IgnoresOptions>(option)};
}

// What is given in some way is refused with NotImplementedError.
class RefusesWhere : public LoopDecorator {
 public:
  RefusesWhere(std::unique_ptr<EventLoop> sound, std::string_view method)
      : LoopDecorator(std::move(sound)), method_(method) {}
  Future<std::shared_ptr<Server>> create_server(Factory<Protocol> factory, ServerOptions options) override {
    check("create_server", options.socket.has_value());
    check("IPv6", options.host && options.host->find(':') != std::string::npos);
    check("reuse_port", options.reuse_port.value_or(false));
    return LoopDecorator::create_server(std::move(factory), std::move(options));
  }
  Future<std::shared_ptr<DatagramTransport>> create_datagram_endpoint(Factory<DatagramProtocol> factory,
                                                                      DatagramOptions options) override {
    check("reuse_port", options.reuse_port.value_or(false));
    return LoopDecorator::create_datagram_endpoint(std::move(factory), std::move(options));
  }
  Future<std::shared_ptr<Transport>> create_connection(Factory<Protocol> factory,
                                                       ConnectionOptions options) override {
    check("create_connection", options.socket.has_value());
    return LoopDecorator::create_connection(std::move(factory), std::move(options));
  }
  Future<std::shared_ptr<Server>> create_unix_server(Factory<Protocol> factory,
                                                     UnixServerOptions options) override {
    check("create_unix_server", options.socket.has_value());
    check("abstract", options.path && options.path->starts_with('\0'));
    return LoopDecorator::create_unix_server(std::move(factory), std::move(options));
  }
  Future<std::shared_ptr<Transport>> create_unix_connection(Factory<Protocol> factory,
                                                            UnixConnectionOptions options) override {
    check("create_unix_connection", options.socket.has_value());
    check("abstract", options.path && options.path->starts_with('\0'));
    return LoopDecorator::create_unix_connection(std::move(factory), std::move(options));
  }
  Future<void> sock_connect(FileDescriptor socket, Address to) override {
    const auto* address = std::get_if<InternetAddress>(&to);
    check("host names",
          address != nullptr && address->host.find_first_not_of("0123456789.:") != std::string::npos);
    return LoopDecorator::sock_connect(socket, std::move(to));
  }

 private:
  void check(std::string_view method, bool given) const {
    if (given && method == method_) {
      throw NotImplementedError();
    }
  }
  std::string_view method_;
};

// Resolves nothing, and takes every name for this machine.
class NamesAreThisMachine : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Future<void> sock_connect(FileDescriptor socket, Address to) override {
    auto* address = std::get_if<InternetAddress>(&to);
    if (address != nullptr && address->host == "localhost") {
      address->host = "127.0.0.1";
    }
    return LoopDecorator::sock_connect(socket, std::move(to));
  }
};

}  // namespace

Defects defects_of_acceptance() {
  const Scope on_linux{.platforms = {"linux"}};
  return {
      takes("create_unix_connection", {"windows-no-unix-connection", "stream-unix-windows"}, windows_only),
      takes("create_unix_server", {"windows-no-unix-server", "stream-unix-windows"}, windows_only),
      takes("add_signal_handler", {"windows-no-add-signal-handler"}, windows_only),
      takes("remove_signal_handler", {"windows-no-remove-signal-handler"}, windows_only),
      takes("add_reader", {"windows-proactor-no-add-reader", "files-add-reader"}, windows_proactor),
      takes("add_writer", {"windows-proactor-no-add-writer", "files-add-writer"}, windows_proactor),
      takes("connect_read_pipe", {"windows-selector-no-read-pipe", "files-connect-read-pipe"},
            windows_selector),
      takes("connect_write_pipe", {"windows-selector-no-write-pipe", "files-connect-write-pipe"},
            windows_selector),
      takes(
          "connect_read_pipe",
          {"windows-proactor-overlapped-only", "files-connect-read-pipe", "transport-close-receives-no-more"},
          windows_proactor),
      takes("connect_write_pipe", {"windows-proactor-overlapped-only", "files-connect-write-pipe"},
            windows_proactor),
      takes("subprocess_exec", {"windows-selector-no-subprocess-exec", "windows-subprocess-not-selector"},
            windows_selector),
      takes("subprocess_shell", {"windows-selector-no-subprocess-shell", "windows-subprocess-not-selector"},
            windows_selector),
      ignores("reuse_port", "create_server() takes reuse_port and does nothing about it",
              {"tcp-server-reuse-port-windows"}, windows_only),
      ignores("start_serving", "create_server(start_serving=False) serves at once",
              {"tcp-server-start-serving", "server-is-serving"}),
      ignores("datagram-reuse_port", "create_datagram_endpoint() takes reuse_port and does nothing about it",
              {"datagram-reuse-port-windows"}, windows_only),
      ignores("datagram-reuse_address", "create_datagram_endpoint() takes reuse_address",
              {"datagram-reuse-address"}),
      ignores("local", "an endpoint without a local address is taken and never heard of",
              {"datagram-proactor-no-local"}, windows_proactor),
      ignores("cleanup_socket=True", "the socket of a Unix server stays in the file system",
              {"unix-server-cleanup", "stream-unix-cleanup"}, unix_only),
      ignores("cleanup_socket=False", "the socket of a Unix server is removed although it should stay",
              {"unix-server-no-cleanup"}, unix_only),
      ignores("unix-start_serving", "create_unix_server(start_serving=False) serves at once",
              {"unix-server-start-serving", "server-is-serving"}, unix_only),
      ignores("unix-path-and-sock", "a path is ignored where a socket is given too",
              {"unix-server-path-or-sock", "unix-connection-path-or-sock", "stream-unix-path-or-sock"},
              unix_only),
      {.id = "create-server-refuses-sock",
       .about = "create_server(sock=…) raises NotImplementedError",
       .breaks = {"tcp-server-sock"},
       .loop = with<RefusesWhere>("create_server")},
      {.id = "create-connection-refuses-sock",
       .about = "create_connection(sock=…) raises NotImplementedError",
       .breaks = {"tcp-connection-sock", "transport-write-eof", "protocol-lost-exception",
                  "transport-limits-high-zero", "transport-limits-low-zero",
                  "transport-close-receives-no-more", "sock-sendall", "sock-sendfile",
                  "sock-sendfile-position", "sock-sendfile-fallback", "sendfile", "sendfile-position",
                  "sendfile-fallback", "protocol-lost-none", "protocol-flow-control",
                  "transport-close-flushes", "transport-is-closing", "transport-buffer-size"},
       // On Windows no case asks the one, and on its selector loop none asks the other.
       .spares = {{{"transport-limits-low-zero"}, windows_only},
                  {{"protocol-lost-exception"}, windows_selector}},
       .loop = with<RefusesWhere>("create_connection")},
      {.id = "create-unix-server-refuses-sock",
       .about = "create_unix_server(sock=…) raises NotImplementedError",
       .breaks = {"unix-server-sock", "stream-unix-sock"},
       .scope = unix_only,
       .loop = with<RefusesWhere>("create_unix_server")},
      {.id = "create-unix-connection-refuses-sock",
       .about = "create_unix_connection(sock=…) raises NotImplementedError",
       .breaks = {"unix-connection-sock", "stream-unix-sock"},
       .scope = unix_only,
       .loop = with<RefusesWhere>("create_unix_connection")},
      {.id = "no-abstract-sockets",
       .about = "the name of an abstract socket is refused",
       .breaks = {"unix-server-abstract", "unix-connection-abstract", "stream-unix-connection",
                  "stream-unix-server"},
       .scope = on_linux,
       .loop = with<RefusesWhere>("abstract")},
      {.id = "no-ipv6-servers",
       .about = "create_server() refuses an address of IPv6",
       .breaks = {"tcp-server-serves", "tcp-connection"},
       .loop = with<RefusesWhere>("IPv6")},
      {.id = "no-reuse-port",
       .about = "reuse_port raises NotImplementedError where the platform has it",
       .breaks = {"tcp-server-reuse-port-unix", "datagram-reuse-port-unix"},
       .scope = unix_only,
       .loop = with<RefusesWhere>("reuse_port")},
      {.id = "windows-proactor-resolves",
       .about = "sock_connect() of the proactor loop takes a host name",
       .breaks = {"sock-connect-proactor-numeric"},
       .scope = windows_proactor,
       .loop = with<NamesAreThisMachine>()},
      {.id = "sock-connect-does-not-resolve",
       .about = "sock_connect() refuses a host name",
       .breaks = {"sock-connect-resolves"},
       .scope = selector_loops,
       .loop = with<RefusesWhere>("host names")},
  };
}

}  // namespace asyncio::defects
