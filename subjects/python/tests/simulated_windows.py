"""Makes this process look like Windows, as far as importing modules can tell.

Run it as a script: it then imports the whole adapter and prints the modules that it
had to import, a line each. Whatever reaches for something that only Unix has ends it
with the traceback.
"""

import asyncio
import ctypes
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
import types

_UNIX_MODULES = ["fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"]
_UNIX_NAMES = {
    os: "fork forkpty get_blocking getuid mkfifo openpty posix_spawn set_blocking uname wait waitpid WNOHANG"
    " O_CLOEXEC O_NONBLOCK eventfd EFD_CLOEXEC",
    signal: "SIGALRM SIGCHLD SIGHUP SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGUSR1 SIGUSR2 pthread_kill setitimer",
    socket: "AF_UNIX MSG_DONTWAIT",
    selectors: "EpollSelector PollSelector",
    asyncio: "open_unix_connection start_unix_server PidfdChildWatcher ThreadedChildWatcher",
}
_WINDOWS_MODULES = ["_overlapped", "_winapi", "msvcrt", "winreg", "asyncio.windows_utils", "asyncio.windows_events"]


class _NoUnix:
    """Finds nothing, loudly."""

    def find_spec(self, name, path=None, target=None):
        if name in _UNIX_MODULES:
            raise ImportError("there is no module %s on Windows" % name)
        return None


class WindowsModule(types.ModuleType):
    """A module that has every name; using one is an error, so importing is all that works."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)

        def used(*arguments, **options):
            raise NotImplementedError("%s.%s() was called" % (self.__name__, name))

        return used


def take_effect():
    # The standard library's own modules are imported above, since they would
    # themselves not be imported here.
    for name in _UNIX_MODULES:
        sys.modules.pop(name, None)
    sys.meta_path.insert(0, _NoUnix())
    for module, names in _UNIX_NAMES.items():
        for name in names.split():
            if hasattr(module, name):
                delattr(module, name)
    for name in _WINDOWS_MODULES:
        sys.modules[name] = WindowsModule(name)
    asyncio.windows_utils = sys.modules["asyncio.windows_utils"]
    asyncio.ProactorEventLoop = type("ProactorEventLoop", (asyncio.BaseEventLoop,), {})
    os.O_BINARY = 0x8000
    sys.platform = "win32"
    sys.getwindowsversion = lambda: (10, 0, 19045, 2, "")


def main():
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    take_effect()
    import loopcheck_adapter.main

    for name in sorted(sys.modules):
        if name.startswith("loopcheck_adapter"):
            print(name)
    facts = [environment.description for environment in loopcheck_adapter.environments.own_environments("3.13")]
    print([fact["id"] for fact in facts])
    print(sorted(loopcheck_adapter.fixtures.FIXTURES))


if __name__ == "__main__":
    main()
