// Watching descriptors.
#include <map>
#include <memory>
#include <set>

#include "groups.hpp"
#include "what_it_is.hpp"

namespace asyncio::defects {
namespace {

enum class Direction { reading, writing };

// Knows what is watched in one direction; the other is left alone.
class WatchDecorator : public LoopDecorator {
 public:
  WatchDecorator(std::unique_ptr<EventLoop> sound, Direction direction)
      : LoopDecorator(std::move(sound)), direction_(direction) {}

  void add_reader(FileDescriptor fd, Callback callback) override {
    direction_ == Direction::reading ? add(fd, std::move(callback))
                                     : LoopDecorator::add_reader(fd, std::move(callback));
  }
  void add_writer(FileDescriptor fd, Callback callback) override {
    direction_ == Direction::writing ? add(fd, std::move(callback))
                                     : LoopDecorator::add_writer(fd, std::move(callback));
  }
  bool remove_reader(FileDescriptor fd) override {
    return direction_ == Direction::reading ? remove(fd) : LoopDecorator::remove_reader(fd);
  }
  bool remove_writer(FileDescriptor fd) override {
    return direction_ == Direction::writing ? remove(fd) : LoopDecorator::remove_writer(fd);
  }

 protected:
  virtual void add(FileDescriptor fd, Callback callback) { really_add(fd, std::move(callback)); }
  virtual bool remove(FileDescriptor fd) { return really_remove(fd); }

  void really_add(FileDescriptor fd, Callback callback) {
    direction_ == Direction::reading ? LoopDecorator::add_reader(fd, std::move(callback))
                                     : LoopDecorator::add_writer(fd, std::move(callback));
  }
  bool really_remove(FileDescriptor fd) {
    return direction_ == Direction::reading ? LoopDecorator::remove_reader(fd)
                                            : LoopDecorator::remove_writer(fd);
  }

 private:
  Direction direction_;
};

class CallsWithoutReadiness : public WatchDecorator {
 public:
  using WatchDecorator::WatchDecorator;

 private:
  void add(FileDescriptor fd, Callback callback) override {
    const auto kept = std::make_shared<Callback>(std::move(callback));
    really_add(fd, [kept] { (*kept)(); });
    LoopDecorator::call_soon([kept] { (*kept)(); });
  }
};

class KeepsTheFirstCallback : public WatchDecorator {
 public:
  using WatchDecorator::WatchDecorator;

 private:
  void add(FileDescriptor fd, Callback callback) override {
    if (watched_.count(fd) == 0) {
      really_add(fd, std::move(callback));
      watched_.insert(fd);
    }
  }
  bool remove(FileDescriptor fd) override {
    watched_.erase(fd);
    return really_remove(fd);
  }
  std::set<FileDescriptor> watched_;
};

class OneCallTooMany : public WatchDecorator {
 public:
  using WatchDecorator::WatchDecorator;

 private:
  void add(FileDescriptor fd, Callback callback) override {
    const auto kept = std::make_shared<Callback>(std::move(callback));
    really_add(fd, [kept] { (*kept)(); });
    callbacks_[fd] = kept;
  }
  bool remove(FileDescriptor fd) override {
    const bool removed = really_remove(fd);
    if (removed) {
      LoopDecorator::call_soon([kept = callbacks_[fd]] { (*kept)(); });
    }
    return removed;
  }
  std::map<FileDescriptor, std::shared_ptr<Callback>> callbacks_;
};

class AlwaysSaysTrue : public WatchDecorator {
 public:
  using WatchDecorator::WatchDecorator;

 private:
  bool remove(FileDescriptor fd) override {
    really_remove(fd);
    return true;
  }
};

class NegativeIsOSError : public WatchDecorator {
 public:
  using WatchDecorator::WatchDecorator;

 private:
  void add(FileDescriptor fd, Callback callback) override {
    constexpr int bad_descriptor = 9;
    try {
      really_add(fd, std::move(callback));
    } catch (const ValueError&) {
      throw OSError(bad_descriptor, "add");
    }
  }
};

class SwallowsRefusals : public WatchDecorator {
 public:
  using WatchDecorator::WatchDecorator;

 private:
  void add(FileDescriptor fd, Callback callback) override {
    try {
      really_add(fd, std::move(callback));
    } catch (const Error&) {  // NOLINT(bugprone-empty-catch): that is the defect
    }
  }
};

class TakesWhatIsNoSocket : public WatchDecorator {
 public:
  using WatchDecorator::WatchDecorator;

 private:
  void add(FileDescriptor fd, Callback callback) override {
    if (fd < 0 || is_socket(fd)) {  // a number that is none is refused all the same
      really_add(fd, std::move(callback));
    }
  }
};

// As select() would.
class RefusesHighNumbers : public WatchDecorator {
 public:
  using WatchDecorator::WatchDecorator;

