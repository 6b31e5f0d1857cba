#include "unix/spawn_attributes.hpp"

#include <csignal>

#include "asyncio/exceptions.hpp"

namespace asyncio::unix_os {

void check_spawn(int code) {
  if (code != 0) throw OSError(code, "posix_spawn");
}

SpawnFileActions::SpawnFileActions() {
  check_spawn(::posix_spawn_file_actions_init(&actions_));
}
SpawnFileActions::~SpawnFileActions() {
  ::posix_spawn_file_actions_destroy(&actions_);
}

void SpawnFileActions::duplicate_to(FileDescriptor source, FileDescriptor target) {
  check_spawn(::posix_spawn_file_actions_adddup2(&actions_, source, target));
}

void SpawnFileActions::change_folder(const std::string& path) {
  check_spawn(::posix_spawn_file_actions_addchdir_np(&actions_, path.c_str()));
}

SpawnAttributes::SpawnAttributes() {
  check_spawn(::posix_spawnattr_init(&attributes_));
  add_flags(flags_for_closing);
}
SpawnAttributes::~SpawnAttributes() {
  ::posix_spawnattr_destroy(&attributes_);
}

void SpawnAttributes::reset_signals() {
  sigset_t none;
  sigemptyset(&none);
  check_spawn(::posix_spawnattr_setsigmask(&attributes_, &none));
  sigset_t all;
  sigfillset(&all);
  // These two have no other disposition, and setting it is an error on some systems.
  sigdelset(&all, SIGKILL);
  sigdelset(&all, SIGSTOP);
  check_spawn(::posix_spawnattr_setsigdefault(&attributes_, &all));
  add_flags(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

void SpawnAttributes::start_session() {
  add_flags(POSIX_SPAWN_SETSID);
}

void SpawnAttributes::add_flags(int flags) {
  short present = 0;
  check_spawn(::posix_spawnattr_getflags(&attributes_, &present));
  check_spawn(::posix_spawnattr_setflags(&attributes_, static_cast<short>(present | flags)));
}

}  // namespace asyncio::unix_os
