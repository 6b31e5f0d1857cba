#include "assertion_reader.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "loopcheck/catalogue/error_numbers.hpp"
#include "loopcheck/catalogue/nearest_name.hpp"
#include "loopcheck/catalogue/python_exceptions.hpp"
#include "object_reader.hpp"

namespace loopcheck::catalogue {
namespace {

using nlohmann::json;

// The fields that tell the forms apart.
const std::vector<std::string>& form_fields() {
  static const std::vector<std::string> fields = {"no_errors",      "raises", "returns",    "event",
                                                  "order",          "starts", "not_before", "by_deadline",
                                                  "not_decreasing", "any_of", "not"};
  return fields;
}

// {"$min": 1} and the like stand for a comparison; a misspelt one would compare with an object that never
// comes.
void check_operators(const json& value, const Place& place, Faults& faults) {
  static const std::vector<std::string> operators = {"$min", "$max", "$one_of", "$not", "$contains"};
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) check_operators(value[i], place / i, faults);
    return;
  }
  if (!value.is_object()) return;
  for (const auto& [key, inner] : value.items()) {
    const Place inner_place = place / key;
    if (key.rfind('$', 0) == 0) {
      if (std::find(operators.begin(), operators.end(), key) == operators.end()) {
        faults.error(inner_place, "unknown-operator", fmt::format("there is no comparison \"{}\"", key),
                     nearest_name_hint(key, operators));
      } else if ((key == "$min" || key == "$max") && !inner.is_number()) {
        faults.error(inner_place, "wrong-type", fmt::format("\"{}\" compares with a number", key));
      } else if (key == "$contains" && !inner.is_string()) {
        faults.error(inner_place, "wrong-type", "\"$contains\" compares with a string");
      } else if (key == "$one_of" && (!inner.is_array() || inner.empty())) {
        faults.error(inner_place, "wrong-type", "\"$one_of\" takes a list that is not empty");
      }
    }
    check_operators(inner, inner_place, faults);
  }
}

class AssertionReader {
 public:
  AssertionReader(const json& document, const Place& place, Faults& faults)
      : place_(place), faults_(faults), reader_(document, place, faults, "an assertion") {}

  Assertion read() {
    std::vector<std::string> present;
    for (const std::string& field : form_fields()) {
      if (reader_.has(field)) present.push_back(field);
    }
    if (present.size() == 2 && present[0] == "event" && present[1] == "not_before")
      present.erase(present.begin());
    if (present.size() != 1) {
      if (reader_.is_object()) {
        faults_.error(place_, "unknown-form",
                      present.empty()
                          ? fmt::format("an assertion needs one of {}", fmt::join(form_fields(), ", "))
                          : fmt::format("an assertion has one form only, not {} together",
                                        fmt::join(present, " and ")));
      }
      return {NoErrors{}};
    }
    Assertion assertion = read_form(present.front());
    reader_.finish();
    return assertion;
  }

 private:
  Assertion read_form(const std::string& form) {
    if (form == "no_errors") return {no_errors()};
    if (form == "raises") return {raises()};
    if (form == "returns") return {returns()};
    if (form == "event") return {event_count()};
    if (form == "not_before") return {NotBefore{reader_.text("event"), reader_.text("not_before")}};
    if (form == "by_deadline") return {by_deadline()};
    if (form == "not_decreasing") return {not_decreasing()};
    if (form == "any_of") return {any_of()};
    if (form == "not") return {negation()};
    return {order(form)};
  }

  NoErrors no_errors() {
    if (*reader_.optional("no_errors") != true) {
      faults_.error(place_ / "no_errors", "wrong-type", "\"no_errors\" must be true",
                    "there is the form \"not\"");
    }
    return {};
  }

  Raises raises() {
    Raises form;
    form.steps = reader_.text_or_texts("step");
    form.types = reader_.text_or_texts("raises");
    if (std::find(form.types.begin(), form.types.end(), "any") != form.types.end()) form.types.clear();
    for (const std::string& type : form.types) {
      if (is_python_exception(type)) continue;
      faults_.warning(place_ / "raises", "unknown-exception",
                      fmt::format("Python has no exception \"{}\"", type),
                      nearest_name_hint(type, python_exceptions()));
    }
    if (reader_.has("errno")) form.errno_names = reader_.text_or_texts("errno");
    for (const std::string& name : form.errno_names) {
      if (is_error_name(name)) continue;
      faults_.error(place_ / "errno", "unknown-errno",
                    fmt::format("\"{}\" is not a known error number's name", name),
                    nearest_name_hint(name, error_names()));
    }
    if (reader_.has("message_contains")) form.message_contains = reader_.text("message_contains");
    reader_.optional("errno");
    reader_.optional("message_contains");
    return form;
  }

