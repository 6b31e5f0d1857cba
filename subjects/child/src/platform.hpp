// What the commands need of the operating system. One folder per system implements it: src/unix/,
// src/windows/.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loopcheck::child {

inline constexpr int standard_input = 0;
inline constexpr int standard_output = 1;
inline constexpr int standard_error = 2;

// Standard streams carry bytes, unchanged.
void prepare_standard_streams();

// Writes all of it, unbuffered. False if that is not possible, such as when nobody reads any more.
bool write_all(int fd, std::string_view bytes);

// Reads what there is, waiting for the first byte. Empty at the end of the stream or on an error.
std::span<const char> read_some(int fd, std::span<char> buffer);

// Whether the standard input is something whose end can be waited for: a pipe, a socket or a terminal.
bool input_can_end();

// Returns never, unless a signal ends the process.
[[noreturn]] void wait_for_ever();

// False where nothing can be done about it: TerminateProcess() asks nobody.
bool ignore_termination();

// The number of a signal by its name, such as "SIGTERM". Windows has none that one process could send
// another.
std::optional<int> signal_number(std::string_view name);

// Gives the signal its default action, lets it through and sends it to this process.
void raise_with_default_action(int signal);

std::optional<std::string> environment_value(const std::string& name);

std::string current_directory();

// Whether the session of this process was begun by it. Nothing where there are no sessions.
std::optional<bool> leads_its_session();

// Open descriptors other than 0, 1 and 2, in ascending order. On Windows: inheritable handles other than the
// standard ones, of pipes, sockets, files and the null device.
std::vector<int> further_descriptors();

// "pipe", "socket", "file", "null", "tty", "closed", or "other".
std::string_view kind_of(int fd);

// Starts a process that holds the standard output until its standard input ends. False if that fails.
bool start_grandchild();

// Writes a line for each console event that comes, on a thread of the system's: its name, but "ready" for the
// first, which this process sends to its own group to show that they do arrive, or "none" if it may not send
// it. False where there are no such events.
bool tell_console_events();
// Whether that first one has arrived.
bool console_events_arrive();

}  // namespace loopcheck::child
