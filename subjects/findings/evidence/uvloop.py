"""What uvloop does otherwise than documented, without loopcheck: python3 uvloop.py [FINDING…]"""
import asyncio
import os
import signal
import socket
import subprocess
import sys

sys.path.pop(0)  # this file has the name of the module
import uvloop  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from experiments import eof_is_told_again, main, sigkill_is_a_runtime_error, timers_come_early  # noqa: E402

loop = uvloop.new_event_loop()
asyncio.set_event_loop(loop)


def run_for(seconds):
    loop.call_later(seconds, loop.stop)
    loop.run_forever()


def raises(kind, coroutine):
    try:
        loop.run_until_complete(coroutine)
    except kind:
        return True
    return False


def file_as_pipe():
    loop.run_until_complete(loop.connect_read_pipe(asyncio.Protocol, open(__file__, "rb")))
    run_for(0.05)
    return False


def remove_result():
    reading, _ = os.pipe()
    loop.add_reader(reading, print)
    return loop.remove_reader(reading) is None and loop.remove_reader(reading) is None


def signal_handlers():
    loop.add_signal_handler(signal.SIGUSR1, print)
    return loop.remove_signal_handler(signal.SIGUSR1) is False


def stop():
    events = []

    def first():
        loop.stop()
        loop.call_soon(events.append, "new")

    loop.call_soon(first)
    loop.run_forever()
    return events == ["new"]


def due_timers():
    events = []
    now = loop.time()
    loop.call_at(now - 1, events.append, "later")
    loop.call_at(now - 2, events.append, "earlier")
    run_for(0.01)
    return events == ["later", "earlier"]


def abstract_sockets():
    name = "\0evidence-%d" % os.getpid()
    loop.run_until_complete(loop.create_unix_server(asyncio.Protocol, name))
    return raises(ConnectionRefusedError, loop.create_unix_connection(asyncio.Protocol, name))


def child_descriptors():
    async def listed():
        child = await asyncio.create_subprocess_exec(
            "/bin/ls", "/proc/self/fd", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        return (await child.communicate())[0].split()

    return len(loop.run_until_complete(listed())) > 4  # 0, 1, 2 and the folder


def missing_methods():
    one, _ = socket.socketpair()
    one.setblocking(False)
    return raises(NotImplementedError, loop.sock_recvfrom(one, 1)) and raises(
        NotImplementedError, loop.sock_sendfile(one, open(__file__, "rb"))
    )


def non_blocking():
    reading, _ = os.pipe()
    loop.add_reader(reading, print)
    return not os.get_blocking(reading)


main(
    {
        "uvloop-file-as-pipe": file_as_pipe,
        "signal-uncatchable": lambda: sigkill_is_a_runtime_error(loop),
        "uvloop-remove-result": remove_result,
        "uvloop-signal-handlers": signal_handlers,
        "uvloop-stop": stop,
        "uvloop-early-timers": lambda: timers_come_early(loop, 0.0014),
        "uvloop-due-timers": due_timers,
        "uvloop-abstract-sockets": abstract_sockets,
        "uvloop-child-descriptors": child_descriptors,
        "uvloop-missing-methods": missing_methods,
        "eof-told-again": lambda: eof_is_told_again(loop),
        "uvloop-nonblocking": non_blocking,
    },
    crashes=["uvloop-file-as-pipe"],
)