  Returns returns() {
    Returns form;
    form.step = reader_.text("step");
    const json& value = *reader_.optional("returns");
    if (value != "any") form.value = value;
    check_operators(value, place_ / "returns", faults_);
    return form;
  }

  std::optional<std::uint64_t> number(std::string_view field) {
    const json* value = reader_.optional(field);
    if (value == nullptr) return std::nullopt;
    if (!value->is_number_unsigned()) {
      faults_.error(place_ / field, "wrong-type",
                    fmt::format("\"{}\" must be a whole number, 0 or more", field));
      return std::nullopt;
    }
    return value->get<std::uint64_t>();
  }

  EventCount event_count() {
    EventCount form;
    form.events = reader_.text_or_texts("event");
    if (const json* data = reader_.optional_object("data")) {
      form.data = *data;
      check_operators(*data, place_ / "data", faults_);
    }
    if (reader_.has("thread")) {
      form.thread = reader_.text("thread");
      if (form.thread != "main" && form.thread != "other") {
        faults_.error(place_ / "thread", "unknown-word", "\"thread\" must be \"main\" or \"other\"");
      }
    }
    if (reader_.has("during")) form.during = reader_.text_or_texts("during");
    reader_.optional("thread");
    reader_.optional("during");
    form.count = number("count");
    form.min = number("min");
    form.max = number("max");
    if (form.count && (form.min || form.max)) {
      faults_.error(place_, "contradiction", "\"count\" does not go together with \"min\" or \"max\"");
    }
    if (form.min && form.max && *form.min > *form.max) {
      faults_.error(place_, "contradiction", "\"min\" is greater than \"max\"");
    }
    if (!form.count && !form.min && !form.max) form.min = 1;
    return form;
  }

  EventOrder order(const std::string& field) {
    EventOrder form;
    form.first_only = field == "starts";
    if (const json* list = reader_.array(field); list != nullptr && list->empty()) {
      faults_.error(place_ / field, "empty", fmt::format("\"{}\" must not be empty", field));
    } else if (list != nullptr) {
      form.events = reader_.text_or_texts(field);
    }
    return form;
  }

  ByDeadline by_deadline() {
    ByDeadline form;
    const json* timers = reader_.object("by_deadline");
    if (timers == nullptr) return form;
    const Place place = place_ / "by_deadline";
    if (timers->size() < 2) faults_.error(place, "empty", "\"by_deadline\" compares two timers or more");
    for (const auto& [event, step] : timers->items()) {
      if (step.is_string()) {
        form.timers.push_back({event, step.get<std::string>()});
      } else {
        faults_.error(place / event, "wrong-type", "\"by_deadline\" gives the step of each event by name");
      }
    }
    return form;
  }

  NotDecreasing not_decreasing() {
    NotDecreasing form;
    const json* steps = reader_.array("not_decreasing");
    if (steps == nullptr) return form;
    if (steps->size() < 2) {
      faults_.error(place_ / "not_decreasing", "empty", "\"not_decreasing\" compares two steps or more");
    } else {
      form.steps = reader_.text_or_texts("not_decreasing");
    }
    return form;
  }

  AnyOf any_of() {
    AnyOf form;
    const json* lists = reader_.array("any_of");
    if (lists == nullptr) return form;
    const Place place = place_ / "any_of";
    if (lists->empty()) faults_.error(place, "empty", "\"any_of\" must not be empty");
    for (std::size_t i = 0; i < lists->size(); ++i) {
      form.lists.push_back(read_assertions((*lists)[i], place / i, faults_));
    }
    return form;
  }

  Not negation() {
    Assertion negated{NoErrors{}};
    if (const json* inner = reader_.object("not"))
      negated = AssertionReader(*inner, place_ / "not", faults_).read();
    return {std::make_shared<const Assertion>(std::move(negated))};
  }

  const Place& place_;
  Faults& faults_;
  ObjectReader reader_;
};

}  // namespace

std::vector<Assertion> read_assertions(const json& list, const Place& place, Faults& faults) {
  std::vector<Assertion> assertions;
  if (!list.is_array() || list.empty()) {
    faults.error(place, "wrong-type", "assertions must be a list that is not empty");
    return assertions;
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place entry = place / i;
    assertions.push_back(AssertionReader(list[i], entry, faults).read());
  }
  return assertions;
}

}  // namespace loopcheck::catalogue
