// Regular files and character devices, signals: what is behind a number decides.
#include <set>
#include <thread>

#include "dead_transports.hpp"
#include "groups.hpp"
#include "what_it_is.hpp"

namespace asyncio::defects {
namespace {

class FilesAreSilent : public LoopDecorator {
 public:
  FilesAreSilent(std::unique_ptr<EventLoop> sound, std::string_view method)
      : LoopDecorator(std::move(sound)), method_(method) {}
  void add_reader(FileDescriptor fd, Callback callback) override {
    if (method_ != "add_reader" || !is_regular_file(fd)) {
      LoopDecorator::add_reader(fd, std::move(callback));
    }
  }
  void add_writer(FileDescriptor fd, Callback callback) override {
    if (method_ != "add_writer" || !is_regular_file(fd)) {
      LoopDecorator::add_writer(fd, std::move(callback));
    }
  }
  Future<std::shared_ptr<ReadTransport>> connect_read_pipe(Factory<Protocol> factory,
                                                           FileDescriptor fd) override {
    if (method_ == "connect_read_pipe" && is_regular_file(fd)) {
      return Future<std::shared_ptr<ReadTransport>>::with_result(*this, std::make_shared<DeadTransport>());
    }
    return LoopDecorator::connect_read_pipe(std::move(factory), fd);
  }
  Future<std::shared_ptr<WriteTransport>> connect_write_pipe(Factory<BaseProtocol> factory,
                                                             FileDescriptor fd) override {
    if (method_ == "connect_write_pipe" && is_regular_file(fd)) {
      return Future<std::shared_ptr<WriteTransport>>::with_result(*this, std::make_shared<DeadTransport>());
    }
    return LoopDecorator::connect_write_pipe(std::move(factory), fd);
  }

 private:
  std::string_view method_;
};

class NoCharacterDevices : public LoopDecorator {
 public:
  NoCharacterDevices(std::unique_ptr<EventLoop> sound, std::string_view what)
      : LoopDecorator(std::move(sound)), what_(what) {}
  void add_reader(FileDescriptor fd, Callback callback) override {
    check("watched", fd);
    LoopDecorator::add_reader(fd, std::move(callback));
  }
  Future<std::shared_ptr<ReadTransport>> connect_read_pipe(Factory<Protocol> factory,
                                                           FileDescriptor fd) override {
    check("pipes", fd);
    return LoopDecorator::connect_read_pipe(std::move(factory), fd);
  }

 private:
  void check(std::string_view what, FileDescriptor fd) const {
    if (what == what_ && is_character_device(fd)) {
      throw ValueError("character devices are not supported");
    }
  }
  std::string_view what_;
};

// Calls back at once for what the kernel refuses, as if it were always ready.
class PollsWhatIsRefused : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  void add_reader(FileDescriptor fd, Callback callback) override {
    const auto kept = std::make_shared<Callback>(std::move(callback));
    try {
      LoopDecorator::add_reader(fd, [kept] { (*kept)(); });
    } catch (const OSError&) {
      LoopDecorator::call_soon([kept] { (*kept)(); });
    }
  }
};

class SignalFaults : public LoopDecorator {
 public:
  enum class Fault { any_number, other_error, any_thread, in_a_thread, removal_true, removal_no_effect };
  SignalFaults(std::unique_ptr<EventLoop> sound, Fault fault)
      : LoopDecorator(std::move(sound)), fault_(fault) {}

  void add_signal_handler(int signal, Callback callback) override {
    const auto kept = std::make_shared<Callback>(std::move(callback));
    try {
      LoopDecorator::add_signal_handler(signal, wrapped(kept));
      handlers_.insert(signal);
    } catch (const ValueError&) {
      if (fault_ == Fault::other_error) {
        throw OSError(22, "sigaction");
      }
      if (fault_ != Fault::any_number) {
        throw;
      }
    } catch (const RuntimeError&) {
      if (fault_ != Fault::any_thread) {
        throw;
      }
    }
  }
  bool remove_signal_handler(int signal) override {
    switch (fault_) {
      case Fault::removal_true:
        LoopDecorator::remove_signal_handler(signal);
        return true;
      case Fault::removal_no_effect:
        return handlers_.erase(signal) > 0;  // the loop goes on calling
      default:
        return LoopDecorator::remove_signal_handler(signal);
    }
  }

