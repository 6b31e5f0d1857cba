#include "plain_words.hpp"

#include <array>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "display.hpp"

namespace loopcheck::reports {

using nlohmann::json;

namespace {

constexpr std::size_t value_limit = 160;  // bytes of one value

// A sentence for each kind of step. "{name}" stands for the parameter of that name; parameters that the
// sentence does not speak of follow it, by name.
struct Sentence {
  std::string_view kind;
  std::string_view words;
};

constexpr std::array sentences = {
    // The loop
    Sentence{"control", "check that the loop is alive"},
    Sentence{"run", "run the loop for {turns} turns"},
    Sentence{"run_until", "run the loop until {event}"},
    Sentence{"run_forever", "call run_forever()"},
    Sentence{"run_until_complete", "call run_until_complete() with {on}"},
    Sentence{"await", "wait for {on}"},
    Sentence{"cancel_task", "cancel the task {on}"},
    Sentence{"stop", "call stop()"},
    Sentence{"close", "call close()"},
    Sentence{"is_running", "ask is_running()"},
    Sentence{"is_closed", "ask is_closed()"},
    Sentence{"time", "ask time()"},
    Sentence{"call_soon", "schedule {callback} by call_soon()"},
    Sentence{"call_soon_threadsafe", "schedule {callback} by call_soon_threadsafe()"},
    Sentence{"call_later", "schedule {callback} by call_later() in {delay_ms} ms"},
    Sentence{"call_at", "schedule {callback} by call_at() for {after_ms} ms from now"},
    Sentence{"cancel", "cancel the handle {on}"},
    Sentence{"cancelled", "ask whether the handle {on} is cancelled"},
    Sentence{"set_exception_handler", "set the exception handler to {callback}"},
    Sentence{"call_exception_handler", "call the exception handler with the message {message}"},
    Sentence{"run_in_executor", "run {callback} in the default executor and wait for it"},
    Sentence{"set_debug", "set debug mode to {enabled}"},
    Sentence{"in_thread", "on a new thread"},
    Sentence{"join", "wait for the thread {on} to end"},
    Sentence{"await_event", "wait until {event}"},
    Sentence{"log", "note the event {event}"},
    Sentence{"inspect", "look at: {what}"},
    // Resources
    Sentence{"open", "open {what}"},
    Sentence{"write", "write {data} to {on} directly"},
    Sentence{"read", "read {on} directly"},
    Sentence{"fill", "write to {on} directly until it would block"},
    Sentence{"drain", "read {on} directly until it would block or ends"},
    Sentence{"connect", "connect a plain client to {on}"},
    Sentence{"accept", "accept a connection of {on} directly"},
    Sentence{"close_end", "close {on} directly"},
    Sentence{"make_file", "make the file {path} that holds {data}"},
    // Watching
    Sentence{"add_reader", "watch {on} for reading by add_reader(), which is to call {callback}"},
    Sentence{"add_writer", "watch {on} for writing by add_writer(), which is to call {callback}"},
    Sentence{"remove_reader", "stop watching {on} for reading by remove_reader()"},
    Sentence{"remove_writer", "stop watching {on} for writing by remove_writer()"},
    // Selectors
    Sentence{"new_selector", "make a selector"},
    Sentence{"selector", "call {call} of the selector {on}"},
    // Transports
    Sentence{"connect_read_pipe", "give {on} to connect_read_pipe()"},
    Sentence{"connect_write_pipe", "give {on} to connect_write_pipe()"},
    Sentence{"transport", "call {call} of the transport {on}"},
    Sentence{"server", "call {call} of the server {on}"},
    Sentence{"stream", "call {call} of the stream {on}"},
    Sentence{"process", "call {call} of the process {on}"},
    Sentence{"process_pipe", "call {call} of the pipe {fd} of the process {on}"},
    // Signals
    Sentence{"add_signal_handler", "call add_signal_handler() with {signal}, which is to call {callback}"},
    Sentence{"remove_signal_handler", "call remove_signal_handler() with {signal}"},
    Sentence{"raise_signal", "send {signal} to the own process"},
    // Processes
    Sentence{"subprocess_exec", "call subprocess_exec() with the helper's arguments {args}"},
    Sentence{"subprocess_shell", "call subprocess_shell() with {command}"},
};

// What "open" opens, where its name alone does not say it.
constexpr std::array resources = {
    Sentence{"pipe", "a pipe"},
    Sentence{"fifo", "a FIFO"},
    Sentence{"file-read", "a file of 5 bytes for reading"},
    Sentence{"file-write", "an empty file for writing"},
    Sentence{"file-empty", "an empty file for reading and writing"},
    Sentence{"file-at-end", "a file of 5 bytes, at its end"},
    Sentence{"file-pattern", "a file with a pattern of bytes"},
    Sentence{"directory", "a directory"},
    Sentence{"null-device", "the null device"},
    Sentence{"zero-device", "/dev/zero"},
    Sentence{"random-device", "/dev/urandom"},
    Sentence{"pty", "a pseudo-terminal"},
    Sentence{"socketpair", "a pair of connected sockets"},
    Sentence{"socketpairs", "pairs of connected sockets"},
    Sentence{"tcp-listening", "a TCP socket that listens"},
    Sentence{"tcp-connected", "both ends of a TCP connection"},
    Sentence{"tcp-unconnected", "a TCP socket that is not connected"},
    Sentence{"tcp6-listening", "a TCP socket that listens on ::1"},
    Sentence{"udp", "two UDP sockets, connected to each other"},
    Sentence{"udp-bound", "a UDP socket"},
    Sentence{"unix-listening", "a Unix socket that listens"},
    Sentence{"unix-bound", "a Unix socket that is bound and does not listen"},
    Sentence{"unix-unconnected", "a Unix socket that is neither bound nor connected"},
    Sentence{"unix-datagram", "a pair of connected Unix datagram sockets"},
    Sentence{"eventfd", "an eventfd"},
    Sentence{"closed-number", "a descriptor and close it"},
    Sentence{"high-number", "a socket whose descriptor is 1024 or above"},
    Sentence{"negative-number", "nothing: the number -1 stands for a descriptor"},
    Sentence{"object-with-fileno", "an object that has fileno()"},
    Sentence{"object-without-fileno", "an object that has no fileno()"},
    Sentence{"overlapped-pipe", "a named pipe for overlapped I/O"},
    Sentence{"plain-named-pipe", "a named pipe without overlapped I/O"},
    Sentence{"console", "the console"},
};

template <std::size_t Size>
std::string_view find(const std::array<Sentence, Size>& table, std::string_view kind) {
  for (const Sentence& sentence : table) {
    if (sentence.kind == kind) return sentence.words;
  }
  return {};
}

std::string as_written(const json& value) {
  return shortened(shown_in_line(value.dump(-1, ' ', false, json::error_handler_t::replace)), value_limit);
}

std::string compact(const json& value) {
  if (!value.is_string()) return as_written(value);
  return shortened(shown_in_line(value.get_ref<const std::string&>()), value_limit);
}

std::string list_of(const json& values, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) text += i + 1 == values.size() ? fmt::format(" {} ", last) : std::string(", ");
    text += compact(values[i]);
  }
  return text;
}

