// What belongs to the whole process and must be as it was when a scenario is over: signal handlers, children,
// limits.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace reference_subject {

// The number of a signal by its name on this platform, such as "SIGUSR1".
std::optional<int> signal_number(std::string_view name);

// Sends a signal to the main thread of this process. Throws asyncio::OSError.
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

// Undoes what a fixture did to the limit of open descriptors.
void restore_descriptor_limit();

// Before anything else: a peer that goes away is an error of the write, not the end of this process. Python
// does the same.
void ignore_broken_pipes();

// The words of the protocol for this machine.
std::string platform_name();
std::string platform_version();
std::string architecture();

}  // namespace reference_subject
