// The sock_*() methods.
#include <array>

#include "socket/socket.hpp"
#include "transports_fixture.hpp"

namespace asyncio::testing {
namespace {

using net::DescriptorPair;
using net::OwnedDescriptor;

class SockTest : public TransportTest {
 protected:
  static OwnedDescriptor listening(int backlog = 5) {
    OwnedDescriptor socket = net::open_socket(AF_INET, SOCK_STREAM);
    bind_to_loopback(socket.get());
    net::listen(socket.get(), backlog);
    return socket;
  }
  static InternetAddress address_of(FileDescriptor socket) {
    return std::get<InternetAddress>(net::local_address(socket));
  }
  static OwnedDescriptor bound_udp() {
    OwnedDescriptor socket = net::open_socket(AF_INET, SOCK_DGRAM);
    bind_to_loopback(socket.get());
    return socket;
  }
  // Whether the loop watches the descriptor: removing says so.
  bool watched_for_reading(FileDescriptor fd) {
    return !GetParam().is_proactor() && loop_->remove_reader(fd);
  }
  bool watched_for_writing(FileDescriptor fd) {
    return !GetParam().is_proactor() && loop_->remove_writer(fd);
  }

  DescriptorPair pair = net::make_socket_pair();
  FileDescriptor a = pair.first.get();
  FileDescriptor b = pair.second.get();
};

// What a proactor does not do: it resolves no names, watches nothing, and does not know who owns a socket.
class SelectorSockTest : public SockTest {};

TEST_P(SockTest, ConnectsFromTheAddressThatTheSocketIsBoundTo) {
  const OwnedDescriptor server = listening();
  const OwnedDescriptor client = net::open_socket(AF_INET, SOCK_STREAM);
  bind_to_loopback(client.get());
  const InternetAddress own = address_of(client.get());
  wait(loop_->sock_connect(client.get(), address_of(server.get())));
  EXPECT_TRUE(own == address_of(client.get()));
}

TEST_P(SockTest, ConnectingADatagramSocketNamesItsPeer) {
  const OwnedDescriptor here = bound_udp();
  const OwnedDescriptor there = bound_udp();
  wait(loop_->sock_connect(here.get(), address_of(there.get())));
  EXPECT_TRUE(net::peer_address(here.get()) == Address(address_of(there.get())));
}

TEST_P(SockTest, ReceivesWhatIsThereAlready) {
  send_raw(b, "hello");
  EXPECT_EQ("hello", as_text(wait(loop_->sock_recv(a, 100))));
  send_raw(b, "0123456789");
  EXPECT_EQ("0123", as_text(wait(loop_->sock_recv(a, 4))));
  EXPECT_FALSE(watched_for_reading(a));
}

TEST_P(SockTest, WaitsForWhatIsNotThereYet) {
  auto receiving = loop_->sock_recv(a, 100);
  run_turns(3);
  EXPECT_FALSE(receiving.done());
  send_raw(b, "late");
  EXPECT_EQ("late", as_text(wait(receiving)));
  EXPECT_FALSE(watched_for_reading(a));
}

TEST_P(SockTest, EndIsAnEmptyResult) {
  auto receiving = loop_->sock_recv(a, 100);
  pair.second.reset();
  EXPECT_TRUE(wait(receiving).empty());
}

TEST_P(SockTest, ReceivesIntoABuffer) {
  std::array<std::byte, 8> buffer{};
  auto receiving = loop_->sock_recv_into(a, buffer);
  run_turns(1);
  send_raw(b, "abc");
  const std::size_t size = wait(receiving);
  EXPECT_EQ("abc", as_text(std::span(buffer).first(size)));
}

TEST_P(SockTest, DatagramsWithTheirSenders) {
  const OwnedDescriptor one = bound_udp();
  const OwnedDescriptor two = bound_udp();
  auto receiving = loop_->sock_recvfrom(one.get(), 100);
  EXPECT_EQ(5U, wait(loop_->sock_sendto(two.get(), byte_vector("hello"), address_of(one.get()))));
  const Datagram datagram = wait(receiving);
  EXPECT_EQ("hello", as_text(datagram.data));
  EXPECT_TRUE(datagram.from == Address(address_of(two.get())));

  InternetAddress by_name = address_of(two.get());
  if (!GetParam().is_proactor()) by_name.host = "localhost";
  wait(loop_->sock_sendto(one.get(), byte_vector("back"), by_name));
  std::array<std::byte, 16> buffer{};
  const auto [size, from] = wait(loop_->sock_recvfrom_into(two.get(), buffer));
  EXPECT_EQ("back", as_text(std::span(buffer).first(size)));
  EXPECT_TRUE(from == Address(address_of(one.get())));
}

TEST_P(SockTest, SendallSendsMegabytes) {
  const std::string sent = pattern(std::size_t{5} << 20);
  auto sending = loop_->sock_sendall(a, byte_vector(sent));
  EXPECT_FALSE(sending.done());
  std::string received;
  while (received.size() < sent.size()) received += as_text(wait(loop_->sock_recv(b, 1 << 18)));
  wait(sending);
  EXPECT_TRUE(received == sent);
  EXPECT_FALSE(watched_for_writing(a));
  wait(loop_->sock_sendall(a, {}));
}

TEST_P(SockTest, SendallToALostPeerIsAnErrorAndNoSignal) {
  auto sending = loop_->sock_sendall(a, byte_vector(pattern(1 << 22)));
  pair.second.reset();
  const std::string type = failure(sending);
  EXPECT_TRUE(is_lost_peer(type)) << type;
  EXPECT_TRUE(is_lost_peer(failure(loop_->sock_sendall(a, byte_vector("x")))));
}

TEST_P(SockTest, ConnectsAndAccepts) {
  const OwnedDescriptor server = listening();
  const OwnedDescriptor client = net::open_socket(AF_INET, SOCK_STREAM);
  auto accepting = loop_->sock_accept(server.get());
  EXPECT_FALSE(accepting.done());
  wait(loop_->sock_connect(client.get(), address_of(server.get())));
  const auto [fd, peer] = wait(accepting);
  const OwnedDescriptor connection(fd);
  EXPECT_FALSE(net::is_known_to_block(fd));
  EXPECT_FALSE(is_inheritable(fd));
  EXPECT_TRUE(peer == net::local_address(client.get()));
  wait(loop_->sock_sendall(client.get(), byte_vector("x")));
  EXPECT_EQ("x", as_text(wait(loop_->sock_recv(fd, 10))));
}

TEST_P(SelectorSockTest, ConnectResolvesNames) {
  const OwnedDescriptor server = listening();
  const OwnedDescriptor client = net::open_socket(AF_INET, SOCK_STREAM);
  InternetAddress by_name = address_of(server.get());
  by_name.host = "localhost";
  wait(loop_->sock_connect(client.get(), by_name));
  by_name.host = "no-such-host.invalid";
  const OwnedDescriptor other = net::open_socket(AF_INET, SOCK_STREAM);
  EXPECT_EQ("gaierror", failure(loop_->sock_connect(other.get(), by_name)));
}

TEST_P(SockTest, RefusedConnectNamesTheAddress) {
  InternetAddress address;
  {
    const OwnedDescriptor server = listening();
    address = address_of(server.get());
  }
  const OwnedDescriptor client = net::open_socket(AF_INET, SOCK_STREAM);
  std::string text;
  EXPECT_EQ("ConnectionRefusedError", failure(loop_->sock_connect(client.get(), address), &text));
  EXPECT_NE(std::string::npos, text.find("Connect call failed ('127.0.0.1', " + std::to_string(address.port)))
      << text;
  EXPECT_FALSE(watched_for_writing(client.get()));
}

TEST_P(SockTest, CancellingStopsTheWatching) {
  const OwnedDescriptor server = listening();
  auto receiving = loop_->sock_recv(a, 10);
  auto accepting = loop_->sock_accept(server.get());
  auto sending = loop_->sock_sendall(a, byte_vector(pattern(1 << 22)));
  receiving.cancel();
  accepting.cancel();
  sending.cancel();
  EXPECT_EQ("CancelledError", failure(receiving));
  EXPECT_EQ("CancelledError", failure(accepting));
  EXPECT_EQ("CancelledError", failure(sending));
  EXPECT_FALSE(watched_for_reading(a));
  EXPECT_FALSE(watched_for_writing(a));
  EXPECT_FALSE(watched_for_reading(server.get()));
  send_raw(b, "for the next one");
  EXPECT_EQ("for the next one", as_text(wait(loop_->sock_recv(a, 100))));
}

TEST_P(SelectorSockTest, AnotherWatcherIsNotRemovedByACancelledOperation) {
  auto receiving = loop_->sock_recv(a, 10);
  bool called = false;
  loop_->add_reader(a, [&] {
    called = true;
    loop_->stop();
  });
  receiving.cancel();
  EXPECT_EQ("CancelledError", failure(receiving));
  send_raw(b, "x");
  run_until([&] { return called; });
  EXPECT_TRUE(watched_for_reading(a));
}

TEST_P(SockTest, BadDescriptorsAreErrors) {
  const FileDescriptor closed = a;
  pair.first.reset();
  EXPECT_EQ("OSError", failure(loop_->sock_recv(closed, 1)));
  EXPECT_EQ("OSError", failure(loop_->sock_accept(-1)));
  const ScratchFolder folder;
  const OpenFile file = make_file(folder.path("file"), "");
  EXPECT_EQ("OSError", failure(loop_->sock_sendall(file.get(), byte_vector("x"))));
  const OwnedDescriptor unconnected = net::open_socket(AF_INET, SOCK_STREAM);
  EXPECT_EQ("OSError", failure(loop_->sock_recv(unconnected.get(), 1)));
}

TEST_P(SelectorSockTest, SocketOfATransportIsRefused) {
  auto owner = protocol();
  ConnectionOptions options;
  options.socket = pair.first.release();
  wait(loop_->create_connection(give(owner), options));
  EXPECT_EQ("RuntimeError", failure(loop_->sock_recv(a, 1)));
  EXPECT_EQ("RuntimeError", failure(loop_->sock_sendfile(a, 0, 0, 0, true)));
}

TEST_P(SockTest, ManyOperationsAtOnce) {
  std::vector<DescriptorPair> pairs;
  std::vector<Future<std::vector<std::byte>>> receiving;
  for (int i = 0; i < 100; ++i) {
    pairs.push_back(net::make_socket_pair());
    receiving.push_back(loop_->sock_recv(pairs.back().first.get(), 10));
  }
  for (int i = 99; i >= 0; --i) send_raw(pairs[static_cast<std::size_t>(i)].second.get(), std::to_string(i));
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(std::to_string(i), as_text(wait(receiving[static_cast<std::size_t>(i)])));
}

TEST_P(SockTest, LoopClosedDuringAnOperation) {
  auto receiving = loop_->sock_recv(a, 10);
  auto sending = loop_->sock_sendall(a, byte_vector(pattern(1 << 22)));
  loop_->close();
  EXPECT_TRUE(receiving.done());
  EXPECT_TRUE(sending.done());
}

FOR_EACH_LOOP(SockTest);
FOR_EACH_SELECTOR(SelectorSockTest);

}  // namespace
}  // namespace asyncio::testing
