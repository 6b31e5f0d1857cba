// create_datagram_endpoint().
#include "socket/socket.hpp"
#include "transports_datagram_fixture.hpp"

namespace asyncio::testing {
namespace {

using net::OwnedDescriptor;

TEST_P(DatagramTest, DatagramsGoToAndFroWithTheirBorders) {
  const auto server = open(local());
  DatagramOptions options;
  options.remote = address_of(*server);
  const auto client = open(options);
  client->transport->sendto(as_bytes("one"), {});
  client->transport->sendto(as_bytes(""), {});
  client->transport->sendto(as_bytes("three"), address_of(*server));
  run_until([&] { return server->received.size() == 3; });
  EXPECT_EQ((Events{"one", "", "three"}), server->received);
  EXPECT_TRUE(server->last_from == client->transport->local_address());
  server->transport->sendto(as_bytes("answer"), server->last_from);
  run_until([&] { return client->received == Events{"answer"}; });
}

TEST_P(DatagramTest, ConnectedEndpointSendsOnlyToItsRemote) {
  const auto server = open(local());
  DatagramOptions options;
  options.remote = address_of(*server);
  const auto client = open(options);
  EXPECT_THROW(client->transport->sendto(as_bytes("x"), InternetAddress{"127.0.0.1", 9}), ValueError);
}

TEST_P(DatagramTest, DatagramThatIsTooLargeIsToldToTheProtocol) {
  const auto end = open(local());
  end->transport->sendto(as_bytes(pattern(70000)), address_of(*end));
  run_until([&] { return log.count("error:OSError") == 1; });
}

TEST_P(DatagramTest, CloseAndAbortEndInConnectionLost) {
  const auto first = open(local());
  const FileDescriptor fd = first->transport->fileno();
  first->transport->close();
  first->transport->close();
  EXPECT_TRUE(first->transport->is_closing());
  run_until([&] { return first->lost; });
  EXPECT_FALSE(is_open(fd));
  first->transport->sendto(as_bytes("dropped"), InternetAddress{"127.0.0.1", 9});
  const auto second = open(local());
  second->transport->abort();
  run_until([&] { return second->lost; });
  EXPECT_EQ((Events{"made", "lost:none", "made", "lost:none"}), log.events);
}

TEST_P(DatagramTest, NamesAndIPv6) {
  const auto server = open(local("localhost"));
  DatagramOptions options;
  options.remote = address_of(*server);
  const auto client = open(options);
  client->transport->sendto(as_bytes("x"), {});
  run_until([&] { return server->received.size() == 1; });
  EXPECT_EQ("gaierror", refusal(local("no-such-host.invalid")));
}

TEST_P(DatagramTest, FamilyAloneMakesAnUnboundEndpoint) {
  const auto server = open(local());
  DatagramOptions options;
  options.family = AddressFamily::inet;
  const auto client = open(options);
  client->transport->sendto(as_bytes("x"), address_of(*server));
  run_until([&] { return server->received == Events{"x"}; });
  // A name is resolved on sending.
  client->transport->sendto(as_bytes("y"), InternetAddress{"localhost", address_of(*server).port});
  run_until([&] { return server->received.size() == 2; });
  // Sending has bound it, so it can be answered.
  server->transport->sendto(as_bytes("answer"), server->last_from);
  run_until([&] { return client->received == Events{"answer"}; });
}

TEST_P(DatagramTest, BroadcastIsAllowedOnRequest) {
  DatagramOptions options = local();
  options.allow_broadcast = true;
  const auto end = open(options);
  EXPECT_NE(0, socket_option(end->transport->fileno(), SOL_SOCKET, SO_BROADCAST));
}

TEST_P(DatagramTest, ArgumentsAreChecked) {
  std::string text;
  EXPECT_EQ("ValueError", refusal({}, &text));
  EXPECT_EQ("unexpected address family", text);
  OwnedDescriptor stream = net::open_socket(AF_INET, SOCK_STREAM);
  OwnedDescriptor datagram = net::open_socket(AF_INET, SOCK_DGRAM);
  DatagramOptions wrong;
  wrong.socket = stream.get();
  EXPECT_EQ("ValueError", refusal(wrong, &text));
  EXPECT_EQ(0U, text.find("A UDP Socket was expected, got ")) << text;
  DatagramOptions both = local();
  both.socket = datagram.get();
  EXPECT_EQ("ValueError", refusal(both));
  DatagramOptions mixed = local("127.0.0.1");
  mixed.remote = InternetAddress{"::1", 9, true};
  EXPECT_EQ("ValueError", refusal(mixed, &text));
  EXPECT_EQ("can not get address information", text);
}

TEST_P(DatagramTest, TakesAGivenSocket) {
  OwnedDescriptor datagram = net::open_socket(AF_INET, SOCK_DGRAM);
  bind_to_loopback(datagram.get());
  DatagramOptions options;
  options.socket = datagram.release();
  const auto end = open(options);
  end->transport->sendto(as_bytes("to myself"), end->transport->local_address());
  run_until([&] { return end->received == Events{"to myself"}; });
}

TEST_P(DatagramTest, ExceptionOfAProtocolGoesToTheHandlerAndTheEndpointStays) {
  const auto end = open(local());
  end->on_data = [] { throw std::runtime_error("broken protocol"); };
  end->transport->sendto(as_bytes("x"), end->transport->local_address());
  run_until([&] { return !errors.empty(); });
  EXPECT_NE(std::string::npos, errors.front().find("broken protocol"));
  EXPECT_FALSE(end->transport->is_closing());
}

FOR_EACH_LOOP(DatagramTest);

}  // namespace
}  // namespace asyncio::testing
