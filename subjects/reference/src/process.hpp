// What belongs to the whole process and must be as it was when a scenario is over: signal handlers, children,
// limits, a console.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace reference_subject {

// The number of a signal by its name on this platform, such as "SIGUSR1".
std::optional<int> signal_number(std::string_view name);

// Sends a signal to the main thread of this process, which is the one that calls this on Windows, where a
// signal has no other way. Throws asyncio::OSError.
void send_signal_to_main_thread(int signal);

// Remembers the actions of the signals that a scenario is about to touch, and puts them back.
class SignalActions {
 public:
  SignalActions();
  SignalActions(const SignalActions&) = delete;
  SignalActions& operator=(const SignalActions&) = delete;
  ~SignalActions();

  void remember(int signal);

 private:
  struct Saved;
  std::unique_ptr<Saved> saved_;
};

// Kills and reaps a child of this process, unless it is one no more.
void end_child(long long pid);

// Undoes what fixtures did to the process: to the limit of open descriptors, to its console.
void undo_fixtures();

// Before anything else: what a process of Python has, too. A peer that goes away is an error of the write,
// not the end of this process; a crash ends it without a dialogue; output is bytes.
void prepare_process();

// A word as the platform's shell takes it for one.
std::string quoted_for_shell(const std::string& word);

}  // namespace reference_subject
