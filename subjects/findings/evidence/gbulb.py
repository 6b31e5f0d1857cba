"""What gbulb does otherwise than documented, without loopcheck: python3 gbulb.py [FINDING…]"""
import asyncio
import os
import signal
import socket
import sys
import threading

sys.path.pop(0)  # this file has the name of the module
import gbulb  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from experiments import main, timers_come_early  # noqa: E402

asyncio.set_event_loop_policy(gbulb.GLibEventLoopPolicy())
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)


def raises(kind, call, *arguments):
    try:
        call(*arguments)
    except kind:
        return True
    return False


def run_for(seconds):
    loop.call_later(seconds, loop.stop)
    loop.run_forever()


class Child(asyncio.SubprocessProtocol):
    def __init__(self):
        self.events = []

    def process_exited(self):
        self.events.append("exited")

    def connection_lost(self, exc):
        self.events.append("lost")


def no_server():
    return raises(TypeError, loop.run_until_complete, loop.create_server(asyncio.Protocol, "127.0.0.1", 0))


def reader_gone():
    reading, writing = os.pipe()
    lost = []

    class Writer(asyncio.BaseProtocol):
        def connection_lost(self, exc):
            lost.append(exc)

    pipe = os.fdopen(writing, "wb", 0)
    loop.run_until_complete(loop.connect_write_pipe(Writer, pipe))
    os.close(reading)
    run_for(0.1)
    return not lost and not pipe.closed


def buffer_size():
    _, writing = os.pipe()
    pipe = os.fdopen(writing, "wb", 0)
    transport, _ = loop.run_until_complete(loop.connect_write_pipe(asyncio.BaseProtocol, pipe))
    transport.write(b"x" * 300000)
    empty = transport.get_write_buffer_size() == 0
    transport.abort()
    return empty and not transport.is_closing() and not pipe.closed


def not_there():
    reading, _ = os.pipe()
    pipe = os.fdopen(reading, "rb", 0)
    transport, _ = loop.run_until_complete(loop.connect_read_pipe(asyncio.Protocol, pipe))
    return raises(NotImplementedError, transport.is_reading)


def signals():
    few = all(raises(ValueError, loop.add_signal_handler, number, print) for number in (signal.SIGQUIT, signal.SIGURG))
    return few and raises(RuntimeError, loop.add_signal_handler, signal.SIGKILL, print)


def stop_before_run():
    loop.stop()
    loop.call_later(0.1, os._exit, 0)  # it runs on
    loop.run_forever()
    return False


def closed():
    loop.close()
    loop.call_soon(print)
    loop.call_soon_threadsafe(print)
    return True


def long_delays():
    return raises(OverflowError, loop.call_later, 4294968, print)


def exit_status():
    transport, child = loop.run_until_complete(loop.subprocess_exec(Child, "/bin/sh", "-c", "exit 255"))
    while "exited" not in child.events:
        run_for(0.01)
    return transport.get_returncode() == -127


def children_in_threads():
    events = []

    def run():
        own = asyncio.new_event_loop()
        asyncio.set_event_loop(own)
        _, child = own.run_until_complete(own.subprocess_exec(Child, "/bin/true"))
        own.call_later(0.5, own.stop)
        own.run_forever()
        events.extend(child.events)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return "exited" not in events


def cancelled_receive():
    one, other = socket.socketpair()
    one.setblocking(False)
    received = []

    async def receive():
        first = asyncio.ensure_future(loop.sock_recv(one, 100))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.sleep(0)
        other.send(b"hello")
        received.append(await loop.sock_recv(one, 100))

    asyncio.ensure_future(receive(), loop=loop)
    run_for(0.2)
    return not received


main(
    {
        "gbulb-no-server": no_server,
        "gbulb-reader-gone": reader_gone,
        "gbulb-buffer": buffer_size,
        "gbulb-missing": not_there,
        "gbulb-signals": signals,
        "gbulb-stop": stop_before_run,
        "gbulb-closed": closed,
        "gbulb-timers": lambda: timers_come_early(loop, 0.0034),
        "gbulb-long-delays": long_delays,
        "gbulb-exit-status": exit_status,
        "gbulb-children-in-threads": children_in_threads,
        "gbulb-cancelled-receive": cancelled_receive,
    }
)
