// Children: how they are started, what they are told, what is heard of them.
#include <csignal>

#include "groups.hpp"
#include "main_thread.hpp"
#include "transport_decorators.hpp"

namespace asyncio::defects {
namespace {

enum class Fault {
  zero_while_running,
  status_shifted,
  signal_as_the_shell_says,
  terminate_kills,
  kill_terminates,
  always_sigterm,
  kill_raises,
  terminate_raises,
  console_event_raises,
  sigterm_raises,
  no_pid,
  pipe_where_none_is,
  close_leaves_the_child,
};

class FaultyChild : public ChildDecorator {
 public:
  FaultyChild(std::shared_ptr<SubprocessTransport> inner, Fault fault)
      : ChildDecorator(std::move(inner)), fault_(fault) {}

  [[nodiscard]] std::optional<long long> get_returncode() const override {
    const auto code = ChildDecorator::get_returncode();
    if (!code) {
      return fault_ == Fault::zero_while_running ? std::optional(0LL) : code;
    }
    if (fault_ == Fault::status_shifted && *code > 0) {
      return *code * 256;
    }
    return fault_ == Fault::signal_as_the_shell_says && *code < 0 ? 128 - *code : *code;
  }
  [[nodiscard]] ProcessId get_pid() const override {
    return fault_ == Fault::no_pid ? 0 : ChildDecorator::get_pid();
  }
  [[nodiscard]] std::shared_ptr<BaseTransport> get_pipe_transport(int fd) const override {
    auto pipe = ChildDecorator::get_pipe_transport(fd);
    for (int other = 0; other < 3 && pipe == nullptr && fault_ == Fault::pipe_where_none_is; ++other) {
      pipe = ChildDecorator::get_pipe_transport(other);
    }
    return pipe;
  }
  void close() override {
    if (fault_ != Fault::close_leaves_the_child) {
      ChildDecorator::close();
      return;
    }
    // What the child hears is the end of its input.
    if (const auto input = ChildDecorator::get_pipe_transport(0)) {
      input->close();
    }
  }
  void send_signal(int signal) override {
    if (fault_ == Fault::console_event_raises && signal != SIGTERM) {
      throw ValueError("unsupported signal");
    }
    if (fault_ == Fault::sigterm_raises && signal == SIGTERM) {
      ChildDecorator::kill();
      throw ValueError("unsupported signal");
    }
    ChildDecorator::send_signal(fault_ == Fault::always_sigterm ? SIGTERM : signal);
  }
  void terminate() override {
    if (fault_ == Fault::terminate_raises) {
      ChildDecorator::kill();
      throw NotImplementedError();
    }
    fault_ == Fault::terminate_kills ? ChildDecorator::kill() : ChildDecorator::terminate();
  }
  void kill() override {
    if (fault_ == Fault::kill_raises) {
      ChildDecorator::kill();
      throw NotImplementedError();
    }
    if (fault_ == Fault::kill_terminates && !std::exchange(asked_, true)) {
      ChildDecorator::terminate();
      // A child that ignores it would stay for ever.
      if (const auto input = ChildDecorator::get_pipe_transport(0)) {
        input->close();
      }
      return;
    }
    ChildDecorator::kill();
  }

 private:
  Fault fault_;
  bool asked_ = false;
};

class ChildrenSpoiled : public LoopDecorator {
 public:
  ChildrenSpoiled(std::unique_ptr<EventLoop> sound, Fault fault)
      : LoopDecorator(std::move(sound)), fault_(fault) {}

  Future<std::shared_ptr<SubprocessTransport>> subprocess_exec(Factory<SubprocessProtocol> factory,
                                                               std::vector<std::string> program_and_arguments,
                                                               SubprocessOptions options) override {
    std::shared_ptr<SubprocessTransport> child = co_await LoopDecorator::subprocess_exec(
        std::move(factory), std::move(program_and_arguments), std::move(options));
    co_return std::make_shared<FaultyChild>(std::move(child), fault_);
  }
  Future<std::shared_ptr<SubprocessTransport>> subprocess_shell(Factory<SubprocessProtocol> factory,
                                                                std::string command,
                                                                SubprocessOptions options) override {
    std::shared_ptr<SubprocessTransport> child =
        co_await LoopDecorator::subprocess_shell(std::move(factory), std::move(command), std::move(options));
    co_return std::make_shared<FaultyChild>(std::move(child), fault_);
  }

