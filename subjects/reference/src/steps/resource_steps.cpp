// Fixtures, and raw input and output on their ends.
#include "bytes.hpp"
#include "fixtures.hpp"
#include "outcome.hpp"
#include "vocabulary.hpp"

namespace reference_subject {
namespace {

Json open(const Call& call) {
  const std::string what = call.step.text("what");
  const auto fixture = fixtures().find(what);
  if (fixture == fixtures().end()) {
    throw Unsupported("there is no fixture '" + what + "' on this platform");
  }
  Ends ends = fixture->second(
      {call.step, call.scenario.scratch(), call.scenario.unique_path(), call.scenario.surroundings().child});
  // Resources belong to the scenario: no loop closes them.
  call.scenario.names().give(call.step.id(), nullptr,
                             [&](Product& product) { product.ends = std::move(ends); });
  return nullptr;
}

Json give_end(const Call& call, const char* name, std::shared_ptr<End> end) {
  call.scenario.names().give(call.step.id(), nullptr,
                             [&](Product& product) { product.ends.insert_or_assign(name, std::move(end)); });
  return nullptr;
}

Json write(const Call& call) {
  return write_raw(*call.end(), call.step.data("data"));
}

Json read(const Call& call) {
  constexpr std::size_t usual = 65536;
  return loopcheck::protocol::data_value(read_raw(*call.end(), call.step.size("max", usual)));
}

Json fill_end(const Call& call) {
  return fill(*call.end());
}
// What was written need not have come yet, so room is waited for as long as it takes, and with it input.
Json drain_end(const Call& call) {
  const std::shared_ptr<End> end = call.end();
  std::size_t total = drain(*end);
  if (call.step.has("makes_room")) {
    const FileDescriptor filled = call.end("makes_room")->descriptor();
    while (!wait_for_room_or_input(filled, end->descriptor())) {
      total += drain(*end);
    }
  }
  return total;
}

Json await_ready(const Call& call) {
  const std::string wanted = call.step.text("for", "input");
  if (wanted != "input" && wanted != "room") {
    throw Unsupported("there is no waiting for '" + wanted + "'");
  }
  wait_until_ready(*call.end(), wanted == "input" ? Readiness::input : Readiness::room);
  return nullptr;
}

Json connect(const Call& call) {
  return give_end(call, "client", connect_to(call.scenario.names().address(call.step.text("on"))));
}

Json accept(const Call& call) {
  return give_end(call, "server", accept_from(call.end()->descriptor()));
}

Json close_end(const Call& call) {
  call.end()->close();
  return nullptr;
}

Json make_file_at(const Call& call) {
  make_file(call.step.text("path"), call.step.has("data") ? call.step.data("data") : std::string());
  return nullptr;
}

}  // namespace

StepTable resource_steps() {
  return {{"open", &open},           {"write", &write},
          {"read", &read},           {"fill", &fill_end},
          {"drain", &drain_end},     {"await_ready", &await_ready},
          {"connect", &connect},     {"accept", &accept},
          {"close_end", &close_end}, {"make_file", &make_file_at}};
}

}  // namespace reference_subject
