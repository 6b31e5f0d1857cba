"""Consoles of Windows: one for a subject that has none, and whether events work in it."""

import ctypes
import subprocess
import threading

from .outcomes import Unmet

# subprocess has these names on Windows only.
_CREATE_NEW_PROCESS_GROUP = 0x00000200
_CREATE_NO_WINDOW = 0x08000000
_LONGEST_PROOF = 2.0


class LentConsole:
    """Makes this process share the console of a helper, until close().

    AllocConsole() would open a window; a console that was made by CREATE_NO_WINDOW
    has none.
    """

    closed = False

    def __init__(self, child):
        self._helper = _Helper(child, "wait", _CREATE_NO_WINDOW)
        if self._helper.first_line() != b"ready":
            self._helper.end()
            raise Unmet("console", "the helper that would lend one did not start")
        # Wine takes a program that was started without a console for one that has
        # it, until it is freed.
        ctypes.windll.kernel32.FreeConsole()
        if not ctypes.windll.kernel32.AttachConsole(self._helper.pid):
            self._helper.end()
            raise Unmet("console", "AttachConsole() failed")

    def close(self):
        if not self.closed:
            self.closed = True
            ctypes.windll.kernel32.FreeConsole()
            self._helper.end()


def prove_events(child):
    """Raises Unmet unless a helper sees the CTRL_BREAK_EVENT that it sends to its own group."""
    helper = _Helper(child, "console-events", _CREATE_NEW_PROCESS_GROUP)
    try:
        if helper.first_line() != b"ready":
            raise Unmet("console-events", "console events do not arrive here")
    finally:
        helper.end()


class _Helper:
    """The program of subprocess cases, run beside the loop under test."""

    def __init__(self, child, command, flags):
        if child is None:
            raise Unmet("console", "initialize named no helper")
        self._process = subprocess.Popen(
            [child, command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=flags,
        )
        self.pid = self._process.pid

    def first_line(self):
        """Without its end; empty if the helper was too slow or ended."""
        guard = threading.Timer(_LONGEST_PROOF, self._process.kill)
        guard.daemon = True
        guard.start()
        try:
            return self._process.stdout.readline().rstrip()
        finally:
            guard.cancel()

    def end(self):
        """Its input ends, and so it does."""
        try:
            self._process.stdin.close()
        except OSError:
            pass  # it has ended already
        try:
            self._process.wait(_LONGEST_PROOF)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