 private:
  void add(FileDescriptor fd, Callback callback) override {
    constexpr FileDescriptor limit = 1024;
    if (fd >= limit) {
      throw ValueError("filedescriptor out of range in select()");
    }
    really_add(fd, std::move(callback));
  }
};

class AtMostTwoHundred : public WatchDecorator {
 public:
  using WatchDecorator::WatchDecorator;

 private:
  void add(FileDescriptor fd, Callback callback) override {
    constexpr std::size_t limit = 200;
    if (watched_.size() == limit) {
      throw ValueError("too many file descriptors in select()");
    }
    really_add(fd, std::move(callback));
    watched_.insert(fd);
  }
  bool remove(FileDescriptor fd) override {
    watched_.erase(fd);
    return really_remove(fd);
  }
  std::set<FileDescriptor> watched_;
};

// What select() has no room for is called in every pass, ready or not.
class BusyBeyondFourHundred : public WatchDecorator {
 public:
  using WatchDecorator::WatchDecorator;

 private:
  void add(FileDescriptor fd, Callback callback) override {
    constexpr std::size_t limit = 400;
    if (watched_.size() < limit || watched_.count(fd) != 0) {
      really_add(fd, std::move(callback));
      watched_.insert(fd);
      return;
    }
    busy_[fd] = std::make_shared<Callback>(std::move(callback));
    call(fd);
  }
  bool remove(FileDescriptor fd) override {
    watched_.erase(fd);
    return busy_.erase(fd) != 0 || really_remove(fd);
  }
  void call(FileDescriptor fd) {
    LoopDecorator::call_soon([this, fd] {
      const auto found = busy_.find(fd);
      if (found == busy_.end()) {
        return;
      }
      const auto kept = found->second;
      call(fd);
      (*kept)();
    });
  }
  std::set<FileDescriptor> watched_;
  std::map<FileDescriptor, std::shared_ptr<Callback>> busy_;
};

// select() fails with empty sets, and the timer that it should have waited for is lost.
class TimersNeedADescriptor : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  void add_reader(FileDescriptor fd, Callback callback) override {
    LoopDecorator::add_reader(fd, std::move(callback));
    readers_.insert(fd);
  }
  void add_writer(FileDescriptor fd, Callback callback) override {
    LoopDecorator::add_writer(fd, std::move(callback));
    writers_.insert(fd);
  }
  bool remove_reader(FileDescriptor fd) override {
    readers_.erase(fd);
    return LoopDecorator::remove_reader(fd);
  }
  bool remove_writer(FileDescriptor fd) override {
    writers_.erase(fd);
    return LoopDecorator::remove_writer(fd);
  }
  TimerHandle call_later(Duration delay, Callback callback) override {
    return call_at(time() + delay, std::move(callback));
  }
  TimerHandle call_at(Time when, Callback callback) override {
    const bool waits = when > time() && readers_.empty() && writers_.empty();
    return LoopDecorator::call_at(when, waits ? Callback([] {}) : std::move(callback));
  }

 private:
  std::set<FileDescriptor> readers_;
  std::set<FileDescriptor> writers_;
};

const Scope on_select{.platforms = {"linux", "macos"}, .selectors = {"select"}};
const Scope on_poll_and_epoll{.platforms = {"linux", "macos"}, .selectors = {"poll", "epoll", "kqueue"}};

}  // namespace

