#include "proactor_scenarios.hpp"

#include <span>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "platform.hpp"
#include "socket/socket.hpp"

namespace asyncio::testing {
namespace {

constexpr std::size_t stream_size = 30000;
constexpr int clients = 3;

std::vector<std::byte> content(std::size_t size) {
  std::vector<std::byte> bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i % 251);
  return bytes;
}

bool continues(Bytes data, std::size_t from) {
  for (std::size_t i = 0; i < data.size(); ++i) {
    if (data[i] != static_cast<std::byte>((from + i) % 251)) return false;
  }
  return true;
}

// Sees to it that connection_made() is first, connection_lost() is last, and both come once.
template <class Base>
class Witness : public Base {
 public:
  explicit Witness(Ledger& ledger) : ledger_(ledger) {}

  void connection_made(std::shared_ptr<BaseTransport> transport) override {
    note(made_ || lost_, "connection_made() twice, or late");
    made_ = true;
    ++ledger_.made;
    this->transport = std::move(transport);
    ledger_.at_end([weak = std::weak_ptr<BaseTransport>(this->transport)] {
      if (const auto open = weak.lock()) open->close();
    });
    ledger_.wake();
  }
  void connection_lost(std::exception_ptr /*error*/) override {
    note(!made_ || lost_, "connection_lost() twice, or early");
    lost_ = true;
    ++ledger_.lost;
    transport = nullptr;
    ledger_.wake();
  }
  void pause_writing() override { seen("pause_writing()"); }
  void resume_writing() override { seen("resume_writing()"); }

  std::shared_ptr<BaseTransport> transport;

 protected:
  [[nodiscard]] Ledger& ledger() noexcept { return ledger_; }
  void seen(const char* call) { note(!made_ || lost_, call); }
  template <class T>
  std::shared_ptr<T> as() {
    return std::dynamic_pointer_cast<T>(transport);
  }

 private:
  void note(bool fault, const char* text) {
    if (fault) ledger_.faults.emplace_back(text);
  }
  Ledger& ledger_;
  bool made_ = false;
  bool lost_ = false;
};

// Sends back what it gets.
class Echo final : public Witness<Protocol> {
 public:
  using Witness::Witness;
  void data_received(Bytes data) override {
    seen("data_received()");
    const std::vector<std::byte> copy(data.begin(), data.end());
    as<Transport>()->write(copy);
    // Still the same after the transport has begun to send.
    if (!std::equal(copy.begin(), copy.end(), data.begin())) ledger().faults.emplace_back("data changed");
  }
};

// Counts what it gets, and closes when that is all, or at the end of the stream.
class Receiver : public Witness<Protocol> {
 public:
  using Witness::Witness;
  void data_received(Bytes data) override {
    seen("data_received()");
    if (!continues(data, received_)) ledger().faults.emplace_back("wrong bytes");
    received_ += data.size();
    if (received_ == stream_size) {
      ++ledger().served;
      transport->close();
    }
  }

