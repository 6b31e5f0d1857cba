// Methods that a loop does not have: each raises NotImplementedError.

#include "groups.hpp"

namespace asyncio::defects {
namespace {

class Lacks : public LoopDecorator {
 public:
  Lacks(std::unique_ptr<EventLoop> sound, std::string_view method)
      : LoopDecorator(std::move(sound)), method_(method) {}

  void add_reader(FileDescriptor fd, Callback callback) override {
    check("add_reader");
    LoopDecorator::add_reader(fd, std::move(callback));
  }
  void add_writer(FileDescriptor fd, Callback callback) override {
    check("add_writer");
    LoopDecorator::add_writer(fd, std::move(callback));
  }
  Future<std::shared_ptr<ReadTransport>> connect_read_pipe(Factory<Protocol> factory,
                                                           FileDescriptor fd) override {
    check("connect_read_pipe");
    return LoopDecorator::connect_read_pipe(std::move(factory), fd);
  }
  Future<std::shared_ptr<WriteTransport>> connect_write_pipe(Factory<BaseProtocol> factory,
                                                             FileDescriptor fd) override {
    check("connect_write_pipe");
    return LoopDecorator::connect_write_pipe(std::move(factory), fd);
  }
  Future<std::shared_ptr<DatagramTransport>> create_datagram_endpoint(Factory<DatagramProtocol> factory,
                                                                      DatagramOptions options) override {
    check("create_datagram_endpoint");
    return LoopDecorator::create_datagram_endpoint(std::move(factory), std::move(options));
  }
  Future<std::shared_ptr<Server>> create_unix_server(Factory<Protocol> factory,
                                                     UnixServerOptions options) override {
    check("create_unix_server");
    return LoopDecorator::create_unix_server(std::move(factory), std::move(options));
  }
  Future<std::shared_ptr<Transport>> create_unix_connection(Factory<Protocol> factory,
                                                            UnixConnectionOptions options) override {
    check("create_unix_connection");
    return LoopDecorator::create_unix_connection(std::move(factory), std::move(options));
  }
  Future<std::vector<std::byte>> sock_recv(FileDescriptor socket, std::size_t maximum) override {
    check("sock_recv");
    return LoopDecorator::sock_recv(socket, maximum);
  }
  Future<std::size_t> sock_recv_into(FileDescriptor socket, std::span<std::byte> buffer) override {
    check("sock_recv_into");
    return LoopDecorator::sock_recv_into(socket, buffer);
  }
  Future<Datagram> sock_recvfrom(FileDescriptor socket, std::size_t maximum) override {
    check("sock_recvfrom");
    return LoopDecorator::sock_recvfrom(socket, maximum);
  }
  Future<std::pair<std::size_t, Address>> sock_recvfrom_into(FileDescriptor socket,
                                                             std::span<std::byte> buffer) override {
    check("sock_recvfrom_into");
    return LoopDecorator::sock_recvfrom_into(socket, buffer);
  }
  Future<void> sock_sendall(FileDescriptor socket, std::vector<std::byte> data) override {
    check("sock_sendall");
    return LoopDecorator::sock_sendall(socket, std::move(data));
  }
  Future<std::size_t> sock_sendto(FileDescriptor socket, std::vector<std::byte> data, Address to) override {
    check("sock_sendto");
    return LoopDecorator::sock_sendto(socket, std::move(data), std::move(to));
  }
  Future<void> sock_connect(FileDescriptor socket, Address to) override {
    check("sock_connect");
    return LoopDecorator::sock_connect(socket, std::move(to));
  }
  Future<std::pair<FileDescriptor, Address>> sock_accept(FileDescriptor socket) override {
    check("sock_accept");
    return LoopDecorator::sock_accept(socket);
  }
  Future<std::size_t> sock_sendfile(FileDescriptor socket, FileDescriptor file, std::size_t offset,
                                    std::size_t count, bool fallback) override {
    check("sock_sendfile");
    return LoopDecorator::sock_sendfile(socket, file, offset, count, fallback);
  }
  Future<std::size_t> sendfile(std::shared_ptr<Transport> transport, FileDescriptor file, std::size_t offset,
                               std::size_t count, bool fallback) override {
    check("sendfile");
    return LoopDecorator::sendfile(std::move(transport), file, offset, count, fallback);
  }
  void add_signal_handler(int signal, Callback callback) override {
    check("add_signal_handler");
    LoopDecorator::add_signal_handler(signal, std::move(callback));
  }
  Future<std::shared_ptr<SubprocessTransport>> subprocess_exec(Factory<SubprocessProtocol> factory,
                                                               std::vector<std::string> program_and_arguments,
                                                               SubprocessOptions options) override {
    check("subprocess_exec");
    return LoopDecorator::subprocess_exec(std::move(factory), std::move(program_and_arguments),
                                          std::move(options));
  }
  Future<std::shared_ptr<SubprocessTransport>> subprocess_shell(Factory<SubprocessProtocol> factory,
                                                                std::string command,
                                                                SubprocessOptions options) override {
    check("subprocess_shell");
    return LoopDecorator::subprocess_shell(std::move(factory), std::move(command), std::move(options));
  }

