// What differs between operating systems about child processes. One folder per system implements it, and
// gives the header native/process.hpp with the class Process:
//
//   using Pipe;                     an Asio stream: async_read_some, async_write_some, close
//   Process(context, start, ended)  starts it; throws StartError. `ended` is called once, when it has
//   how_it_ended()                  from then on: "exit status 3", "signal 11 (SIGSEGV)"
//   input, output, error            our ends of its standard streams, which nobody else inherits
//   unread_output()                 bytes of its output that could be read at once
//   stop_writing()                  ends a pending write to its input with an error
//   kill()                          ends it and everything that it started, for good
//   wait()                          after kill(), until the system has let it go
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "loopcheck/subject/child_process.hpp"

namespace loopcheck::subject::native {

struct Start {
  std::filesystem::path program;
  std::vector<std::string> arguments;
  std::map<std::string, std::string> environment;  // besides the harness's own
  Orphan orphan = Orphan::is_killed;
};

// The file that a command's first word means: itself if it names a folder, else what the PATH gives. Nothing
// if there is no such file.
std::optional<std::filesystem::path> find_program(const std::string& name);

// The system that the harness runs on: "linux", "macos", "windows".
std::string system_name();

// What the names of programs end with here: "" or ".exe".
extern const char* const program_ending;

}  // namespace loopcheck::subject::native
