// What sockets are on Unix alone: options, limits, queues, Unix sockets.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "socket/socket.hpp"
#include "transports_connection_fixture.hpp"
#include "transports_datagram_fixture.hpp"

namespace asyncio::testing {
namespace {

using net::OwnedDescriptor;

using UnixDatagramTest = DatagramTest;
FOR_EACH_LOOP(UnixDatagramTest);

TEST_P(UnixDatagramTest, ReusePortLetsTwoBindAndWithoutItOneFails) {
  DatagramOptions options = local();
  options.reuse_port = true;
  const auto first = open(options);
  options.local = address_of(*first);
  const auto second = open(options);
  EXPECT_EQ(address_of(*first), address_of(*second));
  options.reuse_port.reset();
  std::string text;
  EXPECT_EQ("OSError", refusal(options, &text));
  EXPECT_NE(std::string::npos, text.find("Address already in use")) << text;
}

// A pair of Unix datagram sockets blocks when the receiver's queue is full, which UDP does not.
TEST_P(UnixDatagramTest, WhatIsBufferedIsNotOvertakenWhenThereIsRoomAgain) {
  std::array<int, 2> ends{};
  ASSERT_EQ(0, ::socketpair(AF_UNIX, SOCK_DGRAM, 0, ends.data()));
  for (const int end : ends) net::set_blocking(end, false);
  OwnedDescriptor unread(ends[1]);
  DatagramOptions options;
  options.socket = ends[0];
  const auto sender = open(options);
  constexpr std::size_t sent = 400;
  for (std::size_t i = 0; i < sent; ++i) sender->transport->sendto(as_bytes(pattern(1000)), {});
  std::array<std::byte, 1000> bytes{};
  std::size_t read = 0;
  while (net::receive_bytes(unread.get(), bytes).size > 0) ++read;
  ASSERT_LT(read, sent);
  sender->transport->sendto(as_bytes("last"), {});
  options.socket = unread.release();
  const auto receiver = open(options);
  run_until([&] { return receiver->received.size() == sent - read + 1; });
  EXPECT_EQ("last", receiver->received.back());
}

TEST_P(UnixDatagramTest, FullQueueIsBufferedWithFlowControlAndFlushedByClose) {
  std::array<int, 2> ends{};
  ASSERT_EQ(0, ::socketpair(AF_UNIX, SOCK_DGRAM, 0, ends.data()));
  for (const int end : ends) net::set_blocking(end, false);
  DatagramOptions options;
  options.socket = ends[0];
  const auto sender = open(options);
  OwnedDescriptor unread(ends[1]);
  constexpr std::size_t count = 400;
  for (std::size_t i = 0; i < count; ++i) sender->transport->sendto(as_bytes(pattern(1000)), {});
  EXPECT_EQ(1U, log.count("pause"));
  sender->transport->close();
  EXPECT_FALSE(sender->lost);
  options.socket = unread.release();
  const auto receiver = open(options);
  run_until([&] { return sender->lost && receiver->received.size() == count; });
  EXPECT_EQ(1U, log.count("resume"));
}

TEST_P(UnixDatagramTest, OneThatIsLargeAndDoesNotFitCountsAsBuffered) {
  std::array<int, 2> ends{};
  ASSERT_EQ(0, ::socketpair(AF_UNIX, SOCK_DGRAM, 0, ends.data()));
  for (const int end : ends) net::set_blocking(end, false);
  OwnedDescriptor unread(ends[1]);
  while (::send(ends[0], "x", 1, 0) == 1) {
  }
  DatagramOptions options;
  options.socket = ends[0];
  const auto sender = open(options);
  sender->transport->sendto(as_bytes(pattern(70'000)), {});
  EXPECT_EQ(1U, log.count("pause"));
  options.socket = unread.release();
  const auto receiver = open(options);
  run_until([&] { return log.count("resume") == 1; });
}

TEST_P(UnixDatagramTest, RefusedDatagramIsToldToTheProtocolAndTheEndpointStays) {
  auto gone = open(local());
  DatagramOptions options;
  options.remote = address_of(*gone);
  gone->transport->close();
  run_until([&] { return gone->lost; });
  const auto client = open(options);
  client->transport->sendto(as_bytes("into nothing"), {});
  run_until([&] { return log.count("error:ConnectionRefusedError") == 1; });
  EXPECT_FALSE(client->transport->is_closing());
  EXPECT_TRUE(errors.empty());
}

using UnixServerTest = ConnectionTest;
FOR_EACH_SELECTOR(UnixServerTest);

TEST_P(UnixServerTest, ReuseAddressIsTheDefaultAndReusePortIsNot) {
  const auto plain = serve();
  EXPECT_NE(0, socket_option(plain->sockets().front(), SOL_SOCKET, SO_REUSEADDR));
  EXPECT_EQ(0, socket_option(plain->sockets().front(), SOL_SOCKET, SO_REUSEPORT));
  ServerOptions options;
  options.host = "127.0.0.1";
  options.reuse_address = false;
  options.reuse_port = true;
  const auto first = serve(options);
  EXPECT_EQ(0, socket_option(first->sockets().front(), SOL_SOCKET, SO_REUSEADDR));
  options.port = port_of(*first);
  const auto second = serve(options);
  EXPECT_EQ(port_of(*first), port_of(*second));
  for (const auto& server : {plain, first, second}) server->close();
}

TEST_P(UnixServerTest, AcceptingPausesWhenDescriptorsHaveRunOut) {
  const auto server = serve();
  // The undefined-behaviour sanitizer opens a pipe when it sees an object of a class for the first time: let
  // it see this one as long as there are descriptors.
  EXPECT_EQ("OSError", OSError(EMFILE, "").type_name());
  OwnedDescriptor client = net::open_socket(AF_INET, SOCK_STREAM);
  rlimit before{};
  ASSERT_EQ(0, ::getrlimit(RLIMIT_NOFILE, &before));
  const auto open = open_descriptors();
  rlimit none = before;
  none.rlim_cur = static_cast<rlim_t>(open.back()) + 1;
  // Fill the gaps, so that accept() finds no number.
  std::vector<OwnedDescriptor> filling;
  ASSERT_EQ(0, ::setrlimit(RLIMIT_NOFILE, &none));
  for (;;) {
    OwnedDescriptor copy(::fcntl(client.get(), F_DUPFD_CLOEXEC, 0));
    if (!copy) break;
    filling.push_back(std::move(copy));
  }
  const auto address = *net::numeric_address("127.0.0.1", port_of(*server), AF_INET);
  ::connect(client.get(), address.data(), address.length());
  run_until([&] { return !errors.empty(); });
  run_turns(5);
  filling.clear();
  ASSERT_EQ(0, ::setrlimit(RLIMIT_NOFILE, &before));
  EXPECT_EQ((Events{"socket.accept() out of system resource: OSError"}), errors);
  EXPECT_TRUE(server->is_serving());
  // The connection is still waiting, and is taken when accepting goes on.
  if (GetParam() == available_selectors().front()) run_until([&] { return log.count("s.made") == 1; });
  server->close();
}

TEST_P(UnixServerTest, ResetByThePeerIsConnectionResetError) {
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

using UnixSockTest = TransportTest;
FOR_EACH_SELECTOR(UnixSockTest);

TEST_P(UnixSockTest, ConnectOverUnixSocketsAndItsErrors) {
  const ScratchFolder folder;
  const OwnedDescriptor client = net::open_socket(AF_UNIX, SOCK_STREAM);
  EXPECT_EQ("FileNotFoundError",
            failure(loop_->sock_connect(client.get(), UnixAddress{folder.path("none")})));
  const OwnedDescriptor server = net::open_socket(AF_UNIX, SOCK_STREAM);
  const auto address = net::unix_socket_address(folder.path("here"));
  ASSERT_EQ(0, ::bind(server.get(), address.data(), address.length()));
  EXPECT_EQ("ConnectionRefusedError",
            failure(loop_->sock_connect(client.get(), UnixAddress{folder.path("here")})));
  ASSERT_EQ(0, ::listen(server.get(), 5));
  wait(loop_->sock_connect(client.get(), UnixAddress{folder.path("here")}));
}

TEST_P(UnixSockTest, BlockingSocketsAreRefusedInDebugModeOnly) {
  const SocketPair pair;
  const FileDescriptor a = pair.ours.get();
  pair.feed();
  EXPECT_EQ("x", as_text(wait(loop_->sock_recv(a, 1))));
  loop_->set_debug(true);
  std::array<std::byte, 4> buffer{};
  std::string text;
  EXPECT_EQ("ValueError", failure(loop_->sock_recv(a, 1), &text));
  EXPECT_EQ("the socket must be non-blocking", text);
  EXPECT_EQ("ValueError", failure(loop_->sock_recv_into(a, buffer)));
  EXPECT_EQ("ValueError", failure(loop_->sock_recvfrom(a, 1)));
  EXPECT_EQ("ValueError", failure(loop_->sock_recvfrom_into(a, buffer)));
  EXPECT_EQ("ValueError", failure(loop_->sock_sendall(a, byte_vector("x"))));
  EXPECT_EQ("ValueError", failure(loop_->sock_sendto(a, byte_vector("x"), {})));
  EXPECT_EQ("ValueError", failure(loop_->sock_connect(a, InternetAddress{"127.0.0.1", 1})));
  EXPECT_EQ("ValueError", failure(loop_->sock_accept(a)));
  EXPECT_EQ("ValueError", failure(loop_->sock_sendfile(a, 0, 0, 0, true)));
}

}  // namespace
}  // namespace asyncio::testing
