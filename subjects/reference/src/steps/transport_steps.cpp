// The methods of transports.
#include "transport_calls.hpp"

#include <optional>

#include "bytes.hpp"
#include "outcome.hpp"
#include "vocabulary.hpp"

namespace reference_subject {
namespace {

// The transport as a class that has the method. What the compiler would refuse cannot be performed.
template <class T>
T& as(asyncio::BaseTransport& transport, const std::string& method) {
  if (auto* found = dynamic_cast<T*>(&transport)) {
    return *found;
  }
  throw Unsupported("this kind of transport has no " + method + "(): the compiler would refuse the call");
}

Json abort(asyncio::BaseTransport& transport) {
  if (auto* datagrams = dynamic_cast<asyncio::DatagramTransport*>(&transport)) {
    datagrams->abort();
  } else {
    as<asyncio::WriteTransport>(transport, "abort").abort();
  }
  return nullptr;
}

Json call_reading(asyncio::BaseTransport& transport, const std::string& method) {
  auto& reading = as<asyncio::ReadTransport>(transport, method);
  if (method == "is_reading") {
    return reading.is_reading();
  }
  if (method == "pause_reading") {
    reading.pause_reading();
  } else {
    reading.resume_reading();
  }
  return nullptr;
}

std::optional<std::size_t> limit(const Step& step, std::string_view name) {
  if (!step.has(name)) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(step.number(name));
}

Json call_writing(asyncio::BaseTransport& transport, const std::string& method, const Step& step) {
  auto& writing = as<asyncio::WriteTransport>(transport, method);
  if (method == "can_write_eof") {
    return writing.can_write_eof();
  }
  if (method == "get_write_buffer_size") {
    return writing.get_write_buffer_size();
  }
  if (method == "write") {
    writing.write(to_bytes(step.data("data")));
  } else if (method == "set_write_buffer_limits") {
    writing.set_write_buffer_limits(limit(step, "high"), limit(step, "low"));
  } else {
    writing.write_eof();
  }
  return nullptr;
}

Json transport(const Call& call) {
  const std::shared_ptr<asyncio::BaseTransport> transport =
      call.scenario.names().transport(call.step.text("on"));
  return call_transport(*transport, call.step);
}

}  // namespace

Json call_transport(asyncio::BaseTransport& transport, const Step& step) {
  const std::string method = step.text("call");
  if (method == "close") {
    transport.close();
    return nullptr;
  }
  if (method == "is_closing") {
    return transport.is_closing();
  }
  if (method == "abort") {
    return abort(transport);
  }
  if (method == "is_reading" || method == "pause_reading" || method == "resume_reading") {
    return call_reading(transport, method);
  }
  if (method == "write" || method == "write_eof" || method == "can_write_eof" ||
      method == "get_write_buffer_size" || method == "set_write_buffer_limits") {
    return call_writing(transport, method, step);
  }
  if (method == "sendto") {
    as<asyncio::DatagramTransport>(transport, method).sendto(to_bytes(step.data("data")), std::monostate{});
    return nullptr;
  }
  throw Unsupported("this adapter knows no method '" + method + "' of a transport");
}

StepTable transport_steps() {
  return {{"transport", &transport}};
}

}  // namespace reference_subject
