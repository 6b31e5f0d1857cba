// create_datagram_endpoint().
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "socket/socket.hpp"
#include "transports_fixture.hpp"

namespace asyncio::testing {
namespace {

using net::OwnedDescriptor;
using Events = std::vector<std::string>;

class RecordingDatagrams final : public DatagramProtocol {
 public:
  explicit RecordingDatagrams(Log& log) : log_(log) {}
  void connection_made(std::shared_ptr<BaseTransport> made) override {
    transport = std::dynamic_pointer_cast<DatagramTransport>(made);
    log_.add("made");
  }
  void datagram_received(Bytes data, const Address& from) override {
    received.push_back(as_text(data));
    last_from = from;
    log_.wake();
    if (on_data) on_data();
  }
  void error_received(std::exception_ptr error) override { log_.add("error:" + type_of(error)); }
  void connection_lost(std::exception_ptr error) override {
    lost = true;
    log_.add("lost:" + type_of(error));
  }
  void pause_writing() override { log_.add("pause"); }
  void resume_writing() override { log_.add("resume"); }

  std::vector<std::string> received;
  Address last_from;
  bool lost = false;
  std::shared_ptr<DatagramTransport> transport;
  std::function<void()> on_data;

 private:
  Log& log_;
};

class DatagramTest : public TransportTest {
 protected:
  std::shared_ptr<RecordingDatagrams> open(const DatagramOptions& options) {
    auto made = std::make_shared<RecordingDatagrams>(log);
    wait(loop_->create_datagram_endpoint([made] { return made; }, options));
    return made;
  }
  std::string refusal(const DatagramOptions& options, std::string* text = nullptr) {
    return failure(loop_->create_datagram_endpoint(
                       [this] { return std::make_shared<RecordingDatagrams>(log); }, options),
                   text);
  }
  static DatagramOptions local(std::string host = "127.0.0.1", std::uint16_t port = 0) {
    DatagramOptions options;
    options.local = InternetAddress{std::move(host), port};
    return options;
  }
  static InternetAddress address_of(const RecordingDatagrams& end) {
    return std::get<InternetAddress>(end.transport->local_address());
  }
};

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

TEST_P(DatagramTest, RefusedDatagramIsToldToTheProtocolAndTheEndpointStays) {
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

TEST_P(DatagramTest, DatagramThatIsTooLargeIsToldToTheProtocol) {
  const auto end = open(local());
  end->transport->sendto(as_bytes(pattern(70000)), address_of(*end));
  EXPECT_EQ(1U, log.count("error:OSError"));
}

TEST_P(DatagramTest, CloseAndAbortEndInConnectionLost) {
  const auto first = open(local());
  const FileDescriptor fd = first->transport->fileno();
  EXPECT_FALSE(unix_os::is_blocking(fd));
  first->transport->close();
  first->transport->close();
  EXPECT_TRUE(first->transport->is_closing());
  run_until([&] { return first->lost; });
  EXPECT_EQ(-1, ::fcntl(fd, F_GETFD));
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
}

TEST_P(DatagramTest, ReusePortLetsTwoBindAndWithoutItOneFails) {
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

TEST_P(DatagramTest, BroadcastIsAllowedOnRequest) {
  DatagramOptions options = local();
  options.allow_broadcast = true;
  const auto end = open(options);
  int value = 0;
  socklen_t length = sizeof(value);
  ASSERT_EQ(0, ::getsockopt(end->transport->fileno(), SOL_SOCKET, SO_BROADCAST, &value, &length));
  EXPECT_NE(0, value);
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
  const auto address = *net::numeric_address("127.0.0.1", 0, AF_INET);
  ASSERT_EQ(0, ::bind(datagram.get(), address.data(), address.length()));
  DatagramOptions options;
  options.socket = datagram.release();
  const auto end = open(options);
  end->transport->sendto(as_bytes("to myself"), end->transport->local_address());
  run_until([&] { return end->received == Events{"to myself"}; });
}

// A pair of Unix datagram sockets blocks when the receiver's queue is full, which UDP does not.
TEST_P(DatagramTest, FullQueueIsBufferedWithFlowControlAndFlushedByClose) {
  std::array<int, 2> ends{};
  ASSERT_EQ(0, ::socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()));
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

TEST_P(DatagramTest, ExceptionOfAProtocolGoesToTheHandlerAndTheEndpointStays) {
  const auto end = open(local());
  end->on_data = [] { throw std::runtime_error("broken protocol"); };
  end->transport->sendto(as_bytes("x"), end->transport->local_address());
  run_until([&] { return !errors.empty(); });
  EXPECT_NE(std::string::npos, errors.front().find("broken protocol"));
  EXPECT_FALSE(end->transport->is_closing());
}

FOR_EACH_SELECTOR(DatagramTest);

}  // namespace
}  // namespace asyncio::testing