 private:
  Fault fault_;
};

enum class Hearing { exited_twice, errors_as_output };

class FaultyProtocol : public ChildProtocolDecorator {
 public:
  FaultyProtocol(std::shared_ptr<SubprocessProtocol> inner, Hearing hearing)
      : ChildProtocolDecorator(std::move(inner)), hearing_(hearing) {}
  void process_exited() override {
    ChildProtocolDecorator::process_exited();
    if (hearing_ == Hearing::exited_twice) {
      ChildProtocolDecorator::process_exited();
    }
  }
  void pipe_data_received(int fd, Bytes data) override {
    const bool moved = hearing_ == Hearing::errors_as_output && fd == 2;
    ChildProtocolDecorator::pipe_data_received(moved ? 1 : fd, data);
  }

 private:
  Hearing hearing_;
};

// What goes in is changed before the child is started.
class StartDecorator : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Future<std::shared_ptr<SubprocessTransport>> subprocess_exec(Factory<SubprocessProtocol> factory,
                                                               std::vector<std::string> program_and_arguments,
                                                               SubprocessOptions options) override {
    change(factory);
    change(program_and_arguments);
    change(options);
    return LoopDecorator::subprocess_exec(std::move(factory), std::move(program_and_arguments),
                                          std::move(options));
  }
  Future<std::shared_ptr<SubprocessTransport>> subprocess_shell(Factory<SubprocessProtocol> factory,
                                                                std::string command,
                                                                SubprocessOptions options) override {
    change(factory);
    change(options);
    return LoopDecorator::subprocess_shell(std::move(factory), std::move(command), std::move(options));
  }

 protected:
  virtual void change(Factory<SubprocessProtocol>& /*factory*/) const {}
  virtual void change(std::vector<std::string>& /*program_and_arguments*/) const {}
  virtual void change(SubprocessOptions& /*options*/) const {}
};

class HearsWrongly : public StartDecorator {
 public:
  HearsWrongly(std::unique_ptr<EventLoop> sound, Hearing hearing)
      : StartDecorator(std::move(sound)), hearing_(hearing) {}

 private:
  using StartDecorator::change;
  void change(Factory<SubprocessProtocol>& factory) const override {
    factory = [factory, hearing = hearing_]() -> std::shared_ptr<SubprocessProtocol> {
      return std::make_shared<FaultyProtocol>(factory(), hearing);
    };
  }
  Hearing hearing_;
};

class DropsEmptyArguments : public StartDecorator {
 public:
  using StartDecorator::StartDecorator;

 private:
  using StartDecorator::change;
  void change(std::vector<std::string>& program_and_arguments) const override {
    std::erase(program_and_arguments, std::string());
  }
};

class ChangesOptions : public StartDecorator {
 public:
  ChangesOptions(std::unique_ptr<EventLoop> sound, std::string_view what)
      : StartDecorator(std::move(sound)), what_(what) {}

