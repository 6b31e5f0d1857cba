#include "parts.hpp"

#include <array>
#include <functional>
#include <string_view>

namespace null_subject {
namespace {

using loopcheck::protocol::Event;
using loopcheck::protocol::Outcome;
using loopcheck::protocol::StepOutcome;
using nlohmann::json;

void visit(const json& value, const std::function<void(const json&)>& see) {
  see(value);
  if (!value.is_structured()) return;
  for (const json& inner : value) visit(inner, see);
}

constexpr std::array<std::string_view, 10> protocol_events{
    ".connection_made",   ".data_received",        ".eof_received",   ".connection_lost",
    ".pause_writing",     ".resume_writing",       ".process_exited", ".pipe_data_received",
    ".datagram_received", ".pipe_connection_lost",
};

// The name in `step[field]`, which is the name itself or an object that has one.
std::string name_in(const json& step, const char* field) {
  const auto found = step.find(field);
  if (found == step.end()) return {};
  if (found->is_string()) return found->get<std::string>();
  return found->is_object() ? found->value("name", "") : "";
}

// Where such a step names no protocol, its events go by its id.
bool makes_a_connection(const json& step) {
  const auto kind = step.find("do");  // of a callback: a list of steps
  if (kind == step.end() || !kind->is_string()) return false;
  for (const std::string_view beginning : {"connect_", "create_", "open_unix", "start_unix", "subprocess_"}) {
    if (kind->get<std::string>().starts_with(beginning)) return true;
  }
  return false;
}

}  // namespace

std::vector<const json*> named_steps(const json& steps) {
  std::vector<const json*> found;
  visit(steps, [&](const json& value) {
    if (value.is_object() && value.contains("do") && value.contains("id")) found.push_back(&value);
  });
  return found;
}

std::vector<std::string> event_names(const json& steps) {
  std::vector<std::string> names;
  visit(steps, [&](const json& value) {
    if (!value.is_object()) return;
    for (const char* field : {"callback", "event"}) {
      if (std::string name = name_in(value, field); !name.empty()) names.push_back(std::move(name));
    }
    std::string protocol = name_in(value, "protocol");
    if (protocol.empty() && makes_a_connection(value)) protocol = value.value("id", "");
    if (protocol.empty()) return;
    for (const std::string_view ending : protocol_events) names.push_back(protocol + std::string(ending));
  });
  return names;
}

std::vector<json> values_in(const loopcheck::protocol::RunRequest& request) {
  std::vector<json> values{request.nonce, request.scratch};
  visit(request.steps, [&](const json& value) {
    if (!value.is_object()) return;
    for (const auto& [key, inner] : value.items()) {
      if (key != "do" && key != "id") values.push_back(inner);
    }
  });
  return values;
}

StepOutcome returned(const json& step, json value) {
  StepOutcome outcome;
  outcome.step = step.value("id", "");
  outcome.value = std::move(value);
  return outcome;
}

StepOutcome raised(const json& step, const std::string& type) {
  StepOutcome outcome;
  outcome.step = step.value("id", "");
  outcome.outcome = Outcome::raised;
  outcome.exception = loopcheck::protocol::Exception{type, "no", std::nullopt, std::nullopt, {}};
  return outcome;
}

Event event(const std::string& name, const std::string& during) {
  Event result;
  result.name = name;
  result.during = during;
  result.thread = "main";
  result.data = json::object();
  return result;
}

}  // namespace null_subject
