"""Unix sockets: servers, connections, and asyncio's streams over them."""

import asyncio
import os

from ..outcomes import NotRun, Unsupported
from ..protocols import StreamProtocol
from ..values import data_value, step_data
from ..vocabulary import pick, step
from .resources import end_of


def _address_options(context, given, *others):
    """The keyword arguments that say where, and those others that are present."""
    options = pick(given, *others)
    if given.get("abstract") is not None:
        options["path"] = _as(given, "\0" + given["abstract"])
    elif "path" in given:
        path = given["path"]
        options["path"] = None if path is None else _as(given, context.scenario.path(path))
    if given.get("sock") is not None:
        options["sock"] = end_of(context, given, "sock").socket()
    return options


def _as(given, path):
    kind = given.get("path_as", "str")
    if kind == "str":
        return path
    if kind == "bytes":
        return os.fsencode(path)
    if kind == "pathlike":
        import pathlib  # costly to import

        return pathlib.PurePath(path)
    raise Unsupported("this adapter cannot give a path as %r" % kind)


def _need_streams(name):
    # Windows has no such functions at all, which is then what the library raises.
    function = getattr(asyncio, name, None)
    if function is None:
        raise NotImplementedError("asyncio has no %s here" % name)
    return function


@step("create_unix_server", "protocol")
async def create_unix_server(context, given):
    options = _address_options(context, given, "start_serving", "cleanup_socket")
    server = await context.loop.create_unix_server(
        lambda: StreamProtocol(context, given["protocol"]), **options
    )
    context.servers.append(server)
    context.scenario.products.add(given, "server", server)


@step("create_unix_connection", "protocol")
async def create_unix_connection(context, given):
    options = _address_options(context, given)
    transport, _ = await context.loop.create_unix_connection(
        lambda: StreamProtocol(context, given["protocol"]), **options
    )
    context.scenario.products.add(given, "transport", transport)


@step("start_unix_server")
async def start_unix_server(context, given):
    options = _address_options(context, given, "start_serving", "cleanup_socket")

    async def serve(reader, writer):
        context.transports.append(writer.transport)
        while True:
            line = await reader.readline()
            if not line.endswith(b"\n"):
                break
            writer.write(line[:-1][::-1] + b"\n")
            await writer.drain()
        writer.close()

    server = await _need_streams("start_unix_server")(serve, **options)
    context.servers.append(server)
    context.scenario.products.add(given, "server", server)


@step("open_unix_connection")
async def open_unix_connection(context, given):
    options = _address_options(context, given)
    reader, writer = await _need_streams("open_unix_connection")(**options)
    context.transports.append(writer.transport)
    context.scenario.products.add(given, "stream", (reader, writer))
    context.scenario.products.add(given, "transport", writer.transport)


@step("stream", "on", "call")
def stream(context, given):
    reader, writer = context.scenario.products.find(given["on"], "stream")
    call = given["call"]
    if call == "write":
        return _write(writer, step_data(given.get("data", "")))
    if call == "read_exactly":
        if given.get("size") is None:
            raise NotRun("read_exactly needs a size")
        return _read(reader.readexactly(given["size"]))
    if call == "read_to_end":
        return _read(reader.read(-1))
    if call == "write_eof":
        return writer.write_eof()
    if call == "close":
        return _close(writer)
    raise Unsupported("this adapter does not call %r of a stream" % call)


async def _write(writer, data):
    writer.write(data)
    await writer.drain()


async def _read(reading):
    return data_value(await reading)


async def _close(writer):
    writer.close()
    await writer.wait_closed()
