// How many sockets a selector loop of Windows can watch. The numbers are those of CPython: 512 for each
// direction, one of the readers being the loop's own.
#include <string>
#include <vector>

#include "loop_fixture.hpp"
#include "socket/socket.hpp"
#include "windows/select_selector.hpp"

namespace asyncio::testing {
namespace {

constexpr const char* refusal = "too many file descriptors in select()";

// Sockets that are never readable; as datagram sockets they are always writable.
std::vector<net::OwnedDescriptor> make_sockets(std::size_t count) {
  std::vector<net::OwnedDescriptor> sockets;
  while (sockets.size() < count) {
    sockets.push_back(net::open_socket(AF_INET, SOCK_DGRAM));
    bind_to_loopback(sockets.back().get());
  }
  return sockets;
}

class SelectLimitTest : public ::testing::Test {
 protected:
  std::unique_ptr<EventLoop> loop = new_selector_event_loop();
  // Runs the loop and gives what that throws, with its text; empty for nothing.
  std::string run() {
    std::string text;
    const std::string type = thrown_by([&] { run_turns(*loop, 2); }, &text);
    return type.empty() ? "" : type + ": " + text;
  }
};

TEST_F(SelectLimitTest, ReadersAreLimitedTogetherWithTheLoopsOwn) {
  for (const std::size_t count : {256U, 511U, 512U, 513U, 600U}) {
    const std::vector<net::OwnedDescriptor> sockets = make_sockets(count);
    const Pipe last;
    last.feed();
    int called = 0;
    for (std::size_t i = 1; i < count; ++i) loop->add_reader(sockets[i].get(), [] {});
    loop->add_reader(last.read.get(), [&] { ++called; });
    if (count <= 511) {
      EXPECT_EQ("", run()) << count;
      EXPECT_GT(called, 0) << count;
    } else {
      EXPECT_EQ(std::string("ValueError: ") + refusal, run()) << count;
      EXPECT_EQ(0, called) << count;
    }
    for (std::size_t i = 1; i < count; ++i) EXPECT_TRUE(loop->remove_reader(sockets[i].get()));
    EXPECT_TRUE(loop->remove_reader(last.read.get()));
  }
}

TEST_F(SelectLimitTest, WritersAreLimitedByThemselves) {
  for (const std::size_t count : {256U, 511U, 512U, 513U, 600U}) {
    const std::vector<net::OwnedDescriptor> sockets = make_sockets(count);
    std::vector<int> called(count);
    for (std::size_t i = 0; i < count; ++i) loop->add_writer(sockets[i].get(), [&called, i] { ++called[i]; });
    if (count <= 512) {
      EXPECT_EQ("", run()) << count;
      EXPECT_EQ(0, std::count(called.begin(), called.end(), 0)) << count;
    } else {
      EXPECT_EQ(std::string("ValueError: ") + refusal, run()) << count;
    }
    for (const net::OwnedDescriptor& socket : sockets) EXPECT_TRUE(loop->remove_writer(socket.get()));
  }
}

TEST_F(SelectLimitTest, DirectionsAreCountedApart) {
  const std::vector<net::OwnedDescriptor> readers = make_sockets(511);
  const std::vector<net::OwnedDescriptor> writers = make_sockets(512);
  std::size_t called = 0;
  for (const net::OwnedDescriptor& socket : readers) loop->add_reader(socket.get(), [] {});
  for (const net::OwnedDescriptor& socket : writers) loop->add_writer(socket.get(), [&] { ++called; });
  loop->stop();
  loop->run_forever();
  EXPECT_EQ(writers.size(), called);
}

TEST_F(SelectLimitTest, OneSocketInBothDirectionsCountsInBoth) {
  const std::vector<net::OwnedDescriptor> sockets = make_sockets(512);
  for (std::size_t i = 0; i < 511; ++i) {
    loop->add_reader(sockets[i].get(), [] {});
    loop->add_writer(sockets[i].get(), [] {});
  }
  EXPECT_EQ("", run());
  loop->add_writer(sockets[511].get(), [] {});
  EXPECT_EQ("", run());
  loop->add_reader(sockets[511].get(), [] {});
  EXPECT_EQ(std::string("ValueError: ") + refusal, run());
}

TEST_F(SelectLimitTest, WhatHadToWaitRunsOnceThereIsRoom) {
  const std::vector<net::OwnedDescriptor> sockets = make_sockets(512);
  for (const net::OwnedDescriptor& socket : sockets) loop->add_reader(socket.get(), [] {});
  bool called = false;
  loop->call_soon([&] { called = true; });
  bool reported = false;
  loop->set_exception_handler([&](EventLoop&, const ExceptionContext&) { reported = true; });
  EXPECT_EQ("ValueError", thrown_by([&] { loop->run_forever(); }));
  EXPECT_EQ("ValueError", thrown_by([&] { loop->run_forever(); }));  // again each time
  EXPECT_FALSE(called);
  EXPECT_FALSE(reported);
  EXPECT_FALSE(loop->is_running());
  EXPECT_TRUE(loop->remove_reader(sockets.back().get()));
  loop->call_soon([&] { loop->stop(); });
  loop->run_forever();
  EXPECT_TRUE(called);
}

TEST(WinsockSelectSelectorTest, TakesExactly512OfEachDirection) {
  const std::vector<net::OwnedDescriptor> sockets = make_sockets(513);
  for (const EventMask event : {event_read, event_write}) {
    WinsockSelectSelector selector;
    for (std::size_t i = 0; i < 512; ++i) selector.register_descriptor(sockets[i].get(), event);
    const auto ready = selector.select(Duration::zero());
    EXPECT_EQ(event == event_write ? 512U : 0U, ready.size());
    selector.register_descriptor(sockets[512].get(), event);
    std::string text;
    EXPECT_EQ("ValueError", thrown_by([&] { selector.select(std::nullopt); }, &text));
    EXPECT_EQ(refusal, text);
    EXPECT_EQ(event, selector.registered(sockets[512].get()));
    selector.unregister(sockets[0].get());
    EXPECT_EQ("", thrown_by([&] { selector.select(Duration::zero()); }));
  }
}

}  // namespace
}  // namespace asyncio::testing
