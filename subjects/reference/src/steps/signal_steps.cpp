// Unix signals.
#include "callbacks.hpp"
#include "signal_parameter.hpp"
#include "vocabulary.hpp"

namespace reference_subject {
namespace {

Json add_signal_handler(const Call& call) {
  const int signal = signal_parameter(call.step);
  call.scenario.signal_actions().remember(signal);
  call.loop().add_signal_handler(signal, CallbackSource(call).make());
  return nullptr;
}

Json remove_signal_handler(const Call& call) {
  return call.loop().remove_signal_handler(signal_parameter(call.step));
}

Json raise_signal(const Call& call) {
  send_signal_to_main_thread(signal_parameter(call.step));
  return nullptr;
}

}  // namespace

StepTable signal_steps() {
  return {{"add_signal_handler", &add_signal_handler},
          {"remove_signal_handler", &remove_signal_handler},
          {"raise_signal", &raise_signal}};
}

}  // namespace reference_subject
