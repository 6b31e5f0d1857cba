"""Faults such as one finds in loops: in their queues, buffers and bookkeeping."""

import asyncio
import heapq
import threading

from fault import ChangedTransports, Loop, fault


@fault("call-soon-fifo")
class LastFirst(Loop):
    """Runs the callbacks of a turn in reverse order."""

    def _run_once(self):
        self._ready = type(self._ready)(reversed(self._ready))
        super()._run_once()


@fault("call-later-not-early", "call-at-not-early")
class Impatient(Loop):
    """Timers are due after half of their time."""

    def call_at(self, when, callback, *args, context=None):
        return super().call_at(self.time() + (when - self.time()) / 2, callback, *args, context=context)


@fault("call-later-order")
class UnsortedTimers(Loop):
    """Of the timers that are due, the latest runs first."""

    def _run_once(self):
        end = self.time() + self._clock_resolution
        due = [timer for timer in self._scheduled if timer._when < end]
        if len(due) > 1:
            whens = sorted((timer._when for timer in due), reverse=True)
            for timer, when in zip(sorted(due, key=lambda timer: timer._when), whens):
                timer._when = when
            heapq.heapify(self._scheduled)
        super()._run_once()


@fault("handle-cancel")
class CannotCancel(Loop):
    """A handle notes that it was cancelled, and its callback runs all the same."""

    def call_soon(self, callback, *args, context=None):
        handle = super().call_soon(callback, *args, context=context)

        class Stubborn(asyncio.Handle):
            __slots__ = ()

            def cancel(self):
                self._cancelled = True

        stubborn = Stubborn(callback, args, self, context)
        self._ready[self._ready.index(handle)] = _Unconditional(stubborn, self)
        return stubborn


class _Unconditional:
    """In the queue in place of a handle, and never cancelled."""

    _cancelled = False

    def __init__(self, handle, loop):
        self._handle = handle

    def _run(self):
        self._handle._run()


@fault("add-reader-replaces")
class KeepsTheFirstReader(Loop):
    """A second callback for a descriptor is not taken."""

    def add_reader(self, fd, callback, *args):
        try:
            _, (reader, _) = self._selector.get_key(fd).events, self._selector.get_key(fd).data
        except (KeyError, ValueError):
            reader = None
        if reader is None:
            super().add_reader(fd, callback, *args)


@fault("remove-reader-result", "remove-writer-result")
class AlwaysRemoved(Loop):
    """Says that a callback was removed where none was."""

    def remove_reader(self, fd):
        super().remove_reader(fd)
        return True

    def remove_writer(self, fd):
        super().remove_writer(fd)
        return True


@fault("call-soon-threadsafe")
class SleepsOn(Loop):
    """A callback from another thread waits until something else wakes the loop."""

    def _write_to_self(self):
        if threading.current_thread() is threading.main_thread():
            super()._write_to_self()


@fault("exception-does-not-stop")
class StopsAtExceptions(Loop):
    """The handler is told, and then the loop stops."""

    def call_exception_handler(self, context):
        super().call_exception_handler(context)
        self.stop()


@fault("tcp-server-serves")
class OneGuest(Loop):
    """A server takes a single connection, whatever comes."""

    def _accept_connection(self, protocol_factory, sock, *args, **kwargs):
        super()._accept_connection(protocol_factory, sock, *args, **kwargs)
        self._remove_reader(sock.fileno())


@fault("protocol-flow-control")
class NeverFull(ChangedTransports):
    """pause_writing() is never called, however much waits."""

    def change(self, transport):
        transport._maybe_pause_protocol = lambda: None


@fault("transport-close-flushes")
class DropsAtClose(ChangedTransports):
    """close() is like abort(): what is buffered is lost."""

    def change(self, transport):
        transport.close = transport.abort


@fault("protocol-eof")
class ClosesAtEof(ChangedTransports):
    """What eof_received() returns is not looked at: the transport closes."""

    def change(self, transport):
        protocol = transport.get_protocol()
        told = protocol.eof_received
        protocol.eof_received = lambda: told() and False
