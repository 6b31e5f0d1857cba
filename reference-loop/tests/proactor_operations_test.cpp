// Which operations the loop and its transports start, and what becomes of one that fails or is given up.
#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "loop_kind.hpp"
#include "perturbing_proactors.hpp"
#include "platform.hpp"
#include "socket/socket.hpp"
#include "system.hpp"
#include "transports_datagram_fixture.hpp"

namespace asyncio::testing {
namespace {

using proactor_events::OperationKind;

class CountedTest : public DatagramTest {
 protected:
  CountedTest() : CountedTest(std::make_shared<CountingProactor::Counts>()) {}
  std::shared_ptr<CountingProactor::Counts> counts;

 private:
  explicit CountedTest(std::shared_ptr<CountingProactor::Counts> made)
      : DatagramTest(make_proactor_loop(std::make_unique<CountingProactor>(make_proactor(), made))),
        counts(std::move(made)) {}
};

TEST_F(CountedTest, EmptyWriteStartsNothing) {
  const PipeEnds ends = open_pipe();
  const auto writing = protocol();
  wait(loop_->connect_write_pipe(give_base(writing), ends.write));
  writing->writer->write({});
  run_turns(3);
  EXPECT_EQ(0, counts->started[OperationKind::write]);
  writing->writer->write(as_bytes("x"));
  EXPECT_EQ(1, counts->started[OperationKind::write]);
  close_handle(ends.read);
}

TEST_F(CountedTest, OperationThatIsGivenUpIsCancelled) {
  const SocketPair sockets;
  auto receiving = loop_->sock_recv(sockets.ours.get(), 10);
  receiving.cancel();
  EXPECT_EQ("CancelledError", failure(receiving));
  EXPECT_EQ(1, counts->cancelled);
  sockets.feed("for the next one");
  run_turns(3);
  EXPECT_EQ("for the next one", as_text(wait(loop_->sock_recv(sockets.ours.get(), 100))));
}

TEST_F(CountedTest, EndpointThatIsNotBoundIsAskedOnce) {
  DatagramOptions options;
  options.family = AddressFamily::inet;
  const auto end = open(options);
  run_turns(10);
  EXPECT_EQ(1, counts->started[OperationKind::receive_from]);
}

TEST_F(CountedTest, PipeClosesAfterItsEndUnlessTheProtocolKeepsIt) {
  for (const bool keep_open : {false, true}) {
    const PipeEnds ends = open_pipe();
    const auto reading = protocol();
    reading->keep_open = keep_open;
    wait(loop_->connect_read_pipe(give(reading), ends.read));
    log.events.clear();
    close_handle(ends.write);
    run_until([&] { return log.count("eof") == 1; });
    run_turns(3);
    EXPECT_EQ(!keep_open, reading->lost);
    reading->base->close();
    run_until([&] { return reading->lost; });
    EXPECT_EQ((Events{"eof", "lost:none"}), log.events);
  }
}

TEST_F(CountedTest, ReaderThatGoesIsAnErrorForThePipeIfSomethingWasToBeWritten) {
  for (const bool buffered : {false, true}) {
    const PipeEnds ends = open_two_way_pipe();
    const auto writing = protocol();
    wait(loop_->connect_write_pipe(give_base(writing), ends.write));
    if (buffered) writing->writer->write(as_bytes(pattern(std::size_t{1} << 20)));
    close_handle(ends.read);
    run_until([&] { return writing->lost; });
    EXPECT_EQ(buffered, writing->lost_error != nullptr);
  }
}

TEST_F(CountedTest, WhatTheSystemTakesAtOnceIsNotBuffered) {
  net::DescriptorPair sockets = net::make_socket_pair();
  const auto writing = protocol();
  ConnectionOptions options;
  options.socket = sockets.first.release();
  wait(loop_->create_connection(give(writing), options));
  writing->transport->write(as_bytes("little"));
  EXPECT_EQ(0U, writing->transport->get_write_buffer_size());
}

// The proactor by itself.
class OperationsTest : public ::testing::Test {
 protected:
  ~OperationsTest() override { proactor_events::drain(*proactor); }

