// The keyword arguments of the loop's methods. What is nullopt was not given.
// https://docs.python.org/3/library/asyncio-eventloop.html
//
// A `socket` is taken over, and closed with what is made of it or after a failure, unless the arguments are
// refused with ValueError: then it stays the caller's. It is set non-blocking.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "asyncio/address.hpp"
#include "asyncio/native.hpp"

namespace asyncio {

struct ServerOptions {
  std::optional<std::string> host;  // nullopt: all interfaces
  std::uint16_t port = 0;
  AddressFamily family = AddressFamily::unspecified;
  std::optional<FileDescriptor> socket;  // a stream socket; then host and port must not be set
  int backlog = 100;
  std::optional<bool> reuse_address;  // default: true on Unix
  std::optional<bool> reuse_port;
  bool start_serving = true;
};

struct ConnectionOptions {
  std::optional<std::string> host;
  std::uint16_t port = 0;
  AddressFamily family = AddressFamily::unspecified;
  std::optional<FileDescriptor> socket;  // a connected stream socket; then host and port must not be set
};

struct UnixServerOptions {
  std::optional<std::string> path;       // a first byte of 0: abstract
  std::optional<FileDescriptor> socket;  // a bound stream socket of AF_UNIX
  int backlog = 100;
  bool start_serving = true;
  bool cleanup_socket = true;  // close() removes the path unless another file has taken its place
};

struct UnixConnectionOptions {
  std::optional<std::string> path;
  std::optional<FileDescriptor> socket;
};

struct DatagramOptions {
  std::optional<InternetAddress> local;
  std::optional<InternetAddress> remote;
  AddressFamily family = AddressFamily::unspecified;
  std::optional<bool> reuse_port;
  // Gone from asyncio in 3.11, since it let one process take another's traffic: any value is a TypeError.
  std::optional<bool> reuse_address;
  bool allow_broadcast = false;
  std::optional<FileDescriptor> socket;
};

// What becomes of a standard stream of a child. A descriptor stays the caller's: the child gets a copy.
struct StdioPipe {};      // to or from the transport
struct StdioDevNull {};   // the null device
struct StdioInherit {};   // this process's own
struct StdioToStdout {};  // standard error only: where standard output goes
using Stdio = std::variant<StdioPipe, StdioDevNull, StdioInherit, StdioToStdout, FileDescriptor>;

struct SubprocessOptions {
  Stdio standard_input = StdioPipe{};
  Stdio standard_output = StdioPipe{};
  Stdio standard_error = StdioPipe{};
  std::optional<std::string> working_directory;
  // nullopt: inherited. If it is given, the program is searched for in its PATH.
  std::optional<std::map<std::string, std::string>> environment;
  bool start_new_session = false;    // without effect on Windows
  std::uint32_t creation_flags = 0;  // Windows only: CREATE_NEW_PROCESS_GROUP and the like
  // Keyword arguments of subprocess.Popen that asyncio names and refuses: any that is set throws ValueError.
  std::optional<bool> universal_newlines;  // may be false
  std::optional<bool> shell;               // may be false for exec, true for shell
  std::optional<bool> text;                // may be false
  std::optional<int> buffer_size;          // may be 0
  std::optional<std::string> encoding;
  std::optional<std::string> errors;
};

}  // namespace asyncio
