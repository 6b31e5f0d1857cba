// The contract of a selector, for each that the platform has.
#include "asyncio/selector.hpp"

#include <algorithm>
#include <cctype>
#include <limits>
#include <thread>

#include "loop_fixture.hpp"
#include "selector/timeout.hpp"

namespace asyncio::testing {
namespace {

using namespace std::chrono_literals;

class SelectorTest : public ::testing::TestWithParam<SelectorKind> {
 protected:
  Selector& selector() { return *selector_; }
  std::vector<ReadyDescriptor> look() {
    const auto ready = selector().select(0ns);
    return {ready.begin(), ready.end()};
  }

 private:
  std::unique_ptr<Selector> selector_ = make_selector(GetParam());
};
INSTANTIATE_TEST_SUITE_P(, SelectorTest,
                         ::testing::ValuesIn(available_selectors().begin(), available_selectors().end()),
                         [](const auto& info) { return std::string(to_string(info.param)); });

TEST_P(SelectorTest, ReportsWhatIsReadyAndWhatWasAskedFor) {
  const SocketPair sockets;
  const FileDescriptor fd = sockets.ours.get();
  EXPECT_TRUE(look().empty());
  selector().register_descriptor(fd, event_read);
  EXPECT_TRUE(look().empty());
  sockets.feed();
  ASSERT_EQ(1U, look().size());
  EXPECT_EQ(fd, look()[0].fd);
  EXPECT_EQ(event_read, look()[0].events);
  selector().modify(fd, event_read | event_write);
  EXPECT_EQ(event_read | event_write, look()[0].events);
  selector().modify(fd, event_write);
  EXPECT_EQ(event_write, look()[0].events);
  EXPECT_EQ(event_write, selector().registered(fd));
  selector().unregister(fd);
  EXPECT_EQ(0U, selector().registered(fd));
  EXPECT_TRUE(look().empty());
}

TEST_P(SelectorTest, RefusesBadArguments) {
  const Pipe pipe;
  const FileDescriptor fd = pipe.read.get();
  EXPECT_EQ("ValueError", thrown_by([&] { selector().register_descriptor(-1, event_read); }));
  EXPECT_EQ("ValueError", thrown_by([&] { selector().register_descriptor(fd, 0); }));
  EXPECT_EQ("ValueError", thrown_by([&] { selector().register_descriptor(fd, 8); }));
  EXPECT_EQ("KeyError", thrown_by([&] { selector().modify(fd, event_read); }));
  EXPECT_EQ("KeyError", thrown_by([&] { selector().unregister(fd); }));
  EXPECT_EQ("KeyError", thrown_by([&] { static_cast<void>(selector().get_key(fd)); }));
  selector().register_descriptor(fd, event_read);
  EXPECT_EQ("KeyError", thrown_by([&] { selector().register_descriptor(fd, event_read); }));
  EXPECT_EQ("ValueError", thrown_by([&] { selector().modify(fd, 0); }));
  EXPECT_EQ("ValueError", thrown_by([&] { selector().unregister(-1); }));
  EXPECT_EQ(event_read, selector().get_key(fd));
  EXPECT_EQ(event_read, selector().registered(fd));
  EXPECT_EQ(0U, selector().registered(-1));
  EXPECT_EQ(0U, selector().registered(100000));
}

TEST_P(SelectorTest, HangUpIsEverythingThatWasAskedFor) {
  Pipe pipe;
  selector().register_descriptor(pipe.read.get(), event_read);
  pipe.write.reset();
  ASSERT_EQ(1U, look().size());
  EXPECT_EQ(event_read, look()[0].events);
}

TEST_P(SelectorTest, WaitsAtLeastAsLongAsItIsTold) {
  const std::unique_ptr<Clock> clock = make_performance_clock();
  for (const Duration timeout : {Duration(1us), Duration(500us), Duration(1500us)}) {
    const Time before = clock->now();
    EXPECT_TRUE(selector().select(timeout).empty());
    EXPECT_GE(clock->now() - before, timeout);
  }
  EXPECT_TRUE(selector().select(-5s).empty());
}

TEST_P(SelectorTest, WaitsForEverUntilSomethingIsReady) {
  const Pipe pipe;
  selector().register_descriptor(pipe.read.get(), event_read);
  std::thread feeder([&] { pipe.feed(); });
  EXPECT_EQ(1U, selector().select(std::nullopt).size());
  feeder.join();
}

TEST_P(SelectorTest, RegistrationsMayComeAndGoInAnyOrder) {
  std::vector<Pipe> pipes(50);
  for (const Pipe& pipe : pipes) {
    selector().register_descriptor(pipe.read.get(), event_read);
  }
  for (std::size_t i = 0; i < pipes.size(); i += 3) {
    selector().unregister(pipes[i].read.get());
  }
  for (const Pipe& pipe : pipes) {
    pipe.feed();
  }
  std::vector<FileDescriptor> expected;
  for (std::size_t i = 0; i < pipes.size(); ++i) {
    if (i % 3 != 0) {
      expected.push_back(pipes[i].read.get());
    }
  }
  std::vector<FileDescriptor> seen;
  for (const ReadyDescriptor& ready : look()) {
    seen.push_back(ready.fd);
  }
  std::sort(seen.begin(), seen.end());
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(expected, seen);
}

TEST_P(SelectorTest, ClosedSelectorRefusesEverythingButClose) {
  const Pipe pipe;
  selector().register_descriptor(pipe.read.get(), event_read);
  selector().close();
  selector().close();
  EXPECT_EQ("RuntimeError", thrown_by([&] { look(); }));
  EXPECT_EQ("RuntimeError", thrown_by([&] { selector().register_descriptor(pipe.read.get(), event_read); }));
  EXPECT_EQ("RuntimeError", thrown_by([&] { selector().modify(pipe.read.get(), event_read); }));
  EXPECT_EQ("RuntimeError", thrown_by([&] { selector().unregister(pipe.read.get()); }));
  EXPECT_EQ(0U, selector().registered(pipe.read.get()));
}

TEST_P(SelectorTest, HasTheNameThatPythonGivesIt) {
  std::string expected(to_string(GetParam()));
  expected[0] = static_cast<char>(std::toupper(expected[0]));
  EXPECT_EQ(expected + "Selector", selector().class_name());
}

TEST(SelectorTimeout, IsRoundedUpToMillisecondsAndFitsAnInteger) {
  EXPECT_EQ(-1, to_milliseconds(std::nullopt));
  EXPECT_EQ(0, to_milliseconds(0ns));
  EXPECT_EQ(0, to_milliseconds(-1h));
  EXPECT_EQ(1, to_milliseconds(1ns));
  EXPECT_EQ(1, to_milliseconds(1ms));
  EXPECT_EQ(2, to_milliseconds(1ms + 1ns));
  EXPECT_EQ(std::numeric_limits<int>::max(), to_milliseconds(Duration::max()));
}

}  // namespace
}  // namespace asyncio::testing
