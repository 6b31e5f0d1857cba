// What selectors are on Unix alone.
#include "asyncio/selector.hpp"

#include <sys/time.h>

#include <algorithm>
#include <csignal>

#include "loop_fixture.hpp"

namespace asyncio::testing {
namespace {

using UnixSelectorTest = LoopTest;
FOR_EACH_SELECTOR(UnixSelectorTest);

TEST_P(UnixSelectorTest, SignalEndsTheWaitWithNothing) {
  const std::unique_ptr<Selector> selector = make_selector(*GetParam().selector);
  struct sigaction action {};
  action.sa_handler = [](int) {};
  ASSERT_EQ(0, ::sigaction(SIGALRM, &action, nullptr));
  // It comes again and again, so that one which comes before the wait does no harm.
  const itimerval often{{0, 1000}, {0, 1000}};
  ASSERT_EQ(0, ::setitimer(ITIMER_REAL, &often, nullptr));
  EXPECT_TRUE(selector->select(std::nullopt).empty());
  const itimerval never{};
  ::setitimer(ITIMER_REAL, &never, nullptr);
}

TEST_P(UnixSelectorTest, CloseGivesBackItsDescriptorAndNoChildGetsIt) {
  const auto before = open_descriptors();
  const std::unique_ptr<Selector> selector = make_selector(*GetParam().selector);
  const auto during = open_descriptors();
  EXPECT_TRUE(std::none_of(during.begin(), during.end(), [&](FileDescriptor fd) {
    return std::find(before.begin(), before.end(), fd) == before.end() && is_inheritable(fd);
  }));
  selector->close();
  EXPECT_EQ(before, open_descriptors());
}

TEST(SelectorFactory, OffersTheMostEfficientFirstAndRefusesTheOthers) {
  const SelectorKind best = available_selectors().front();
  const bool has_epoll = best == SelectorKind::epoll;
  EXPECT_TRUE(has_epoll || best == SelectorKind::kqueue);
  EXPECT_EQ("NotImplementedError",
            thrown_by([&] { make_selector(has_epoll ? SelectorKind::kqueue : SelectorKind::epoll); }));
  EXPECT_EQ(has_epoll ? "EpollSelector" : "KqueueSelector", new_event_loop()->selector_class_name());
  EXPECT_EQ("_UnixSelectorEventLoop", new_event_loop()->class_name());
  EXPECT_EQ("clock_gettime(CLOCK_MONOTONIC)", make_monotonic_clock()->implementation());
  EXPECT_TRUE(has_implementation("SelectorEventLoop"));
  EXPECT_TRUE(has_implementation("EventLoop"));
  EXPECT_FALSE(has_implementation("ProactorEventLoop"));
}

}  // namespace
}  // namespace asyncio::testing
