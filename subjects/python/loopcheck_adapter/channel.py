"""The lines of the protocol, on descriptors that nobody else knows."""

import errno
import os
import sys

MAXIMUM_LINE = 8 * 1024 * 1024


class LineTooLong(Exception):
    """A line was longer than the protocol allows; it has been skipped."""


class Channel:
    """Reads and writes whole lines on a pair of descriptors, unbuffered."""

    def __init__(self, reading, writing):
        self._reading = reading
        self._writing = writing
        self._buffer = bytearray()

    @classmethod
    def take_over_standard_streams(cls):
        """Moves the protocol away from descriptors 0 and 1.

        Afterwards 0 is the null device and 1 is standard error, so neither a child
        with inherited streams nor a print() can disturb the protocol. os.dup()
        makes descriptors that are not inherited (PEP 446).
        """
        reading, writing = os.dup(0), os.dup(1)
        if sys.platform == "win32":
            import msvcrt

            msvcrt.setmode(reading, os.O_BINARY)
            msvcrt.setmode(writing, os.O_BINARY)
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 0)
        try:
            os.dup2(2, 1)
        except OSError:  # started without standard error
            os.dup2(null, 1)
            os.dup2(null, 2)
        os.close(null)
        return cls(reading, writing)

    def read_line(self):
        """The next line without its end, or None at the end of input."""
        searched = 0
        skipping = False
        while True:
            end = self._buffer.find(b"\n", searched)
            if end >= 0:
                line = bytes(self._buffer[:end])
                del self._buffer[: end + 1]
                if skipping or len(line) > MAXIMUM_LINE:
                    raise LineTooLong
                return line
            if len(self._buffer) > MAXIMUM_LINE:
                skipping = True
                self._buffer.clear()
            searched = len(self._buffer)
            chunk = os.read(self._reading, 65536)
            if not chunk:
                return None
            self._buffer += chunk

    def write_line(self, line):
        """Writes a line, which must not contain a line end, at once."""
        rest = memoryview(line + b"\n")
        while rest:
            try:
                rest = rest[os.write(self._writing, rest) :]
            except OSError as error:
                # What the C library of Windows says when nobody reads any more.
                if error.errno == errno.EINVAL:
                    raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)) from error
                raise