std::string data_text(const json& value) {
  const bool pattern = value.is_object() && value.contains("pattern");
  return pattern ? compact(value["pattern"]) + " bytes" : as_written(value);
}

class Writer {
 public:
  std::vector<TriedStep> list;

  void steps(const json& all, std::size_t depth) {
    if (!all.is_array()) return list.push_back({depth, "", compact(all)});
    for (const auto& step : all) {
      if (step.is_object() && step.contains("do") && step["do"].is_string()) {
        one(step, depth);
      } else {
        list.push_back({depth, "", compact(step)});
      }
    }
  }

 private:
  // What a step says of its parameters, while it is put into words.
  struct Telling {
    const json& step;
    std::set<std::string> told{"id", "do"};
    std::vector<std::pair<std::string, const json*>> inside;  // titles and steps
  };

  void one(const json& step, std::size_t depth) {
    Telling telling{step, {"id", "do"}, {}};
    const std::string kind = step["do"].get<std::string>();
    const std::string_view words = find(sentences, kind);
    std::string text = words.empty() ? fmt::format("call {}()", shown_in_line(kind)) : filled(words, telling);
    if (kind == "in_thread" && step.value("steps", json()).is_array()) {
      telling.told.insert("steps");
      telling.inside.emplace_back("there", &step["steps"]);
    }
    text += rest(telling);
    list.push_back({depth, step.contains("id") ? compact(step["id"]) : "", text});
    for (const auto& [title, inside] : telling.inside) {
      list.push_back({depth + 1, "", title + ":"});
      steps(*inside, depth + 2);
    }
  }

