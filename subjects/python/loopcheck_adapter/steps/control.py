"""The proof of life: work that only a running loop can have done."""

import asyncio

from ..outcomes import Unsupported
from ..scenario import refuse_while_running
from ..vocabulary import step


@step("control")
def control(context, given):
    refuse_while_running(context)
    how = given.get("with", "tcp")
    if how == "callbacks":
        return _through_callbacks(context.loop, context.scenario.nonce)
    if how == "tcp":
        return context.loop.run_until_complete(_through_tcp(context.loop, context.scenario.nonce))
    raise Unsupported("there is no control with %r" % how)


def _through_callbacks(loop, text):
    passed = []
    for character in text:
        loop.call_soon(passed.insert, 0, character)
    loop.call_soon(loop.stop)
    loop.run_forever()
    return "".join(passed)


async def _through_tcp(loop, text):
    served = _Reverser(loop)
    asking = _Asker(loop, text)
    server = await loop.create_server(lambda: served, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await loop.create_connection(lambda: asking, "127.0.0.1", port)
    answer = await asking.answer
    asking.transport.close()
    server.close()
    await asking.lost
    await served.lost
    return answer


class _Line(asyncio.Protocol):
    """Takes one line; knows when its connection is over."""

    def __init__(self, loop):
        self.transport = None
        self.lost = loop.create_future()
        self._received = bytearray()

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self._received += data
        line, end, _ = self._received.partition(b"\n")
        if end:
            self.line_received(bytes(line))

    def line_received(self, line):
        raise NotImplementedError

    def connection_lost(self, error):
        if not self.lost.done():
            self.lost.set_result(None)


class _Reverser(_Line):
    def line_received(self, line):
        self.transport.write(line[::-1] + b"\n")


class _Asker(_Line):
    def __init__(self, loop, text):
        super().__init__(loop)
        self.answer = loop.create_future()
        self._text = text

    def connection_made(self, transport):
        super().connection_made(transport)
        transport.write(self._text.encode("ascii", "backslashreplace") + b"\n")

    def line_received(self, line):
        if not self.answer.done():
            self.answer.set_result(line.decode("ascii", "replace"))

    def connection_lost(self, error):
        if not self.answer.done():
            self.answer.set_exception(error or ConnectionError("closed before the answer"))
        super().connection_lost(error)
