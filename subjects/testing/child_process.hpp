// A child process for tests, with pipes as its standard streams. Every wait has a deadline; a child that is
// still there at the end of a test is killed with its process group, on Windows with its job.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loopcheck::testing {

// How a process ended: one of the two is set.
struct Ending {
  std::optional<int> status;
  std::optional<int> signal;
  friend bool operator==(const Ending&, const Ending&) = default;
};

inline Ending exited(int status) {
  return {status, std::nullopt};
}
inline Ending killed_by(int signal) {
  return {std::nullopt, signal};
}

class ChildProcess {
 public:
  // Throws std::runtime_error if a system call fails. The program is not looked up in PATH. Texts are UTF-8
  // on Windows. `closed` is a standard stream that the child shall not have.
  explicit ChildProcess(const std::vector<std::string>& program_and_arguments,
                        std::optional<int> closed = std::nullopt);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();

  // False if nobody reads any more.
  bool write(std::string_view bytes);
  void close_input();

  // Without its line end; nullopt at the end of the output.
  std::optional<std::string> read_line();
  // Everything up to the end, or `limit` bytes.
  std::string read_output(std::size_t limit = std::size_t{1} << 30);
  std::string read_error(std::size_t limit = std::size_t{1} << 30);

  void send_signal(int signal);  // defined on Unix alone
  void kill();                   // SIGKILL, TerminateProcess()
  Ending wait();
  [[nodiscard]] bool running();
  [[nodiscard]] int pid() const;

  // How kill() ends a process.
  static Ending killed();

 private:
  // What the operating system gave; each folder has its own.
  struct System;
  enum class Stream { output, error };
  bool read_more(Stream stream, std::string& buffer);

  std::unique_ptr<System> system_;
  std::string output_buffer_;
  std::string error_buffer_;
  std::optional<Ending> ending_;
};

}  // namespace loopcheck::testing
