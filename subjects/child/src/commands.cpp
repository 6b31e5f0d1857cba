#include "commands.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include "platform.hpp"

namespace loopcheck::child {
namespace {

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();

int status_of(bool success) {
  return success ? 0 : exit_failure;
}

bool say_ready() {
  return write_all(standard_output, "ready\n");
}

int usage_error(const std::string& message) {
  write_all(standard_error, "loopcheck-child: " + message + "\nTry: loopcheck-child --help\n");
  return exit_usage;
}

void wait_for_end_of_input() {
  if (!input_can_end()) {
    wait_for_ever();
  }
  std::array<char, 4096> buffer{};
  while (!read_some(standard_input, buffer).empty()) {
  }
}

int exit_with(Arguments arguments) {
  int status = 0;
  const char* end = arguments[0].data() + arguments[0].size();
  const auto parsed = std::from_chars(arguments[0].data(), end, status);
  if (parsed.ec != std::errc() || parsed.ptr != end) {
    return usage_error("exit needs a number, not '" + std::string(arguments[0]) + "'");
  }
  return status;
}

int reverse(Arguments) {
  std::string all;
  std::array<char, 65536> buffer{};
  for (auto chunk = read_some(standard_input, buffer); !chunk.empty();
       chunk = read_some(standard_input, buffer)) {
    all.append(chunk.begin(), chunk.end());
  }
  return status_of(write_all(standard_output, std::string(all.rbegin(), all.rend())));
}

int echo(Arguments) {
  std::array<char, 65536> buffer{};
  for (auto chunk = read_some(standard_input, buffer); !chunk.empty();
       chunk = read_some(standard_input, buffer)) {
    if (!write_all(standard_output, {chunk.data(), chunk.size()})) {
      return exit_failure;
    }
  }
  return 0;
}

int print(Arguments arguments) {
  return status_of(write_all(standard_output, arguments[0]));
}

int print_error(Arguments arguments) {
  return status_of(write_all(standard_error, arguments[0]));
}

int print_both(Arguments arguments) {
  return status_of(write_all(standard_output, arguments[0]) && write_all(standard_error, arguments[1]));
}

int arguments_in_hexadecimal(Arguments arguments) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::string_view argument : arguments) {
    for (const char c : argument) {
      const auto byte = static_cast<unsigned char>(c);
      text += digits[byte >> 4U];
      text += digits[byte & 15U];
    }
    text += '\n';
  }
  return status_of(write_all(standard_output, text));
}

int wait(Arguments) {
  say_ready();
  wait_for_end_of_input();
  return 0;
}

int ignore_term(Arguments) {
  if (!ignore_termination()) {
    return usage_error("termination cannot be ignored here");
  }
  say_ready();
  wait_for_end_of_input();
  return 7;
}

int raise_signal(Arguments arguments) {
  const std::optional<int> signal = signal_number(arguments[0]);
  if (!signal) {
    return usage_error("there is no signal '" + std::string(arguments[0]) + "' here");
  }
  raise_with_default_action(*signal);
  return 0;
}

int environment(Arguments arguments) {
  const std::optional<std::string> value = environment_value(std::string(arguments[0]));
  return value ? status_of(write_all(standard_output, *value)) : exit_unset;
}

int directory(Arguments) {
  return status_of(write_all(standard_output, current_directory()));
}

int session(Arguments) {
  const std::optional<bool> own = leads_its_session();
  if (!own) {
    return usage_error("there are no sessions here");
  }
  return status_of(write_all(standard_output, *own ? "own" : "shared"));
}

int descriptors(Arguments) {
  std::string text;
  for (const int number : further_descriptors()) {
    text += std::to_string(number) + '\n';
  }
  return status_of(write_all(standard_output, text));
}

int never_read(Arguments) {
  say_ready();
  wait_for_ever();
}

int leave_grandchild(Arguments) {
  return status_of(start_grandchild());
}

int hold(Arguments) {
  wait_for_end_of_input();
  return 0;
}

int console_events(Arguments) {
  if (!tell_console_events()) {
    return usage_error("there are no console events here");
  }
  wait_for_end_of_input();
  return console_events_arrive() ? 0 : exit_unset;
}

