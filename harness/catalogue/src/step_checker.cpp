#include "step_checker.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "loopcheck/catalogue/nearest_name.hpp"

namespace loopcheck::catalogue {
namespace {

using nlohmann::json;
using Step = StepFacts::Step;

// Where a step stands: what it may do and refer to depends on it.
enum class Within { scenario, callback, thread };

struct Context {
  Within within = Within::scenario;
  std::size_t top_level = 0;
};

std::string text_of(const json& step, std::string_view field) {
  const auto found = step.find(field);
  return found != step.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string given_by(std::string_view kind) {
  if (is_one_of(kind, {"connect_read_pipe", "connect_write_pipe", "create_connection",
                       "create_unix_connection", "create_datagram_endpoint"})) {
    return "transport";
  }
  if (is_one_of(kind, {"create_server", "create_unix_server", "start_unix_server"})) return "server";
  if (is_one_of(kind, {"call_soon", "call_soon_threadsafe", "call_later", "call_at"})) return "handle";
  if (is_one_of(kind, {"subprocess_exec", "subprocess_shell"})) return "subprocess";
  if (kind == "open_unix_connection") return "stream";
  if (kind == "in_thread") return "thread";
  if (kind == "new_selector") return "selector";
  return {};
}

class StepChecker {
 public:
  StepChecker(const StepTable& table, const Fixtures& fixtures, Faults& faults)
      : table_(table), fixtures_(fixtures), faults_(faults) {
    facts_.events.insert("loop.exception");
  }

  StepFacts run(const json& steps, const Place& place) {
    declare_list(steps, place, {});
    check_list(steps, place, {});
    return std::move(facts_);
  }

 private:
  // ---- first walk: what there is

  void declare_list(const json& steps, const Place& place, const Context& outer) {
    if (!steps.is_array()) return;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      Context context = outer;
      if (outer.within == Within::scenario) context.top_level = i;
      const Place here = place / i;
      if (steps[i].is_object()) declare(steps[i], here, context);
    }
  }

  void declare(const json& step, const Place& place, const Context& context) {
    const std::string kind = text_of(step, "do");
    const std::size_t order = orders_.size();
    orders_.emplace(&step, order);
    if (kind == "control") facts_.controls.push_back(context.top_level);
    if (kind == "log") facts_.events.insert(text_of(step, "event"));

    const std::string id = text_of(step, "id");
    if (!id.empty()) {
      Step fact{kind,
                order,
                context.top_level,
                context.within == Within::scenario,
                step.value("background", json()) == true,
                given_by(kind),
                ends_of(step, kind)};
      if (const auto target = facts_.steps.find(text_of(step, "on"));
          is_one_of(kind, {"await", "run_until_complete"}) && target != facts_.steps.end()) {
        fact.gives = target->second.gives;
        fact.ends = target->second.ends;
      }
      if (!facts_.steps.emplace(id, fact).second) {
        faults_.error(place / "id", "duplicate-step", fmt::format("there is a step \"{}\" already", id));
      } else {
        facts_.step_names.push_back(id);
        if (fact.is_top_level) facts_.top_level_names.push_back(id);
      }
    }
    declare_names(step, kind, place, context);
  }

  std::vector<std::string> ends_of(const json& step, std::string_view kind) const {
    if (kind == "connect") return {"client"};
    if (is_one_of(kind, {"accept", "sock_accept"})) return {"server"};
    if (kind != "open") return {};
    const auto fixture = fixtures_.find(text_of(step, "what"));
    return fixture == fixtures_.end() ? std::vector<std::string>() : fixture->second.ends;
  }

  void declare_names(const json& step, const std::string& kind, const Place& place, const Context& context) {
    if (const auto callback = step.find("callback"); callback != step.end()) {
      if (callback->is_string()) facts_.events.insert(callback->get<std::string>());
      if (callback->is_object()) {
        facts_.events.insert(text_of(*callback, "name"));
        const Place here = place / "callback";
        if (const auto inner = callback->find("do"); inner != callback->end()) {
          declare_list(*inner, here / "do", {Within::callback, context.top_level});
        }
      }
    }
    if (const auto protocol = step.find("protocol"); protocol != step.end()) {
      const std::string name = protocol->is_object() ? text_of(*protocol, "name") : text_of(step, "protocol");
      facts_.protocols.insert(name);
      for (const char* event : {"connection_made", "data_received", "eof_received", "connection_lost",
                                "pause_writing", "resume_writing", "datagram_received", "error_received",
                                "pipe_data_received", "pipe_connection_lost", "process_exited"}) {
        facts_.events.insert(name + "." + event);
      }
    }
    if (const auto inner = step.find("steps"); kind == "in_thread" && inner != step.end()) {
      declare_list(*inner, place / "steps", {Within::thread, context.top_level});
    }
  }

  // ---- second walk: whether it fits together

  void check_list(const json& steps, const Place& place, const Context& outer) {
    if (!steps.is_array()) {
      faults_.error(place, "wrong-type", "steps must be a list");
      return;
    }
    for (std::size_t i = 0; i < steps.size(); ++i) {
      Context context = outer;
      if (outer.within == Within::scenario) context.top_level = i;
      const Place here = place / i;
      check(steps[i], here, context);
    }
  }

  void check(const json& step, const Place& place, const Context& context) {
    if (!step.is_object()) {
      faults_.error(place, "wrong-type", "a step must be an object");
      return;
    }
    const std::size_t order = orders_.at(&step);
    if (context.within == Within::scenario && !step.contains("id")) {
      faults_.error(place, "missing-field", "every top-level step needs an \"id\"");
    }
    if (const std::string id = text_of(step, "id"); id.find_first_of(".[] ") != std::string::npos) {
      faults_.error(place / "id", "bad-id", fmt::format("the id \"{}\" has a dot, a bracket or a space", id));
    }
    const std::string kind_name = text_of(step, "do");
    if (kind_name.empty()) {
      faults_.error(place, "missing-field", "a step needs the field \"do\", a string");
      return;
    }
    const StepKind* kind = table_.find(kind_name);
    if (kind == nullptr) {
      faults_.error(place / "do", "unknown-step", fmt::format("unknown step \"{}\"", kind_name),
                    nearest_name_hint(kind_name, table_.kinds()));
      return;
    }
    check_surroundings(step, kind_name, place, context);
    for (const auto& [name, parameter] : kind->parameters) {
      if (parameter.required && !step.contains(name)) {
        faults_.error(place, "missing-parameter",
                      fmt::format("the step \"{}\" needs \"{}\"", kind_name, name));
      }
    }
    for (const auto& [name, value] : step.items()) {
      const auto parameter = kind->parameters.find(name);
      if (parameter == kind->parameters.end()) {
        faults_.error(place / name, "unknown-parameter",
                      fmt::format("the step \"{}\" has no \"{}\"", kind_name, name),
                      nearest_name_hint(name, kind->parameter_names));
        continue;
      }
      const Place here = place / name;
      if (const std::string fault = table_.fault_of(value, parameter->second.schema); !fault.empty()) {
        faults_.error(here, "bad-parameter",
                      fmt::format("\"{}\" of the step \"{}\": {}", name, kind_name, fault));
        continue;
      }
      check_role(parameter->second.role, value, here, context, order);
    }
    if (kind_name == "inspect") check_inspect(step, place, context, order);
    if (kind_name == "open") check_open(step, place);
    check_call(step, kind_name, place);
  }

  void check_surroundings(const json& step, const std::string& kind, const Place& place,
                          const Context& context) {
    if (context.within == Within::callback &&
        is_one_of(kind, {"control", "run", "run_until", "run_until_complete", "await", "join"})) {
      faults_.error(place / "do", "loop-in-callback",
                    fmt::format("\"{}\" runs the loop, which a callback must not", kind));
    }
    if (context.within != Within::thread && kind == "await_event") {
      faults_.error(place / "do", "not-in-thread", "\"await_event\" is for the steps of a thread",
                    "the loop waits with \"run_until\"");
    }
    if (kind == "control" && context.within == Within::scenario && !step.contains("id")) return;
    if (kind == "control" && !step.contains("id")) {
      faults_.error(place, "missing-field", "a control needs an \"id\", or nobody would see it fail");
    }
  }

  void check_role(const std::string& role, const json& value, const Place& place, const Context& context,
                  std::size_t order) {
    if (role == "callback" || role == "callback-or-null") {
      if (value.is_object() && value.contains("do")) {
        check_list(value["do"], place / "do", {Within::callback, context.top_level});
      }
    } else if (role == "steps") {
      check_list(value, place, {Within::thread, context.top_level});
    } else if (role == "end") {
      check_end(value, place, context, order);
    } else if (role == "event-names") {
      check_events(value, place);
    } else if (role == "fixture") {
      if (fixtures_.find(value.get_ref<const std::string&>()) == fixtures_.end()) {
        std::vector<std::string> known;
        for (const auto& [what, fixture] : fixtures_) known.push_back(what);
        faults_.error(place, "unknown-fixture",
                      fmt::format("unknown fixture \"{}\"", value.get<std::string>()),
                      nearest_name_hint(value.get<std::string>(), known));
      }
    } else if (role == "stdio" || role == "stdio-error") {
      const std::string& word = value.get_ref<const std::string&>();
      const bool is_word =
          is_one_of(word, {"pipe", "devnull", "inherit"}) || (role == "stdio-error" && word == "stdout");
      if (!is_word) check_end(value, place, context, order);
    } else if (role == "address-or-step") {
      if (value.is_string()) check_reference(value, "", place, context, order);
    } else if (role == "transport-reference") {
      if (facts_.protocols.count(value.get_ref<const std::string&>()) == 0) {
        check_reference(value, "transport", place, context, order);
      }
    } else if (role == "task-reference") {
      const Step* step = check_reference(value, "", place, context, order);
      if (step != nullptr && !step->background) {
        faults_.error(place, "not-a-task",
                      fmt::format("the step \"{}\" has no \"background\": true", value.get<std::string>()));
      }
    } else if (role == "server-reference") {
      check_reference(value, "server", place, context, order);
    } else if (role == "stream-reference") {
      check_reference(value, "stream", place, context, order);
    } else if (role == "selector-reference") {
      check_reference(value, "selector", place, context, order);
    } else if (role == "process-reference") {
      check_reference(value, "subprocess", place, context, order);
    } else if (role == "handle-reference") {
      check_reference(value, "handle", place, context, order);
    } else if (role == "thread-reference") {
      check_reference(value, "thread", place, context, order);
    }
  }

  // A step outside callbacks and threads can only use what is there by then.
  const Step* find_step(const std::string& name, const Place& place, const Context& context,
                        std::size_t order) {
    const auto found = facts_.steps.find(name);
    if (found == facts_.steps.end()) {
      faults_.error(place, "unknown-step-reference", fmt::format("there is no step \"{}\"", name),
                    nearest_name_hint(name, facts_.step_names));
      return nullptr;
    }
    if (context.within == Within::scenario && found->second.order >= order) {
      faults_.error(place, "later-step-reference",
                    fmt::format("the step \"{}\" does not come earlier", name));
    }
    return &found->second;
  }

  const Step* check_reference(const json& value, const std::string& gives, const Place& place,
                              const Context& context, std::size_t order) {
    const std::string name = value.get<std::string>();
    const Step* step = find_step(name, place, context, order);
    const bool is_subprocess_transport =
        gives == "transport" && step != nullptr && step->gives == "subprocess";
    if (step != nullptr && !gives.empty() && step->gives != gives && !is_subprocess_transport) {
      faults_.error(place, "wrong-reference",
                    fmt::format("the step \"{}\" (\"{}\") gives no {}", name, step->kind, gives));
    }
    return step;
  }

  void check_end(const json& value, const Place& place, const Context& context, std::size_t order) {
    const std::string text = value.get<std::string>();
    const std::size_t dot = text.find('.');
    if (dot == std::string::npos) {
      faults_.error(place, "not-an-end", fmt::format("\"{}\" names no end", text), "such as \"p.read\"");
      return;
    }
    const std::string name = text.substr(0, dot);
    const std::string end = text.substr(dot + 1);
    const Step* step = find_step(name, place, context, order);
    if (step == nullptr || std::find(step->ends.begin(), step->ends.end(), end) != step->ends.end()) return;
    if (step->kind == "open" && step->ends.empty()) return;  // the fixture is unknown, which was said already
    faults_.error(place, "unknown-end",
                  fmt::format("the step \"{}\" (\"{}\") has no end \"{}\"", name, step->kind, end),
                  step->ends.empty() ? "" : fmt::format("it has {}", fmt::join(step->ends, ", ")));
  }

  void check_events(const json& value, const Place& place) {
    const auto one = [&](const std::string& name) {
      if (facts_.events.count(name) != 0) return;
      faults_.error(place, "unknown-event", fmt::format("no step can log an event \"{}\"", name),
                    nearest_name_hint(name, {facts_.events.begin(), facts_.events.end()}));
    };
    if (value.is_string()) one(value.get<std::string>());
    if (value.is_array()) {
      for (const json& name : value) one(name.get<std::string>());
    }
  }

  void require(const json& step, std::string_view field, const std::string& what, const Place& place) {
    if (!step.contains(field)) {
      faults_.error(place, "missing-parameter", fmt::format("{} needs \"{}\"", what, field));
    }
  }

  void check_inspect(const json& step, const Place& place, const Context& context, std::size_t order) {
    const std::string what = text_of(step, "what");
    const std::string subject = fmt::format("the inspection \"{}\"", what);
    const bool of_end = is_one_of(what, {"blocking", "peer", "position"});
    if (of_end || is_one_of(what, {"received", "nodelay"})) require(step, "on", subject, place);
    if (is_one_of(what, {"has", "same", "warnings"})) require(step, "name", subject, place);
    if (what == "same") require(step, "other", subject, place);
    if (is_one_of(what, {"path", "file"})) require(step, "path", subject, place);
    const auto on = step.find("on");
    if (on == step.end() || !on->is_string()) return;
    if (of_end) check_end(*on, place / "on", context, order);
    if (what == "nodelay") check_role("transport-reference", *on, place / "on", context, order);
    if (what == "received" && facts_.protocols.count(on->get_ref<const std::string&>()) == 0) {
      faults_.error(
          place / "on", "unknown-protocol",
          fmt::format("there is no protocol \"{}\"", on->get<std::string>()),
          nearest_name_hint(on->get<std::string>(), {facts_.protocols.begin(), facts_.protocols.end()}));
    }
  }

  void check_open(const json& step, const Place& place) {
    const std::string what = text_of(step, "what");
    const std::string subject = fmt::format("the fixture \"{}\"", what);
    if (what == "file-pattern") require(step, "size", subject, place);
    if (what == "socketpairs") require(step, "count", subject, place);
    if (what == "unix-bound" && !step.contains("path")) {
      faults_.warning(place, "missing-parameter",
                      "the fixture \"unix-bound\" is bound at \"path\", which is not given");
    }
    const auto forbid = [&](std::string_view field, bool allowed) {
      if (!allowed && step.contains(field)) {
        faults_.error(place / field, "unknown-parameter", fmt::format("{} takes no \"{}\"", subject, field));
      }
    };
    forbid("size", what == "file-pattern");
    forbid("count", what == "socketpairs");
    forbid("path", is_one_of(what, {"unix-bound", "unix-listening"}));
  }

  void check_call(const json& step, const std::string& kind, const Place& place) {
    const std::string call = text_of(step, "call");
    if (call.empty()) return;
    const std::string subject = fmt::format("the call \"{}\"", call);
    if (is_one_of(call, {"write", "sendto"}) && kind != "server") require(step, "data", subject, place);
    if (call == "read_exactly") require(step, "size", subject, place);
    if (kind == "selector" && !is_one_of(call, {"select", "close"})) require(step, "of", subject, place);
    if (call == "send_signal") require(step, "signal", subject, place);
  }

  const StepTable& table_;
  const Fixtures& fixtures_;
  Faults& faults_;
  StepFacts facts_;
  std::unordered_map<const json*, std::size_t> orders_;  // of each step, in the order of the file
};

void collect_needs(const json& value, const Fixtures& fixtures, std::vector<std::string>& needs) {
  if (value.is_object() && text_of(value, "do") == "open") {
    const auto fixture = fixtures.find(text_of(value, "what"));
    if (fixture == fixtures.end()) return;
    for (const std::string& need : fixture->second.needs) {
      if (std::find(needs.begin(), needs.end(), need) == needs.end()) needs.push_back(need);
    }
  } else if (value.is_structured()) {
    for (const json& inner : value) collect_needs(inner, fixtures, needs);
  }
}

}  // namespace

StepFacts check_steps(const json& steps, const Place& place, const StepTable& table, const Fixtures& fixtures,
                      Faults& faults) {
  return StepChecker(table, fixtures, faults).run(steps, place);
}

std::vector<std::string> needs_of_fixtures(const json& steps, const Fixtures& fixtures) {
  std::vector<std::string> needs;
  collect_needs(steps, fixtures, needs);
  return needs;
}

}  // namespace loopcheck::catalogue