 private:
  Callback wrapped(const std::shared_ptr<Callback>& kept) {
    if (fault_ != Fault::in_a_thread) {
      return [kept] { (*kept)(); };
    }
    return [kept] { std::thread([kept] { (*kept)(); }).join(); };
  }
  Fault fault_;
  std::set<int> handlers_;
};

}  // namespace

Defects defects_of_files_and_devices() {
  const Scope on_kqueue{.platforms = {"macos"}, .selectors = {"kqueue"}};
  const Scope on_select_and_poll{.platforms = {"linux"}, .selectors = {"select", "poll"}};
  using Fault = SignalFaults::Fault;
  return {
      {.id = "file-reader-silent",
       .about = "add_reader() takes a regular file and never calls back",
       .breaks = {"files-add-reader"},
       .scope = selector_loops,
       .loop = with<FilesAreSilent>("add_reader")},
      {.id = "file-writer-silent",
       .about = "add_writer() takes a regular file and never calls back",
       .breaks = {"files-add-writer"},
       .scope = selector_loops,
       .loop = with<FilesAreSilent>("add_writer")},
      {.id = "file-read-pipe-taken",
       .about = "connect_read_pipe() takes a regular file",
       .breaks = {"files-connect-read-pipe"},
       .scope = unix_only,
       .loop = with<FilesAreSilent>("connect_read_pipe")},
      {.id = "file-write-pipe-taken",
       .about = "connect_write_pipe() takes a regular file",
       .breaks = {"files-connect-write-pipe"},
       .scope = unix_only,
       .loop = with<FilesAreSilent>("connect_write_pipe")},
      {.id = "no-character-devices-watched",
       .about = "add_reader() refuses terminals and other character devices",
       .breaks = {"macos-10.8-select-poll", "add-reader-runs-callback", "add-writer-runs-callback",
                  "remove-reader-stops", "remove-reader-result"},
       .scope = on_select_and_poll,
       .loop = with<NoCharacterDevices>("watched")},
      {.id = "no-character-devices-as-pipes",
       .about = "connect_read_pipe() refuses terminals and other character devices",
       .breaks = {"connect-read-pipe-reads", "pipe-objects-character-device",
                  "connect-read-pipe-non-blocking"},
       // Not on kqueue, whose older one takes none anyway.
       .scope = {.platforms = {"linux", "macos"}, .selectors = {"epoll", "poll", "select"}},
       .loop = with<NoCharacterDevices>("pipes")},
      {.id = "character-devices-on-kqueue-of-10.8",
       .about = "on kqueue, add_reader() calls back for a terminal that the kernel refuses to watch",
       .breaks = {"macos-10.8-no-char-devices"},
       .scope = on_kqueue,
       .loop = with<PollsWhatIsRefused>()},
      {.id = "signal-number-not-checked",
       .about = "add_signal_handler() takes a number that is no signal, or one that cannot be caught",
       .breaks = {"signal-invalid-number", "signal-uncatchable"},
       .scope = unix_only,
       .loop = with<SignalFaults>(Fault::any_number)},
      {.id = "signal-number-is-oserror",
       .about = "add_signal_handler() of a number that is no signal raises OSError",
       .breaks = {"signal-invalid-number", "signal-uncatchable"},
       .scope = unix_only,
       .loop = with<SignalFaults>(Fault::other_error)},
      {.id = "signal-handler-off-the-main-thread",
       .about = "add_signal_handler() returns in a thread that is not the main thread",
       .breaks = {"signal-main-thread-only", "signal-setup-trouble"},
       .scope = unix_only,
       .loop = with<SignalFaults>(Fault::any_thread)},
      {.id = "signal-callback-in-a-thread",
       .about = "the callback of a signal runs in a thread of its own",
       .breaks = {"signal-callback-in-loop", "add-signal-handler-runs-callback"},
       .scope = unix_only,
       .loop = with<SignalFaults>(Fault::in_a_thread)},
      {.id = "remove-signal-handler-always-true",
       .about = "remove_signal_handler() returns True where there was none",
       .breaks = {"remove-signal-handler-result"},
       .scope = unix_only,
       .loop = with<SignalFaults>(Fault::removal_true)},
      {.id = "remove-signal-handler-has-no-effect",
       .about = "the callback of a signal still runs after remove_signal_handler()",
       .breaks = {"remove-signal-handler-result", "remove-signal-handler-stops"},
       .scope = unix_only,
       .loop = with<SignalFaults>(Fault::removal_no_effect)},
  };
}

}  // namespace asyncio::defects