int kinds(Arguments) {
  std::string text;
  for (const int fd : {standard_input, standard_output, standard_error}) {
    text.append(kind_of(fd)).append("\n");
  }
  return status_of(write_all(standard_output, text));
}

constexpr auto table = std::to_array<Command>({
    {"exit", "N", "exits with status N", 1, 1, exit_with},
    {"reverse", "", "reads all of stdin, then writes its bytes in reverse order", 0, 0, reverse},
    {"echo", "", "copies stdin to stdout as it comes", 0, 0, echo},
    {"print", "TEXT", "writes TEXT to stdout, without a line end", 1, 1, print},
    {"print-error", "TEXT", "writes TEXT to stderr, without a line end", 1, 1, print_error},
    {"print-both", "OUT ERR", "writes OUT to stdout, then ERR to stderr", 2, 2, print_both},
    {"arguments", "[ARG...]", "writes the bytes of each ARG in hexadecimal, a line each", 0, any_number,
     arguments_in_hexadecimal},
    {"wait", "", "writes the line 'ready', waits until stdin ends (for ever if stdin cannot end)", 0, 0,
     wait},
    {"ignore-term", "", "the same, ignores SIGTERM, and exits with status 7", 0, 0, ignore_term},
    {"raise", "SIGNAME", "sends itself the signal, with its default action", 1, 1, raise_signal},
    {"environment", "NAME", "writes the value of a variable; exits with 3 if it is unset", 1, 1, environment},
    {"directory", "", "writes the current directory", 0, 0, directory},
    {"session", "", "writes whether its session is its own or shared", 0, 0, session},
    {"descriptors", "", "writes the numbers of open descriptors besides 0, 1 and 2, a line each", 0, 0,
     descriptors},
    {"never-read", "", "writes the line 'ready', never reads stdin, waits for ever", 0, 0, never_read},
    {"leave-grandchild", "", "starts a process that holds stdout until stdin ends; exits at once", 0, 0,
     leave_grandchild},
    {"hold", "", "writes nothing, waits until stdin ends", 0, 0, hold},
    {"console-events", "",
     "Windows: tells of console events; its own first one as 'ready', or 'none' if refused", 0, 0,
     console_events},
    {"kinds", "", "writes what 0, 1 and 2 are, a line each: pipe, socket, file, null, tty, closed", 0, 0,
     kinds},
});

constexpr std::string_view examples = R"(
Examples:
  printf abc | loopcheck-child reverse          prints: cba
  loopcheck-child arguments a ''                prints: 61 and an empty line
  loopcheck-child exit 3; echo $?               prints: 3
  loopcheck-child raise SIGTERM; echo $?        prints: 143, in most shells
  loopcheck-child kinds </dev/null | cat        prints: null, pipe, and what stderr is

What the system has not (signals on Windows, console events elsewhere) is wrong usage.
Wrong usage: a message on stderr, exit status 64.
)";

}  // namespace

std::span<const Command> commands() {
  return table;
}

std::string help() {
  std::string text =
      "loopcheck-child COMMAND [ARGUMENT...]\n"
      "The child program of loopcheck's subprocess cases.\n\nCommands:\n";
  for (const Command& command : table) {
    std::string left = "  " + std::string(command.name) + " " + std::string(command.parameters);
    left.resize(std::max<std::size_t>(left.size() + 1, 26), ' ');
    text += left + std::string(command.about) + "\n";
  }
  return text + std::string(examples);
}

int perform(Arguments arguments) {
  if (arguments.empty()) {
    return usage_error("no command given");
  }
  if (arguments[0] == "--help" || arguments[0] == "-h") {
    return status_of(write_all(standard_output, help()));
  }
  for (const Command& command : table) {
    if (command.name == arguments[0]) {
      const Arguments rest = arguments.subspan(1);
      if (rest.size() < command.minimum || rest.size() > command.maximum) {
        return usage_error("usage: " + std::string(command.name) + " " + std::string(command.parameters));
      }
      return command.perform(rest);
    }
  }
  return usage_error("unknown command '" + std::string(arguments[0]) + "'");
}

}  // namespace loopcheck::child
