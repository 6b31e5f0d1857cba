#include "vocabulary.hpp"

namespace reference_subject {

const StepFunction* find_step(std::string_view kind) {
  static const StepTable table = [] {
    StepTable all;
    for (const auto group :
         {run_steps, callback_steps, thread_steps, resource_steps, watching_steps, selector_steps, pipe_steps,
          transport_steps, connection_steps, unix_socket_steps, stream_steps, socket_steps, signal_steps,
          subprocess_steps, process_steps, inspect_steps}) {
      all.merge(group());
    }
    return all;
  }();
  const auto found = table.find(kind);
  return found == table.end() ? nullptr : &found->second;
}

}  // namespace reference_subject
