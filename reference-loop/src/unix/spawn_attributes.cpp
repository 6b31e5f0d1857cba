#include "unix/spawn_attributes.hpp"

#include <csignal>

#include "asyncio/exceptions.hpp"

namespace asyncio::unix_os {
namespace {

// This family of functions returns its error number.
void check(int code) {
  if (code != 0) throw OSError(code, "posix_spawn");
}

}  // namespace

SpawnFileActions::SpawnFileActions() {
  check(::posix_spawn_file_actions_init(&actions_));
}
SpawnFileActions::~SpawnFileActions() {
  ::posix_spawn_file_actions_destroy(&actions_);
}

void SpawnFileActions::duplicate_to(FileDescriptor source, FileDescriptor target) {
  check(::posix_spawn_file_actions_adddup2(&actions_, source, target));
}

void SpawnFileActions::close_from(FileDescriptor lowest) {
  check(::posix_spawn_file_actions_addclosefrom_np(&actions_, lowest));
}

void SpawnFileActions::change_folder(const std::string& path) {
  check(::posix_spawn_file_actions_addchdir_np(&actions_, path.c_str()));
}

SpawnAttributes::SpawnAttributes() {
  check(::posix_spawnattr_init(&attributes_));
}
SpawnAttributes::~SpawnAttributes() {
  ::posix_spawnattr_destroy(&attributes_);
}

void SpawnAttributes::reset_signals() {
  sigset_t none;
  sigemptyset(&none);
  check(::posix_spawnattr_setsigmask(&attributes_, &none));
  sigset_t all;
  sigfillset(&all);
  // These two have no other disposition, and setting it is an error on some systems.
  sigdelset(&all, SIGKILL);
  sigdelset(&all, SIGSTOP);
  check(::posix_spawnattr_setsigdefault(&attributes_, &all));
  add_flags(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

void SpawnAttributes::start_session() {
  add_flags(POSIX_SPAWN_SETSID);
}

void SpawnAttributes::add_flags(int flags) {
  short present = 0;
  check(::posix_spawnattr_getflags(&attributes_, &present));
  check(::posix_spawnattr_setflags(&attributes_, static_cast<short>(present | flags)));
}

}  // namespace asyncio::unix_os
