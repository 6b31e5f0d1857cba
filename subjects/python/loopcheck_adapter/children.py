"""Children that a loop left behind."""

import os
import signal


def reap_all():
    """Kills and reaps every child of this process.

    The usual case, no child at all, costs one system call. A child that is still
    running is looked up in /proc, where there is one; elsewhere it is left to the
    process group's end.
    """
    if not hasattr(os, "WNOHANG"):
        return
    try:
        while True:
            pid, _ = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                living = _living_children()
                if not living:
                    return
                for child in living:
                    _kill(child)
    except ChildProcessError:
        return  # there is none


def _kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    except (ChildProcessError, ProcessLookupError):
        pass  # a thread of the library was faster


def _living_children():
    found = []
    try:
        for thread in os.listdir("/proc/self/task"):
            with open("/proc/self/task/%s/children" % thread) as listing:
                found.extend(int(pid) for pid in listing.read().split())
    except OSError:
        pass  # no /proc, or a kernel without the list of children
    return found
