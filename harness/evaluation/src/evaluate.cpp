#include "loopcheck/evaluation/evaluate.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "loopcheck/catalogue/error_numbers.hpp"
#include "loopcheck/catalogue/python_exceptions.hpp"
#include "wording.hpp"

namespace loopcheck::evaluation {
namespace {

using catalogue::Assertion;
using nlohmann::json;
using protocol::Event;
using protocol::StepOutcome;

// Events that the adapter dropped can leave a claim open, and "not" of an open claim is open, too.
enum class Truth { no, yes, open };

Truth from(bool holds) {
  return holds ? Truth::yes : Truth::no;
}

struct Partial {
  Truth truth = Truth::no;
  std::string expected;
  std::string observed;
};

bool is_among(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string times(std::uint64_t count) {
  return count == 1 ? "once" : fmt::format("{} times", count);
}

class Evaluator {
 public:
  explicit Evaluator(const Evidence& evidence) : evidence_(evidence), transcript_(evidence.transcript) {}

  Partial operator()(const catalogue::NoErrors&) const {
    std::vector<std::string> errors;
    for (const StepOutcome& step : transcript_.steps) {
      if (step.outcome != protocol::Outcome::raised) continue;
      errors.push_back(fmt::format("\"{}\" {}", step.step, in_words(&step, evidence_.platform)));
    }
    for (const Event& event : transcript_.events) {
      if (event.name == "loop.exception") errors.push_back("loop.exception " + brief(event.data));
    }
    Partial result{from(errors.empty()), "no errors", "no errors"};
    if (errors.empty()) return open_if_dropped(std::move(result));
    const std::size_t shown = std::min<std::size_t>(errors.size(), 3);
    result.observed = fmt::format(
        "{}", fmt::join(errors.begin(), errors.begin() + static_cast<std::ptrdiff_t>(shown), "; "));
    if (shown < errors.size()) result.observed += fmt::format("; {} more", errors.size() - shown);
    return result;
  }

  Partial operator()(const catalogue::Raises& form) const {
    Partial result;
    std::string what = form.types.empty() ? "an exception" : fmt::format("{}", fmt::join(form.types, " or "));
    if (!form.errno_names.empty()) what += fmt::format(" [{}]", fmt::join(form.errno_names, " or "));
    if (form.message_contains) what += fmt::format(" with \"{}\" in its message", *form.message_contains);
    result.expected =
        fmt::format("{}{} raises {}", form.steps.size() > 1 ? "one of " : "", quoted_list(form.steps), what);
    std::vector<std::string> seen;
    for (const std::string& name : form.steps) {
      const StepOutcome* outcome = find_outcome(transcript_, name);
      seen.push_back(fmt::format("\"{}\" {}", name, in_words(outcome, evidence_.platform)));
      if (outcome != nullptr && outcome->exception && outcome->outcome == protocol::Outcome::raised &&
          fits(form, *outcome->exception)) {
        result.truth = Truth::yes;
      }
    }
    result.observed = fmt::format("{}", fmt::join(seen, "; "));
    return result;
  }

  Partial operator()(const catalogue::Returns& form) const {
    const StepOutcome* outcome = find_outcome(transcript_, form.step);
    const bool returned = outcome != nullptr && outcome->outcome == protocol::Outcome::returned;
    return {from(returned && (!form.value || matches_value(*form.value, outcome->value, evidence_.nonce))),
            fmt::format("\"{}\" returns{}", form.step, form.value ? " " + brief(*form.value) : ""),
            fmt::format("\"{}\" {}", form.step, in_words(outcome, evidence_.platform))};
  }

  Partial operator()(const catalogue::EventCount& form) const {
    std::uint64_t counted = 0;
    std::uint64_t of_that_name = 0;
    for (const Event& event : transcript_.events) {
      if (!is_among(form.events, event.name)) continue;
      ++of_that_name;
      if (fits(form, event)) ++counted;
    }
    Partial result;
    result.expected = fmt::format("event {} {}{}", quoted_list(form.events), amount(form), conditions(form));
    result.observed =
        fmt::format("event {} {}{}", quoted_list(form.events), times(counted), conditions(form));
    if (of_that_name != counted) result.observed += fmt::format(", {} in all", times(of_that_name));
    const std::uint64_t least = form.count.value_or(form.min.value_or(0));
    const std::uint64_t most = form.count.value_or(form.max.value_or(UINT64_MAX));
    result.truth = from(counted >= least && counted <= most);
    // What was dropped can only add to the count.
    const bool is_settled = counted > most || (counted >= least && most == UINT64_MAX);
    return is_settled ? result : open_if_dropped(std::move(result));
  }

  Partial operator()(const catalogue::EventOrder& form) const {
    std::vector<std::string> seen;
    for (const Event& event : transcript_.events) {
      if (is_among(form.events, event.name)) seen.push_back(event.name);
    }
    const std::size_t compared = std::min(seen.size(), form.events.size());
    const bool begins_so =
        std::equal(seen.begin(), seen.begin() + static_cast<std::ptrdiff_t>(compared), form.events.begin());
    Partial result;
    result.expected = fmt::format("{} {}", form.first_only ? "first the events" : "exactly the events",
                                  quoted_list(form.events));
    const bool is_long = seen.size() > 20;
    const std::size_t all = seen.size();
    if (is_long) seen.resize(20);
    result.observed = seen.empty() ? "none of them" : "the events " + quoted_list(seen);
    if (is_long) result.observed += fmt::format(" and {} more", all - seen.size());
    result.truth =
        from(begins_so && (form.first_only ? all >= form.events.size() : all == form.events.size()));
    const bool is_settled =
        !begins_so || (form.first_only ? all >= form.events.size() : all > form.events.size());
    return is_settled ? result : open_if_dropped(std::move(result));
  }

  Partial operator()(const catalogue::NotBefore& form) const {
    Partial result{Truth::no,
                   fmt::format("event \"{}\" not before the deadline of \"{}\"", form.event, form.step), ""};
    const StepOutcome* outcome = find_outcome(transcript_, form.step);
    const bool returned = outcome != nullptr && outcome->outcome == protocol::Outcome::returned;
    const std::optional<double> deadline = returned ? number(outcome->value, "when") : std::nullopt;
    if (!deadline) {
      result.observed =
          fmt::format("\"{}\" {}, which is no deadline", form.step, in_words(outcome, evidence_.platform));
      return result;
    }
    const double earliest = *deadline - number(outcome->value, "resolution").value_or(0.0);
    const auto event = std::find_if(transcript_.events.begin(), transcript_.events.end(),
                                    [&](const Event& candidate) { return candidate.name == form.event; });
    if (event == transcript_.events.end()) {
      result.observed = fmt::format("no event \"{}\"", form.event);
      return open_if_dropped(std::move(result));
    }
    const std::optional<double> loop_time = number(event->data, "loop_time");
    if (!loop_time) {
      result.observed = fmt::format("the event \"{}\" has no loop_time", form.event);
      return result;
    }
    result.truth = from(*loop_time >= earliest);
    const double late = *loop_time - *deadline;
    result.observed = fmt::format("event \"{}\" {:.6f} s {} the deadline", form.event,
                                  late < 0 ? -late : late, late < 0 ? "before" : "after");
    return result;
  }

  Partial operator()(const catalogue::ByDeadline& form) const {
    std::vector<std::string> steps;
    for (const auto& timer : form.timers) steps.push_back(timer.step);
    Partial result{Truth::no, fmt::format("events in the order of the deadlines of {}", quoted_list(steps)),
                   ""};
    std::vector<Fired> fired;
    for (const auto& timer : form.timers) {
      std::optional<Fired> one = when_fired(timer, result);
      if (!one) return open_if_dropped(std::move(result));
      fired.push_back(*one);
    }
    result.truth = Truth::yes;
    for (const Fired& earlier : fired) {
      for (const Fired& later : fired) {
        if (earlier.latest >= later.earliest || earlier.position < later.position) continue;
        result.truth = Truth::no;
        result.observed = fmt::format("\"{}\" came before \"{}\", whose deadline is {:.6f} s earlier",
                                      later.event, earlier.event, later.earliest - earlier.earliest);
        return result;
      }
    }
    result.observed = "they came so";
    return result;
  }

  Partial operator()(const catalogue::NotDecreasing& form) const {
    Partial result{Truth::no, fmt::format("numbers that never decrease from {}", quoted_list(form.steps)),
                   ""};
    std::vector<double> numbers;
    for (const std::string& step : form.steps) {
      const StepOutcome* outcome = find_outcome(transcript_, step);
      const bool is_number =
          outcome != nullptr && outcome->outcome == protocol::Outcome::returned && outcome->value.is_number();
      if (!is_number) {
        result.observed =
            fmt::format("\"{}\" {}, which is no number", step, in_words(outcome, evidence_.platform));
        return result;
      }
      numbers.push_back(outcome->value.get<double>());
    }
    const auto falls = std::is_sorted_until(numbers.begin(), numbers.end());
    result.truth = from(falls == numbers.end());
    if (falls == numbers.end()) {
      result.observed = "they do not";
    } else {
      const auto position = static_cast<std::size_t>(falls - numbers.begin());
      result.observed = fmt::format("\"{}\" gave {}, after it \"{}\" gave {}", form.steps[position - 1],
                                    numbers[position - 1], form.steps[position], numbers[position]);
    }
    return result;
  }

  Partial operator()(const catalogue::AnyOf& form) const {
    Partial result;
    std::vector<std::string> expected;
    std::vector<std::string> observed;
    for (const std::vector<Assertion>& list : form.lists) {
      Truth all = Truth::yes;
      std::vector<std::string> claims;
      for (const Assertion& assertion : list) {
        const Partial partial = std::visit(*this, assertion.form);
        claims.push_back(partial.expected);
        if (!is_among(observed, partial.observed)) observed.push_back(partial.observed);
        if (partial.truth == Truth::no || (partial.truth == Truth::open && all == Truth::yes))
          all = partial.truth;
      }
      expected.push_back(fmt::format("({})", fmt::join(claims, "; ")));
      if (all == Truth::yes || (all == Truth::open && result.truth == Truth::no)) result.truth = all;
    }
    result.expected = fmt::format("{}", fmt::join(expected, " or "));
    result.observed = fmt::format("{}", fmt::join(observed, "; "));
    return result;
  }

  Partial operator()(const catalogue::Not& form) const {
    Partial result = std::visit(*this, form.negated->form);
    if (result.truth != Truth::open) result.truth = from(result.truth == Truth::no);
    result.expected = fmt::format("not ({})", result.expected);
    return result;
  }

 private:
  struct Fired {
    std::string event;
    std::size_t position = 0;  // among all events
    double earliest = 0;       // the deadline lies between these
    double latest = 0;
  };

  // Nothing if there is no deadline or no event; `result` then says so.
  std::optional<Fired> when_fired(const catalogue::ByDeadline::Timer& timer, Partial& result) const {
    const StepOutcome* outcome = find_outcome(transcript_, timer.step);
    const bool returned = outcome != nullptr && outcome->outcome == protocol::Outcome::returned;
    const std::optional<double> when = returned ? number(outcome->value, "when") : std::nullopt;
    if (!when) {
      result.observed =
          fmt::format("\"{}\" {}, which is no deadline", timer.step, in_words(outcome, evidence_.platform));
      return std::nullopt;
    }
    const auto event = std::find_if(transcript_.events.begin(), transcript_.events.end(),
                                    [&](const Event& candidate) { return candidate.name == timer.event; });
    if (event == transcript_.events.end()) {
      result.observed = fmt::format("no event \"{}\"", timer.event);
      return std::nullopt;
    }
    const double took = std::chrono::duration<double>(outcome->duration).count();
    return Fired{timer.event, static_cast<std::size_t>(event - transcript_.events.begin()), *when,
                 *when + took + number(outcome->value, "resolution").value_or(0.0)};
  }

  bool fits(const catalogue::Raises& form, const protocol::Exception& exception) const {
    const bool type_fits =
        form.types.empty() || std::any_of(form.types.begin(), form.types.end(), [&](const std::string& type) {
          return catalogue::is_a(exception, type);
        });
    const bool error_fits =
        form.errno_names.empty() ||
        std::any_of(form.errno_names.begin(), form.errno_names.end(), [&](const std::string& name) {
          return catalogue::has_error(exception, name, evidence_.platform);
        });
    return type_fits && error_fits &&
           (!form.message_contains || exception.message.find(*form.message_contains) != std::string::npos);
  }

  bool fits(const catalogue::EventCount& form, const Event& event) const {
    return (form.during.empty() || is_among(form.during, event.during)) &&
           (!form.thread || *form.thread == event.thread) &&
           (!form.data || matches_value(*form.data, event.data, evidence_.nonce));
  }

  static std::string amount(const catalogue::EventCount& form) {
    if (form.count) return *form.count == 0 ? "never" : times(*form.count);
    if (form.min && form.max) return fmt::format("{} to {} times", *form.min, *form.max);
    if (form.max) return fmt::format("at most {}", times(*form.max));
    return fmt::format("at least {}", times(form.min.value_or(0)));
  }

  static std::string conditions(const catalogue::EventCount& form) {
    std::string text;
    if (!form.during.empty()) text += fmt::format(" during {}", quoted_list(form.during));
    if (form.thread)
      text += fmt::format(" in the {}", *form.thread == "main" ? "main thread" : "other thread");
    if (form.data) text += " with " + brief(*form.data);
    return text;
  }

  static std::optional<double> number(const json& value, const char* field) {
    if (!value.is_object() || !value.contains(field) || !value[field].is_number()) return std::nullopt;
    return value[field].get<double>();
  }

  // For a claim that more events could overturn.
  Partial open_if_dropped(Partial result) const {
    if (transcript_.events_dropped == 0) return result;
    result.truth = Truth::open;
    result.observed += fmt::format(" ({} further events were not kept)", transcript_.events_dropped);
    return result;
  }

  const Evidence& evidence_;
  const protocol::Transcript& transcript_;
};

}  // namespace

Finding evaluate(const Assertion& assertion, const Evidence& evidence) {
  Partial partial = std::visit(Evaluator(evidence), assertion.form);
  return {partial.truth == Truth::yes, std::move(partial.expected), std::move(partial.observed)};
}

}  // namespace loopcheck::evaluation
