// Who may have a port: what others hold, and what was held a moment ago.
#include "groups.hpp"

namespace asyncio::defects {
namespace {

class ServersAlwaysShare : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Future<std::shared_ptr<Server>> create_server(Factory<Protocol> factory, ServerOptions options) override {
    if (!options.socket) {
      options.reuse_port = true;
    }
    return LoopDecorator::create_server(std::move(factory), std::move(options));
  }
};

class DatagramsAlwaysShare : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Future<std::shared_ptr<DatagramTransport>> create_datagram_endpoint(Factory<DatagramProtocol> factory,
                                                                      DatagramOptions options) override {
    options.reuse_port = true;
    return LoopDecorator::create_datagram_endpoint(std::move(factory), std::move(options));
  }
};

class NobodyShares : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Future<std::shared_ptr<Server>> create_server(Factory<Protocol> factory, ServerOptions options) override {
    options.reuse_port = std::nullopt;
    return LoopDecorator::create_server(std::move(factory), std::move(options));
  }
  Future<std::shared_ptr<DatagramTransport>> create_datagram_endpoint(Factory<DatagramProtocol> factory,
                                                                      DatagramOptions options) override {
    options.reuse_port = std::nullopt;
    return LoopDecorator::create_datagram_endpoint(std::move(factory), std::move(options));
  }
};

// What create_server() does about reuse_address where it is not told.
class ReuseAddressIs : public LoopDecorator {
 public:
  ReuseAddressIs(std::unique_ptr<EventLoop> sound, bool reused)
      : LoopDecorator(std::move(sound)), reused_(reused) {}
  Future<std::shared_ptr<Server>> create_server(Factory<Protocol> factory, ServerOptions options) override {
    options.reuse_address = reused_;
    return LoopDecorator::create_server(std::move(factory), std::move(options));
  }

 private:
  bool reused_;
};

}  // namespace

Defects defects_of_ports() {
  return {
      {.id = "reuse-port-has-no-effect",
       .about = "reuse_port is taken, and the port belongs to the first endpoint all the same",
       .breaks = {"tcp-server-reuse-port-unix", "datagram-reuse-port-unix"},
       .scope = unix_only,
       .loop = with<NobodyShares>()},
      {.id = "servers-share-without-asking",
       .about = "a second server gets the port of the first, though neither has asked for reuse_port",
       .breaks = {"tcp-server-reuse-port-unix", "tcp-server-reuse-address"},
       .scope = unix_only,
       .loop = with<ServersAlwaysShare>()},
      {.id = "datagrams-share-without-asking",
       .about = "a datagram endpoint shares its port though it has not asked for reuse_port",
       .breaks = {"datagram-reuse-port-unix"},
       .scope = unix_only,
       .loop = with<DatagramsAlwaysShare>()},
      {.id = "reuse-address-off",
       .about = "create_server() waits for the end of TIME_WAIT unless it is told otherwise",
       .breaks = {"tcp-server-reuse-address"},
       .scope = unix_only,
       .loop = with<ReuseAddressIs>(false)},
      {.id = "reuse-address-always",
       .about = "create_server() takes an address in TIME_WAIT although reuse_address is False",
       .breaks = {"tcp-server-reuse-address"},
       .scope = unix_only,
       .loop = with<ReuseAddressIs>(true)},
  };
}

}  // namespace asyncio::defects