  proactor_events::OperationPointer start_receiving(const SocketPair& sockets) {
    proactor->associate(sockets.ours.get());
    proactor_events::OperationPointer operation = proactor->make_operation();
    operation->kind = OperationKind::receive;
    operation->handle = sockets.ours.get();
    operation->buffer.resize(10);
    proactor->start(operation);
    return operation;
  }

  std::unique_ptr<proactor_events::Proactor> proactor = make_proactor();
  std::vector<proactor_events::OperationPointer> ended;
};

TEST_F(OperationsTest, AllThatHaveEndedAreTakenAtOnce) {
  const std::array<SocketPair, 5> sockets;
  for (const SocketPair& pair : sockets) {
    pair.feed();
    start_receiving(pair);
  }
  proactor->wait(Duration::zero(), ended);
  EXPECT_EQ(sockets.size(), ended.size());
}

TEST_F(OperationsTest, OneThatIsCancelledEndsWithAnError) {
  const SocketPair sockets;
  const auto receiving = start_receiving(sockets);
  proactor->cancel(*receiving);
  proactor->wait(std::nullopt, ended);
  ASSERT_EQ(1U, ended.size());
  EXPECT_TRUE(static_cast<bool>(receiving->error()));
}

TEST_F(CountedTest, NamesAreNoAddressesOfSockets) {
  const net::OwnedDescriptor stream = net::open_socket(AF_INET, SOCK_STREAM);
  const net::OwnedDescriptor datagram = net::open_socket(AF_INET, SOCK_DGRAM);
  const InternetAddress named{"localhost", 9};
  std::string text;
  EXPECT_EQ("OSError", failure(loop_->sock_connect(stream.get(), named), &text));
  EXPECT_NE(std::string::npos, text.find("localhost")) << text;
  EXPECT_EQ("OSError", failure(loop_->sock_sendto(datagram.get(), byte_vector("x"), named), &text));
  EXPECT_NE(std::string::npos, text.find("localhost")) << text;
  EXPECT_EQ(0, counts->started[OperationKind::connect]);
}

// The first datagram that comes is replaced by an error.
class FailingDatagramTest : public DatagramTest {
 protected:
  FailingDatagramTest()
      : DatagramTest(make_proactor_loop(std::make_unique<FailingProactor>(
            make_proactor(), OperationKind::receive_from, net::connection_reset))) {}
};

TEST_F(FailingDatagramTest, AfterAnErrorTheNextOneIsReceived) {
  const auto end = open(local());
  end->transport->sendto(as_bytes("fails"), address_of(*end));
  end->transport->sendto(as_bytes("comes"), address_of(*end));
  run_until([&] { return !end->received.empty(); });
  EXPECT_EQ(Events{"comes"}, end->received);
  EXPECT_EQ((Events{"made", "error:ConnectionResetError"}), log.events);
  EXPECT_TRUE(errors.empty());
}

// The first receive is refused at once, because of a datagram that was sent before.
class RefusedDatagramTest : public DatagramTest {
 protected:
  RefusedDatagramTest()
      : DatagramTest(make_proactor_loop(std::make_unique<RefusingProactor>(
            make_proactor(), OperationKind::receive_from, net::connection_reset))) {}
};

TEST_F(RefusedDatagramTest, AfterTheResetOfAnotherTheNextOneIsReceived) {
  const auto end = open(local());
  const auto other = open(local());
  other->transport->sendto(as_bytes("comes"), address_of(*end));
  run_until([&] { return !end->received.empty(); });
  EXPECT_EQ(Events{"comes"}, end->received);
  EXPECT_TRUE(errors.empty());
}

TEST_F(FailingDatagramTest, ExceptionOfErrorReceivedGoesToTheHandlerAndTheEndpointStays) {
  const auto end = open(local());
  end->on_error = [] { throw std::runtime_error("broken protocol"); };
  end->transport->sendto(as_bytes("fails"), address_of(*end));
  run_until([&] { return !errors.empty(); });
  EXPECT_EQ("Exception in callback: broken protocol", errors.front());
  end->transport->sendto(as_bytes("comes"), address_of(*end));
  run_until([&] { return end->received == Events{"comes"}; });
}

}  // namespace
}  // namespace asyncio::testing
