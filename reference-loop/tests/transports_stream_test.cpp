// The transport of a connected socket: reading, writing, ending.
#include "transports_connection_fixture.hpp"

namespace asyncio::testing {
namespace {

class StreamTest : public ConnectionTest {};

TEST_P(StreamTest, MegabytesGoBothWaysAtOnce) {
  const auto server = serve();
  const auto client = connect(*server);
  const std::string there = pattern(large);
  const std::string back = pattern(large + 12345);
  client->transport->write(as_bytes(there));
  accepted->transport->write(as_bytes(back));
  EXPECT_GT(client->transport->get_write_buffer_size(), 0U);
  run_until(
      [&] { return accepted->received.size() == there.size() && client->received.size() == back.size(); });
  EXPECT_TRUE(accepted->received == there);
  EXPECT_TRUE(client->received == back);
  EXPECT_EQ(1U, log.count("c.pause"));
  EXPECT_EQ(1U, log.count("c.resume"));
  EXPECT_EQ(0U, client->transport->get_write_buffer_size());
  server->close();
}

TEST_P(StreamTest, WritesKeepTheirOrderWhetherBufferedOrNot) {
  const auto [client, server] = connected_pair();
  std::string expected;
  for (int i = 0; i < 300; ++i) {
    const std::string piece = std::to_string(i) + pattern(static_cast<std::size_t>(i) * 37);
    client->transport->write(as_bytes(piece));
    expected += piece;
    if (i % 50 == 0) run_turns(1);
  }
  run_until([&] { return server->received.size() == expected.size(); });
  EXPECT_TRUE(server->received == expected);
}

TEST_P(StreamTest, ConnectionHasItsAddressesAndNoDelay) {
  const auto server = serve();
  const auto client = connect(*server);
  EXPECT_EQ(port_of(*server), std::get<InternetAddress>(client->transport->peer_address()).port);
  EXPECT_EQ("127.0.0.1", std::get<InternetAddress>(client->transport->peer_address()).host);
  EXPECT_TRUE(client->transport->local_address() == accepted->transport->peer_address());
  for (const auto& end : {client, accepted}) {
    EXPECT_NE(0, socket_option(end->transport->fileno(), IPPROTO_TCP, TCP_NODELAY));
  }
  server->close();
}

TEST_P(StreamTest, CloseFlushesThenTheOtherSideSeesTheEnd) {
  const auto [client, server] = connected_pair();
  const std::string sent = pattern(large);
  client->transport->write(as_bytes(sent));
  client->transport->close();
  client->transport->close();
  EXPECT_TRUE(client->transport->is_closing());
  EXPECT_FALSE(client->transport->is_reading());
  run_until([&] { return client->lost && server->lost; });
  EXPECT_TRUE(server->received == sent);
  EXPECT_EQ(1U, log.count("c.lost:none"));
  EXPECT_EQ(1U, log.count("s.eof"));
  EXPECT_EQ(1U, log.count("s.lost:none"));
  EXPECT_EQ(-1, client->transport->fileno());
}

TEST_P(StreamTest, AbortDropsTheBuffer) {
  const auto [client, server] = connected_pair();
  client->transport->write(as_bytes(pattern(large)));
  client->transport->abort();
  client->transport->abort();
  EXPECT_EQ(0U, client->transport->get_write_buffer_size());
  run_until([&] { return client->lost && server->lost; });
  EXPECT_EQ(1U, log.count("c.lost:none"));
  // A completion port writes the whole of it at once, and resume_writing() comes when it has gone.
  if (!GetParam().is_proactor()) {
    EXPECT_LT(server->received.size(), large);
  }
}

TEST_P(StreamTest, WriteEofClosesOneDirectionOnly) {
  const auto [client, server] = connected_pair();
  server->keep_open = true;
  EXPECT_TRUE(client->transport->can_write_eof());
  const std::string sent = pattern(large);
  client->transport->write(as_bytes(sent));
  client->transport->write_eof();
  client->transport->write_eof();
  EXPECT_THROW(client->transport->write(as_bytes("late")), RuntimeError);
  run_until([&] { return log.count("s.eof") == 1; });
  EXPECT_TRUE(server->received == sent);
  server->transport->write(as_bytes("answer"));
  run_until([&] { return client->received == "answer"; });
  EXPECT_FALSE(server->lost);
  server->transport->close();
  run_until([&] { return client->lost && server->lost; });
}

TEST_P(StreamTest, KeptOpenAfterItsEndItIsToldOnce) {
  const auto [client, server] = connected_pair();
  server->keep_open = true;
  client->transport->write_eof();
  run_until([&] { return log.count("s.eof") == 1; });
  run_turns(5);
  EXPECT_EQ(1U, log.count("s.eof"));
  server->transport->pause_reading();
  server->transport->resume_reading();
  run_turns(5);
  EXPECT_EQ(1U, log.count("s.eof"));
}

TEST_P(StreamTest, ResumedReadingDeliversInALaterTurn) {
  const auto [client, server] = connected_pair();
  server->transport->pause_reading();
  client->transport->write(as_bytes("x"));
  run_turns(5);
  server->transport->resume_reading();
  EXPECT_EQ("", server->received);
  run_until([&, to = server] { return to->received == "x"; });
}

TEST_P(StreamTest, ReadingMayBePausedAndResumedWhileItDelivers) {
  const auto [client, server] = connected_pair();
  server->on_data = [to = server.get()](Bytes data) {
    const std::string before(as_text(data));
    to->transport->pause_reading();
    to->transport->resume_reading();
    EXPECT_EQ(before, as_text(data));
  };
  for (const std::string word : {"one", "two", "three"}) {
    const std::size_t size = server->received.size() + word.size();
    client->transport->write(as_bytes(word));
    run_until([&, to = server.get()] { return to->received.size() == size; });
    EXPECT_TRUE(server->received.ends_with(word));
  }
}

TEST_P(StreamTest, EverythingThatIsBufferedCounts) {
  const auto [client, server] = connected_pair();
  server->transport->pause_reading();
  client->transport->write(as_bytes(pattern(large)));
  const std::size_t first = client->transport->get_write_buffer_size();
  EXPECT_GT(first, 0U);
  client->transport->write(as_bytes(pattern(1000)));
  EXPECT_EQ(first + 1000, client->transport->get_write_buffer_size());
}

TEST_P(StreamTest, LimitLoweredBelowWhatIsBufferedPausesAtOnce) {
  const auto [client, server] = connected_pair();
  server->transport->pause_reading();
  client->transport->set_write_buffer_limits(2 * large, std::nullopt);
  client->transport->write(as_bytes(pattern(large)));
  EXPECT_EQ(0U, log.count("c.pause"));
  client->transport->set_write_buffer_limits(1000, std::nullopt);
  EXPECT_EQ(1U, log.count("c.pause"));
}

TEST_P(StreamTest, ClosingItReceivesNothingMore) {
  const auto [client, server] = connected_pair();
  server->transport->pause_reading();
  client->transport->write(as_bytes(pattern(large)));
  client->transport->close();
  server->transport->write(as_bytes("late"));
  run_turns(5);
  EXPECT_FALSE(client->lost);
  EXPECT_EQ("", client->received);
  server->transport->resume_reading();
  // What it has not read makes a reset of its end: the other side may miss the last of what was written.
  run_until([&] { return client->lost && server->lost; });
  EXPECT_EQ("", client->received);
}

TEST_P(StreamTest, EofReceivedWithoutKeepingOpenCloses) {
  const auto [client, server] = connected_pair();
  client->transport->write_eof();
  run_until([&] { return server->lost && client->lost; });
  EXPECT_EQ((Events{"c.made", "s.made", "s.eof", "s.lost:none", "c.eof", "c.lost:none"}), log.events);
}

TEST_P(StreamTest, PausedReadingHoldsDataBackAndFillsTheWriter) {
  const auto [client, server] = connected_pair();
  server->transport->pause_reading();
  server->transport->pause_reading();
  EXPECT_FALSE(server->transport->is_reading());
  client->transport->write(as_bytes(pattern(large)));
  run_turns(10);
  EXPECT_EQ("", server->received);
  EXPECT_GT(client->transport->get_write_buffer_size(), 0U);
  server->transport->resume_reading();
  server->transport->resume_reading();
  EXPECT_TRUE(server->transport->is_reading());
  run_until([&] { return server->received.size() == large; });
}

TEST_P(StreamTest, WritingToALostPeerNeitherThrowsNorSignals) {
  const auto [client, server] = connected_pair();
  server->transport->abort();
  run_until([&] { return server->lost; });
  client->transport->write(as_bytes("x"));  // SIGPIPE would end the test
  client->transport->write(as_bytes("y"));
  run_until([&] { return client->lost; });
  EXPECT_TRUE(is_lost_peer(type_of(client->lost_error))) << type_of(client->lost_error);
  client->transport->write(as_bytes("z"));
  client->transport->write_eof();
  client->transport->pause_reading();
  client->transport->abort();
  EXPECT_EQ(1U, log.count("c.lost:" + type_of(client->lost_error)));
}

TEST_P(StreamTest, ExceptionInDataReceivedIsReportedAndClosesTheTransport) {
  const auto [client, server] = connected_pair();
  server->on_data = [](Bytes) { throw std::runtime_error("broken protocol"); };
  client->transport->write(as_bytes("x"));
  run_until([&, end = server] { return end->lost; });
  EXPECT_EQ((Events{"Fatal error: protocol.data_received() call failed.: broken protocol"}), errors);
  EXPECT_EQ("broken protocol", type_of(server->lost_error));
}

TEST_P(StreamTest, ExceptionInEofReceivedIsReportedAndClosesTheTransport) {
  const auto [client, server] = connected_pair();
  server->on_eof = [] { throw std::runtime_error("broken protocol"); };
  client->transport->write_eof();
  run_until([&, end = server] { return end->lost; });
  EXPECT_EQ((Events{"Fatal error: protocol.eof_received() call failed.: broken protocol"}), errors);
}

TEST_P(StreamTest, ExceptionInFlowControlIsReportedAndNothingElseHappens) {
  const auto [client, server] = connected_pair();
  client->on_pause = [] { throw std::runtime_error("cannot pause"); };
  client->on_resume = [] { throw std::runtime_error("cannot resume"); };
  client->transport->write(as_bytes(pattern(large)));
  run_until([&, end = server] { return end->received.size() == large; });
  run_until([&] { return errors.size() == 2; });
  EXPECT_EQ((Events{"protocol.pause_writing() failed: cannot pause",
                    "protocol.resume_writing() failed: cannot resume"}),
            errors);
  EXPECT_FALSE(client->lost);
}

TEST_P(StreamTest, ExceptionInConnectionMadeAndConnectionLostIsReported) {
  net::DescriptorPair sockets = net::make_socket_pair();
  auto client = protocol("c.");
  client->on_made = [] { throw std::runtime_error("broken start"); };
  client->on_lost = [] { throw std::runtime_error("broken end"); };
  ConnectionOptions options;
  options.socket = sockets.first.release();
  wait(loop_->create_connection(give(client), options));
  ASSERT_EQ(1U, errors.size());
  EXPECT_NE(std::string::npos, errors[0].find("broken start"));
  client->transport->close();
  run_until([&] { return errors.size() == 2; });
  EXPECT_NE(std::string::npos, errors[1].find("broken end"));
  EXPECT_EQ(-1, client->transport->fileno());
}

TEST_P(StreamTest, TransportMayBeClosedFromEveryCallback) {
  for (const std::string where : {"made", "data", "eof", "pause", "resume"}) {
    log.events.clear();
    net::DescriptorPair sockets = net::make_socket_pair();
    const auto peer = adopt(sockets.second.release(), "p.");
    auto client = protocol("c.");
    const auto close = [&] { client->transport->close(); };
    if (where == "made") client->on_made = close;
    if (where == "data") client->on_data = [&](Bytes) { close(); };
    if (where == "eof") client->on_eof = close;
    if (where == "pause") client->on_pause = close;
    if (where == "resume") client->on_resume = close;
    ConnectionOptions options;
    options.socket = sockets.first.release();
    wait(loop_->create_connection(give(client), options));
    if (where == "data") peer->transport->write(as_bytes("x"));
    if (where == "eof") peer->transport->write_eof();
    if (where == "pause" || where == "resume") client->transport->write(as_bytes(pattern(large)));
    run_until([&] { return client->lost && peer->lost; });
    EXPECT_EQ(1U, log.count("c.lost:none")) << where;
    if (where == "pause" || where == "resume") {
      EXPECT_EQ(large, peer->received.size()) << where;
    }
  }
  EXPECT_TRUE(errors.empty());
}

TEST_P(StreamTest, TransportMayBeAbortedWhileItWrites) {
  const auto [client, server] = connected_pair();
  client->on_resume = [end = client.get()] { end->transport->abort(); };
  client->transport->set_write_buffer_limits(std::size_t{4} << 20, std::size_t{3} << 20);
  client->transport->write(as_bytes(pattern(large)));
  run_until([&, a = client, b = server] { return a->lost && b->lost; });
  EXPECT_EQ(1U, log.count("c.lost:none"));
  // A completion port writes the whole of it at once, and resume_writing() comes when it has gone.
  if (!GetParam().is_proactor()) {
    EXPECT_LT(server->received.size(), large);
  }
}

TEST_P(StreamTest, ProtocolMayWriteFromResumeWriting) {
  const auto [client, server] = connected_pair();
  client->on_resume = [end = client.get(), once = false]() mutable {
    if (!std::exchange(once, true)) end->transport->write(as_bytes("tail"));
  };
  const std::string sent = pattern(large);
  client->transport->write(as_bytes(sent));
  run_until([&, end = server] { return end->received.size() == sent.size() + 4; });
  EXPECT_TRUE(server->received == sent + "tail");
}

TEST_P(StreamTest, LoopClosedWithOpenConnectionsTellsNobodyAndClosesThem) {
  const auto before = open_descriptors();
  {
    auto other = make_loop();
    Log other_log(*other);
    auto client = std::make_shared<StreamProtocol>(other_log);
    net::DescriptorPair sockets = net::make_socket_pair();
    ConnectionOptions options;
    options.socket = sockets.first.release();
    const auto connecting = other->create_connection([client] { return client; }, options);
    while (!connecting.done()) {
      other->stop();
      other->run_forever();
    }
    client->transport->write(as_bytes(pattern(large)));
    other->close();
    EXPECT_FALSE(client->lost);
    EXPECT_TRUE(client->transport->is_closing());
    client->transport->write(as_bytes("x"));
    client->transport->close();
  }
  EXPECT_EQ(before, open_descriptors());
}

FOR_EACH_LOOP(StreamTest);

// What the selector is asked for shows that an idle loop can sleep.
class SelectorStreamTest : public ConnectionTest {
 protected:
  SelectorStreamTest() : SelectorStreamTest(make_selector(*GetParam().selector)) {}

