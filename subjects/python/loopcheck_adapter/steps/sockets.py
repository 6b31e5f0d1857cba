"""Sockets directly, and sending files."""

import io

from ..ends import SocketEnd
from ..outcomes import Unsupported
from ..values import data_value, step_data
from ..vocabulary import pick, step
from .resources import DEFAULT_SIZE, end_of


def _socket(context, given):
    return end_of(context, given).socket()


def _file(context, given):
    """An unbuffered file on the end's descriptor, which stays open and whose
    position is therefore what the library leaves."""
    return io.FileIO(end_of(context, given, "file").number(), "rb", closefd=False)


@step("sock_recv", "on")
async def sock_recv(context, given):
    return data_value(await context.loop.sock_recv(_socket(context, given), given.get("max", DEFAULT_SIZE)))


@step("sock_recv_into", "on")
async def sock_recv_into(context, given):
    buffer = bytearray(given.get("max", DEFAULT_SIZE))
    count = await context.loop.sock_recv_into(_socket(context, given), buffer)
    return data_value(buffer[:count])


@step("sock_recvfrom", "on")
async def sock_recvfrom(context, given):
    size = given.get("max", DEFAULT_SIZE)
    data, _ = await context.loop.sock_recvfrom(_socket(context, given), size)
    return data_value(data)


@step("sock_recvfrom_into", "on")
async def sock_recvfrom_into(context, given):
    buffer = bytearray(given.get("max", DEFAULT_SIZE))
    count, _ = await context.loop.sock_recvfrom_into(_socket(context, given), buffer)
    return data_value(buffer[:count])


@step("sock_sendall", "on", "data")
async def sock_sendall(context, given):
    await context.loop.sock_sendall(_socket(context, given), step_data(given["data"]))


@step("sock_sendto", "on", "data", "to")
async def sock_sendto(context, given):
    address = end_of(context, given, "to").socket().getsockname()
    return await context.loop.sock_sendto(_socket(context, given), step_data(given["data"]), address)


@step("sock_connect", "on", "to")
async def sock_connect(context, given):
    address = end_of(context, given, "to").socket().getsockname()
    by = given.get("by", "address")
    if by == "name":
        address = ("localhost", address[1])
    elif by != "address":
        raise Unsupported("this adapter cannot connect by %r" % by)
    await context.loop.sock_connect(_socket(context, given), address)


@step("sock_accept", "on")
async def sock_accept(context, given):
    connection, _ = await context.loop.sock_accept(_socket(context, given))
    context.scenario.add_ends(given, {"server": SocketEnd(connection)})


@step("sock_sendfile", "on", "file")
async def sock_sendfile(context, given):
    options = pick(given, "offset", "count", "fallback")
    return await context.loop.sock_sendfile(_socket(context, given), _file(context, given), **options)


@step("sendfile", "on", "file")
async def sendfile(context, given):
    transport = context.scenario.transport(given["on"])
    options = pick(given, "offset", "count", "fallback")
    return await context.loop.sendfile(transport, _file(context, given), **options)
