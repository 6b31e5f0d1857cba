#include "library_names.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <utility>

#include "asyncio/child_watching.hpp"
#include "asyncio/loops.hpp"
#include "chosen_defect.hpp"
#include "identity.hpp"
#include "outcome.hpp"
#include "platform.hpp"
#include "process.hpp"

namespace reference_subject {
namespace {

constexpr std::string_view loop_suffix = "EventLoop";
constexpr std::string_view selector_suffix = "Selector";

bool has_loop(std::string_view class_name, std::string_view documented) {
  // The name EventLoop came with Python 3.13; this library's own is older than that for whoever models 3.12.
  if (class_name == loop_suffix && !at_least(documented, 3, 13)) {
    return false;
  }
  return asyncio::has_implementation(class_name);
}

bool has_selector(std::string_view class_name) {
  const std::optional<std::string> word = selector_word(class_name);
  const auto available = asyncio::available_selectors();
  return word && std::any_of(available.begin(), available.end(),
                             [&](asyncio::SelectorKind kind) { return asyncio::to_string(kind) == *word; });
}

// What a selector loop takes that is given none.
std::string default_selector_class() {
  if (const std::string_view wrong = chosen_defect().default_selector; !wrong.empty()) {
    return std::string(wrong);
  }
  return std::string(asyncio::new_selector_event_loop()->selector_class_name());
}

// A policy is nothing but the choice of a class of loops: those for Windows came in Python 3.7.
bool has_windows_policy(std::string_view loop_class, std::string_view documented) {
  return platform_name() == "windows" && at_least(documented, 3, 7) &&
         asyncio::has_implementation(loop_class);
}

// Things that this library has under a name of C++, or knows itself to be without.
std::optional<bool> has_other(const std::string& name, std::string_view documented) {
  const bool is_unix = platform_name() != "windows";
  const std::map<std::string_view, bool> table{
      {"asyncio.AbstractEventLoop", true},
      {"asyncio.BaseEventLoop", true},
      {"asyncio.Future", true},
      {"asyncio.Handle", true},
      {"asyncio.TimerHandle", true},
      {"asyncio.StreamReader", true},
      {"asyncio.StreamWriter", true},
      {"asyncio.SendfileNotAvailableError", true},
      {"asyncio.new_event_loop", true},
      {"asyncio.open_unix_connection", is_unix},
      {"asyncio.start_unix_server", is_unix},
      {"asyncio.NoSuchEventLoop", false},
      {"asyncio.WindowsSelectorEventLoopPolicy", has_windows_policy("SelectorEventLoop", documented)},
      {"asyncio.WindowsProactorEventLoopPolicy", has_windows_policy("ProactorEventLoop", documented)},
      {"selectors.BaseSelector", true},
      {"selectors.DefaultSelector", true},
      {"selectors.NoSuchSelector", false},
      {"socket.AF_INET", true},
      {"socket.AF_INET6", true},
      {"socket.AF_UNIX", is_unix},
  };
  const auto found = table.find(name);
  return found == table.end() ? std::nullopt : std::optional(found->second);
}

std::optional<bool> library_truly_has(const std::string& name, std::string_view documented) {
  if (const std::optional<bool> other = has_other(name, documented)) {
    return other;
  }
  const std::size_t dot = name.find('.');
  const std::string module = name.substr(0, dot);
  const std::string member = dot == std::string::npos ? "" : name.substr(dot + 1);
  if (module == "asyncio" && member.ends_with(loop_suffix)) {
    return has_loop(member, documented);
  }
  // Child watchers, and the functions that get and set them, were removed in 3.14, and Windows never had the
  // classes; elsewhere, whoever models an older version owes them.
  if (module == "asyncio" && member.ends_with("ChildWatcher") &&
      (at_least(documented, 3, 14) || platform_name() == "windows")) {
    return false;
  }
  if (module == "asyncio" && member.ends_with("_child_watcher") && at_least(documented, 3, 14)) {
    return false;
  }
  if (module == "selectors" && member.ends_with(selector_suffix)) {
    return has_selector(member);
  }
  if (module == "signal" && ((member.starts_with("SIG") && !member.starts_with("SIG_")) ||
                             (member.starts_with("CTRL_") && member.ends_with("_EVENT")))) {
    return signal_number(member).has_value();
  }
  return std::nullopt;
}

}  // namespace

bool at_least(std::string_view version, int major, int minor) {
  std::pair<int, int> given{0, 0};
  const char* end = version.data() + version.size();
  const auto parsed = std::from_chars(version.data(), end, given.first);
  if (parsed.ptr != end) {
    std::from_chars(parsed.ptr + 1, end, given.second);
  }
  return given >= std::pair(major, minor);
}

std::optional<bool> library_has(const std::string& name, std::string_view documented) {
  const std::optional<bool> truth = library_truly_has(name, documented);
  return truth ? std::optional(chosen_defect().spoil_answer(name, *truth)) : truth;
}

std::optional<std::string> thing_behind(const std::string& name, std::string_view documented) {
  if (!library_has(name, documented).value_or(false)) {
    return std::nullopt;
  }
  if (name == "asyncio.EventLoop") {
    return "asyncio." + public_class_name(default_loop(documented)->class_name());
  }
  if (name == "selectors.DefaultSelector") {
    return "selectors." + default_selector_class();
  }
  return name;
}

std::optional<std::string> child_watcher_class(std::string_view documented) {
  if (at_least(documented, 3, 14)) {
    return std::nullopt;
  }
  const std::string_view truth = asyncio::child_watcher_name();
  if (truth.empty()) {
    throw Unsupported("the reference library watches children in a way that no class of asyncio stands for");
  }
  const std::string_view wrong = chosen_defect().child_watcher;
  return std::string(wrong.empty() ? truth : wrong);
}

std::string public_class_name(std::string_view class_name) {
  for (const std::string_view known : {"SelectorEventLoop", "ProactorEventLoop"}) {
    if (class_name.ends_with(known)) {
      return std::string(known);
    }
  }
  return std::string(class_name);
}

std::string loop_style(std::string_view class_name) {
  return class_name.ends_with("SelectorEventLoop")   ? "selector"
         : class_name.ends_with("ProactorEventLoop") ? "proactor"
                                                     : "other";
}

std::optional<std::string> selector_word(std::string_view class_name) {
  if (!class_name.ends_with(selector_suffix) || class_name.size() == selector_suffix.size()) {
    return std::nullopt;
  }
  std::string word(class_name.substr(0, class_name.size() - selector_suffix.size()));
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char character) { return static_cast<char>(std::tolower(character)); });
  return word;
}

}  // namespace reference_subject
