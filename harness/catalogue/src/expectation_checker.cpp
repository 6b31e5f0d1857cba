#include "expectation_checker.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "loopcheck/catalogue/nearest_name.hpp"

namespace loopcheck::catalogue {
namespace {

using nlohmann::json;

class AssertionChecker {
 public:
  AssertionChecker(bool is_documented, const StepFacts& facts, Faults& faults)
      : is_documented_(is_documented), facts_(facts), faults_(faults) {}

  void check_list(const std::vector<Assertion>& assertions, const Place& place) {
    for (std::size_t i = 0; i < assertions.size(); ++i) check(assertions[i], place / i);
  }

 private:
  void check(const Assertion& assertion, const Place& place) {
    std::visit([&](const auto& form) { check_form(form, place); }, assertion.form);
  }

  void check_form(const NoErrors&, const Place&) {}

  void check_form(const Raises& form, const Place& place) {
    for (const std::string& name : form.steps) {
      const StepFacts::Step* step = find_step(name, place / "step");
      if (step == nullptr || !is_documented_ || is_negated_ || is_preceded_by_control(*step)) continue;
      faults_.error(
          place / "step", "refusal-without-control",
          fmt::format("no control comes before the step \"{}\", of which a refusal is expected", name),
          "a refusal is believed only from a loop that is alive");
    }
  }

  void check_form(const Returns& form, const Place& place) { find_step(form.step, place / "step"); }

  void check_form(const EventCount& form, const Place& place) {
    for (const std::string& event : form.events) find_event(event, place / "event");
    for (const std::string& name : form.during) {
      const StepFacts::Step* step = find_step(name, place / "during");
      if (step == nullptr || step->is_top_level) continue;
      faults_.error(place / "during", "not-top-level",
                    fmt::format("\"{}\" is within another step; events happen during top-level steps", name));
    }
  }

  void check_form(const EventOrder& form, const Place& place) {
    for (const std::string& event : form.events)
      find_event(event, place / (form.first_only ? "starts" : "order"));
  }

  void check_form(const NotBefore& form, const Place& place) {
    find_event(form.event, place / "event");
    find_deadline(form.step, place / "not_before");
  }

  void check_form(const ByDeadline& form, const Place& place) {
    for (const ByDeadline::Timer& timer : form.timers) {
      find_event(timer.event, place / "by_deadline");
      find_deadline(timer.step, place / "by_deadline" / timer.event);
    }
  }

  void check_form(const NotDecreasing& form, const Place& place) {
    for (const std::string& step : form.steps) find_step(step, place / "not_decreasing");
  }

  void check_form(const AnyOf& form, const Place& place) {
    const Place lists = place / "any_of";
    for (std::size_t i = 0; i < form.lists.size(); ++i) check_list(form.lists[i], lists / i);
  }

  void check_form(const Not& form, const Place& place) {
    is_negated_ = !is_negated_;
    check(*form.negated, place / "not");
    is_negated_ = !is_negated_;
  }

  const StepFacts::Step* find_step(const std::string& name, const Place& place) {
    const auto found = facts_.steps.find(name);
    if (found != facts_.steps.end()) return &found->second;
    faults_.error(place, "unknown-step-reference", fmt::format("there is no step \"{}\"", name),
                  nearest_name_hint(name, facts_.step_names));
    return nullptr;
  }

  void find_deadline(const std::string& name, const Place& place) {
    const StepFacts::Step* step = find_step(name, place);
    if (step == nullptr || step->kind == "call_later" || step->kind == "call_at") return;
    faults_.error(place, "no-deadline",
                  fmt::format("the step \"{}\" (\"{}\") gives no deadline", name, step->kind),
                  "call_later and call_at do");
  }

  void find_event(const std::string& name, const Place& place) {
    if (facts_.events.count(name) != 0) return;
    faults_.error(place, "unknown-event", fmt::format("no step can log an event \"{}\"", name),
                  nearest_name_hint(name, {facts_.events.begin(), facts_.events.end()}));
  }

  bool is_preceded_by_control(const StepFacts::Step& step) const {
    // A step within a thread or a callback may have its control beside it, under the same top-level step.
    return std::any_of(facts_.controls.begin(), facts_.controls.end(), [&](std::size_t control) {
      return control < step.top_level || (!step.is_top_level && control == step.top_level);
    });
  }

  bool is_documented_;
  bool is_negated_ = false;
  const StepFacts& facts_;
  Faults& faults_;
};

using Words = std::vector<std::string>;

bool contains(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Whether `earlier` takes every word that is left to `later` within its rule. An empty list is every word.
bool covers(const Words& earlier, const Words& later, const Words& rule) {
  if (earlier.empty()) return true;
  const Words& left = later.empty() ? rule : later;
  if (left.empty()) return false;
  return std::all_of(left.begin(), left.end(), [&](const std::string& word) {
    return contains(earlier, word) || (!rule.empty() && !contains(rule, word));
  });
}

bool covers(const std::optional<VersionRange>& earlier, const std::optional<VersionRange>& later) {
  return !earlier || (later && earlier->text() == later->text());
}

bool covers(const Applicability& earlier, const Applicability& later, const Applicability& rule) {
  return covers(earlier.platform, later.platform, rule.platform) &&
         covers(earlier.arch, later.arch, rule.arch) && covers(earlier.loop, later.loop, rule.loop) &&
         covers(earlier.selector, later.selector, rule.selector) &&
         covers(earlier.provenance, later.provenance, rule.provenance) &&
         covers(earlier.platform_version, later.platform_version) && covers(earlier.python, later.python) &&
         covers(earlier.documented, later.documented);
}

std::vector<json> values_of(const json& where, const std::string& variable, const Matrix& matrix) {
  if (where.is_object() && where.contains(variable)) {
    const json& value = where[variable];
    return value.is_array() ? value.get<std::vector<json>>() : std::vector<json>{value};
  }
  for (const MatrixVariable& candidate : matrix.variables()) {
    if (candidate.name == variable) return candidate.values;
  }
  return {};
}

bool covers(const json& earlier, const json& later, const Matrix& matrix) {
  if (!earlier.is_object()) return true;
  for (const auto& [variable, value] : earlier.items()) {
    const std::vector<json> taken = values_of(earlier, variable, matrix);
    for (const json& left : values_of(later, variable, matrix)) {
      if (std::find(taken.begin(), taken.end(), left) == taken.end()) return false;
    }
  }
  return true;
}

}  // namespace

void check_assertions(const std::vector<Assertion>& assertions, bool is_documented, const StepFacts& facts,
                      const Place& place, Faults& faults) {
  AssertionChecker(is_documented, facts, faults).check_list(assertions, place);
}

void check_reachable(const std::vector<ExpectationHead>& heads, const std::vector<Rule>& rules,
                     const Matrix& matrix, const Place& place, Faults& faults) {
  for (std::size_t i = 0; i < heads.size(); ++i) {
    const ExpectationHead& head = heads[i];
    const Rule& rule = rules[head.rule];
    if (!rule.applies.can_meet(head.when)) {
      faults.error(place / i / "when", "unreachable",
                   fmt::format("no environment fits both this and what the rule \"{}\" applies to", rule.id));
      continue;
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (heads[j].rule != head.rule || !covers(heads[j].when, head.when, rule.applies) ||
          !covers(heads[j].where, head.where, matrix)) {
        continue;
      }
      faults.error(
          place / i, "unreachable",
          fmt::format("the expectation /expect/{} of the same rule takes everything before this one", j),
          "the first that fits counts");
      break;
    }
  }
}

}  // namespace loopcheck::catalogue