 private:
  std::size_t received_ = 0;
};

class Client final : public Receiver {
 public:
  using Receiver::Receiver;
  void connection_made(std::shared_ptr<BaseTransport> made) override {
    Receiver::connection_made(std::move(made));
    const auto bytes = content(stream_size);
    as<Transport>()->write(std::span(bytes).first(stream_size / 3));
    as<Transport>()->pause_reading();
    as<Transport>()->write(std::span(bytes).subspan(stream_size / 3));
    ledger().loop.call_soon([open = as<Transport>()] { open->resume_reading(); });
  }
};

ConnectionOptions to(const Server& server) {
  const auto address = std::get<InternetAddress>(server.addresses().at(0));
  ConnectionOptions options;
  options.host = address.host;
  options.port = address.port;
  return options;
}

template <class P>
Factory<Protocol> making(Ledger& ledger) {
  return [&ledger] { return std::make_shared<P>(ledger); };
}

Future<std::shared_ptr<Server>> serve(EventLoop& loop, Ledger& ledger, Factory<Protocol> factory) {
  ServerOptions options;
  options.host = "127.0.0.1";
  const auto starting = loop.create_server(std::move(factory), options);
  const std::shared_ptr<Server> server = co_await starting;
  ledger.at_end([server] { server->close(); });
  co_return server;
}

// Several clients at once; the server is closed while they talk.
Future<void> echo(EventLoop& loop, Ledger& ledger) {
  const auto serving = serve(loop, ledger, making<Echo>(ledger));
  const std::shared_ptr<Server> server = co_await serving;
  std::vector<Future<std::shared_ptr<Transport>>> connecting;
  for (int i = 0; i < clients; ++i)
    connecting.push_back(loop.create_connection(making<Client>(ledger), to(*server)));
  for (const auto& connection : connecting) co_await connection;
}

Future<void> pipe(EventLoop& loop, Ledger& ledger) {
  const PipeEnds ends = open_pipe();
  const auto reader = loop.connect_read_pipe(making<Receiver>(ledger), ends.read);
  Factory<BaseProtocol> factory = [&ledger] { return std::make_shared<Witness<BaseProtocol>>(ledger); };
  const auto writer = loop.connect_write_pipe(std::move(factory), ends.write);
  co_await reader;
  const std::shared_ptr<WriteTransport> transport = co_await writer;
  const auto bytes = content(stream_size);
  transport->write(std::span(bytes).first(1));
  transport->write(std::span(bytes).subspan(1));
  transport->close();
}

// Wine 8.0: TransmitFile() can wait for ever if the peer goes just before it. So the rest is given up with
// the stream.
class FileReceiver final : public Receiver {
 public:
  using Receiver::Receiver;
  void connection_lost(std::exception_ptr error) override {
    Receiver::connection_lost(std::move(error));
    if (ledger().served == 0) ledger().give_up();
  }
};

// Closes the file when the scenario is over.
class File {
 public:
  File() {
    const auto bytes = content(stream_size);
    handle_ = open_temporary_file({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { close_handle(handle_); }
  [[nodiscard]] FileDescriptor handle() const noexcept { return handle_; }

 private:
  FileDescriptor handle_;
};

Future<void> file(EventLoop& loop, Ledger& ledger) {
  const File source;
  const auto serving = serve(loop, ledger, making<FileReceiver>(ledger));
  const std::shared_ptr<Server> server = co_await serving;
  const auto connecting = loop.create_connection(making<Witness<Protocol>>(ledger), to(*server));
  const std::shared_ptr<Transport> transport = co_await connecting;
  const auto bytes = content(stream_size);
  const std::size_t first = stream_size / 2;
  transport->write(std::span(bytes).first(first));
  const auto sending = loop.sendfile(transport, source.handle(), first, 0, true);
  co_await sending;
  transport->close();
}

class Asking final : public Witness<DatagramProtocol> {
 public:
  using Witness::Witness;
  void connection_made(std::shared_ptr<BaseTransport> made) override {
    Witness::connection_made(std::move(made));
    const auto endpoint = as<DatagramTransport>();
    endpoint->sendto(content(100), {});
    endpoint->sendto(content(100), {});
  }
  void datagram_received(Bytes data, const Address& /*from*/) override {
    seen("datagram_received()");
    if (!continues(data, 0)) ledger().faults.emplace_back("wrong bytes");
    if (++ledger().served == 2) ledger().give_up();
  }
  void error_received(std::exception_ptr /*error*/) override {
    seen("error_received()");
    ledger().give_up();
  }
};

class Answering final : public Witness<DatagramProtocol> {
 public:
  using Witness::Witness;
  void datagram_received(Bytes data, const Address& from) override {
    seen("datagram_received()");
    as<DatagramTransport>()->sendto(data, from);
  }
  void error_received(std::exception_ptr /*error*/) override {
    seen("error_received()");
    ledger().give_up();
  }
};

Future<void> datagrams(EventLoop& loop, Ledger& ledger) {
  DatagramOptions here;
  here.local = InternetAddress{"127.0.0.1", 0, false};
  Factory<DatagramProtocol> answering = [&ledger] { return std::make_shared<Answering>(ledger); };
  const auto opening = loop.create_datagram_endpoint(std::move(answering), here);
  const std::shared_ptr<DatagramTransport> server = co_await opening;
  DatagramOptions there;
  there.remote = std::get<InternetAddress>(server->local_address());
  Factory<DatagramProtocol> asking = [&ledger] { return std::make_shared<Asking>(ledger); };
  const auto connecting = loop.create_datagram_endpoint(std::move(asking), there);
  co_await connecting;
}

Future<void> receive_all(EventLoop& loop, Ledger& ledger, FileDescriptor socket) {
  std::size_t received = 0;
  while (received < stream_size) {
    const auto receiving = loop.sock_recv(socket, 4096);
    const std::vector<std::byte> data = co_await receiving;
    if (data.empty()) throw RuntimeError("the stream ended early");
    if (!continues(data, received)) ledger.faults.emplace_back("wrong bytes");
    received += data.size();
  }
  ++ledger.served;
}

// A sock_accept() whose socket is closed if nobody has asked for it.
class Accepting {
 public:
  Accepting(EventLoop& loop, FileDescriptor listening) : future_(loop.sock_accept(listening)) {}
  Accepting(const Accepting&) = delete;
  Accepting& operator=(const Accepting&) = delete;
  ~Accepting() {
    if (taken_) return;
    if (!future_.done()) {
      future_.cancel();
    } else if (!future_.cancelled() && future_.exception() == nullptr) {
      const net::OwnedDescriptor closed(future_.result().first);
    }
  }
  [[nodiscard]] const Future<std::pair<FileDescriptor, Address>>& future() const noexcept { return future_; }
  [[nodiscard]] net::OwnedDescriptor take() {
    taken_ = true;
    return net::OwnedDescriptor(future_.result().first);
  }

 private:
  Future<std::pair<FileDescriptor, Address>> future_;
  bool taken_ = false;
};

// Sockets without transports. The caller's buffers go with the coroutines.
Future<void> sockets(EventLoop& loop, Ledger& ledger) {
  const net::OwnedDescriptor listening = net::open_socket(AF_INET, SOCK_STREAM);
  if (net::bind_socket(listening.get(), *net::numeric_address("127.0.0.1", 0, AF_INET)))
    throw RuntimeError("bind");
  net::listen(listening.get(), 5);
  Accepting accepting(loop, listening.get());
  const net::OwnedDescriptor client = net::open_socket(AF_INET, SOCK_STREAM);
  const auto connecting = loop.sock_connect(client.get(), net::local_address(listening.get()));
  co_await connecting;
  co_await accepting.future();
  const net::OwnedDescriptor server = accepting.take();
  const auto receiving = receive_all(loop, ledger, server.get());
  const auto sending = loop.sock_sendall(client.get(), content(stream_size));
  co_await sending;
  co_await receiving;
  std::vector<std::byte> buffer(16);
  auto unanswered = loop.sock_recv_into(client.get(), buffer);
  const Accepting also_unanswered(loop, listening.get());
  unanswered.cancel();
  const auto last = loop.sock_sendall(server.get(), content(10));
  co_await last;
}

}  // namespace

void Ledger::at_end(std::function<void()> call) {
  if (given_up_) {
    call();
  } else {
    at_end_.push_back(std::move(call));
  }
}

void Ledger::give_up() {
  given_up_ = true;
  for (const auto& call : std::exchange(at_end_, {})) call();
}

const std::vector<Scenario>& scenarios() {
  static const std::vector<Scenario> all{
      {"echo", &echo, clients},     {"pipe", &pipe, 1},       {"file", &file, 1},
      {"datagrams", &datagrams, 2}, {"sockets", &sockets, 1},
  };
  return all;
}

}  // namespace asyncio::testing