  // The sentence, with the parameters in it.
  std::string filled(std::string_view words, Telling& telling) {
    std::string text;
    while (!words.empty()) {
      const auto open = words.find('{');
      text += words.substr(0, open);
      if (open == std::string_view::npos) break;
      const auto close = words.find('}', open);
      const std::string name(words.substr(open + 1, close - open - 1));
      text += parameter(name, telling);
      words.remove_prefix(close + 1);
    }
    return text;
  }

  std::string parameter(const std::string& name, Telling& telling) {
    const json& step = telling.step;
    telling.told.insert(name);
    const auto found = step.find(name);
    if (found == step.end()) return "…";
    if (name == "callback" || name == "call") return called(*found, name == "call", telling);
    if (name == "event") return event(*found, telling);
    if (name == "data") return data_text(*found);
    if (name == "what") return what(*found, telling);
    if (name == "message") return as_written(*found);
    if (name == "args" && found->is_array()) return list_of(*found, "and");
    return compact(*found);
  }

  // A callback as it is called, or a method: cb("a"), write("x").
  std::string called(const json& callback, bool method, Telling& telling) {
    if (callback.is_null()) return "the default";
    if (!callback.is_string() && !callback.is_object()) return compact(callback);
    std::string arguments;
    const char* source = method ? "data" : "args";
    const auto given = telling.step.find(source);
    if (given != telling.step.end()) {
      telling.told.insert(source);
      if (method) {
        arguments = data_text(*given);
      } else if (given->is_array()) {
        for (const auto& value : *given) arguments += (arguments.empty() ? "" : ", ") + as_written(value);
      } else {
        arguments = as_written(*given);
      }
    }
    return named(callback, telling, fmt::format("({})", arguments));
  }

  // A callback or a protocol: its name, and what it does.
  std::string named(const json& value, Telling& telling, const std::string& after) {
    if (!value.is_object() || !value.contains("name")) return compact(value) + after;
    const std::string name = compact(value["name"]);
    std::string text = name + after;
    for (const auto& part : value.items()) {
      if (part.key() == "do") {
        telling.inside.emplace_back("in " + name, &part.value());
      } else if (part.key() == "raise") {
        text += ", which raises " + compact(part.value());
      } else if (part.key() == "on_data") {
        const bool reverse = part.value() == "reverse";
        text += reverse ? ", which sends each chunk back reversed" : ", on data: " + compact(part.value());
      } else if (part.key() != "name") {
        text += fmt::format(", {} {}", shown_in_line(part.key()), compact(part.value()));
      }
    }
    return text;
  }

  std::string event(const json& value, Telling& telling) {
    std::string text = value.is_array() ? list_of(value, "and") : compact(value);
    if (telling.step["do"] == "log") return text;
    const auto count = telling.step.find("count");
    text += value.is_array() && value.size() > 1 ? " have happened" : " has happened";
    if (count == telling.step.end()) return text;
    telling.told.insert("count");
    return text + fmt::format(" {} times", compact(*count));
  }

  std::string what(const json& value, Telling& telling) {
    if (telling.step["do"] != "open" || !value.is_string()) return compact(value);
    const std::string_view words = find(resources, value.get<std::string>());
    return words.empty() ? compact(value) : std::string(words);
  }

  // The parameters that the sentence did not speak of.
  std::string rest(Telling& telling) {
    std::string text;
    for (const auto& item : telling.step.items()) {
      if (telling.told.contains(item.key())) continue;
      const json& value = item.value();
      if (item.key() == "background" && value == true) {
        text += ", in the background";
      } else if (item.key() == "protocol") {
        text += ", protocol " + named(value, telling, "");
      } else if (item.key() == "callback") {
        text += ", callback " + called(value, false, telling);
      } else if (item.key() == "data") {
        text += ", data " + data_text(value);
      } else {
        text += fmt::format(", {} {}", shown_in_line(item.key()), compact(value));
      }
    }
    return text;
  }
};

}  // namespace

std::vector<TriedStep> tried(const json& steps) {
  Writer writer;
  writer.steps(steps, 0);
  return std::move(writer.list);
}

}  // namespace loopcheck::reports
