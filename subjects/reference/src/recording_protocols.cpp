#include "recording_protocols.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "asyncio/transports.hpp"
#include "exceptions.hpp"
#include "scenario.hpp"

namespace reference_subject {
namespace {

std::string_view text_of(asyncio::Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// What all kinds of protocols have in common; `Base` is the library's class.
template <class Base>
class Recording : public Base {
 public:
  explicit Recording(ProtocolPlan plan) : plan_(std::move(plan)) {}
  Recording(const Recording&) = delete;
  Recording& operator=(const Recording&) = delete;
  ~Recording() override = default;

  void connection_made(std::shared_ptr<asyncio::BaseTransport> transport) override {
    plan_.context->connected(this, transport);
    scenario().names().connected(plan_.name, plan_.context, std::move(transport));
    log("connection_made");
  }
  void connection_lost(std::exception_ptr error) override {
    log("connection_lost", {{"exception", exception_or_null(error)}});
    plan_.context->lost(this);
  }
  void pause_writing() override { log("pause_writing"); }
  void resume_writing() override { log("resume_writing"); }

 protected:
  [[nodiscard]] const ProtocolPlan& plan() const noexcept { return plan_; }
  [[nodiscard]] Scenario& scenario() const { return plan_.context->scenario(); }
  void log(const char* what, Json data = Json::object()) const {
    scenario().log().log(plan_.name + "." + what, std::move(data));
  }
  void receive(const char* what, int fd, asyncio::Bytes bytes, Json data) const {
    scenario().received().add(plan_.name, fd, text_of(bytes));
    data["size"] = bytes.size();
    log(what, std::move(data));
  }
  // What is to be sent back, if anything.
  [[nodiscard]] std::vector<std::byte> answer_to(asyncio::Bytes bytes) const {
    std::vector<std::byte> answer;
    if (plan_.on_data != ProtocolPlan::OnData::collect) {
      answer.assign(bytes.begin(), bytes.end());
    }
    if (plan_.on_data == ProtocolPlan::OnData::reverse) {
      std::reverse(answer.begin(), answer.end());
    }
    return answer;
  }

 private:
  ProtocolPlan plan_;
};

class StreamProtocol : public Recording<asyncio::Protocol> {
 public:
  using Recording::Recording;

  void connection_made(std::shared_ptr<asyncio::BaseTransport> transport) override {
    // The transport holds the protocol: not the other way round, too.
    writing_ = std::dynamic_pointer_cast<asyncio::WriteTransport>(transport);
    Recording::connection_made(std::move(transport));
  }
  void data_received(asyncio::Bytes bytes) override {
    receive("data_received", 0, bytes, Json::object());
    const std::vector<std::byte> answer = answer_to(bytes);
    if (const auto transport = writing_.lock(); transport != nullptr && !answer.empty()) {
      transport->write(answer);
    }
  }
  bool eof_received() override {
    log("eof_received");
    return plan().keep_open_on_eof;
  }

 private:
  std::weak_ptr<asyncio::WriteTransport> writing_;
};

class DatagramProtocol : public Recording<asyncio::DatagramProtocol> {
 public:
  using Recording::Recording;

  void connection_made(std::shared_ptr<asyncio::BaseTransport> transport) override {
    transport_ = std::dynamic_pointer_cast<asyncio::DatagramTransport>(transport);
    Recording::connection_made(std::move(transport));
  }
  void datagram_received(asyncio::Bytes bytes, const asyncio::Address& from) override {
    receive("datagram_received", 0, bytes, Json::object());
    const std::vector<std::byte> answer = answer_to(bytes);
    if (const auto transport = transport_.lock(); transport != nullptr && !answer.empty()) {
      transport->sendto(answer, from);
    }
  }
  void error_received(std::exception_ptr error) override {
    log("error_received", {{"exception", exception_or_null(error)}});
  }

 private:
  std::weak_ptr<asyncio::DatagramTransport> transport_;
};

class SubprocessProtocol : public Recording<asyncio::SubprocessProtocol> {
 public:
  using Recording::Recording;

  void connection_made(std::shared_ptr<asyncio::BaseTransport> transport) override {
    if (const auto child = std::dynamic_pointer_cast<asyncio::SubprocessTransport>(transport)) {
      plan().context->keep_child(child->get_pid());
    }
    Recording::connection_made(std::move(transport));
  }
  void pipe_data_received(int fd, asyncio::Bytes bytes) override {
    receive("pipe_data_received", fd, bytes, {{"fd", fd}});
  }
  void pipe_connection_lost(int fd, std::exception_ptr error) override {
    log("pipe_connection_lost", {{"fd", fd}, {"exception", exception_or_null(error)}});
  }
  void process_exited() override { log("process_exited"); }
};

ProtocolPlan::OnData on_data_of(const Step& step, const Json& given) {
  const Json word = given.value("on_data", Json("collect"));
  if (word == "collect") {
    return ProtocolPlan::OnData::collect;
  }
  if (word == "echo") {
    return ProtocolPlan::OnData::echo;
  }
  if (word == "reverse") {
    return ProtocolPlan::OnData::reverse;
  }
  step.refuse("protocol", "an object whose 'on_data' is collect, echo or reverse");
}

}  // namespace

ProtocolPlan protocol_plan(const Call& call) {
  ProtocolPlan plan;
  plan.context = &call.context;
  const Json& given = call.step.raw("protocol");
  if (given.is_null()) {
    plan.name = call.step.id();
  } else if (given.is_string()) {
    plan.name = given.get<std::string>();
  } else {
    if (!given.is_object() || !given.value("name", Json()).is_string()) {
      call.step.refuse("protocol", "a name or an object with a name");
    }
    plan.name = given.at("name").get<std::string>();
    plan.on_data = on_data_of(call.step, given);
    plan.keep_open_on_eof = given.value("on_eof", Json()) == "keep-open";
  }
  return plan;
}

asyncio::Factory<asyncio::Protocol> stream_protocols(const Call& call) {
  return [plan = protocol_plan(call)] { return std::make_shared<StreamProtocol>(plan); };
}

asyncio::Factory<asyncio::BaseProtocol> writing_protocols(const Call& call) {
  return [plan = protocol_plan(call)] { return std::make_shared<StreamProtocol>(plan); };
}

asyncio::Factory<asyncio::DatagramProtocol> datagram_protocols(const Call& call) {
  return [plan = protocol_plan(call)] { return std::make_shared<DatagramProtocol>(plan); };
}

asyncio::Factory<asyncio::SubprocessProtocol> subprocess_protocols(const Call& call) {
  return [plan = protocol_plan(call)] { return std::make_shared<SubprocessProtocol>(plan); };
}

}  // namespace reference_subject
