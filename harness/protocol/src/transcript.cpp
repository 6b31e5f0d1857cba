#include "loopcheck/protocol/transcript.hpp"

#include <array>
#include <utility>

#include "fields.hpp"

namespace loopcheck::protocol {
namespace {

constexpr std::array<std::pair<Outcome, const char*>, 5> outcome_names{{{Outcome::returned, "returned"},
                                                                        {Outcome::raised, "raised"},
                                                                        {Outcome::unsupported, "unsupported"},
                                                                        {Outcome::unmet, "unmet"},
                                                                        {Outcome::not_run, "not-run"}}};

Outcome outcome_of(const std::string& name) {
  for (const auto& [outcome, text] : outcome_names) {
    if (name == text) return outcome;
  }
  fields::fail("outcome", "is none of returned, raised, unsupported, unmet, not-run: \"" + name + "\"");
}

}  // namespace

std::string to_string(Outcome outcome) {
  for (const auto& [known, text] : outcome_names) {
    if (known == outcome) return text;
  }
  return "unknown";
}

void from_json(const nlohmann::json& json, Exception& exception) {
  fields::object(json, "an exception");
  exception.type = fields::text(json, "type");
  exception.message = fields::text_or(json, "message", "");
  exception.error_number = fields::optional_integer(json, "errno");
  exception.winerror = fields::optional_integer(json, "winerror");
  exception.bases.clear();
  if (json.contains("bases")) {
    for (const auto& base : fields::list(json, "bases")) {
      if (!base.is_string()) fields::fail("bases", "holds something that is not a string");
      exception.bases.push_back(base.get<std::string>());
    }
  }
}

void to_json(nlohmann::json& json, const Exception& exception) {
  json = {{"type", exception.type}, {"message", exception.message}};
  if (exception.error_number) json["errno"] = *exception.error_number;
  if (exception.winerror) json["winerror"] = *exception.winerror;
  if (!exception.bases.empty()) json["bases"] = exception.bases;
}

void from_json(const nlohmann::json& json, StepOutcome& step) {
  fields::object(json, "an entry of \"steps\"");
  step.step = fields::text(json, "step");
  step.outcome = outcome_of(fields::text(json, "outcome"));
  step.at = std::chrono::nanoseconds(fields::integer_or(json, "at_ns", 0));
  step.duration = std::chrono::nanoseconds(fields::integer_or(json, "duration_ns", 0));
  if (const auto value = json.find("value"); value != json.end()) step.value = *value;
  if (step.outcome == Outcome::raised) step.exception = fields::required(json, "exception").get<Exception>();
  step.reason = fields::text_or(json, "reason", "");
  step.need = fields::text_or(json, "need", "");
}

void to_json(nlohmann::json& json, const StepOutcome& step) {
  json = {{"step", step.step},
          {"outcome", to_string(step.outcome)},
          {"at_ns", step.at.count()},
          {"duration_ns", step.duration.count()}};
  if (step.outcome == Outcome::returned) json["value"] = step.value;
  if (step.exception) json["exception"] = *step.exception;
  if (!step.reason.empty()) json["reason"] = step.reason;
  if (!step.need.empty()) json["need"] = step.need;
}

void from_json(const nlohmann::json& json, Event& event) {
  fields::object(json, "an entry of \"events\"");
  event.name = fields::text(json, "event");
  event.during = fields::text_or(json, "during", "");
  event.thread = fields::text_or(json, "thread", "main");
  event.at = std::chrono::nanoseconds(fields::integer_or(json, "at_ns", 0));
  const auto data = json.find("data");
  event.data = data == json.end() || data->is_null() ? nlohmann::json::object() : *data;
  if (!event.data.is_object()) fields::fail("data", "is not an object");
}

void to_json(nlohmann::json& json, const Event& event) {
  json = {
      {"event", event.name}, {"during", event.during}, {"at_ns", event.at.count()}, {"thread", event.thread}};
  if (!event.data.empty()) json["data"] = event.data;
}

void from_json(const nlohmann::json& json, Transcript& transcript) {
  fields::object(json, "the result of \"run\"");
  transcript.steps.clear();
  transcript.events.clear();
  for (const auto& step : fields::list(json, "steps")) transcript.steps.push_back(step.get<StepOutcome>());
  for (const auto& event : fields::list(json, "events")) transcript.events.push_back(event.get<Event>());
  const auto dropped = fields::integer_or(json, "events_dropped", 0);
  if (dropped < 0) fields::fail("events_dropped", "is negative");
  transcript.events_dropped = static_cast<std::uint64_t>(dropped);
}

void to_json(nlohmann::json& json, const Transcript& transcript) {
  json = {{"steps", transcript.steps},
          {"events", transcript.events},
          {"events_dropped", transcript.events_dropped}};
}

}  // namespace loopcheck::protocol
