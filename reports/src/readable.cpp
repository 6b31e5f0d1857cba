#include "readable.hpp"

#include <string_view>

#include <fmt/format.h>

#include "display.hpp"

namespace loopcheck::reports {

using nlohmann::json;

namespace {

constexpr std::size_t value_limit = 240;  // bytes of one value in a line

std::string compact(const json& value) {
  if (value.is_string()) return shortened(shown_in_line(value.get_ref<const std::string&>()), value_limit);
  return shortened(shown_in_line(value.dump(-1, ' ', false, json::error_handler_t::replace)), value_limit);
}

// A text field, or "" if there is none.
std::string text_of(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? "" : compact(*found);
}

std::string exception_text(const json& exception) {
  if (!exception.is_object()) return compact(exception);
  std::string text = text_of(exception, "type");
  const std::string message = text_of(exception, "message");
  if (!message.empty()) text += ": " + message;
  for (const char* number : {"errno", "winerror"}) {
    const auto found = exception.find(number);
    if (found != exception.end() && !found->is_null())
      text += fmt::format(" ({} {})", number, compact(*found));
  }
  return text;
}

std::string step_text(const json& entry) {
  const std::string step = text_of(entry, "step");
  const std::string outcome = text_of(entry, "outcome");
  if (outcome == "returned") {
    const auto value = entry.find("value");
    return step + " returned" + (value == entry.end() || value->is_null() ? "" : " " + compact(*value));
  }
  if (outcome == "raised") {
    const auto exception = entry.find("exception");
    return step + " raised " + (exception == entry.end() ? "something" : exception_text(*exception));
  }
  std::string text = step + (outcome == "not-run" ? " was not run" : " is " + outcome);
  const std::string need = text_of(entry, "need");
  if (!need.empty()) text += " (" + need + ")";
  const std::string reason = text_of(entry, "reason");
  if (!reason.empty()) text += ": " + reason;
  return text;
}

std::string event_text(const json& entry) {
  std::string text = text_of(entry, "event");
  auto data = entry.value("data", json::object());
  if (data.is_object()) {
    data.erase("loop_time");  // the line has a time of its own
    for (const auto& item : data.items()) {
      text += "  " + shown_in_line(item.key()) + " " +
              (item.key() == "exception" ? exception_text(item.value()) : compact(item.value()));
    }
  } else {
    text += "  " + compact(data);
  }
  const std::string during = text_of(entry, "during");
  if (!during.empty()) text += "  during " + during;
  if (text_of(entry, "thread") == "other") text += "  on another thread";
  return text;
}

}  // namespace

std::vector<TimelineLine> timeline_lines(const json& transcript) {
  std::vector<TimelineLine> lines;
  if (!transcript.is_array()) return lines;
  for (const auto& entry : transcript) {
    TimelineLine line;
    if (!entry.is_object()) {
      line.text = compact(entry);
      lines.push_back(std::move(line));
      continue;
    }
    const auto at = entry.find("at_ns");
    if (at != entry.end() && at->is_number_integer()) {
      line.at = std::chrono::nanoseconds(at->get<std::int64_t>());
      line.has_time = true;
    }
    if (entry.contains("step")) {
      line.text = step_text(entry);
      line.is_trouble = text_of(entry, "outcome") != "returned";
      const auto duration = entry.find("duration_ns");
      if (duration != entry.end() && duration->is_number_integer()) {
        line.duration = std::chrono::nanoseconds(duration->get<std::int64_t>());
        line.took = duration_text(line.duration);
      }
    } else if (entry.contains("event")) {
      line.text = event_text(entry);
      line.is_event = true;
      line.is_trouble = text_of(entry, "event") == "loop.exception";
    } else if (entry.contains("events_dropped")) {
      line.text = "further events, only counted: " + compact(entry["events_dropped"]);
      line.is_trouble = true;
    } else {
      line.text = compact(entry);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string own_message(const record::Result& result) {
  const bool is_only_these = result.message == "expected " + result.expected + ", but " + result.observed;
  return is_only_these ? "" : result.message;
}

}  // namespace loopcheck::reports
