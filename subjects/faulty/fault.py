"""What every fault says of itself."""

import asyncio

FAULTS = []


def fault(*broken):
    """Makes a subclass of asyncio's own loop a fault: `broken` are the rules that it cannot keep.

    They are written down from the documentation, before the suite is run. The docstring says what is wrong.
    """

    def register(loop_class):
        loop_class.broken = broken
        FAULTS.append(loop_class)
        return loop_class

    return register


Loop = asyncio.SelectorEventLoop


class ChangedTransports(Loop):
    """A loop of which change() is given every transport over a stream socket."""

    def _make_socket_transport(self, sock, protocol, waiter=None, *, extra=None, server=None):
        transport = super()._make_socket_transport(sock, protocol, waiter, extra=extra, server=server)
        self.change(transport)
        return transport
