// The standard streams, raw, and the ways to leave or not to leave. One folder per system: src/unix/,
// src/windows/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scripted_subject {

inline constexpr int standard_input = 0;
inline constexpr int standard_output = 1;
inline constexpr int standard_error = 2;

// A reader that goes away is a failed write, not a death by a signal.
void prepare();

// What main() was called with, without the program's name, in UTF-8.
std::vector<std::string> arguments_of(int count, char** values);

// Without its line end; nullopt at the end of the input.
std::optional<std::string> read_line();

// False if nobody reads any more.
bool write_all(int fd, std::string_view bytes);

void close_output();

// False if nobody reads the output any more; else true, after at most that time.
bool output_is_read(int milliseconds);

[[noreturn]] void hang();
[[noreturn]] void crash();  // by a segmentation fault, an access violation
[[noreturn]] void exit_now(int status);
void ignore_requests_to_end();

// Starts a process that holds the standard output for ever: on Unix in the same process group, on Windows in
// the same job.
// Gives its number, or nothing if it could not be started.
std::optional<unsigned long> leave_grandchild();

}  // namespace scripted_subject
