// What only the real completion port shows: which handles it takes, waits for handles, operations out of
// reach, and the refusals that are Windows's own.
#include <winsock2.h>
// After winsock2.h, which must come first.
#include <windows.h>

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "asyncio/loops.hpp"
#include "loop_kind.hpp"
#include "platform.hpp"
#include "proactor/proactor_event_loop.hpp"
#include "socket/socket.hpp"

namespace asyncio::testing {
namespace {

FileDescriptor number(HANDLE handle) {
  return reinterpret_cast<FileDescriptor>(handle);
}
HANDLE to_handle(FileDescriptor handle) {
  return reinterpret_cast<HANDLE>(handle);  // NOLINT(performance-no-int-to-ptr)
}

template <class T>
std::string failure(EventLoop& loop, Future<T> future) {
  try {
    loop.run_until_complete(future);
  } catch (const Error& error) {
    return std::string(error.type_name());
  }
  return "none";
}

std::string thrown_by(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return std::string(error.type_name());
  }
  return "none";
}

class Proactor : public ::testing::Test {
 protected:
  std::string refusal_to_read(FileDescriptor handle) {
    return failure(*loop, loop->connect_read_pipe([] { return std::make_shared<Protocol>(); }, handle));
  }
  std::string refusal_to_write(FileDescriptor handle) {
    return failure(*loop, loop->connect_write_pipe([] { return std::make_shared<BaseProtocol>(); }, handle));
  }
  void run_turns(int turns) {
    for (; turns > 0; --turns) {
      loop->stop();
      loop->run_forever();
    }
  }

