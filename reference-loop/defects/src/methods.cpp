// Methods that a loop does not have: each raises NotImplementedError. Many rules fall with a method: all that
// nobody can show without it.

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

Defect lacks(std::string_view method, std::vector<std::string_view> breaks, Scope scope = {},
             std::vector<Spared> spares = {}) {
  return {.id = "lacks-" + std::string(method) +
                (scope.loops.size() == 1 && scope.loops.front() == "proactor" ? "-on-proactor" : ""),
          .about = std::string(method) + "() raises NotImplementedError",
          .breaks = std::move(breaks),
          .scope = std::move(scope),
          .spares = std::move(spares),
          .loop = with<Lacks>(method)};
}

// What nobody can show without both ends of a Unix socket.
std::vector<std::string_view> needing_unix_sockets() {
  return {"unix-connection-stream",
          "unix-connection-path-types",
          "unix-connection-abstract",
          "unix-connection-path-or-sock",
          "unix-connection-sock",
          "unix-server-serves",
          "unix-server-path-types",
          "unix-server-abstract",
          "unix-server-path-or-sock",
          "unix-server-sock",
          "unix-server-cleanup",
          "unix-server-cleanup-replaced",
          "unix-server-no-cleanup",
          "unix-server-start-serving",
          "server-close",
          "server-is-serving",
          "server-start-serving-twice",
          "server-wait-closed",
          "protocol-sequence",
          "protocol-eof",
          "transport-write-eof",
          "transport-abort",
          "transport-close-receives-no-more",
          "stream-unix-connection",
          "stream-unix-server",
          "stream-unix-path-types",
          "stream-unix-path-or-sock",
          "stream-unix-sock",
          "stream-unix-cleanup"};
}

std::vector<std::string_view> and_also(std::string_view rule, std::vector<std::string_view> rules) {
  rules.insert(rules.begin(), rule);
  return rules;
}

}  // namespace

