"""Looking at things without changing them."""

import asyncio
import contextlib
import importlib
import os
import socket
import stat
import warnings

from ..environments import describe_loop, selector_class
from ..outcomes import NotRun, Unsupported
from ..values import data_value
from ..vocabulary import step
from .loops import clock_resolution
from .resources import end_of

_INSPECTORS = {}
_MISSING = object()


@step("inspect", "what")
def inspect(context, given):
    look = _INSPECTORS.get(given["what"])
    if look is None:
        raise Unsupported("this adapter cannot inspect %r" % given["what"])
    function, required = look
    for name in required:
        if given.get(name) is None:
            raise NotRun("%s is missing" % name)
    return function(context, given)


def inspects(what, *required):
    def register(function):
        _INSPECTORS[what] = (function, required)
        return function

    return register


@inspects("blocking", "on")
def blocking(context, given):
    return end_of(context, given).is_blocking()


@inspects("peer", "on")
def peer(context, given):
    return {"open": end_of(context, given).peer_is_open()}


@inspects("position", "on")
def position(context, given):
    return os.lseek(end_of(context, given).number(), 0, os.SEEK_CUR)


@inspects("received", "on")
def received(context, given):
    record = context.scenario.find_protocol(given["on"])
    if record is None:
        raise NotRun("no protocol of the name %r was made" % given["on"])
    return data_value(record.bytes_received(given.get("fd")))


@inspects("default-loop")
def default_loop(context, given):
    loop = context.scenario.environment.default_loop()
    try:
        return describe_loop(loop)
    finally:
        loop.close()


@inspects("loop")
def scenario_loop(context, given):
    return describe_loop(context.loop)


@inspects("selector-class")
def class_of_selector(context, given):
    return selector_class(context.loop)


@inspects("clock")
def clock(context, given):
    return {"resolution": clock_resolution(context.loop)}


@inspects("has", "name")
def has(context, given):
    return _look_up(given["name"]) is not _MISSING


@inspects("same", "name", "other")
def same(context, given):
    found = _look_up(given["name"])
    return found is not _MISSING and found is _look_up(given["other"])


@inspects("child-watcher")
def child_watcher(context, given):
    get = getattr(asyncio, "get_child_watcher", None)
    if get is None:
        return None
    with _without_warnings():
        return type(get()).__name__


@inspects("warnings", "name")
def warnings_of(context, given):
    how = given.get("how", "call")
    if how not in ("call", "derive"):
        raise Unsupported("a thing cannot be used by %r" % how)
    with _same_policy_afterwards(), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = _look_up(given["name"])
        if found is _MISSING:
            return None
        if how == "derive":
            type("Derived", (found,), {})
        else:
            found(*given.get("args", ()))
    categories = [warning.category for warning in caught]
    return {
        "deprecated": any(issubclass(category, DeprecationWarning) for category in categories),
        "categories": [category.__name__ for category in categories],
    }


@contextlib.contextmanager
def _without_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _same_policy_afterwards():
    """What is used may set the policy of the process, which is not the scenario's own."""
    if not hasattr(asyncio, "get_event_loop_policy"):
        yield
        return
    with _without_warnings():
        policy = asyncio.get_event_loop_policy()
    try:
        yield
    finally:
        with _without_warnings():
            asyncio.set_event_loop_policy(policy)


@inspects("path", "path")
def path(context, given):
    try:
        mode = os.lstat(context.scenario.path(given["path"])).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return {"exists": False, "kind": None}
    kinds = {stat.S_IFSOCK: "socket", stat.S_IFREG: "file", stat.S_IFDIR: "directory"}
    return {"exists": True, "kind": kinds.get(stat.S_IFMT(mode))}


@inspects("file", "path")
def file(context, given):
    with open(context.scenario.path(given["path"]), "rb") as opened:
        return data_value(opened.read())


@inspects("nodelay", "on")
def nodelay(context, given):
    shown = context.scenario.transport(given["on"]).get_extra_info("socket")
    if shown is None:
        raise NotRun("the transport has no socket")
    # What a transport shows need not be a whole socket; a duplicate of it is.
    with socket.socket(fileno=socket.dup(shown.fileno())) as duplicate:
        return bool(duplicate.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


def _look_up(dotted):
    """The object of a dotted name, or _MISSING."""
    first, *rest = dotted.split(".")
    try:
        found = importlib.import_module(first)
    except ImportError:
        return _MISSING
    for part in rest:
        found = getattr(found, part, _MISSING)
        if found is _MISSING:
            return _MISSING
    return found