  std::unique_ptr<EventLoop> loop = new_proactor_event_loop();
};

TEST_F(Proactor, IsTheDefaultLoop) {
  EXPECT_EQ("ProactorEventLoop", new_event_loop()->class_name());
  EXPECT_TRUE(has_implementation("ProactorEventLoop"));
  EXPECT_EQ("", loop->selector_class_name());
}

TEST_F(Proactor, RefusesWhatItDoesNotHave) {
  EXPECT_EQ("NotImplementedError", thrown_by([&] { loop->add_reader(-1, [] {}); }));
  EXPECT_EQ("NotImplementedError", thrown_by([&] { loop->add_writer(-1, [] {}); }));
  EXPECT_EQ("NotImplementedError", thrown_by([&] { loop->remove_reader(-1); }));
  EXPECT_EQ("NotImplementedError", thrown_by([&] { loop->remove_writer(-1); }));
  EXPECT_EQ("NotImplementedError", thrown_by([&] { loop->add_signal_handler(9999, [] {}); }));
  EXPECT_EQ("NotImplementedError", thrown_by([&] { loop->remove_signal_handler(2); }));
  EXPECT_EQ("NotImplementedError", thrown_by([&] { loop->create_unix_server(nullptr, {}); }));
  EXPECT_EQ("NotImplementedError", thrown_by([&] { loop->create_unix_connection(nullptr, {}); }));
}

TEST_F(Proactor, TakesNoHandleThatWasNotOpenedForOverlappedInput) {
  HANDLE read = nullptr;
  HANDLE write = nullptr;
  ASSERT_TRUE(CreatePipe(&read, &write, nullptr, 0));
  EXPECT_EQ("OSError", refusal_to_read(number(read)));
  EXPECT_EQ("OSError", refusal_to_write(number(write)));
  // They were taken over, and closed.
  DWORD flags = 0;
  EXPECT_FALSE(GetHandleInformation(read, &flags));
  EXPECT_FALSE(GetHandleInformation(write, &flags));
  const HANDLE null_device = CreateFileW(L"NUL", GENERIC_READ, 0, nullptr, OPEN_EXISTING, 0, nullptr);
  EXPECT_EQ("OSError", refusal_to_read(number(null_device)));
  EXPECT_EQ("OSError", refusal_to_read(99996));
}

// Handles are numbered anew as soon as they are free. A read of a handle that is not overlapped would hold up
// the thread of the loop for ever.
TEST_F(Proactor, TakesNoHandleForAnOlderOneOfTheSameNumber) {
  const PipeEnds ends = open_pipe();
  const auto transport = loop->run_until_complete(
      loop->connect_read_pipe([] { return std::make_shared<Protocol>(); }, ends.read));
  transport->close();
  run_turns(3);
  close_handle(ends.write);
  constexpr int attempts = 64;
  std::vector<HANDLE> others;
  HANDLE reused = nullptr;
  for (int i = 0; i < attempts && reused == nullptr; ++i) {
    HANDLE read = nullptr;
    HANDLE write = nullptr;
    ASSERT_TRUE(CreatePipe(&read, &write, nullptr, 0));
    for (const HANDLE handle : {read, write}) {
      if (number(handle) == ends.read) {
        reused = handle;
      } else {
        others.push_back(handle);
      }
    }
  }
  ASSERT_NE(nullptr, reused) << "the system did not give the number again";
  EXPECT_EQ("OSError", refusal_to_read(number(reused)));
  for (const HANDLE handle : others) CloseHandle(handle);
}

TEST_F(Proactor, TakesNoRegularFileHoweverItWasOpened) {
  EXPECT_EQ("OSError", refusal_to_read(open_temporary_file("text")));
  const auto open = [](DWORD access) {
    std::wstring folder(MAX_PATH + 1, L'\0');
    folder.resize(GetTempPathW(static_cast<DWORD>(folder.size()), folder.data()));
    const std::wstring path = folder + L"reference-loop-overlapped-" + std::to_wstring(GetCurrentProcessId());
    return number(CreateFileW(path.c_str(), access, FILE_SHARE_READ, nullptr, CREATE_ALWAYS,
                              FILE_FLAG_OVERLAPPED | FILE_FLAG_DELETE_ON_CLOSE, nullptr));
  };
  EXPECT_EQ("OSError", refusal_to_read(open(GENERIC_READ)));
  EXPECT_EQ("OSError", refusal_to_write(open(GENERIC_WRITE)));
}

TEST_F(Proactor, WaitsForAHandle) {
  auto& proactor = dynamic_cast<ProactorEventLoop&>(*loop);
  const HANDLE event = CreateEventW(nullptr, TRUE, FALSE, nullptr);
  auto cancelled = proactor.wait_for_handle(number(event));
  auto waiting = proactor.wait_for_handle(number(event));
  run_turns(3);
  EXPECT_FALSE(waiting.done());
  cancelled.cancel();
  run_turns(3);
  EXPECT_TRUE(cancelled.cancelled());
  SetEvent(event);
  loop->run_until_complete(waiting);
  loop->run_until_complete(proactor.wait_for_handle(number(event)));  // signalled already
  ResetEvent(event);
  auto pending = proactor.wait_for_handle(number(event));
  loop->close();
  EXPECT_TRUE(pending.cancelled());
  CloseHandle(event);
}

TEST_F(Proactor, WaitThatIsCancelledEndsWithAnError) {
  const std::unique_ptr<proactor_events::Proactor> proactor = make_proactor();
  const HANDLE event = CreateEventW(nullptr, TRUE, FALSE, nullptr);
  const proactor_events::OperationPointer waiting = proactor->make_operation();
  waiting->kind = proactor_events::OperationKind::wait;
  waiting->handle = number(event);
  proactor->start(waiting);
  proactor->cancel(*waiting);
  std::vector<proactor_events::OperationPointer> ended;
  proactor->wait(std::nullopt, ended);
  ASSERT_EQ(1U, ended.size());
  EXPECT_TRUE(static_cast<bool>(waiting->error()));
  CloseHandle(event);
}

TEST_F(Proactor, DoesNotWaitForWhatIsNoHandle) {
  auto& proactor = dynamic_cast<ProactorEventLoop&>(*loop);
  EXPECT_EQ("OSError", failure(*loop, proactor.wait_for_handle(99996)));
}

TEST_F(Proactor, ClosesWithAnOperationThatNoCallCanReach) {
  net::DescriptorPair pair = net::make_socket_pair();
  HANDLE copy = nullptr;
  ASSERT_TRUE(DuplicateHandle(GetCurrentProcess(), to_handle(pair.first.get()), GetCurrentProcess(), &copy, 0,
                              FALSE, DUPLICATE_SAME_ACCESS));
  auto receiving = loop->sock_recv(pair.first.get(), 100);
  pair.first.reset();
  run_turns(2);
  loop->close();
  EXPECT_TRUE(receiving.done());
  CloseHandle(copy);
}

TEST_F(Proactor, SocketClosedUnderAnOperationIsAnError) {
  net::DescriptorPair pair = net::make_socket_pair();
  auto receiving = loop->sock_recv(pair.first.get(), 100);
  pair.first.reset();
  EXPECT_EQ("ConnectionResetError", failure(*loop, receiving));
}

TEST_F(Proactor, ConnectsToNumericAddressesOnly) {
  const net::OwnedDescriptor socket = net::open_socket(AF_INET, SOCK_STREAM);
  EXPECT_EQ("OSError",
            failure(*loop, loop->sock_connect(socket.get(), InternetAddress{"localhost", 1, false})));
}

class Datagrams final : public DatagramProtocol {
 public:
  explicit Datagrams(EventLoop& owner) : loop(owner) {}
  void datagram_received(Bytes data, const Address& /*from*/) override {
    size = data.size();
    if (waited_for) loop.stop();
  }
  void error_received(std::exception_ptr error) override { errors.push_back(error); }
  EventLoop& loop;
  std::size_t size = 0;
  bool waited_for = false;
  std::vector<std::exception_ptr> errors;
};

TEST_F(Proactor, EndpointWithoutALocalAddressIsAnErrorUntilItHasOne) {
  const auto bare = std::make_shared<Datagrams>(*loop);
  DatagramOptions options;
  options.family = AddressFamily::inet;
  const auto transport =
      loop->run_until_complete(loop->create_datagram_endpoint([&] { return bare; }, options));
  run_turns(3);
  ASSERT_EQ(1U, bare->errors.size());
  try {
    std::rethrow_exception(bare->errors.front());
  } catch (const OSError& error) {
    EXPECT_EQ(WSAEINVAL, error.winerror().value_or(0));
  }
  // What it sends gives it an address, and then it hears answers.
  const net::OwnedDescriptor peer = net::open_socket(AF_INET, SOCK_DGRAM);
  ASSERT_FALSE(net::bind_socket(peer.get(), *net::numeric_address("127.0.0.1", 0, AF_INET)));
  const std::vector<std::byte> data(5);
  transport->sendto(data, net::local_address(peer.get()));
  const auto asked = loop->run_until_complete(loop->sock_recvfrom(peer.get(), 100));
  EXPECT_EQ(5U, loop->run_until_complete(loop->sock_sendto(peer.get(), data, asked.from)));
  bare->waited_for = true;
  while (bare->size == 0) loop->run_forever();
  EXPECT_EQ(5U, bare->size);
  EXPECT_EQ(1U, bare->errors.size());
}

TEST_F(Proactor, DatagramLargerThanTheBufferIsCutOff) {
  const net::OwnedDescriptor receiver = net::open_socket(AF_INET, SOCK_DGRAM);
  ASSERT_FALSE(net::bind_socket(receiver.get(), *net::numeric_address("127.0.0.1", 0, AF_INET)));
  const net::OwnedDescriptor sender = net::open_socket(AF_INET, SOCK_DGRAM);
  const Address to = net::local_address(receiver.get());
  for (const bool first : {false, true}) {
    SCOPED_TRACE(first ? "it is there already" : "it comes later");
    if (first) loop->run_until_complete(loop->sock_sendto(sender.get(), std::vector<std::byte>(9), to));
    auto receiving = loop->sock_recvfrom(receiver.get(), 4);
    if (!first) loop->run_until_complete(loop->sock_sendto(sender.get(), std::vector<std::byte>(9), to));
    EXPECT_EQ(4U, loop->run_until_complete(receiving).data.size());
  }
}

TEST_F(Proactor, OfOlderDocumentationHasNoDatagrams) {
  loop = new_proactor_event_loop(nullptr, {.datagrams = false});
  DatagramOptions options;
  options.local = InternetAddress{"127.0.0.1", 0, false};
  const auto endpoint = std::make_shared<Datagrams>(*loop);
  EXPECT_EQ("NotImplementedError",
            failure(*loop, loop->create_datagram_endpoint([&] { return endpoint; }, options)));
}

}  // namespace
}  // namespace asyncio::testing
