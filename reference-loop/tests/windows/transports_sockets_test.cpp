// What sockets are on Windows alone.
#include "socket/socket.hpp"
#include "transports_connection_fixture.hpp"
#include "transports_datagram_fixture.hpp"
#include "windows/wine.hpp"

namespace asyncio::testing {
namespace {

using WindowsServerTest = ConnectionTest;
FOR_EACH_SELECTOR(WindowsServerTest);
using WindowsDatagramTest = DatagramTest;
FOR_EACH_SELECTOR(WindowsDatagramTest);

TEST_P(WindowsServerTest, ReuseAddressIsNotTheDefaultSinceItMeansSomethingElse) {
  const auto plain = serve();
  EXPECT_EQ(0, socket_option(plain->sockets().front(), SOL_SOCKET, SO_REUSEADDR));
  ServerOptions options;
  options.host = "127.0.0.1";
  options.reuse_address = true;
  const auto reusing = serve(options);
  EXPECT_NE(0, socket_option(reusing->sockets().front(), SOL_SOCKET, SO_REUSEADDR));
  plain->close();
  reusing->close();
}

TEST_P(WindowsServerTest, ReusePortIsRefused) {
  ServerOptions options;
  options.host = "127.0.0.1";
  options.reuse_port = true;
  std::string text;
  EXPECT_EQ("ValueError", failure(loop_->create_server(accepting(), options), &text));
  EXPECT_EQ("reuse_port not supported by socket module", text);
  connect(*serve());
}

TEST_P(WindowsDatagramTest, ReusePortIsRefused) {
  DatagramOptions options = local();
  options.reuse_port = true;
  std::string text;
  EXPECT_EQ("ValueError", refusal(options, &text));
  EXPECT_EQ("reuse_port not supported by socket module", text);
}

TEST_P(WindowsDatagramTest, UsedAddressIsRefused) {
  const auto first = open(local());
  DatagramOptions options;
  options.local = address_of(*first);
  std::string text;
  EXPECT_EQ("OSError", refusal(options, &text));
  EXPECT_EQ(0U, text.find("[WinError 10048] ")) << text;
}

TEST_P(WindowsServerTest, ResetByThePeerIsConnectionResetError) {
  // Wine 8.0 ends both directions in order before it closes a socket, whatever SO_LINGER says.
  if (is_wine()) GTEST_SKIP() << "Wine never resets a connection";
  const auto server = serve();
  const auto client = connect(*server);
  reset_at_close(accepted->transport->fileno());
  accepted->transport->abort();
  run_until([&] { return client->lost; });
  EXPECT_EQ("ConnectionResetError", type_of(client->lost_error));
  EXPECT_EQ(0U, log.count("c.eof"));
  EXPECT_TRUE(errors.empty());
  server->close();
}

TEST_P(WindowsDatagramTest, RefusedDatagramIsToldToTheProtocolAndTheEndpointStays) {
  // The select() of Wine 8.0 does not report a socket that has nothing but an error.
  if (is_wine()) GTEST_SKIP() << "Wine does not report the error";
  auto gone = open(local());
  DatagramOptions options;
  options.remote = address_of(*gone);
  gone->transport->close();
  run_until([&] { return gone->lost; });
  const auto client = open(options);
  client->transport->sendto(as_bytes("into nothing"), {});
  run_until([&] { return log.count("error:ConnectionResetError") == 1; });
  EXPECT_FALSE(client->transport->is_closing());
  EXPECT_TRUE(errors.empty());
}

using WindowsSendfileTest = ConnectionTest;
FOR_EACH_SELECTOR(WindowsSendfileTest);

TEST_P(WindowsSendfileTest, WithoutASystemCallAndWithoutFallbackItIsRefused) {
  const ScratchFolder folder;
  const OpenFile file = make_file(folder.path("file"), "content");
  const SocketPair pair;
  std::string text;
  EXPECT_EQ("SendfileNotAvailableError",
            failure(loop_->sock_sendfile(pair.ours.get(), file.get(), 0, 0, false), &text));
  EXPECT_EQ(0U, text.find("syscall sendfile is not available for socket <socket fd=")) << text;
  const auto [client, server] = connected_pair();
  EXPECT_EQ("SendfileNotAvailableError",
            failure(loop_->sendfile(client->transport, file.get(), 0, 0, false)));
  EXPECT_EQ(0, file.position());
}

TEST(WindowsSocketTest, ClosingOneKeepsTheErrorOfBefore) {
  net::OwnedDescriptor socket = net::open_socket(AF_INET, SOCK_STREAM);
  ::WSASetLastError(WSAECONNREFUSED);
  socket.reset();
  EXPECT_EQ(WSAECONNREFUSED, ::WSAGetLastError());
}

TEST(WindowsSocketPairTest, IsConnectedToItselfAndNotInherited) {
  for (int i = 0; i < 20; ++i) {
    const net::DescriptorPair pair = net::make_socket_pair();
    EXPECT_TRUE(net::local_address(pair.first.get()) == net::peer_address(pair.second.get()));
    EXPECT_TRUE(net::peer_address(pair.first.get()) == net::local_address(pair.second.get()));
    EXPECT_FALSE(is_inheritable(pair.first.get()));
    EXPECT_FALSE(is_inheritable(pair.second.get()));
    std::array<std::byte, 1> byte{};
    EXPECT_TRUE(net::receive_bytes(pair.first.get(), byte).error.is_try_again());
    EXPECT_TRUE(net::receive_bytes(pair.second.get(), byte).error.is_try_again());
  }
}

}  // namespace
}  // namespace asyncio::testing
