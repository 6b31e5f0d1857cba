"""System calls on descriptors, as the ends use them on Unix.

raw_windows has the same functions.
"""

import contextlib
import errno
import os
import select
import socket

write = os.write
close = os.close
is_blocking = os.get_blocking

_CLOSED = select.POLLHUP | select.POLLERR | getattr(select, "POLLRDHUP", 0)


def read(number, size):
    with not_blocking(number):
        return os.read(number, size)


@contextlib.contextmanager
def not_blocking(number):
    """Whatever the descriptor's mode is, calls do not wait; then the mode is as before."""
    blocking = os.get_blocking(number)
    if blocking:
        os.set_blocking(number, False)
    try:
        yield
    finally:
        if blocking:
            os.set_blocking(number, True)


def wait_until_ready(number, wanted):
    poll = select.poll()
    poll.register(number, select.POLLIN if wanted == "input" else select.POLLOUT)
    poll.poll()


def wait_for_room_or_input(room, source):
    poll = select.poll()
    poll.register(room, select.POLLOUT)
    poll.register(source, select.POLLIN)
    return any(number == room for number, _ in poll.poll())


def socket_wait_until_ready(given, wanted):
    wait_until_ready(given.fileno(), wanted)


def socket_not_blocking(given):
    return not_blocking(given.fileno())


def socket_is_blocking(given):
    # The descriptor's own mode: a socket object would only tell what Python set.
    return os.get_blocking(given.fileno())


def descriptor_for_pipe(number):
    """What fileno() of a pipe gives to connect_read_pipe()."""
    return number


def means_end(error):
    """Whether a read or write failed because the other side is gone."""
    # A terminal whose other side is closed gives EIO on Linux.
    return error.errno in (errno.EIO, errno.EPIPE, errno.ECONNRESET)


def peer_is_open(number):
    """False once the other side has closed it."""
    poll = select.poll()
    poll.register(number, getattr(select, "POLLRDHUP", 0))
    return not any(found & _CLOSED for _, found in poll.poll(0))


def socket_peer_is_open(given):
    if not peer_is_open(given.fileno()):
        return False
    # Not every system tells of it by POLLRDHUP.
    try:
        return bool(given.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)) or given.type != socket.SOCK_STREAM
    except BlockingIOError:
        return True
    except OSError:
        return False


def raise_signal(number):
    """Sends it to the main thread, whichever thread calls."""
    import signal
    import threading

    signal.pthread_kill(threading.main_thread().ident, number)
