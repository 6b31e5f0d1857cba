"""Faults in what the documentation says beside the point: second times, other arguments, what one call does to another.

Made from the pages on event loops, transports and subprocesses alone, without a look at the cases.
"""

import asyncio
import signal

from fault import ChangedTransports, Loop, fault


@fault("subprocess-arguments-exact")
class DropsEmptyArguments(Loop):
    """subprocess_exec() creates a process "from one or more string arguments": those that are empty get lost here."""

    async def subprocess_exec(self, protocol_factory, program, *args, **options):
        return await super().subprocess_exec(protocol_factory, program, *filter(None, args), **options)


@fault("subprocess-close-fds")
class LeaksDescriptors(Loop):
    """Popen closes all descriptors but the standard streams by default (close_fds=True): it keeps them open here."""

    async def subprocess_exec(self, protocol_factory, *args, **options):
        options.setdefault("close_fds", False)
        return await super().subprocess_exec(protocol_factory, *args, **options)


@fault("stop-before-run")
class LeavesAtOnce(Loop):
    """stop() before run_forever(): "the loop will poll the I/O selector once, run all callbacks, and then exit". It only exits here."""

    def run_forever(self):
        if self._stopping:
            self._stopping = False
            return
        super().run_forever()


@fault("add-signal-handler-runs-callback")
class HearsOnce(Loop):
    """add_signal_handler() sets "callback as the handler for the signal": it is the handler of the first one only here."""

    def add_signal_handler(self, sig, callback, *args):
        heard = []

        def first_time():
            if not heard:
                heard.append(sig)
                callback(*args)

        super().add_signal_handler(sig, first_time)


@fault("signal-callback-in-loop")
class RunsInTheSignal(Loop):
    """The callback of a signal is "invoked by loop, along with other queued callbacks": at once, within the handler, here."""

    def add_signal_handler(self, sig, callback, *args):
        super().add_signal_handler(sig, callback, *args)
        signal.signal(sig, lambda *_: callback(*args))
        signal.siginterrupt(sig, False)

    def _handle_signal(self, sig):
        pass


@fault("remove-reader-stops")
class TakesBothAway(Loop):
    """remove_reader() stops "monitoring the fd for read availability": here it is not monitored for writing any more, either."""

    def remove_reader(self, fd):
        removed = super().remove_reader(fd)
        super().remove_writer(fd)
        return removed


class _NeverCancelled(asyncio.TimerHandle):
    __slots__ = ()

    def cancelled(self):
        return False


@fault("handle-cancelled")
class DeniesCancelledTimers(Loop):
    """cancelled(): "return True if the callback was cancelled". A timer's handle returns False here."""

    def call_at(self, when, callback, *args, context=None):
        timer = super().call_at(when, callback, *args, context=context)
        timer.__class__ = _NeverCancelled
        return timer


@fault("sendfile")
class BeginsAtTheStart(Loop):
    """sendfile(): "offset tells from where to start reading the file". It starts at the beginning here."""

    async def sendfile(self, transport, file, offset=0, count=None, *, fallback=True):
        return await super().sendfile(transport, file, 0, count, fallback=fallback)


@fault("transport-write-eof")
class EndsTooSoon(ChangedTransports):
    """write_eof() closes the write end "after flushing all buffered data": what is buffered is lost here."""

    def change(self, transport):
        end = transport.write_eof

        def end_at_once():
            transport._buffer.clear()
            self._remove_writer(transport.get_extra_info("socket").fileno())
            end()

        transport.write_eof = end_at_once


@fault("transport-pause-reading")
class ReadsOn(ChangedTransports):
    """pause_reading(): "no data will be passed to the protocol until resume_reading() is called". It is passed here."""

    def change(self, transport):
        transport.pause_reading = lambda: setattr(transport, "_paused", True)


@fault("protocol-flow-control")
class NeverResumes(ChangedTransports):
    """resume_writing() is called "when the transport's buffer drains below the low watermark": never here."""

    def change(self, transport):
        transport._maybe_resume_protocol = lambda: None


@fault("protocol-lost-none")
class LosesWithAnError(ChangedTransports):
    """After abort() connection_lost() is called "with None as its argument": with an error here."""

    def change(self, transport):
        transport.abort = lambda: transport._force_close(ConnectionAbortedError())
