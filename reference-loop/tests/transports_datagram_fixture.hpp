// Datagram endpoints whose protocols write down what they are told.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "transports_fixture.hpp"

namespace asyncio::testing {

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
  void error_received(std::exception_ptr error) override {
    log_.add("error:" + type_of(error));
    if (on_error) on_error();
  }
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
  std::function<void()> on_data, on_error;

 private:
  Log& log_;
};

class DatagramTest : public TransportTest {
 protected:
  using TransportTest::TransportTest;
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

}  // namespace asyncio::testing