  Selector& selector_;

 private:
  explicit SelectorStreamTest(std::unique_ptr<Selector> selector)
      : SelectorStreamTest{*selector, std::move(selector)} {}
  SelectorStreamTest(Selector& seen, std::unique_ptr<Selector> selector)
      : ConnectionTest(new_selector_event_loop(std::move(selector))), selector_(seen) {}
};

TEST_P(SelectorStreamTest, IsWatchedForWritingWhileSomethingIsBuffered) {
  net::DescriptorPair sockets = net::make_socket_pair();
  shrink_buffers(sockets.first.get());
  shrink_buffers(sockets.second.get());
  const FileDescriptor fd = sockets.first.get();
  const auto client = adopt(sockets.first.release(), "c.");
  const auto server = adopt(sockets.second.release(), "s.");
  EXPECT_EQ(event_read, selector_.registered(fd));
  client->transport->write(as_bytes(pattern(large)));
  EXPECT_EQ(event_read | event_write, selector_.registered(fd));
  run_until([&] { return server->received.size() == large; });
  EXPECT_EQ(event_read, selector_.registered(fd));
}

TEST_P(SelectorStreamTest, IsNotWatchedForReadingOnceItHasEndedOrIsPaused) {
  net::DescriptorPair sockets = net::make_socket_pair();
  const FileDescriptor fd = sockets.first.get();
  const auto client = adopt(sockets.first.release(), "c.");
  const auto server = adopt(sockets.second.release(), "s.");
  client->keep_open = true;
  client->transport->pause_reading();
  EXPECT_EQ(0U, selector_.registered(fd));
  client->transport->resume_reading();
  EXPECT_EQ(event_read, selector_.registered(fd));
  server->transport->write_eof();
  run_until([&] { return log.count("c.eof") == 1; });
  EXPECT_EQ(0U, selector_.registered(fd));
  client->transport->pause_reading();
  client->transport->resume_reading();
  EXPECT_EQ(0U, selector_.registered(fd));
}

FOR_EACH_SELECTOR(SelectorStreamTest);

}  // namespace
}  // namespace asyncio::testing
