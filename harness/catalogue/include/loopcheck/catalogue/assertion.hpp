// What an expectation claims, parsed once. The forms and their meaning are in docs/writing-a-case.md; whether
// one is true of a transcript is the business of loopcheck/evaluation/evaluate.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

namespace loopcheck::catalogue {

struct Assertion;

// No step raised, and no loop.exception was logged.
struct NoErrors {};

// At least one of `steps` raised one of `types`.
struct Raises {
  std::vector<std::string> steps;
  std::vector<std::string> types;        // empty: any
  std::vector<std::string> errno_names;  // empty: any
  std::optional<std::string> message_contains;
};

// `step` returned a value that matches `value`; any value if there is none.
struct Returns {
  std::string step;
  std::optional<nlohmann::json> value;
};

// The number of events that match is `count`, at least `min`, at most `max`, as far as these are given.
struct EventCount {
  std::vector<std::string> events;
  std::optional<nlohmann::json> data;
  std::optional<std::string> thread;
  std::vector<std::string> during;  // empty: any time
  std::optional<std::uint64_t> count;
  std::optional<std::uint64_t> min;
  std::optional<std::uint64_t> max;
};

// The events with these names, and no others of these names, happened in exactly this sequence; with
// `first_only`, the sequence begins so.
struct EventOrder {
  std::vector<std::string> events;
  bool first_only = false;
};

// The first `event` came no earlier than the deadline that `step` gave, less one tick of the loop's clock.
struct NotBefore {
  std::string event;
  std::string step;
};

// Events in the order of the deadlines that steps gave. A deadline is known within the time that its step
// took and a tick of the clock; the order of two that come closer than that is left open.
struct ByDeadline {
  struct Timer {
    std::string event;
    std::string step;
  };
  std::vector<Timer> timers;
};

// The numbers that these steps returned, in this sequence, never decrease.
struct NotDecreasing {
  std::vector<std::string> steps;
};

struct AnyOf {
  std::vector<std::vector<Assertion>> lists;
};

struct Not {
  std::shared_ptr<const Assertion> negated;
};

struct Assertion {
  std::variant<NoErrors, Raises, Returns, EventCount, EventOrder, NotBefore, ByDeadline, NotDecreasing, AnyOf,
               Not>
      form;
};

}  // namespace loopcheck::catalogue
