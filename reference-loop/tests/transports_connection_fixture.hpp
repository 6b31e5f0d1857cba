// A TCP or Unix connection with a protocol at either end.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "socket/socket.hpp"
#include "transports_fixture.hpp"

namespace asyncio::testing {

class ConnectionTest : public TransportTest {
 protected:
  using TransportTest::TransportTest;

  // The server's side of the next connection; made anew for each one.
  Factory<Protocol> accepting() {
    return [this] {
      accepted = protocol("s.");
      if (on_accepting) on_accepting(*accepted);
      return accepted;
    };
  }

  std::shared_ptr<Server> serve(ServerOptions options = {}) {
    if (!options.socket && !options.host) options.host = "127.0.0.1";
    return wait(loop_->create_server(accepting(), options));
  }
  static std::uint16_t port_of(const Server& server) {
    return std::get<InternetAddress>(server.addresses().at(0)).port;
  }

  std::shared_ptr<StreamProtocol> connect(const Server& server) {
    auto client = protocol("c.");
    accepted = nullptr;
    ConnectionOptions options;
    options.host = "127.0.0.1";
    options.port = port_of(server);
    wait(loop_->create_connection(give(client), options));
    run_until([this] { return accepted != nullptr && accepted->transport != nullptr; });
    return client;
  }

  // Both ends of a connection, over a pair of sockets.
  std::pair<std::shared_ptr<StreamProtocol>, std::shared_ptr<StreamProtocol>> connected_pair() {
    net::DescriptorPair sockets = net::make_socket_pair();
    shrink_buffers(sockets.first.get());
    shrink_buffers(sockets.second.get());
    return {adopt(sockets.first.release(), "c."), adopt(sockets.second.release(), "s.")};
  }
  std::shared_ptr<StreamProtocol> adopt(FileDescriptor socket, std::string name = "c.") {
    auto made = protocol(std::move(name));
    ConnectionOptions options;
    options.socket = socket;
    wait(loop_->create_connection(give(made), options));
    return made;
  }

  // Larger than all buffers of the system between two ends.
  static constexpr std::size_t large = std::size_t{6} << 20;

  std::shared_ptr<StreamProtocol> accepted;
  std::function<void(StreamProtocol&)> on_accepting;
};

}  // namespace asyncio::testing