Defects defects_of_watching() {
  return {
      {.id = "reader-called-without-input",
       .about = "add_reader() calls the callback once although there is nothing to read",
       .breaks = {"stop-before-run", "add-reader-runs-callback", "add-reader-replaces", "remove-reader-stops",
                  "remove-reader-result", "files-add-reader", "selectors-file-object",
                  "macos-10.8-select-poll", "macos-10.8-no-char-devices", "windows-selector-sockets",
                  "windows-selector-reader-sockets-only"},
       .scope = selector_loops,
       .loop = with<CallsWithoutReadiness>(Direction::reading)},
      {.id = "writer-called-without-room",
       .about = "add_writer() calls the callback once although nothing can be written",
       .breaks = {"add-writer-runs-callback", "add-writer-replaces", "remove-writer-stops",
                  "remove-writer-result", "files-add-writer", "windows-selector-writer-sockets-only"},
       .scope = selector_loops,
       // A pipe and a terminal show it, and Windows has neither.
       .spares = {{{"add-writer-runs-callback"}, windows_only}},
       .loop = with<CallsWithoutReadiness>(Direction::writing)},
      {.id = "reader-not-replaced",
       .about = "a second add_reader() leaves the first callback in place",
       .breaks = {"add-reader-replaces", "remove-reader-stops", "remove-reader-result",
                  "selectors-file-object"},
       .scope = selector_loops,
       .loop = with<KeepsTheFirstCallback>(Direction::reading)},
      {.id = "writer-not-replaced",
       .about = "a second add_writer() leaves the first callback in place",
       .breaks = {"add-writer-replaces", "remove-writer-stops", "remove-writer-result"},
       .scope = selector_loops,
       .loop = with<KeepsTheFirstCallback>(Direction::writing)},
      {.id = "reader-called-after-removal",
       .about = "the callback is called once more after remove_reader()",
       .breaks = {"add-reader-runs-callback", "remove-reader-stops", "remove-reader-result",
                  "select-poll-any-number", "selectors-file-object"},
       .scope = selector_loops,
       .loop = with<OneCallTooMany>(Direction::reading)},
      {.id = "writer-called-after-removal",
       .about = "the callback is called once more after remove_writer()",
       .breaks = {"add-writer-runs-callback", "remove-reader-stops", "remove-writer-stops",
                  "remove-writer-result", "select-poll-any-number", "selectors-file-object"},
       .scope = selector_loops,
       .loop = with<OneCallTooMany>(Direction::writing)},
      {.id = "remove-reader-always-true",
       .about = "remove_reader() returns True for what was not watched",
       .breaks = {"remove-reader-result"},
       .scope = selector_loops,
       .loop = with<AlwaysSaysTrue>(Direction::reading)},
      {.id = "remove-writer-always-true",
       .about = "remove_writer() returns True for what was not watched",
       .breaks = {"remove-writer-result"},
       .scope = selector_loops,
       .loop = with<AlwaysSaysTrue>(Direction::writing)},
      {.id = "negative-reader-is-oserror",
       .about = "add_reader() of a negative number raises OSError",
       .breaks = {"selectors-invalid-descriptor"},
       .scope = selector_loops,
       .loop = with<NegativeIsOSError>(Direction::reading)},
      {.id = "high-number-swallowed",
       .about = "on select, add_reader() of a descriptor beyond its limit is taken and never heard of",
       .breaks = {"select-number-limit", "selectors-invalid-descriptor"},
       .scope = on_select,
       .loop = with<SwallowsRefusals>(Direction::reading)},
      {.id = "high-number-refused",
       .about = "add_reader() refuses descriptors from 1024 on where select() does not wait",
       .breaks = {"select-poll-any-number"},
       .scope = on_poll_and_epoll,
       .loop = with<RefusesHighNumbers>(Direction::reading)},
      {.id = "windows-at-most-200-readers",
       .about = "the selector loop of Windows refuses the 201st reader",
       .breaks = {"windows-selector-512"},
       .scope = windows_selector,
       .loop = with<AtMostTwoHundred>(Direction::reading)},
      {.id = "windows-at-most-200-writers",
       .about = "the selector loop of Windows refuses the 201st writer",
       .breaks = {"windows-selector-512"},
       .scope = windows_selector,
       .loop = with<AtMostTwoHundred>(Direction::writing)},
      {.id = "windows-more-than-512-readers",
       .about = "the selector loop of Windows serves 600 readers, by calling those beyond the 400th blindly",
       .breaks = {"windows-selector-512"},
       .scope = windows_selector,
       .loop = with<BusyBeyondFourHundred>(Direction::reading)},
      {.id = "windows-more-than-512-writers",
       .about = "the selector loop of Windows serves 600 writers, by calling those beyond the 400th blindly",
       .breaks = {"windows-selector-512"},
       .scope = windows_selector,
       .loop = with<BusyBeyondFourHundred>(Direction::writing)},
      {.id = "windows-timers-need-a-descriptor",
       .about = "the selector loop of Windows loses a timer if no descriptor is watched when it is made",
       // All that waits for a timer and for nothing else.
       .breaks = {"select-windows-empty", "select-windows-sockets-only", "windows-clock-best",
                  "time-monotonic", "call-later-once", "call-later-order", "call-later-not-early",
                  "call-at-not-early", "call-soon-fifo", "handle-cancel", "handle-cancel-late",
                  "handle-cancelled", "exception-handler-called", "exception-does-not-stop",
                  "delay-beyond-a-day"},
       .scope = windows_selector,
       .loop = with<TimersNeedADescriptor>()},
      {.id = "windows-reader-takes-anything",
       .about = "add_reader() takes what is no socket, and never calls back",
       .breaks = {"windows-selector-reader-sockets-only", "files-add-reader", "select-windows-sockets-only"},
       .scope = windows_selector,
       .loop = with<TakesWhatIsNoSocket>(Direction::reading)},
      {.id = "windows-writer-takes-anything",
       .about = "add_writer() takes what is no socket, and never calls back",
       .breaks = {"windows-selector-writer-sockets-only", "files-add-writer"},
       .scope = windows_selector,
       .loop = with<TakesWhatIsNoSocket>(Direction::writing)},
  };
}

}  // namespace asyncio::defects
