// The protocols that a scenario names: they log what the loop tells them, keep the bytes, and answer as the
// scenario says.
#pragma once

#include <memory>
#include <string>

#include "asyncio/protocols.hpp"
#include "vocabulary.hpp"

namespace reference_subject {

// How the protocols of one step behave.
struct ProtocolPlan {
  enum class OnData { collect, echo, reverse };

  LoopContext* context = nullptr;
  std::string name;
  OnData on_data = OnData::collect;
  bool keep_open_on_eof = false;
};

// From the step's parameter "protocol": a name, or {"name", "on_data", "on_eof"}. Without it, the protocol
// goes by the id of the step. Throws InvalidScenario.
ProtocolPlan protocol_plan(const Call& call);

// Each makes a new protocol for every connection.
asyncio::Factory<asyncio::Protocol> stream_protocols(const Call& call);
asyncio::Factory<asyncio::BaseProtocol> writing_protocols(const Call& call);
asyncio::Factory<asyncio::DatagramProtocol> datagram_protocols(const Call& call);
asyncio::Factory<asyncio::SubprocessProtocol> subprocess_protocols(const Call& call);

}  // namespace reference_subject
