"""Faults that were made from sentences of the documentation alone, without a look at the cases."""

import asyncio
import os
import time

from fault import Loop, fault


@fault("sock-recv-into")
class CountsWrong(Loop):
    """sock_recv_into() "returns the number of bytes written to the buffer": always the size of the buffer here."""

    async def sock_recv_into(self, sock, buf):
        await super().sock_recv_into(sock, buf)
        return len(buf)


@fault("sock-sendall")
class SendsSome(Loop):
    """sock_sendall() "continues to send until all data has been sent": only the first 4 KiB here."""

    async def sock_sendall(self, sock, data):
        return await super().sock_sendall(sock, bytes(data)[:4096])


@fault("run-in-executor-thread")
class RunsInline(Loop):
    """run_in_executor() calls the function at once, in the loop's thread."""

    def run_in_executor(self, executor, func, *args):
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except BaseException as error:
            future.set_exception(error)
        return future


@fault("signal-uncatchable", "signal-setup-trouble")
class TakesAnySignal(Loop):
    """add_signal_handler() does not raise RuntimeError where the handler cannot be set."""

    def add_signal_handler(self, sig, callback, *args):
        try:
            super().add_signal_handler(sig, callback, *args)
        except RuntimeError:
            pass


@fault("close-not-while-running")
class ClosesWhileRunning(Loop):
    """close(): "the loop must not be running when this function is called". Nobody minds here."""

    def close(self):
        if not self.is_running():
            super().close()


@fault("returncode-exit")
class AlwaysWell(Loop):
    """get_returncode() is 0, however the child ended."""

    async def subprocess_exec(self, *args, **kwargs):
        transport, protocol = await super().subprocess_exec(*args, **kwargs)
        code = transport.get_returncode
        transport.get_returncode = lambda: None if code() is None else 0
        return transport, protocol


@fault("sock-sendfile-position", "sendfile-position")
class ForgetsThePosition(Loop):
    """sendfile(): "file position is always updated, even when this method raises an error". Never here."""

    async def sock_sendfile(self, sock, file, offset=0, count=None, *, fallback=None):
        before = file.tell()
        try:
            return await super().sock_sendfile(sock, file, offset, count, fallback=fallback)
        finally:
            file.seek(before)

    async def sendfile(self, transport, file, offset=0, count=None, *, fallback=True):
        before = file.tell()
        try:
            return await super().sendfile(transport, file, offset, count, fallback=fallback)
        finally:
            file.seek(before)


@fault("time-monotonic")
class GoesBack(Loop):
    """time() is "according to the event loop's internal monotonic clock": now and then it goes back here."""

    _asked = 0

    def time(self):
        self._asked += 1
        return time.monotonic() - (0.5 if self._asked % 7 == 0 else 0)


@fault("unix-server-start-serving", "tcp-server-start-serving")
class ServesAtOnce(Loop):
    """create_server(start_serving=False): "the user should await on Server.start_serving()". It serves at once."""

    async def create_server(self, protocol_factory, host=None, port=None, **options):
        options["start_serving"] = True
        return await super().create_server(protocol_factory, host, port, **options)

    async def create_unix_server(self, protocol_factory, path=None, **options):
        options["start_serving"] = True
        return await super().create_unix_server(protocol_factory, path, **options)


@fault("subprocess-stderr-stdout")
class LosesErrors(Loop):
    """stderr=STDOUT: "connect the standard error stream to the process' standard output stream". It is lost here."""

    async def subprocess_exec(self, protocol_factory, *args, stderr=asyncio.subprocess.PIPE, **options):
        if stderr == asyncio.subprocess.STDOUT:
            stderr = asyncio.subprocess.DEVNULL
        return await super().subprocess_exec(protocol_factory, *args, stderr=stderr, **options)


@fault("connect-read-pipe-non-blocking", "connect-write-pipe-non-blocking")
class LeavesPipesBlocking(Loop):
    """connect_read_pipe() "sets the pipe to non-blocking mode": it stays as it was here."""

    async def connect_read_pipe(self, protocol_factory, pipe):
        made = await super().connect_read_pipe(protocol_factory, pipe)
        os.set_blocking(pipe.fileno(), True)
        return made

    async def connect_write_pipe(self, protocol_factory, pipe):
        made = await super().connect_write_pipe(protocol_factory, pipe)
        os.set_blocking(pipe.fileno(), True)
        return made


@fault("remove-signal-handler-result")
class DeniesRemoval(Loop):
    """remove_signal_handler() "returns True if the signal handler was removed": False here."""

    def remove_signal_handler(self, sig):
        super().remove_signal_handler(sig)
        return False


@fault("datagram-endpoint")
class GluesDatagrams(Loop):
    """A datagram that is sent comes twice."""

    async def create_datagram_endpoint(self, protocol_factory, *args, **options):
        transport, protocol = await super().create_datagram_endpoint(protocol_factory, *args, **options)
        send = transport.sendto

        def twice(data, addr=None):
            send(data, addr)
            send(data, addr)

        transport.sendto = twice
        return transport, protocol


@fault("call-soon-threadsafe-closed")
class TakesWorkWhenClosed(Loop):
    """call_soon_threadsafe() "raises RuntimeError if called on a loop that's been closed". Not here."""

    def call_soon_threadsafe(self, callback, *args, context=None):
        try:
            return super().call_soon_threadsafe(callback, *args, context=context)
        except RuntimeError:
            return None
