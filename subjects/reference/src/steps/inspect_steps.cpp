// Looking at what is there, without changing it.
#include <chrono>

#include "identity.hpp"
#include "library_names.hpp"
#include "loopcheck/protocol/values.hpp"
#include "outcome.hpp"
#include "vocabulary.hpp"

namespace reference_subject {
namespace {

using loopcheck::protocol::data_value;

Json description(const asyncio::EventLoop& loop) {
  const std::optional<std::string> selector = selector_word(loop.selector_class_name());
  return {{"class", public_class_name(loop.class_name())},
          {"loop", loop_style(loop.class_name())},
          {"selector", selector ? Json(*selector) : Json(nullptr)}};
}

Json selector_class(const Call& call) {
  const std::string_view name = call.loop().selector_class_name();
  return name.empty() ? Json(nullptr) : Json(name);
}

bool known(const Call& call, const std::string& name) {
  const std::optional<bool> has = library_has(name, call.scenario.surroundings().documented);
  if (!has) {
    throw Unsupported("the reference library has nothing that could be compared with '" + name + "'");
  }
  return *has;
}

Json same(const Call& call) {
  const std::string name = call.step.text("name");
  const std::string other = call.step.text("other");
  const std::string& documented = call.scenario.surroundings().documented;
  if (!known(call, name) || !known(call, other)) {
    return false;
  }
  return thing_behind(name, documented) == thing_behind(other, documented);
}

Json child_watcher(const Call& call) {
  const std::optional<std::string> name = child_watcher_class(call.scenario.surroundings().documented);
  return name ? Json(*name) : Json(nullptr);
}

Json path(const Call& call) {
  const PathState state = path_state(call.step.text("path"));
  return {{"exists", state.exists}, {"kind", state.kind.empty() ? Json(nullptr) : Json(state.kind)}};
}

Json nodelay(const Call& call) {
  const auto transport =
      std::dynamic_pointer_cast<asyncio::Transport>(call.scenario.names().transport(call.step.text("on")));
  if (transport == nullptr) {
    throw Unsupported("only the transport of a socket has options of a socket");
  }
  return has_no_delay(transport->fileno());
}

Json received(const Call& call) {
  return data_value(
      call.scenario.received().bytes(call.step.text("on"), static_cast<int>(call.step.number("fd", 0))));
}

Json inspect(const Call& call) {
  const std::string what = call.step.text("what");
  if (what == "blocking") {
    return is_blocking(call.end()->descriptor());
  }
  if (what == "received") {
    return received(call);
  }
  if (what == "default-loop") {
    return description(*default_loop(call.scenario.surroundings().documented));
  }
  if (what == "loop") {
    return description(call.loop());
  }
  if (what == "selector-class") {
    return selector_class(call);
  }
  if (what == "has") {
    return known(call, call.step.text("name"));
  }
  if (what == "same") {
    return same(call);
  }
  if (what == "child-watcher") {
    return child_watcher(call);
  }
  if (what == "path") {
    return path(call);
  }
  if (what == "clock") {
    return {{"resolution", std::chrono::duration<double>(call.loop().clock().resolution()).count()}};
  }
  if (what == "peer") {
    return {{"open", peer_is_open(call.end()->descriptor())}};
  }
  if (what == "nodelay") {
    return nodelay(call);
  }
  if (what == "position") {
    return file_position(call.end()->descriptor());
  }
  if (what == "file") {
    return data_value(file_content(call.step.text("path")));
  }
  throw Unsupported("this adapter cannot inspect '" + what + "'");
}

}  // namespace

StepTable inspect_steps() {
  return {{"inspect", &inspect}};
}

}  // namespace reference_subject
