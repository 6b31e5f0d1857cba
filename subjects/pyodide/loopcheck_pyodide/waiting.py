"""Waiting without blocking."""

import loopcheck_host
from loopcheck_adapter.event_log import EventLog
from loopcheck_adapter.outcomes import NotRun


class Latch:
    """Can be awaited until it is opened. Only for coroutines that the host drives."""

    _awaited = None  # there is never more than one, since steps are performed one by one

    def __init__(self):
        self._latch = loopcheck_host.newLatch()
        self._in_vain = False

    def open(self, *_):
        self._latch.open()

    def __await__(self):
        Latch._awaited = self
        yield self._latch.opened
        Latch._awaited = None
        if self._in_vain:
            raise NotRun("nothing is left that the loop could run")

    @classmethod
    def give_up(cls):
        """Ends the wait, if there is one, for what can never come."""
        if cls._awaited is not None:
            cls._awaited._in_vain = True
            cls._awaited.open()


class Progress:
    """A coroutine that the host drives: a call of advance() goes on until it waits again."""

    def __init__(self, coroutine):
        self._coroutine = coroutine

    def advance(self):
        """The promise that it waits for; None once it is done."""
        try:
            return self._coroutine.send(None)
        except StopIteration:
            return None


class WaitingLog(EventLog):
    """An event log for one thread and a loop that always runs."""

    async def wait_until(self, predicate):
        """Lets the loop run until the predicate is true; goes on at once if it is."""
        if predicate():
            return
        waiter = _Waiter(predicate)
        self._waiters.append(waiter)
        try:
            await waiter.satisfied
        finally:
            self._waiters.remove(waiter)


class _Waiter:
    def __init__(self, predicate):
        self.satisfied = Latch()
        self._predicate = predicate

    def look(self, sealed):
        if sealed or self._predicate():
            self.satisfied.open()