 private:
  using StartDecorator::change;
  void change(SubprocessOptions& options) const override {
    if (what_ == "stdin" && std::holds_alternative<StdioDevNull>(options.standard_input)) {
      options.standard_input = StdioPipe{};
    } else if (what_ == "stdout" && std::holds_alternative<StdioDevNull>(options.standard_output)) {
      options.standard_output = StdioPipe{};
    } else if (what_ == "stderr" && std::holds_alternative<StdioDevNull>(options.standard_error)) {
      options.standard_error = StdioPipe{};
    } else if (what_ == "stderr-stdout" && std::holds_alternative<StdioToStdout>(options.standard_error)) {
      options.standard_error = StdioPipe{};
    } else if (what_ == "further") {
      options.working_directory.reset();
      options.environment.reset();
      options.start_new_session = false;
    } else if (what_ == "forbidden") {
      options.universal_newlines.reset();
      options.shell.reset();
      options.text.reset();
      options.buffer_size.reset();
      options.encoding.reset();
      options.errors.reset();
    }
  }
  std::string_view what_;
};

// The words of the command are taken for a program and its arguments.
class ShellWithoutShell : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Future<std::shared_ptr<SubprocessTransport>> subprocess_shell(Factory<SubprocessProtocol> factory,
                                                                std::string command,
                                                                SubprocessOptions options) override {
    std::vector<std::string> words{""};
    for (const char character : command) {
      if (character == ' ') {
        words.emplace_back();
      } else if (character != '\'' && character != '"') {
        words.back() += character;
      }
    }
    return LoopDecorator::subprocess_exec(std::move(factory), std::move(words), std::move(options));
  }
};

class MainThreadOnly : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Future<std::shared_ptr<SubprocessTransport>> subprocess_exec(Factory<SubprocessProtocol> factory,
                                                               std::vector<std::string> program_and_arguments,
                                                               SubprocessOptions options) override {
    if (!on_main_thread()) {
      throw RuntimeError("Cannot add child handler, the child watcher does not have a loop attached");
    }
    return LoopDecorator::subprocess_exec(std::move(factory), std::move(program_and_arguments),
                                          std::move(options));
  }
};

Defect child(std::string id, std::string about, Fault fault, std::vector<std::string_view> breaks,
             Scope scope) {
  return {.id = std::move(id),
          .about = std::move(about),
          .breaks = std::move(breaks),
          .scope = std::move(scope),
          .loop = with<ChildrenSpoiled>(fault)};
}

Defect option(std::string_view what, std::string about, std::vector<std::string_view> breaks, Scope scope,
              std::vector<Spared> spares = {}) {
  return {.id = "child-option-" + std::string(what) + "-changed",
          .about = std::move(about),
          .breaks = std::move(breaks),
          .scope = std::move(scope),
          .spares = std::move(spares),
          .loop = with<ChangesOptions>(what)};
}

}  // namespace

