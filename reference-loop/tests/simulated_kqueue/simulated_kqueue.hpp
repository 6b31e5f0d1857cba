// A small kqueue on top of epoll, so that the code that is written for macOS's kqueue runs on Linux,
// unchanged. For tests and for the subject that calls itself simulated; the library never links it.
//
// It behaves as the manual pages kqueue(2) and kevent(2) of macOS say and, where they are silent, as the
// kernel does whose source is public (xnu: kern_event.c, sys_pipe.c, vfs_vnops.c, spec_vnops.c):
//   - filters belong to the number of a descriptor and go when that is closed: close(), dup2() and dup3() are
//     wrapped by the linker (--wrap), which sees all calls from code that is linked statically;
//   - regular files by position, with growth told of; directories and devices other than terminals are
//   refused;
//   - hang-ups as EV_EOF; EPIPE for the write filter of a pipe without a reader; a socket that was never
//     connected is neither readable nor writable;
//   - EVFILT_USER with NOTE_TRIGGER; EVFILT_PROC with NOTE_EXIT, which finds no zombies (ESRCH);
//   - a queue is readable for poll(), select() and other queues while one of its events is pending.
// What it does not have is refused with EINVAL: other filters, EV_DISPATCH, EV_CLEAR of a descriptor,
// low-water marks, the other notes. Not told: a socket's error in `fflags` of EV_EOF (reading it would take
// it away), and a queue's readability for others by a regular file alone. A fork() does inherit the queue
// here; exec does not.
#pragma once

namespace simulated_kqueue {

// Which version of macOS it behaves like, for queues and changes from now on.
enum class Behaviour {
  modern,             // terminals can be watched; the null, zero and random devices cannot
  macos_10_6_to_10_8  // no character device can
};
void behave_like(Behaviour behaviour) noexcept;

}  // namespace simulated_kqueue
