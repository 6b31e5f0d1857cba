#include "random_behaviour.hpp"

#include <array>
#include <string>
#include <vector>

#include "parts.hpp"

namespace null_subject {
namespace {

using loopcheck::protocol::Event;
using loopcheck::protocol::Outcome;
using loopcheck::protocol::RunRequest;
using loopcheck::protocol::StepOutcome;
using loopcheck::protocol::Transcript;
using nlohmann::json;

// SplitMix64. The standard's engines are alike everywhere, its distributions are not; and this one is made in
// no time, a hundred thousand times a second.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  bool once_in(std::uint64_t times) { return below(times) == 0; }

  template <class List>
  const auto& one_of(const List& list) {
    return list[below(list.size())];
  }

 private:
  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31);
  }

  std::uint64_t state_;
};

// FNV-1a: the answer to a case does not depend on what was asked before.
std::uint64_t mixed_with(std::uint64_t seed, std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U ^ (seed * 0x9e3779b97f4a7c15U);
  for (const char character : text) {
    hash = (hash ^ static_cast<unsigned char>(character)) * 0x100000001b3U;
  }
  return hash;
}

constexpr std::array<const char*, 12> exception_types{
    "NotImplementedError", "RuntimeError",      "OSError",   "PermissionError", "ValueError",
    "TypeError",           "KeyError",          "Exception", "BlockingIOError", "ConnectionRefusedError",
    "AttributeError",      "FileNotFoundError",
};

// What calls of asyncio's vocabulary are known to return.
const std::vector<json>& usual_values() {
  static const std::vector<json> values{
      nullptr,
      true,
      false,
      0,
      1,
      5,
      -9,
      -15,
      0.016,
      "done",
      "EpollSelector",
      "SelectSelector",
      "KqueueSelector",
      {{"size", 0}},
      {{"size", 5}, {"text", "hello"}},
      {{"size", 200000}, {"pattern", true}},
      {{"port", 4711}},
      {{"open", true}},
      json::array(),
      {{"events", {"read"}}},
      json::array({{{"of", "p.a"}, {"events", {"read"}}}}),
      json::array({{{"of", "p.a"}, {"events", {"write"}}}}),
      {{"exists", false}, {"kind", nullptr}},
      {{"exists", true}, {"kind", "socket"}},
      {{"resolution", 0.015625}},
      {{"when", 1.5}, {"resolution", 0.001}},
      {{"class", "ProactorEventLoop"}, {"loop", "proactor"}, {"selector", nullptr}},
      {{"class", "SelectorEventLoop"}, {"loop", "selector"}, {"selector", "kqueue"}},
  };
  return values;
}

class Hat {
 public:
  Hat(const RunRequest& request, Dice dice)
      : dice_(dice), values_(values_in(request)), events_(event_names(request.steps)) {}

  StepOutcome outcome(const json& step) {
    // Rarely, since one of these leaves the whole case without a verdict.
    constexpr std::uint64_t rarely = 400;
    if (dice_.once_in(rarely)) {
      StepOutcome given_up = returned(step, nullptr);
      given_up.outcome = dice_.one_of(std::array{Outcome::unsupported, Outcome::unmet, Outcome::not_run});
      given_up.need = "luck";
      given_up.reason = "for no reason";
      return given_up;
    }
    constexpr std::uint64_t sometimes = 4;
    if (dice_.once_in(sometimes)) {
      StepOutcome refusal = raised(step, dice_.one_of(exception_types));
      refusal.exception->error_number = static_cast<int>(dice_.below(120));
      return refusal;
    }
    return returned(step, value());
  }

  Event occurrence(const json& steps) {
    const json& during = dice_.one_of(steps);
    Event one = event(events_.empty() ? "loop.exception" : dice_.one_of(events_), during.value("id", ""));
    one.thread = dice_.once_in(4) ? "other" : "main";
    one.data = {{"loop_time", static_cast<double>(dice_.below(1000)) / 100.0}, {"size", dice_.below(10)}};
    if (dice_.once_in(2)) one.data["args"] = json::array({value()});
    if (dice_.once_in(2)) one.data["exception"] = nullptr;
    return one;
  }

  std::uint64_t below(std::uint64_t bound) { return dice_.below(bound); }
  bool has_nested() { return dice_.once_in(2); }

 private:
  json value() { return dice_.once_in(2) ? dice_.one_of(values_) : dice_.one_of(usual_values()); }

  Dice dice_;
  std::vector<json> values_;
  std::vector<std::string> events_;
};

}  // namespace

Transcript answer_at_random(const RunRequest& request, std::uint64_t seed) {
  Hat hat(request, Dice(mixed_with(mixed_with(seed, request.environment), request.case_id)));
  Transcript transcript;
  const bool with_nested = hat.has_nested();
  if (with_nested) {
    for (const json* step : named_steps(request.steps)) transcript.steps.push_back(hat.outcome(*step));
  } else {
    for (const json& step : request.steps) transcript.steps.push_back(hat.outcome(step));
  }
  if (request.steps.empty()) return transcript;
  constexpr std::uint64_t most_events = 12;
  for (std::uint64_t left = hat.below(most_events); left > 0; --left) {
    transcript.events.push_back(hat.occurrence(request.steps));
  }
  return transcript;
}

}  // namespace null_subject
