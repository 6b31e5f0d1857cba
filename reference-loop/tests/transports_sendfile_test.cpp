// sock_sendfile() and sendfile().
#include "transports_connection_fixture.hpp"

namespace asyncio::testing {
namespace {

using net::DescriptorPair;
using net::OwnedDescriptor;

class SendfileTest : public ConnectionTest {
 protected:
  SendfileTest() {
    shrink_buffers(pair.first.get());
    shrink_buffers(pair.second.get());
  }
  static std::int64_t position(const OpenFile& opened) { return opened.position(); }
  // Where there is a system call for it, that must do.
  const bool fallback = !has_native_sendfile;
  // Reads until `size` bytes have come or the end.
  std::string receive(FileDescriptor socket, std::size_t size) {
    std::string received;
    while (received.size() < size) {
      const auto piece = wait(loop_->sock_recv(socket, 1 << 18));
      if (piece.empty()) break;
      received += as_text(piece);
    }
    return received;
  }
  ScratchFolder folder;
  std::string content = pattern(large);
  OpenFile file = make_file(folder.path("file"), content);
  DescriptorPair pair = net::make_socket_pair();
};

TEST_P(SendfileTest, SendsAFileOverASocketAndMovesItsPosition) {
  auto sending = loop_->sock_sendfile(pair.first.get(), file.get(), 0, 0, fallback);
  EXPECT_TRUE(receive(pair.second.get(), content.size()) == content);
  EXPECT_EQ(content.size(), wait(sending));
  EXPECT_EQ(static_cast<std::int64_t>(content.size()), position(file));
}

TEST_P(SendfileTest, OffsetAndCountChooseAPart) {
  EXPECT_EQ(1000U, wait(loop_->sock_sendfile(pair.first.get(), file.get(), 5000, 1000, fallback)));
  EXPECT_TRUE(receive(pair.second.get(), 1000) == content.substr(5000, 1000));
  EXPECT_EQ(6000, position(file));
  // Beyond the end there is less, or nothing, and the position stays.
  EXPECT_EQ(10U,
            wait(loop_->sock_sendfile(pair.first.get(), file.get(), content.size() - 10, 1000, fallback)));
  EXPECT_EQ(0U, wait(loop_->sock_sendfile(pair.first.get(), file.get(), content.size() + 5, 0, fallback)));
  EXPECT_EQ(static_cast<std::int64_t>(content.size()), position(file));
}

TEST_P(SendfileTest, FallsBackForWhatIsNoFileUnlessToldOtherwise) {
  const OpenFile pipe = make_filled_pipe("from a pipe");
  EXPECT_EQ("SendfileNotAvailableError",
            failure(loop_->sock_sendfile(pair.first.get(), pipe.get(), 0, 0, false)));
  EXPECT_EQ(11U, wait(loop_->sock_sendfile(pair.first.get(), pipe.get(), 0, 0, true)));
  EXPECT_EQ("from a pipe", receive(pair.second.get(), 11));
}

TEST_P(SendfileTest, OnlyStreamSocketsAreAccepted) {
  const OwnedDescriptor datagram = net::open_socket(AF_INET, SOCK_DGRAM);
  std::string text;
  EXPECT_EQ("ValueError", failure(loop_->sock_sendfile(datagram.get(), file.get(), 0, 0, true), &text));
  EXPECT_EQ("only SOCK_STREAM type sockets are supported", text);
}

TEST_P(SendfileTest, PeerGoingIsAnErrorAndThePositionSaysHowFarItCame) {
  auto sending = loop_->sock_sendfile(pair.first.get(), file.get(), 0, 0, true);
  EXPECT_LE(std::size_t{1} << 20, receive(pair.second.get(), 1 << 20).size());
  pair.second.reset();
  const std::string type = failure(sending);
  EXPECT_TRUE(is_lost_peer(type)) << type;
  EXPECT_GT(position(file), 0);
  EXPECT_LT(position(file), static_cast<std::int64_t>(content.size()));
}

TEST_P(SendfileTest, CancellingStopsTheTransfer) {
  auto sending = loop_->sock_sendfile(pair.first.get(), file.get(), 0, 0, true);
  EXPECT_LE(std::size_t{1} << 20, receive(pair.second.get(), 1 << 20).size());
  sending.cancel();
  EXPECT_EQ("CancelledError", failure(sending));
  if (!GetParam().is_proactor()) {
    EXPECT_FALSE(loop_->remove_writer(pair.first.get()));
  }
  EXPECT_GT(position(file), 0);
}

TEST_P(SendfileTest, OverATransportItKeepsTheOrderWithWrites) {
  const auto [client, server] = connected_pair();
  const std::string head = pattern(large / 2);
  client->transport->write(as_bytes(head));
  auto sending = loop_->sendfile(client->transport, file.get(), 0, 0, true);
  EXPECT_FALSE(client->transport->is_reading());
  EXPECT_THROW(client->transport->write(as_bytes("between")), RuntimeError);
  EXPECT_EQ("RuntimeError", failure(loop_->sendfile(client->transport, file.get(), 0, 0, true)));
  EXPECT_EQ(content.size(), wait(sending));
  EXPECT_TRUE(client->transport->is_reading());
  client->transport->write(as_bytes("tail"));
  const std::string expected = head + content + "tail";
  run_until([&, end = server] { return end->received.size() == expected.size(); });
  EXPECT_TRUE(server->received == expected);
  EXPECT_EQ(static_cast<std::int64_t>(content.size()), position(file));
  // Reading goes on afterwards.
  server->transport->write(as_bytes("thanks"));
  run_until([&, end = client] { return end->received == "thanks"; });
}

TEST_P(SendfileTest, OverATransportItFallsBackToo) {
  const auto [client, server] = connected_pair();
  const OpenFile pipe = make_filled_pipe("from a pipe");
  EXPECT_EQ("SendfileNotAvailableError",
            failure(loop_->sendfile(client->transport, pipe.get(), 0, 0, false)));
  EXPECT_EQ(11U, wait(loop_->sendfile(client->transport, pipe.get(), 0, 0, true)));
  run_until([&, end = server] { return end->received == "from a pipe"; });
}

TEST_P(SendfileTest, ReadingStaysPausedIfItWas) {
  const auto [client, server] = connected_pair();
  client->transport->pause_reading();
  EXPECT_EQ(4U, wait(loop_->sendfile(client->transport, file.get(), 0, 4, true)));
  EXPECT_FALSE(client->transport->is_reading());
}

TEST_P(SendfileTest, ClosedTransportsAreRefused) {
  const auto [client, server] = connected_pair();
  client->transport->close();
  EXPECT_EQ("RuntimeError", failure(loop_->sendfile(client->transport, file.get(), 0, 0, true)));
  EXPECT_EQ("RuntimeError", failure(loop_->sendfile(nullptr, file.get(), 0, 0, true)));
}

TEST_P(SendfileTest, TransportLostDuringTheTransferEndsIt) {
  for (const bool abort : {true, false}) {
    for (const std::size_t buffered : {std::size_t{0}, large}) {
      const auto [client, server] = connected_pair();
      server->transport->pause_reading();
      if (buffered > 0) client->transport->write(as_bytes(pattern(buffered)));
      auto sending = loop_->sendfile(client->transport, file.get(), 0, 0, true);
      run_turns(2);
      EXPECT_FALSE(sending.done());
      if (abort) {
        client->transport->abort();
      } else {
        server->transport->abort();
      }
      const std::string type = failure(sending);
      EXPECT_TRUE(is_lost_peer(type)) << type;
      if (!abort) client->transport->abort();
      run_until([&, end = client] { return end->lost; });
    }
  }
}

TEST_P(SendfileTest, LoopClosedDuringATransfer) {
  const auto [client, server] = connected_pair();
  server->transport->pause_reading();
  auto sending = loop_->sendfile(client->transport, file.get(), 0, 0, true);
  auto direct = loop_->sock_sendfile(pair.first.get(), file.get(), 0, 0, true);
  run_turns(2);
  loop_->close();
  EXPECT_TRUE(sending.done());
  EXPECT_TRUE(direct.done());
}

FOR_EACH_LOOP(SendfileTest);

}  // namespace
}  // namespace asyncio::testing
