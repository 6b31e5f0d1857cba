// Winsock's select(), and the loop on it, at the limits of what can be watched.
#include "asyncio/selector.hpp"

#include <limits>

#include "loop_fixture.hpp"
#include "socket/socket.hpp"
#include "transports/subprocess_arguments.hpp"
#include "windows/select_selector.hpp"

namespace asyncio::testing {
namespace {

using namespace std::chrono_literals;

constexpr FileDescriptor huge_numbers[] = {99999, 65536, std::int64_t{1} << 40,
                                           std::numeric_limits<FileDescriptor>::max()};

TEST(WindowsSelectorTest, IsTheOnlyOneAndTheDefault) {
  ASSERT_EQ(1U, available_selectors().size());
  EXPECT_EQ(SelectorKind::select, available_selectors().front());
  for (const SelectorKind kind : {SelectorKind::poll, SelectorKind::epoll, SelectorKind::kqueue}) {
    EXPECT_EQ("NotImplementedError", thrown_by([&] { make_selector(kind); }));
  }
  const std::unique_ptr<EventLoop> loop = new_selector_event_loop();
  EXPECT_EQ("SelectSelector", loop->selector_class_name());
  EXPECT_EQ("_WindowsSelectorEventLoop", loop->class_name());
  EXPECT_TRUE(has_implementation("SelectorEventLoop"));
}

TEST(WindowsSelectorTest, WithNothingToWatchItWaitsForTheTime) {
  WinsockSelectSelector selector;
  EXPECT_TRUE(selector.select(0ns).empty());
  EXPECT_TRUE(selector.select(-1s).empty());
  const std::unique_ptr<Clock> clock = make_performance_clock();
  const Time before = clock->now();
  EXPECT_TRUE(selector.select(2ms).empty());
  EXPECT_GE(clock->now() - before, 2ms);
}

TEST(WindowsSelectorTest, WithSomethingToWatchItWaitsForPartsOfASecondToo) {
  const SocketPair sockets;
  WinsockSelectSelector selector;
  selector.register_descriptor(sockets.ours.get(), event_read);
  const std::unique_ptr<Clock> clock = make_performance_clock();
  const Time before = clock->now();
  EXPECT_TRUE(selector.select(10ms).empty());
  EXPECT_GE(clock->now() - before, 5ms);  // the system counts in steps of its own
}

TEST(WindowsSelectorTest, NumbersThatAreNoSocketsAreTakenAndFailTheWait) {
  for (const FileDescriptor fd : huge_numbers) {
    for (const EventMask event : {event_read, event_write}) {
      WinsockSelectSelector selector;
      selector.register_descriptor(fd, event);
      EXPECT_EQ(event, selector.registered(fd));
      EXPECT_EQ("OSError", thrown_by([&] { selector.select(0ns); }));
      selector.modify(fd, event_read | event_write);
      EXPECT_EQ("OSError", thrown_by([&] { selector.select(0ns); }));
      selector.unregister(fd);
      EXPECT_EQ("", thrown_by([&] { selector.select(0ns); }));
    }
  }
}

TEST(WindowsSelectorTest, LoopFailsOutOfTheWaitUntilTheNumberIsRemoved) {
  for (const FileDescriptor fd : huge_numbers) {
    const std::unique_ptr<EventLoop> loop = new_selector_event_loop();
    bool called = false;
    loop->add_reader(fd, [] {});
    loop->add_writer(fd, [] {});
    loop->call_soon([&] { called = true; });
    EXPECT_EQ("OSError", thrown_by([&] { loop->run_forever(); }));
    EXPECT_EQ("OSError", thrown_by([&] { loop->run_forever(); }));
    EXPECT_FALSE(called);
    EXPECT_TRUE(loop->remove_reader(fd));
    EXPECT_FALSE(loop->remove_reader(fd));
    EXPECT_EQ("OSError", thrown_by([&] { loop->run_forever(); }));
    EXPECT_TRUE(loop->remove_writer(fd));
    run_turns(*loop, 2);
    EXPECT_TRUE(called);
  }
}

TEST(WindowsSelectorTest, FilesAndPipesAreNoSockets) {
  const OpenFile pipe = make_filled_pipe("x");
  const std::unique_ptr<EventLoop> loop = new_selector_event_loop();
  loop->add_reader(pipe.get(), [] { FAIL(); });
  EXPECT_EQ("OSError", thrown_by([&] { run_turns(*loop, 2); }));
  EXPECT_TRUE(loop->remove_reader(pipe.get()));
  run_turns(*loop, 2);
}

TEST(WindowsSelectorTest, SocketClosedWhileItIsRegisteredFailsTheWaitAsNoSocket) {
  const std::unique_ptr<EventLoop> loop = new_selector_event_loop();
  FileDescriptor fd = invalid_descriptor;
  {
    const SocketPair sockets;
    fd = sockets.ours.get();
    loop->add_reader(fd, [] {});
    run_turns(*loop, 2);
  }
  try {
    run_turns(*loop, 2);
    ADD_FAILURE() << "nothing was thrown";
  } catch (const OSError& error) {
    EXPECT_EQ(WSAENOTSOCK, error.winerror());
    EXPECT_EQ(WSAENOTSOCK, error.error_number());
  }
  EXPECT_TRUE(loop->remove_reader(fd));
  run_turns(*loop, 2);
}

TEST(WindowsSelectorTest, SocketThatIsReadyInBothDirectionsIsToldOfOnce) {
  WinsockSelectSelector selector;
  const SocketPair sockets;
  sockets.feed();
  selector.register_descriptor(sockets.ours.get(), event_read | event_write);
  const auto ready = selector.select(std::nullopt);
  ASSERT_EQ(1U, ready.size());
  EXPECT_EQ(event_read | event_write, ready[0].events);
}

TEST(WindowsSelectorTest, FailedConnectIsToldToTheWriter) {
  FileDescriptor port_owner = invalid_descriptor;
  net::OwnedDescriptor bound = net::open_socket(AF_INET, SOCK_STREAM);
  bind_to_loopback(bound.get());  // and does not listen
  port_owner = bound.get();
  const auto to = std::get<InternetAddress>(net::local_address(port_owner));
  const net::OwnedDescriptor client = net::open_socket(AF_INET, SOCK_STREAM);
  const net::SystemError started =
      net::start_connecting(client.get(), *net::numeric_address(to.host, to.port, AF_INET));
  ASSERT_TRUE(started.is_connecting()) << started.message();
  WinsockSelectSelector selector;
  selector.register_descriptor(client.get(), event_write);
  const auto ready = selector.select(std::nullopt);
  ASSERT_EQ(1U, ready.size());
  EXPECT_EQ(event_write, ready[0].events);
  EXPECT_EQ(WSAECONNREFUSED, net::take_socket_error(client.get()).code());
}

TEST(WindowsSelectorLoopTest, WhatWindowsDoesNotHaveIsRefused) {
  const std::unique_ptr<EventLoop> loop = new_selector_event_loop();
  int made = 0;
  const Factory<Protocol> factory = [&] {
    ++made;
    return std::make_shared<Protocol>();
  };
  const Factory<SubprocessProtocol> child = [&] {
    ++made;
    return std::make_shared<SubprocessProtocol>();
  };
  // At the call.
  EXPECT_EQ("NotImplementedError", thrown_by([&] { loop->add_signal_handler(2, [] {}); }));
  EXPECT_EQ("NotImplementedError", thrown_by([&] { loop->add_signal_handler(9999, Callback()); }));
  EXPECT_EQ("NotImplementedError", thrown_by([&] { loop->remove_signal_handler(2); }));
  // When it is awaited.
  const auto awaited = [&](auto make) {
    auto future = make();
    return thrown_by([&] { loop->run_until_complete(future); });
  };
  EXPECT_EQ("NotImplementedError", awaited([&] { return loop->create_unix_server(factory, {}); }));
  EXPECT_EQ("NotImplementedError", awaited([&] { return loop->create_unix_connection(factory, {}); }));
  EXPECT_EQ(0, made);
  EXPECT_EQ("NotImplementedError", awaited([&] { return loop->connect_read_pipe(factory, 4); }));
  EXPECT_EQ("NotImplementedError", awaited([&] { return loop->connect_write_pipe(factory, 4); }));
  EXPECT_EQ("NotImplementedError", awaited([&] { return loop->subprocess_exec(child, {"program"}, {}); }));
  EXPECT_EQ("NotImplementedError", awaited([&] { return loop->subprocess_shell(child, "command", {}); }));
  EXPECT_EQ(4, made);
  // Arguments come first.
  SubprocessOptions text;
  text.text = true;
  EXPECT_EQ("ValueError", awaited([&] { return loop->subprocess_exec(child, {"program"}, text); }));
  EXPECT_EQ("ValueError", awaited([&] { return loop->subprocess_shell(child, "command", text); }));
  EXPECT_EQ(4, made);
}

}  // namespace
}  // namespace asyncio::testing