Defects defects_of_subprocesses() {
  // Everywhere but on the selector loop of Windows, which has no children.
  const Scope any{.loops = {"selector", "proactor"}};
  return {
      child("returncode-zero-while-running", "get_returncode() is 0 while the child runs",
            Fault::zero_while_running, {"returncode-running"}, any),
      child("returncode-shifted", "get_returncode() is what waitpid() gives, 256 times the status",
            Fault::status_shifted,
            {"subprocess-shell-runs-command", "watcher-threaded", "watcher-pidfd", "watcher-abstract",
             "watcher-safe", "watcher-fast", "watcher-multiloop", "watcher-functions",
             "subprocess-transport-close", "returncode-exit", "terminate-posix"},
            any),
      child("returncode-as-the-shell-says", "get_returncode() of a child that a signal ended is 128 and more",
            Fault::signal_as_the_shell_says,
            {"returncode-signal", "terminate-posix", "kill-posix", "send-signal-posix"}, unix_only),
      child("terminate-sends-sigkill", "terminate() sends SIGKILL", Fault::terminate_kills,
            {"returncode-signal", "terminate-posix"}, unix_only),
      child("kill-sends-sigterm", "kill() sends SIGTERM", Fault::kill_terminates,
            {"returncode-signal", "kill-posix"}, unix_only),
      child("send-signal-always-sigterm", "send_signal() sends SIGTERM, whatever it is given",
            Fault::always_sigterm, {"send-signal-posix"}, unix_only),
      child("windows-kill-raises", "kill() raises NotImplementedError", Fault::kill_raises, {"kill-windows"},
            windows_proactor),
      child("windows-terminate-raises", "terminate() raises NotImplementedError", Fault::terminate_raises,
            {"terminate-windows", "subprocess-exited-once"}, windows_proactor),
      child("windows-sigterm-refused", "send_signal() refuses SIGTERM", Fault::sigterm_raises,
            {"send-signal-windows-term"}, windows_proactor),
      child("windows-console-events-refused", "send_signal() refuses CTRL_C_EVENT and CTRL_BREAK_EVENT",
            Fault::console_event_raises, {"send-signal-windows-console"}, windows_proactor),
      child("child-without-pid", "get_pid() is 0", Fault::no_pid, {"subprocess-transport-pid"}, any),
      child("pipe-where-none-is", "get_pipe_transport() gives another pipe for a stream that is none",
            Fault::pipe_where_none_is,
            {"subprocess-stdin", "subprocess-stdout", "subprocess-stderr", "subprocess-transport-pipes"},
            any),
      child("close-leaves-the-child", "close() of the transport only closes the child's input",
            Fault::close_leaves_the_child,
            {"subprocess-close-kills", "subprocess-transport-close", "returncode-signal"}, any),
      {.id = "process-exited-twice",
       .about = "process_exited() is called twice",
       .breaks = {"subprocess-exec-runs-program", "subprocess-stdin", "subprocess-shell-runs-command",
                  "subprocess-close-kills", "protocol-sequence", "transport-buffer-size",
                  "subprocess-exited-once", "subprocess-transport-close", "returncode-exit",
                  "returncode-signal", "terminate-posix", "kill-posix", "send-signal-posix",
                  "subprocess-from-thread", "terminate-windows", "kill-windows", "send-signal-windows-term",
                  "send-signal-windows-console"},
       .scope = any,
       .spares = {{{"protocol-sequence", "transport-buffer-size"}, windows_selector}},
       .loop = with<HearsWrongly>(Hearing::exited_twice)},
      {.id = "errors-told-as-output",
       .about = "what a child writes to standard error is told as its standard output",
       .breaks = {"subprocess-pipe-data", "subprocess-stdout"},
       .scope = any,
       .loop = with<HearsWrongly>(Hearing::errors_as_output)},
      {.id = "empty-arguments-dropped",
       .about = "an empty argument is not passed to the child",
       .breaks = {"subprocess-exec-runs-program", "subprocess-arguments-types", "subprocess-arguments-exact",
                  "windows-subprocess-proactor"},
       .scope = any,
       .loop = with<DropsEmptyArguments>()},
      option("stdin", "stdin=DEVNULL is treated as PIPE", {"subprocess-stdin", "subprocess-transport-pipes"},
             any, {{{"subprocess-transport-pipes"}, windows_only}}),
      option("stdout", "stdout=DEVNULL is treated as PIPE", {"subprocess-stdout"}, any),
      option("stderr", "stderr=DEVNULL is treated as PIPE", {"subprocess-stderr"}, any),
      option("stderr-stdout", "stderr=STDOUT is treated as PIPE",
             {"subprocess-stderr-stdout", "subprocess-transport-pipes"}, any),
      option("further", "cwd, env and start_new_session are not passed on", {"subprocess-options-passed"},
             any),
      option("forbidden", "text, encoding and the other forbidden options are ignored",
             {"subprocess-forbidden-options"}, any),
      {.id = "shell-without-shell",
       .about = "subprocess_shell() starts a program without a shell",
       .breaks = {"subprocess-forbidden-options", "subprocess-shell-runs-command"},
       .scope = unix_only,
       .loop = with<ShellWithoutShell>()},
      {.id = "children-on-the-main-thread-only",
       .about = "subprocess_exec() raises RuntimeError off the main thread",
       .breaks = {"subprocess-from-thread"},
       .scope = any,
       .loop = with<MainThreadOnly>()},
      {.id = "windows-children-on-the-main-thread-only-before-3.14",
       .about = "subprocess_exec() on Windows asks for a child watcher, which needs the main thread",
       .breaks = {"subprocess-from-thread", "windows-no-child-watcher"},
       .scope = {.platforms = {"windows"}, .loops = {"proactor"}, .documented = "3.13"},
       .loop = with<MainThreadOnly>()},
  };
}

}  // namespace asyncio::defects
