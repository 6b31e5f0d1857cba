// The steps that many tests take, by their shortest names. The first argument is the id of the step.
#pragma once

#include <string>
#include <utility>

#include "reference_subject.hpp"

namespace loopcheck::testing {

// A step of any kind that works on something: "f.read", "c".
inline json on(const std::string& id, const std::string& kind, const std::string& what,
               json parameters = json::object()) {
  parameters["on"] = what;
  return step(id, kind, std::move(parameters));
}

inline json open(const std::string& id, const std::string& fixture) {
  return step(id, "open", {{"what", fixture}});
}

inline json inspect(const std::string& id, const std::string& what, const std::string& end) {
  return on(id, "inspect", end, {{"what", what}});
}

inline json until(const std::string& id, const json& event, int count = 1) {
  return step(id, "run_until", {{"event", event}, {"count", count}});
}

// Calls a method of a transport.
inline json call(const std::string& id, const std::string& transport, const std::string& method,
                 json parameters = json::object()) {
  parameters["call"] = method;
  return on(id, "transport", transport, std::move(parameters));
}

// Starts a child; its protocol has the name of the step.
inline json exec(const std::string& id, const json& arguments, json parameters = json::object()) {
  parameters["args"] = arguments;
  parameters["protocol"] = id;
  return step(id, "subprocess_exec", std::move(parameters));
}

// Calls a method of a child's transport.
inline json process(const std::string& id, const std::string& child, const std::string& method,
                    json parameters = json::object()) {
  parameters["call"] = method;
  return on(id, "process", child, std::move(parameters));
}

// What a protocol has received, from descriptor `fd` of a child.
inline json output(const std::string& id, const std::string& protocol, int fd) {
  return on(id, "inspect", protocol, {{"what", "received"}, {"fd", fd}});
}
inline json received(const std::string& id, const std::string& protocol) {
  return inspect(id, "received", protocol);
}

}  // namespace loopcheck::testing
