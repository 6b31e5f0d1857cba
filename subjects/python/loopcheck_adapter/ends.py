"""The ends of what was opened: what a scenario can do with a descriptor.

The raw calls here are the counterpart of the loop under test, so they use the
operating system directly and never the loop. An end is closed by its scenario,
unless that was done before.
"""

import sys

if sys.platform == "win32":
    from . import raw_windows as raw
else:
    from . import raw_unix as raw

from .outcomes import NotRun
from .values import pattern

_CHUNK = pattern(65536)
# Some things never block, such as the null device.
_MOST = 64 * 1024 * 1024


class End:
    """Base class. `closed` is true once nothing is left to close."""

    closed = False

    def number(self):
        """The descriptor, as add_reader() takes it."""
        raise NotImplementedError

    def thing(self):
        """An object with fileno(), the same one each time."""
        raise NotImplementedError

    def watched(self, kind):
        """What add_reader() and the like are given; `kind` is "int" or "object"."""
        return self.thing() if kind == "object" else self.number()

    def pipe(self):
        """What connect_read_pipe() and the like are given; they own it from then on."""
        return self.thing()

    def socket(self):
        raise NotRun("this end is no socket")

    def read(self, size):
        """One call that does not wait. Raises BlockingIOError if there is nothing."""
        raise NotImplementedError

    def write(self, data):
        """One call, in the end's own mode; the number of bytes."""
        raise NotImplementedError

    def fill(self):
        """Writes until it would block; the number of bytes."""
        with raw.not_blocking(self.number()):
            return _until_blocked(lambda: self.write(_CHUNK))

    def drain(self):
        """Reads until it would block or ends; the number of bytes."""
        return _until_blocked(lambda: len(self.read(len(_CHUNK))))

    def wait_until_ready(self, wanted):
        """Waits, without a loop, until there is "input" or "room"."""
        raw.wait_until_ready(self.number(), wanted)

    def wait_for_room_or_input(self, other):
        """Waits until this end has room or the other has input; whether there is room."""
        return raw.wait_for_room_or_input(self.number(), other.number())

    def is_blocking(self):
        return raw.is_blocking(self.number())

    def peer_is_open(self):
        return raw.peer_is_open(self.number())

    def close(self):
        """Closes it, if it is open; raises what the system call does."""
        raise NotImplementedError


def _until_blocked(move):
    total = 0
    while total < _MOST:
        try:
            moved = move()
        except BlockingIOError:
            break
        except OSError as error:
            if not raw.means_end(error):
                raise
            break
        if not moved:
            break
        total += moved
    return total


class SocketEnd(End):
    def __init__(self, socket):
        self._socket = socket

    def number(self):
        return self._socket.fileno()

    def thing(self):
        return self._socket

    def socket(self):
        return self._socket

    def read(self, size):
        with raw.socket_not_blocking(self._socket):
            return self._socket.recv(size)

    def write(self, data):
        return self._socket.send(data)

    def fill(self):
        with raw.socket_not_blocking(self._socket):
            return _until_blocked(lambda: self._socket.send(_CHUNK))

    def wait_until_ready(self, wanted):
        raw.socket_wait_until_ready(self._socket, wanted)

    def is_blocking(self):
        return raw.socket_is_blocking(self._socket)

    def peer_is_open(self):
        return raw.socket_peer_is_open(self._socket)

    def close(self):
        self.closed = True
        self._socket.close()


class NumberEnd(End):
    """A plain descriptor. `owned` is false for numbers that are not open."""

    def __init__(self, number, owned=True):
        self._number = number
        self._file = DescriptorFile(number)
        self.closed = not owned

    def number(self):
        return self._number

    def thing(self):
        return self._file

    def pipe(self):
        self._file.descriptor_for_pipe = raw.descriptor_for_pipe
        return self._file

    def read(self, size):
        return raw.read(self._number, size)

    def write(self, data):
        return raw.write(self._number, data)

    def close(self):
        if not self.closed and not self._file.closed:
            self.closed = True
            raw.close(self._number)


class CounterEnd(NumberEnd):
    """An eventfd, which takes numbers of eight bytes and nothing else."""

    def write(self, data):
        return raw.write(self._number, (1).to_bytes(8, sys.byteorder))


class ObjectEnd(End):
    """An object that is always given to the library as it is."""

    def __init__(self, thing, inner=None):
        self._thing = thing
        self._inner = inner  # the end whose descriptor it shows, or None

    def number(self):
        return self._need().number()

    def thing(self):
        return self._thing

    def watched(self, kind):
        return self._thing

    def socket(self):
        return self._need().socket()

    def read(self, size):
        return self._need().read(size)

    def write(self, data):
        return self._need().write(data)

    def close(self):
        if self._inner is not None:
            self._inner.close()

    def _need(self):
        if self._inner is None:
            raise NotRun("this object has no descriptor")
        return self._inner


class ManyEnds(End):
    """The same end of each of many; an operation is done on every one."""

    def __init__(self, ends):
        self.each = ends

    def read(self, size):
        return b"".join(end.read(size) for end in self.each)

    def write(self, data):
        return sum(end.write(data) for end in self.each)

    def fill(self):
        return sum(end.fill() for end in self.each)

    def drain(self):
        return sum(end.drain() for end in self.each)

    def wait_until_ready(self, wanted):
        for end in self.each:
            end.wait_until_ready(wanted)

    def is_blocking(self):
        return all(end.is_blocking() for end in self.each)

    def peer_is_open(self):
        return all(end.peer_is_open() for end in self.each)

    def number(self):
        raise NotRun("these are many ends, and the step takes one")

    def thing(self):
        return self.number()

    def close(self):
        for end in self.each:
            end.close()


class DescriptorFile:
    """The least that a file is to asyncio: fileno() and close().

    It is not an io.FileIO, since that closes its descriptor when it is collected as
    garbage; by then the number may be that of something else.
    """

    def __init__(self, number):
        self._number = number
        self.closed = False
        self.descriptor_for_pipe = None

    def fileno(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")
        if self.descriptor_for_pipe is not None:
            return self.descriptor_for_pipe(self._number)
        return self._number

    def close(self):
        if not self.closed:
            self.closed = True
            raw.close(self._number)
