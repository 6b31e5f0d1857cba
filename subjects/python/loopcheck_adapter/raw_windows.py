"""System calls on descriptors, as the ends use them on Windows.

raw_unix has the same functions. Descriptors are numbers of the C library here;
sockets and the handles of named pipes have ends of their own.
"""

import contextlib
import errno
import msvcrt
import os
import select
import socket

import _winapi

from .outcomes import Unsupported

_PIPE_WAIT = 0
_PIPE_NOWAIT = 1

write = os.write
close = os.close


def read(number, size):
    handle = msvcrt.get_osfhandle(number)
    try:
        waiting = _winapi.PeekNamedPipe(handle, 0)[0]
    except BrokenPipeError:
        return b""
    except OSError:  # not a pipe: a file, which never waits
        return os.read(number, size)
    if not waiting:
        raise BlockingIOError(errno.EAGAIN, "there is nothing to read")
    return os.read(number, min(size, waiting))


@contextlib.contextmanager
def not_blocking(number):
    """Writing to a full pipe fails at once; then the mode is as before."""
    handle = msvcrt.get_osfhandle(number)
    try:
        _winapi.SetNamedPipeHandleState(handle, _PIPE_NOWAIT, None, None)
        changed = True
    except OSError:  # not a pipe
        changed = False
    try:
        yield
    finally:
        if changed:
            _winapi.SetNamedPipeHandleState(handle, _PIPE_WAIT, None, None)


def wait_until_ready(number, wanted):
    raise Unsupported("Windows can wait for input or room of sockets only")


def wait_for_room_or_input(room, source):
    return bool(select.select([source], [room], [])[1])


def socket_wait_until_ready(given, wanted):
    readers, writers = ([given], []) if wanted == "input" else ([], [given])
    select.select(readers, writers, [])


@contextlib.contextmanager
def socket_not_blocking(given):
    timeout = given.gettimeout()
    given.setblocking(False)
    try:
        yield
    finally:
        given.settimeout(timeout)


def is_blocking(number):
    # Before 3.12 Python cannot tell; nobody but a loop could have changed it.
    return os.get_blocking(number) if hasattr(os, "get_blocking") else True


def socket_is_blocking(given):
    return given.getblocking()


def descriptor_for_pipe(number):
    """What fileno() of a pipe gives to connect_read_pipe(): the system's handle."""
    return msvcrt.get_osfhandle(number)


def means_end(error):
    """Whether a read or write failed because the other side is gone, or is full."""
    # The C library reports a full pipe in this mode as a full disk.
    return isinstance(error, (BrokenPipeError, ConnectionError)) or error.errno in (errno.ENOSPC, errno.EINVAL)


def peer_is_open(number):
    """False once the other side has closed it."""
    try:
        _winapi.PeekNamedPipe(msvcrt.get_osfhandle(number), 0)
    except BrokenPipeError:
        return False
    except OSError:  # the writing end cannot be looked into
        return True
    return True


def socket_peer_is_open(given):
    if not select.select([given], [], [], 0)[0]:
        return True
    try:
        return bool(given.recv(1, socket.MSG_PEEK)) or given.type != socket.SOCK_STREAM
    except BlockingIOError:
        return True
    except OSError:
        return False


def raise_signal(number):
    import signal

    signal.raise_signal(number)
