"""Protocols that log what the library tells them, and keep what they receive."""

import asyncio

from .values import exception_value


class ProtocolRecord:
    """What all connections of one protocol name share."""

    def __init__(self):
        self.transport = None  # of the latest connection
        self.received = {}  # by descriptor of a subprocess; None otherwise

    def bytes_received(self, descriptor=None):
        return self.received.setdefault(descriptor, bytearray())


class _Recorder:
    """What the three kinds of protocol have in common."""

    def __init__(self, context, given):
        if isinstance(given, str):
            given = {"name": given}
        self._context = context
        self._name = given["name"]
        self._on_data = given.get("on_data", "collect")
        self._keep_open = given.get("on_eof") == "keep-open"
        self._record = context.scenario.protocol(self._name)
        self._transport = None

    def _log(self, what, **data):
        self._context.scenario.log.log("%s.%s" % (self._name, what), data)

    def _answer(self, data, *address):
        if self._on_data == "collect" or self._context.scenario.log.sealed:
            return
        answer = bytes(data)[::-1] if self._on_data == "reverse" else bytes(data)
        if address:
            self._transport.sendto(answer, *address)
        else:
            self._transport.write(answer)

    def connection_made(self, transport):
        self._transport = self._record.transport = transport
        self._context.opened(self, transport)
        self._log("connection_made")

    def connection_lost(self, error):
        self._log("connection_lost", exception=exception_value(error))
        self._context.lost(self)

    def pause_writing(self):
        self._log("pause_writing")

    def resume_writing(self):
        self._log("resume_writing")


class StreamProtocol(_Recorder, asyncio.Protocol):
    def data_received(self, data):
        self._record.bytes_received().extend(data)
        self._log("data_received", size=len(data))
        self._answer(data)

    def eof_received(self):
        self._log("eof_received")
        return self._keep_open


class DatagramProtocol(_Recorder, asyncio.DatagramProtocol):
    def datagram_received(self, data, address):
        self._record.bytes_received().extend(data)
        self._log("datagram_received", size=len(data))
        self._answer(data, address)

    def error_received(self, error):
        self._log("error_received", exception=exception_value(error))


class ProcessProtocol(_Recorder, asyncio.SubprocessProtocol):
    def pipe_data_received(self, descriptor, data):
        self._record.bytes_received(descriptor).extend(data)
        self._log("pipe_data_received", fd=descriptor, size=len(data))

    def pipe_connection_lost(self, descriptor, error):
        self._log("pipe_connection_lost", fd=descriptor, exception=exception_value(error))

    def process_exited(self):
        self._log("process_exited")
