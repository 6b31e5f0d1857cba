"""TCP servers and connections, and what can be done with any server."""

import inspect

from ..outcomes import Unsupported
from ..protocols import StreamProtocol
from ..values import returned_value
from ..vocabulary import pick, step
from .resources import end_of

_LOCALHOST = "127.0.0.1"
_SERVER_CALLS = frozenset(["close", "wait_closed", "start_serving", "is_serving"])


@step("create_server", "protocol")
async def create_server(context, given):
    options = pick(given, "host", "port", "reuse_port", "reuse_address", "start_serving")
    if given.get("sock") is not None:
        options["sock"] = end_of(context, given, "sock").socket()
    else:
        if given.get("at") is not None:
            options["host"], options["port"] = context.scenario.products.find(given["at"], "address")
        options.setdefault("host", _LOCALHOST)
        options.setdefault("port", 0)
    server = await context.loop.create_server(lambda: StreamProtocol(context, given["protocol"]), **options)
    context.servers.append(server)
    # Kept, since a server that was closed has no sockets to ask any more.
    address = server.sockets[0].getsockname()[:2]
    context.scenario.products.add(given, "server", server)
    context.scenario.products.add(given, "address", address)
    return {"port": address[1]}


@step("create_connection", "protocol")
async def create_connection(context, given):
    options = pick(given, "host", "port")
    if given.get("sock") is not None:
        options["sock"] = end_of(context, given, "sock").socket()
    if given.get("to") is not None:
        options["host"], options["port"] = _address_of(context.scenario.products, given["to"])
    transport, _ = await context.loop.create_connection(
        lambda: StreamProtocol(context, given["protocol"]), **options
    )
    context.scenario.products.add(given, "transport", transport)


def _address_of(products, reference):
    """The address of a server step, or of a listening end."""
    if isinstance(reference, list):
        return reference
    if products.has(reference, "server"):
        return products.find(reference, "address")
    return products.end(reference).socket().getsockname()[:2]


@step("server", "on", "call")
def server(context, given):
    if given["call"] not in _SERVER_CALLS:
        raise Unsupported("this adapter does not call %r of a server" % given["call"])
    value = getattr(context.scenario.products.find(given["on"], "server"), given["call"])()
    return _finish(value) if inspect.isawaitable(value) else returned_value(value)


async def _finish(awaitable):
    return returned_value(await awaitable)
