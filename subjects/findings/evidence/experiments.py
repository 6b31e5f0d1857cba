"""Experiments that show what findings say, without loopcheck: each in a process of its own, since some end it.

SCRIPT            all of them; status 1 if one does not show any more what it should
SCRIPT FINDING…   these
"""
import asyncio
import signal
import socket
import subprocess
import sys

SEEN, NOT_SEEN = 0, 1


def sigkill_is_a_runtime_error(loop):
    try:
        loop.add_signal_handler(signal.SIGKILL, print)
    except RuntimeError:
        return True
    return False


def eof_is_told_again(loop):
    events = []

    class Open(asyncio.Protocol):
        def eof_received(self):
            events.append("eof")
            return True

    one, other = socket.socketpair()
    transport, _ = loop.run_until_complete(loop.create_connection(Open, sock=one))
    other.shutdown(socket.SHUT_WR)
    loop.call_later(0.05, transport.pause_reading)
    loop.call_later(0.06, transport.resume_reading)
    loop.call_later(0.1, loop.stop)
    loop.run_forever()
    return events == ["eof", "eof"]


def timers_come_early(loop, delay):
    def early():
        came = []
        asked = loop.time()
        loop.call_later(delay, lambda: (came.append(loop.time()), loop.stop()))
        loop.run_forever()
        return came[0] < asked + delay

    return any([early() for _ in range(100)])


def main(experiments, crashes=()):
    """`experiments` are functions by the id of their finding; each returns whether it saw what the finding says.
    Those of `crashes` end by SIGABRT instead."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--here"]:
        signal.alarm(20)  # what hangs, ends
        sys.exit(SEEN if experiments[arguments[1]]() else NOT_SEEN)
    status = 0
    for name in arguments or experiments:
        if name not in experiments:
            sys.exit("there is no experiment %s; there are: %s" % (name, ", ".join(experiments)))
        command = [sys.executable, sys.argv[0], "--here", name]
        ended = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        seen = ended.returncode == (-signal.SIGABRT if name in crashes else SEEN)
        print("%-9s %s" % ("seen" if seen else "not seen", name))
        if not seen:
            sys.stderr.buffer.write(ended.stderr)
            status = 1
    sys.exit(status)
