// create_server() and create_connection().
#include <algorithm>

#include "transports_connection_fixture.hpp"

namespace asyncio::testing {
namespace {

using net::OwnedDescriptor;

class ServerTest : public ConnectionTest {
 protected:
  static ConnectionOptions to(std::uint16_t port, std::string host = "127.0.0.1") {
    ConnectionOptions options;
    options.host = std::move(host);
    options.port = port;
    return options;
  }
};

TEST_P(ServerTest, ServesUntilItIsClosedAndConnectionsStay) {
  const auto server = serve();
  EXPECT_TRUE(server->is_serving());
  EXPECT_EQ(1U, server->sockets().size());
  const auto client = connect(*server);
  const std::uint16_t port = port_of(*server);
  const FileDescriptor listening = server->sockets().front();
  auto closed = loop_->wait_closed(server);
  server->close();
  server->close();
  auto closed_later = loop_->wait_closed(server);
  EXPECT_FALSE(server->is_serving());
  EXPECT_TRUE(server->sockets().empty());
  EXPECT_FALSE(is_open(listening));
  client->transport->write(as_bytes("still there"));
  run_until([&] { return accepted->received == "still there"; });
  EXPECT_FALSE(closed.done());
  EXPECT_FALSE(closed_later.done());
  EXPECT_EQ("ConnectionRefusedError", failure(loop_->create_connection(give(protocol()), to(port))));
  client->transport->close();
  wait(closed);
  wait(closed_later);
  EXPECT_TRUE(accepted->lost);
  wait(loop_->wait_closed(server));
}

TEST_P(ServerTest, WaitClosedOfAServerWithoutConnectionsEndsWithClose) {
  const auto server = serve();
  auto closed = loop_->wait_closed(server);
  run_turns(3);
  EXPECT_FALSE(closed.done());
  server->close();
  wait(closed);
}

TEST_P(ServerTest, StartServingLater) {
  ServerOptions options;
  options.host = "127.0.0.1";
  options.start_serving = false;
  const auto server = serve(options);
  EXPECT_FALSE(server->is_serving());
  EXPECT_EQ("ConnectionRefusedError",
            failure(loop_->create_connection(give(protocol()), to(port_of(*server)))));
  wait(loop_->start_serving(server));
  wait(loop_->start_serving(server));
  EXPECT_TRUE(server->is_serving());
  connect(*server);
  server->close();
  EXPECT_EQ("RuntimeError", failure(loop_->start_serving(server)));
}

TEST_P(ServerTest, WithoutAHostItListensOnAllInterfaces) {
  const auto server = wait(loop_->create_server(accepting(), ServerOptions{}));
  ASSERT_FALSE(server->sockets().empty());
  bool v4 = false;
  for (const Address& address : server->addresses()) {
    const auto& internet = std::get<InternetAddress>(address);
    EXPECT_EQ(internet.v6 ? "::" : "0.0.0.0", internet.host);
    if (!internet.v6) {
      v4 = true;
      wait(loop_->create_connection(give(protocol("c.")), to(internet.port)));
      run_until([&] { return log.count("s.made") == 1; });
    }
  }
  EXPECT_TRUE(v4);
  server->close();
}

TEST_P(ServerTest, NamesAreResolvedAndEachAddressServed) {
  ServerOptions options;
  options.host = "localhost";
  const auto server = serve(options);
  for (const Address& address : server->addresses()) {
    const auto& internet = std::get<InternetAddress>(address);
    wait(loop_->create_connection(give(protocol("c.")), to(internet.port, internet.host)));
  }
  run_until([&] { return log.count("s.made") == server->addresses().size(); });
  // By name: whichever of the addresses answers.
  const std::uint16_t port = port_of(*server);
  wait(loop_->create_connection(give(protocol("c.")), to(port, "localhost")));
  server->close();
}

TEST_P(ServerTest, ServesOverIPv6) {
  ServerOptions options;
  options.host = "::1";
  std::shared_ptr<Server> server;
  try {
    server = serve(options);
  } catch (const OSError&) {
    GTEST_SKIP() << "no IPv6 here";
  }
  auto client = protocol("c.");
  wait(loop_->create_connection(give(client), to(port_of(*server), "::1")));
  EXPECT_TRUE(std::get<InternetAddress>(client->transport->peer_address()).v6);
  server->close();
}

TEST_P(ServerTest, SocketsAreNeitherBlockingNorInheritable) {
  const auto server = serve();
  const auto client = connect(*server);
  for (const FileDescriptor fd :
       {server->sockets().front(), client->transport->fileno(), accepted->transport->fileno()}) {
    EXPECT_FALSE(net::is_known_to_block(fd));
    EXPECT_FALSE(is_inheritable(fd));
  }
  server->close();
}

TEST_P(ServerTest, TakesAGivenSocket) {
  OwnedDescriptor socket = net::open_socket(AF_INET, SOCK_STREAM);
  bind_to_loopback(socket.get());
  net::set_blocking(socket.get(), true);
  ServerOptions options;
  options.socket = socket.release();
  const auto server = serve(options);
  EXPECT_FALSE(net::is_known_to_block(*options.socket));
  connect(*server);
  server->close();
  EXPECT_FALSE(is_open(*options.socket));
}

TEST_P(ServerTest, ArgumentsAreChecked) {
  OwnedDescriptor stream = net::open_socket(AF_INET, SOCK_STREAM);
  OwnedDescriptor datagram = net::open_socket(AF_INET, SOCK_DGRAM);
  std::string text;
  ServerOptions both;
  both.host = "127.0.0.1";
  both.socket = stream.get();
  EXPECT_EQ("ValueError", failure(loop_->create_server(accepting(), both), &text));
  EXPECT_EQ("host/port and sock can not be specified at the same time", text);
  ServerOptions wrong;
  wrong.socket = datagram.get();
  EXPECT_EQ("ValueError", failure(loop_->create_server(accepting(), wrong), &text));
  EXPECT_EQ(0U, text.find("A Stream Socket was expected, got ")) << text;

  EXPECT_EQ("ValueError", failure(loop_->create_connection(accepting(), {}), &text));
  EXPECT_EQ("host and port was not specified and no sock specified", text);
  ConnectionOptions twice = to(1);
  twice.socket = stream.get();
  EXPECT_EQ("ValueError", failure(loop_->create_connection(accepting(), twice)));
  ConnectionOptions wrong_client;
  wrong_client.socket = datagram.get();
  EXPECT_EQ("ValueError", failure(loop_->create_connection(accepting(), wrong_client)));
  // What was refused is still the caller's.
  EXPECT_TRUE(is_open(stream.get()));
  EXPECT_TRUE(is_open(datagram.get()));
}

TEST_P(ServerTest, UnknownNamesAndUsedAddressesAreErrors) {
  ServerOptions unknown;
  unknown.host = "no-such-host.invalid";
  EXPECT_EQ("gaierror", failure(loop_->create_server(accepting(), unknown)));
  EXPECT_EQ("gaierror", failure(loop_->create_connection(accepting(), to(1, "no-such-host.invalid"))));
  const auto server = serve();
  ServerOptions used;
  used.host = "127.0.0.1";
  used.port = port_of(*server);
  std::string text;
  EXPECT_EQ("OSError", failure(loop_->create_server(accepting(), used), &text));
  EXPECT_NE(std::string::npos, text.find("error while attempting to bind on address ('127.0.0.1', ")) << text;
  server->close();
}

TEST_P(ServerTest, RefusedConnectionNamesTheAddress) {
  const auto server = serve();
  const std::uint16_t port = port_of(*server);
  server->close();
  run_turns(3);
  const auto before = open_descriptors();
  std::string text;
  EXPECT_EQ("ConnectionRefusedError", failure(loop_->create_connection(give(protocol()), to(port)), &text));
  EXPECT_NE(std::string::npos, text.find("Connect call failed ('127.0.0.1', ")) << text;
  EXPECT_EQ(before, open_descriptors());
}

TEST_P(ServerTest, CancelledConnectingLeavesNothingBehind) {
  const auto server = serve();
  const auto before = open_descriptors();
  auto client = protocol("c.");
  auto connecting = loop_->create_connection(give(client), to(port_of(*server)));
  connecting.cancel();
  EXPECT_EQ("CancelledError", failure(connecting));
  EXPECT_EQ(0U, log.count("c.made"));
  // The kernel may have made the connection: the server sees it come and go.
  run_until([&] {
    return log.count("s.made") == log.count("s.lost:none") + log.count("s.lost:ConnectionResetError");
  });
  run_turns(3);
  // By number: a proactor has the socket of the next connection open, which is another one now.
  EXPECT_EQ(before.size(), open_descriptors().size());
  server->close();
}

TEST_P(ServerTest, FailingFactoryOfAServerIsReportedAndTheServerGoesOn) {
  bool fail = true;
  const Factory<Protocol> factory = [&]() -> std::shared_ptr<Protocol> {
    if (std::exchange(fail, false)) throw std::runtime_error("no protocol");
    return accepting()();
  };
  ServerOptions options;
  options.host = "127.0.0.1";
  const auto server = wait(loop_->create_server(factory, options));
  auto first = protocol("c.");
  wait(loop_->create_connection(give(first), to(port_of(*server))));
  run_until([&] { return first->lost; });
  ASSERT_EQ(1U, errors.size());
  EXPECT_EQ("Error on transport creation for incoming connection: no protocol", errors.front());
  connect(*server);
  server->close();
}

TEST_P(ServerTest, ManyConnectionsAtOnceAreAllServed) {
  constexpr std::size_t count = 120;
  on_accepting = [](StreamProtocol& end) {
    end.on_data = [&end](Bytes data) { end.transport->write(data); };
  };
  const auto server = serve();
  std::vector<std::shared_ptr<StreamProtocol>> clients;
  std::vector<Future<std::shared_ptr<Transport>>> connecting;
  for (std::size_t i = 0; i < count; ++i) {
    clients.push_back(protocol("c."));
    connecting.push_back(loop_->create_connection(give(clients.back()), to(port_of(*server))));
  }
  for (const auto& future : connecting) wait(future);
  for (std::size_t i = 0; i < count; ++i)
    clients[i]->transport->write(as_bytes("client " + std::to_string(i)));
  run_until([&] {
    return std::all_of(clients.begin(), clients.end(),
                       [](const auto& client) { return client->received.size() >= sizeof("client"); });
  });
  for (const auto& client : clients) client->transport->close();
  auto closed = loop_->wait_closed(server);
  server->close();
  wait(closed);
  EXPECT_EQ(count, log.count("s.lost:none"));
}

TEST_P(ServerTest, NoServerIsATypeError) {
  EXPECT_EQ("TypeError", failure(loop_->start_serving(nullptr)));
  EXPECT_EQ("TypeError", failure(loop_->wait_closed(nullptr)));
}

TEST_P(ServerTest, LoopClosedWithAServerClosesItsSockets) {
  const auto before = open_descriptors();
  {
    auto other = make_loop();
    ServerOptions options;
    options.host = "127.0.0.1";
    const auto server = other->run_until_complete(other->create_server(accepting(), options));
    options.start_serving = false;
    const auto idle = other->run_until_complete(other->create_server(accepting(), options));
    other.reset();
    EXPECT_FALSE(server->is_serving());
    server->close();
    idle->close();
  }
  EXPECT_EQ(before, open_descriptors());
}

FOR_EACH_LOOP(ServerTest);

}  // namespace
}  // namespace asyncio::testing
