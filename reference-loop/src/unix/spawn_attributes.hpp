// The two argument objects of posix_spawn(), each owned. Every method throws OSError.
// https://pubs.opengroup.org/onlinepubs/9699919799/functions/posix_spawn.html
#pragma once

#include <spawn.h>

#include <string>

#include "asyncio/native.hpp"

namespace asyncio::unix_os {

// This family of functions returns its error number. Throws OSError.
void check_spawn(int code);

// Flags that every child is started with, so that close_from() has its effect.
extern const int flags_for_closing;

// What the child does with descriptors and its folder before exec, in the order of the calls.
class SpawnFileActions {
 public:
  SpawnFileActions();
  SpawnFileActions(const SpawnFileActions&) = delete;
  SpawnFileActions& operator=(const SpawnFileActions&) = delete;
  ~SpawnFileActions();

  void duplicate_to(FileDescriptor source, FileDescriptor target);
  // After all duplicate_to(). One of the files spawn_closing.cpp defines it.
  void close_from(FileDescriptor lowest);
  void change_folder(const std::string& path);
  [[nodiscard]] const posix_spawn_file_actions_t* get() const noexcept { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

class SpawnAttributes {
 public:
  SpawnAttributes();
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  ~SpawnAttributes();

  // An empty mask and default dispositions.
  void reset_signals();
  // setsid(): a session and a process group of its own. glibc 2.26, macOS 10.15
  void start_session();
  [[nodiscard]] const posix_spawnattr_t* get() const noexcept { return &attributes_; }

 private:
  void add_flags(int flags);
  posix_spawnattr_t attributes_{};
};

}  // namespace asyncio::unix_os
