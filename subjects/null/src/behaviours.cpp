#include "behaviours.hpp"

#include <array>

#include "find_named.hpp"
#include "parts.hpp"
#include "random_behaviour.hpp"

namespace null_subject {
namespace {

using loopcheck::protocol::RunRequest;
using loopcheck::protocol::Transcript;
using nlohmann::json;

Transcript accept(const RunRequest& request, std::uint64_t) {
  Transcript transcript;
  for (const json* step : named_steps(request.steps)) transcript.steps.push_back(returned(*step, true));
  const std::string last = request.steps.empty() ? "" : request.steps.back().value("id", "");
  for (const std::string& name : event_names(request.steps)) transcript.events.push_back(event(name, last));
  return transcript;
}

Transcript refuse(const RunRequest& request, std::uint64_t) {
  Transcript transcript;
  for (const json* step : named_steps(request.steps)) {
    transcript.steps.push_back(raised(*step, "NotImplementedError"));
  }
  return transcript;
}

Transcript echo(const RunRequest& request, std::uint64_t) {
  Transcript transcript;
  for (const json* step : named_steps(request.steps)) {
    const bool is_control = step->value("do", "") == "control";
    transcript.steps.push_back(returned(*step, is_control ? json(request.nonce) : *step));
  }
  for (const std::string& name : event_names(request.steps)) {
    transcript.events.push_back(event(name, request.steps.back().value("id", "")));
    transcript.events.back().data = {{"args", {request.nonce}}};
  }
  return transcript;
}

Transcript say_nothing(const RunRequest&, std::uint64_t) {
  return {};
}

constexpr auto table = std::to_array<Behaviour>({
    {"accept", "every step returned true, and whatever was registered was called", accept},
    {"refuse", "every step raised NotImplementedError", refuse},
    {"echo", "every step returned what it was asked with, a control its nonce", echo},
    {"random", "values, exceptions and events of the vocabulary, drawn from a hat", answer_at_random},
    {"empty", "a transcript in which nothing happened", say_nothing},
});

}  // namespace

std::span<const Behaviour> behaviours() {
  return table;
}

const Behaviour* find_behaviour(std::string_view name) {
  return subjects::find_named(table, name);
}

}  // namespace null_subject