 private:
  void check(std::string_view method) const {
    if (method == method_) {
      throw NotImplementedError();
    }
  }
  std::string_view method_;
};

Defect lacks(std::string_view method, std::vector<std::string_view> breaks, Scope scope = {}) {
  return {.id = "lacks-" + std::string(method),
          .about = std::string(method) + "() raises NotImplementedError",
          .breaks = std::move(breaks),
          .scope = std::move(scope),
          .loop = with<Lacks>(method)};
}

// The child is the subject of every one of these.
const std::vector<std::string_view> rules_of_children{
    "subprocess-exec-runs-program",
    "subprocess-stdin",
    "windows-subprocess-proactor",
};

}  // namespace

Defects defects_of_methods() {
  const Scope with_children = unix_only;
  return {
      lacks("add_reader", {"add-reader-runs-callback"}, selector_loops),
      lacks("add_writer", {"add-writer-runs-callback"}, selector_loops),
      lacks("connect_read_pipe", {"connect-read-pipe-reads"}, unix_only),
      lacks("connect_write_pipe", {"connect-write-pipe-writes"}, unix_only),
      lacks("create_datagram_endpoint", {"datagram-endpoint"}),
      lacks("create_unix_server", {"unix-server-serves"}, unix_only),
      lacks("create_unix_connection", {"unix-connection-stream"}, unix_only),
      lacks("sock_recv", {"sock-recv"}),
      lacks("sock_recv_into", {"sock-recv-into"}),
      lacks("sock_recvfrom", {"sock-recvfrom"}),
      lacks("sock_recvfrom_into", {"sock-recvfrom-into"}),
      lacks("sock_sendall", {"sock-sendall"}),
      lacks("sock_sendto", {"sock-sendto"}),
      lacks("sock_connect", {"sock-connect"}),
      lacks("sock_accept", {"sock-accept"}),
      lacks("sock_sendfile", {"sock-sendfile"}),
      lacks("sendfile", {"sendfile"}),
      lacks("add_signal_handler", {"add-signal-handler-runs-callback"}, unix_only),
      lacks("subprocess_exec", rules_of_children, with_children),
      {.id = "windows-lacks-subprocess_exec",
       .about = "subprocess_exec() of the proactor loop raises NotImplementedError",
       .breaks = {"windows-subprocess-proactor", "subprocess-exec-runs-program"},
       .scope = windows_proactor,
       .loop = with<Lacks>("subprocess_exec")},
      lacks("subprocess_shell", {"subprocess-shell-runs-command"}, with_children),
  };
}

}  // namespace asyncio::defects
