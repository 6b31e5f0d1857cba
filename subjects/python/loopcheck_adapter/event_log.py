"""The events of a scenario, and those who wait for them.

Events are logged from the loop's callbacks and from other threads. Everything
here may be called from any thread; one lock guards it all. The lock is reentrant,
since the garbage collector can call a loop's exception handler at any point.
"""

import threading
import time

MAXIMUM_EVENTS = 2000


class EventLog:
    def __init__(self):
        self.events = []
        self.dropped = 0
        self.sealed = False
        self.during = None  # id of the top-level step that is being performed
        self._main = threading.get_ident()
        self._counts = {}
        self._waiters = []
        self._changed = threading.Condition(threading.RLock())
        self._began = time.perf_counter_ns()

    def now(self):
        """Nanoseconds since the scenario began."""
        return time.perf_counter_ns() - self._began

    def log(self, event, data):
        at = self.now()
        with self._changed:
            if self.sealed:
                return
            self._counts[event] = self._counts.get(event, 0) + 1
            if len(self.events) < MAXIMUM_EVENTS:
                thread = "main" if threading.get_ident() == self._main else "other"
                self.events.append(
                    {"event": event, "during": self.during, "at_ns": at, "thread": thread, "data": data}
                )
            else:
                self.dropped += 1
            self._tell()

    def seal(self):
        """Logs nothing more, and ends every wait."""
        with self._changed:
            self.sealed = True
            self._tell()

    def changed(self):
        """Something other than an event happened that a predicate looks at."""
        with self._changed:
            self._tell()

    def reached(self, events, count):
        """A predicate: was each of the events logged `count` times?"""
        counts = self._counts
        return lambda: all(counts.get(event, 0) >= count for event in events)

    def block_until(self, predicate):
        """Blocks this thread. False if the scenario ended first."""
        with self._changed:
            self._changed.wait_for(lambda: self.sealed or predicate())
            return predicate()

    def run_loop_until(self, loop, predicate):
        """Runs the loop until the predicate is true; returns at once if it is.

        Whoever else stops the loop meanwhile, it is run again.
        """
        with self._changed:
            if predicate():
                return
            waiter = _Waiter(loop, predicate)
            self._waiters.append(waiter)
        try:
            while not waiter.satisfied and not self.sealed:
                loop.run_forever()
        finally:
            with self._changed:
                waiter.active = False
                self._waiters.remove(waiter)

    def _tell(self):
        for waiter in tuple(self._waiters):
            waiter.look(self.sealed)
        self._changed.notify_all()


class _Waiter:
    """Stops a loop, once, when a predicate has become true."""

    def __init__(self, loop, predicate):
        self.satisfied = False
        self.active = True
        self._loop = loop
        self._predicate = predicate
        self._thread = threading.get_ident()

    def look(self, sealed):
        if self.satisfied or not (sealed or self._predicate()):
            return
        self.satisfied = True
        if threading.get_ident() == self._thread:
            self._loop.stop()
            return
        try:
            self._loop.call_soon_threadsafe(self._stop)
        except RuntimeError:
            pass  # closed meanwhile: its run has ended, or will by itself

    def _stop(self):
        # A stop that comes after the wait is over would end a later run too early.
        if self.active:
            self._loop.stop()
