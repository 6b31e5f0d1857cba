"""Opening fixtures, and raw calls on their ends."""

import os

from .. import descriptors
from ..ends import SocketEnd
from ..fixtures import FIXTURES, elsewhere
from ..fixtures.sockets import connected_to
from ..outcomes import Unmet, Unsupported
from ..values import data_value, step_data
from ..vocabulary import step

DEFAULT_SIZE = 65536


def end_of(context, given, name="on"):
    return context.scenario.products.end(given[name])


def opened(make, *arguments):
    """Calls what opens something; being out of descriptors is an unmet need."""
    try:
        try:
            return make(*arguments)
        except OSError as error:
            if not descriptors.are_exhausted(error):
                raise
        descriptors.raise_limit()
        return make(*arguments)
    except OSError as error:
        if not descriptors.are_exhausted(error):
            raise
        raise Unmet("descriptors", str(error)) from error


@step("open", "what")
def open_fixture(context, given):
    make = FIXTURES.get(given["what"])
    if make is None:
        platform = elsewhere(given["what"])
        if platform is not None:
            raise Unmet(platform, "there is no %s on this platform" % given["what"])
        raise Unsupported("this adapter cannot open %r" % given["what"])
    context.scenario.add_ends(given, opened(make, context.scenario, given))


@step("connect", "on")
def connect(context, given):
    client = opened(connected_to, end_of(context, given).socket())
    context.scenario.add_ends(given, {"client": SocketEnd(client)})


@step("accept", "on")
def accept(context, given):
    server, _ = end_of(context, given).socket().accept()
    server.setblocking(False)
    context.scenario.add_ends(given, {"server": SocketEnd(server)})


@step("write", "on", "data")
def write(context, given):
    return end_of(context, given).write(step_data(given["data"]))


@step("read", "on")
def read(context, given):
    return data_value(end_of(context, given).read(given.get("max", DEFAULT_SIZE)))


@step("fill", "on")
def fill(context, given):
    return end_of(context, given).fill()


@step("drain", "on")
def drain(context, given):
    end = end_of(context, given)
    total = end.drain()
    if "makes_room" in given:
        # What was written need not have come yet.
        filled = end_of(context, given, "makes_room")
        while not filled.wait_for_room_or_input(end):
            total += end.drain()
    return total


@step("await_ready", "on")
def await_ready(context, given):
    wanted = given.get("for", "input")
    if wanted not in ("input", "room"):
        raise Unsupported("there is no waiting for %r" % wanted)
    end_of(context, given).wait_until_ready(wanted)


@step("close_end", "on")
def close_end(context, given):
    end_of(context, given).close()


@step("make_file", "path", "data")
def make_file(context, given):
    with open(os.fspath(context.scenario.path(given["path"])), "wb") as file:
        file.write(step_data(given["data"]))
