"""What CPython and PyPy do otherwise than documented, without loopcheck: python3 cpython.py [FINDING…]"""
import asyncio
import os
import selectors

from experiments import eof_is_told_again, main, sigkill_is_a_runtime_error

loop = asyncio.new_event_loop()


def is_reading():
    reading, _ = os.pipe()
    transport, _ = loop.run_until_complete(loop.connect_read_pipe(asyncio.Protocol, os.fdopen(reading, "rb", 0)))
    try:
        transport.is_reading()
    except NotImplementedError:
        return True
    return False


def selector_modify():
    selector = selectors.PollSelector()
    reading, _ = os.pipe()
    selector.register(reading, selectors.EVENT_READ)
    selector.modify(reading, 0)
    try:
        selector.register(reading, 0)
    except ValueError:
        return True
    return False


main(
    {
        "signal-uncatchable": lambda: sigkill_is_a_runtime_error(loop),
        "cpython-pipe-is-reading": is_reading,  # before 3.11.7
        "eof-told-again": lambda: eof_is_told_again(loop),
        "cpython-selector-modify": selector_modify,
    }
)
