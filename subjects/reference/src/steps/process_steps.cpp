// The methods of a subprocess's transport, and of its pipes.
#include "outcome.hpp"
#include "signal_parameter.hpp"
#include "transport_calls.hpp"
#include "vocabulary.hpp"

namespace reference_subject {
namespace {

std::shared_ptr<asyncio::SubprocessTransport> subprocess(const Call& call) {
  const std::string id = call.step.text("on");
  auto transport =
      std::dynamic_pointer_cast<asyncio::SubprocessTransport>(call.scenario.names().transport(id));
  if (transport == nullptr) {
    throw NotRun("'" + id + "' is no subprocess");
  }
  return transport;
}

Json process(const Call& call) {
  const std::shared_ptr<asyncio::SubprocessTransport> transport = subprocess(call);
  const std::string method = call.step.text("call");
  if (method == "get_pid") {
    return transport->get_pid() > 0;
  }
  if (method == "get_returncode") {
    const std::optional<long long> code = transport->get_returncode();
    return code ? Json(*code) : Json(nullptr);
  }
  if (method == "is_closing") {
    return transport->is_closing();
  }
  if (method == "terminate") {
    transport->terminate();
  } else if (method == "kill") {
    transport->kill();
  } else if (method == "send_signal") {
    transport->send_signal(signal_parameter(call.step));
  } else if (method == "close") {
    transport->close();
  } else {
    throw Unsupported("this adapter knows no method '" + method + "' of a subprocess");
  }
  return nullptr;
}

Json process_pipe(const Call& call) {
  const std::shared_ptr<asyncio::BaseTransport> pipe =
      subprocess(call)->get_pipe_transport(static_cast<int>(call.step.number("fd")));
  if (call.step.text("call") == "present") {
    return pipe != nullptr;
  }
  if (pipe == nullptr) {
    throw NotRun("descriptor " + std::to_string(call.step.number("fd")) + " of the child is no pipe");
  }
  return call_transport(*pipe, call.step);
}

}  // namespace

StepTable process_steps() {
  return {{"process", &process}, {"process_pipe", &process_pipe}};
}

}  // namespace reference_subject
