// The pieces that need no loop.
#include "socket/address_lookup.hpp"
#include "socket/socket.hpp"
#include "transports/flow_control.hpp"
#include "transports/open_transports.hpp"
#include "transports/write_buffer.hpp"
#include "transports_fixture.hpp"

namespace asyncio::testing {
namespace {

using namespace net;

TEST(WriteBufferTest, GivesBackInOrderWhatWasAppended) {
  WriteBuffer buffer;
  std::string expected;
  std::string taken;
  for (int i = 0; i < 1000; ++i) {
    const std::string piece = pattern(static_cast<std::size_t>(i % 17));
    buffer.append(as_bytes(piece));
    expected += piece;
    const std::size_t size = std::min<std::size_t>(buffer.size(), 5);
    taken += as_text(buffer.front().first(size));
    buffer.consume(size);
  }
  taken += as_text(buffer.front());
  EXPECT_TRUE(taken == expected);
  buffer.clear();
  EXPECT_TRUE(buffer.empty());
}

TEST(FlowControlTest, PausesAboveTheHighMarkAndResumesAtTheLowOne) {
  FlowControl flow;
  EXPECT_EQ(65536U, flow.high());
  EXPECT_EQ(16384U, flow.low());
  EXPECT_FALSE(flow.grew(65536));
  EXPECT_TRUE(flow.grew(65537));
  EXPECT_FALSE(flow.grew(70000));
  EXPECT_FALSE(flow.shrank(16385));
  EXPECT_TRUE(flow.shrank(16384));
  EXPECT_FALSE(flow.shrank(0));
}

TEST(FlowControlTest, OneLimitFollowsFromTheOther) {
  FlowControl flow;
  flow.set_limits(100, std::nullopt);
  EXPECT_EQ(25U, flow.low());
  flow.set_limits(std::nullopt, 100);
  EXPECT_EQ(400U, flow.high());
  EXPECT_THROW(flow.set_limits(1, 2), ValueError);
  EXPECT_EQ(400U, flow.high());
  flow.set_limits(0, std::nullopt);
  EXPECT_TRUE(flow.grew(1));
}

TEST(SocketAddressTest, NumericAddressesGoThereAndBack) {
  const auto v4 = numeric_address("192.0.2.7", 80, AF_UNSPEC);
  ASSERT_TRUE(v4);
  EXPECT_TRUE(v4->to_address() == Address(InternetAddress{"192.0.2.7", 80}));
  EXPECT_EQ("('192.0.2.7', 80)", to_text(v4->to_address()));
  const auto v6 = numeric_address("::1", 81, AF_UNSPEC);
  ASSERT_TRUE(v6);
  EXPECT_TRUE(v6->to_address() == Address(InternetAddress{"::1", 81, true}));
  EXPECT_FALSE(numeric_address("::1", 1, AF_INET));
  EXPECT_FALSE(numeric_address("127.0.0.1", 1, AF_INET6));
  EXPECT_FALSE(numeric_address("localhost", 1, AF_UNSPEC));
  EXPECT_FALSE(numeric_address("", 1, AF_UNSPEC));
}

TEST(AddressLookupTest, ResolvesAndRefuses) {
  EXPECT_FALSE(look_up({.host = "localhost", .port = 1}).empty());
  EXPECT_FALSE(look_up({.host = std::nullopt, .port = 1, .passive = true}).empty());
  EXPECT_THROW(static_cast<void>(look_up({.host = "no-such-host.invalid", .port = 1})), AddressInfoError);
}

TEST(OpenTransportsTest, ClosingOneMayCloseOthers) {
  struct Open final : OpenTransport {
    explicit Open(int& counter) : closed(counter) {}
    void loop_closed() noexcept override {
      ++closed;
      if (list != nullptr) list->remove(other);
    }
    int& closed;
    OpenTransports* list = nullptr;
    OpenTransport* other = nullptr;
  };
  int closed = 0;
  OpenTransports list;
  const auto one = std::make_shared<Open>(closed);
  const auto two = std::make_shared<Open>(closed);
  one->list = two->list = &list;
  one->other = two.get();
  two->other = one.get();
  list.add(one);
  list.add(two);
  list.close_all();
  EXPECT_EQ(1, closed);
}

}  // namespace
}  // namespace asyncio::testing