Defects defects_of_methods() {
  return {
      lacks("add_reader",
            {"stop-before-run",
             "call-later-once",
             "exception-handler-called",
             "exception-does-not-stop",
             "add-reader-runs-callback",
             "add-writer-runs-callback",
             "add-reader-replaces",
             "remove-reader-stops",
             "remove-writer-stops",
             "remove-reader-result",
             "remove-writer-result",
             "files-add-reader",
             "macos-10.8-no-char-devices",
             "macos-10.8-select-poll",
             "windows-selector-sockets",
             "windows-selector-512",
             "windows-selector-reader-sockets-only",
             "select-number-limit",
             "select-poll-any-number",
             "selectors-file-object",
             "selectors-invalid-descriptor",
             "subprocess-close-fds"},
            selector_loops),
      lacks("add_writer",
            {"add-writer-runs-callback", "add-writer-replaces", "remove-reader-stops", "remove-writer-stops",
             "remove-reader-result", "remove-writer-result", "files-add-writer", "windows-selector-sockets",
             "windows-selector-512", "windows-selector-writer-sockets-only", "select-number-limit",
             "select-poll-any-number", "selectors-file-object", "selectors-invalid-descriptor"},
            selector_loops),
      lacks("connect_read_pipe",
            {"connect-read-pipe-reads", "connect-write-pipe-writes", "pipe-objects-pipe",
             "pipe-objects-socket", "pipe-objects-character-device", "connect-read-pipe-non-blocking",
             "files-connect-read-pipe", "protocol-sequence", "protocol-eof", "protocol-lost-none",
             "protocol-flow-control", "transport-pause-reading", "transport-is-reading",
             "transport-close-flushes", "transport-close-receives-no-more", "transport-is-closing",
             "transport-abort", "transport-write-eof", "transport-buffer-size"},
            // Not on kqueue, whose older one takes no character devices anyway.
            {.platforms = {"linux", "macos"}, .selectors = {"epoll", "poll", "select"}}),
      lacks(
          "connect_read_pipe",
          {"windows-proactor-overlapped-only", "files-connect-read-pipe", "transport-close-receives-no-more"},
          windows_proactor),
      lacks("connect_write_pipe", {"windows-proactor-overlapped-only", "files-connect-write-pipe"},
            windows_proactor),
      lacks("connect_write_pipe",
            {"connect-read-pipe-reads", "connect-write-pipe-writes", "pipe-objects-pipe",
             "pipe-objects-socket", "pipe-objects-character-device", "connect-write-pipe-non-blocking",
             "subprocess-stdin", "files-connect-write-pipe", "protocol-sequence", "protocol-lost-none",
             "protocol-lost-exception", "protocol-flow-control", "transport-close-flushes",
             "transport-is-closing", "transport-abort", "transport-write-eof", "transport-buffer-size"},
            unix_only),
      lacks("create_datagram_endpoint",
            {"datagram-endpoint", "datagram-reuse-port-unix", "datagram-reuse-port-windows",
             "datagram-reuse-address", "transport-close-flushes", "transport-close-receives-no-more"}),
      lacks("create_unix_server", needing_unix_sockets(), unix_only),
      lacks("create_unix_connection", and_also("run-until-complete-result", needing_unix_sockets()),
            unix_only),
      lacks("sock_recv", {"run-until-complete-result", "tcp-connection-sock", "sock-recv", "sock-recv-into",
                          "sock-connect", "sock-accept", "sock-connect-resolves"}),
      lacks("sock_recv_into", {"sock-recv", "sock-recv-into"}),
      lacks("sock_recvfrom", {"sock-recvfrom", "sock-sendto"}),
      lacks("sock_recvfrom_into", {"sock-recvfrom-into", "sock-sendto"}),
      lacks("sock_sendall", {"sock-sendall", "sock-connect", "sock-accept", "sock-connect-resolves"}),
      lacks("sock_sendto", {"sock-recvfrom", "sock-recvfrom-into", "sock-sendto"}),
      lacks("sock_connect", {"sock-connect", "sock-accept", "sock-connect-resolves"}),
      lacks("sock_accept", {"sock-connect", "sock-accept", "sock-connect-resolves"}),
      lacks("sock_sendfile", {"sock-sendfile", "sock-sendfile-position", "sock-sendfile-fallback"}),
      lacks("sendfile", {"sendfile", "sendfile-position", "sendfile-fallback"}),
      lacks("add_signal_handler",
            {"add-signal-handler-runs-callback", "signal-callback-in-loop", "signal-invalid-number",
             "signal-uncatchable", "signal-setup-trouble", "signal-main-thread-only",
             "remove-signal-handler-result", "remove-signal-handler-stops"}),
      lacks("subprocess_exec",
            {"add-signal-handler-runs-callback",
             "subprocess-exec-runs-program",
             "subprocess-arguments-types",
             "subprocess-arguments-exact",
             "subprocess-stdin",
             "subprocess-stdout",
             "subprocess-stderr",
             "subprocess-stderr-stdout",
             "subprocess-forbidden-options",
             "subprocess-options-passed",
             "subprocess-close-kills",
             "windows-subprocess-proactor",
             "watcher-threaded",
             "watcher-pidfd",
             "watcher-abstract",
             "watcher-safe",
             "watcher-fast",
             "watcher-multiloop",
             "watcher-functions",
             "protocol-sequence",
             "transport-buffer-size",
             "subprocess-pipe-data",
             "subprocess-exited-once",
             "subprocess-transport-close",
             "subprocess-transport-pipes",
             "subprocess-transport-pid",
             "returncode-running",
             "returncode-exit",
             "returncode-signal",
             "terminate-posix",
             "kill-posix",
             "send-signal-posix",
             "subprocess-from-thread",
             "subprocess-close-fds",
             "terminate-windows",
             "kill-windows",
             "send-signal-windows-term",
             "send-signal-windows-console"},
            {}, {{{"protocol-sequence", "transport-buffer-size"}, windows_selector}}),
      lacks("subprocess_shell",
            {"subprocess-shell-runs-command", "subprocess-shell-types", "windows-subprocess-proactor"}),
  };
}

}  // namespace asyncio::defects
