#include "unix/signal_handlers.hpp"

#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "asyncio/exceptions.hpp"

namespace asyncio {
namespace {

// One more than the largest number that any Unix has.
constexpr std::size_t signal_count = 128;

// For each signal the pipe of the loop that owns it, plus one; 0 is nobody. Read by the process's signal
// handler, which may interrupt anything, so there is nothing but lock-free atomics.
std::array<std::atomic<int>, signal_count> owners{};
static_assert(std::atomic<int>::is_always_lock_free);

// Handlers that are at work right now, in any thread: a pipe is closed only when none can have its number in
// hand.
std::atomic<int> handlers_at_work{0};

extern "C" void write_signal_to_owner(int signal) {
  const int saved_errno = errno;
  handlers_at_work.fetch_add(1);
  if (const int owner = owners[static_cast<std::size_t>(signal)].load(); owner != 0) {
    const auto byte = static_cast<unsigned char>(signal);
    // A full pipe means that hundreds are waiting to be delivered: this one is dropped, as it would be
    // without a loop.
    [[maybe_unused]] const ssize_t written = ::write(owner - 1, &byte, sizeof byte);
  }
  handlers_at_work.fetch_sub(1);
  errno = saved_errno;
}

std::atomic<int>& owner_of(int signal) noexcept {
  return owners[static_cast<std::size_t>(signal)];
}

}  // namespace

void SignalHandlers::check(int signal) {
  sigset_t all;
  sigfillset(&all);  // leaves out what the C library keeps for itself
  if (signal < 1 || static_cast<std::size_t>(signal) >= signal_count || sigismember(&all, signal) != 1) {
    throw ValueError("invalid signal number " + std::to_string(signal));
  }
}

FileDescriptor SignalHandlers::open_pipe() {
  if (!is_open()) {
    unix_os::DescriptorPair pipe = unix_os::make_pipe();
    unix_os::set_blocking(pipe.first.get(), false);
    unix_os::set_blocking(pipe.second.get(), false);
    read_end_ = std::move(pipe.first);
    write_end_ = std::move(pipe.second);
  }
  return read_end_.get();
}

void SignalHandlers::add(int signal, Handle handle) {
  check(signal);
  // CPython raises RuntimeError here, "sig 9 cannot be caught". The documentation promises ValueError for a
  // signal that cannot be caught, and RuntimeError for trouble in setting up; this loop answers to the
  // documentation.
  if (signal == SIGKILL || signal == SIGSTOP) {
    throw ValueError("signal " + std::to_string(signal) + " cannot be caught");
  }
  open_pipe();
  const int previous_owner = owner_of(signal).exchange(write_end_.get() + 1);
  struct sigaction action {};
  action.sa_handler = &write_signal_to_owner;
  action.sa_flags = SA_RESTART;  // system calls elsewhere in the program are not disturbed
  sigemptyset(&action.sa_mask);
  if (::sigaction(signal, &action, nullptr) != 0) {
    owner_of(signal).store(previous_owner);
    throw RuntimeError("signal " + std::to_string(signal) +
                       " cannot be handled: " + OSError(errno, "sigaction").what());
  }
  std::exchange(handles_[signal], std::move(handle)).cancel();
}

bool SignalHandlers::remove(int signal) {
  check(signal);
  auto found = handles_.extract(signal);
  if (found.empty()) {
    return false;
  }
  if (owner_of(signal).load() == write_end_.get() + 1) {
    struct sigaction action {};
    action.sa_handler = SIG_DFL;
    sigemptyset(&action.sa_mask);
    ::sigaction(signal, &action, nullptr);
    owner_of(signal).store(0);
  }
  found.mapped().cancel();
  return true;
}

void SignalHandlers::clear() noexcept {
  while (!handles_.empty()) {
    remove(handles_.begin()->first);
  }
  while (handlers_at_work.load() != 0) {
    std::this_thread::yield();
  }
  read_end_.reset();
  write_end_.reset();
}

void SignalHandlers::read_pipe(const std::function<void(const Handle&)>& deliver) {
  std::array<unsigned char, 512> signals{};
  while (true) {
    const ssize_t count = ::read(read_end_.get(), signals.data(), signals.size());
    if (count <= 0) {
      if (count < 0 && errno == EINTR) {
        continue;
      }
      return;
    }
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
      if (const auto found = handles_.find(signals[i]); found != handles_.end()) {
        deliver(found->second);
      }
    }
  }
}

}  // namespace asyncio
