"""Watching descriptors."""

from ..callbacks import Callback
from ..ends import ManyEnds
from ..outcomes import Unsupported
from ..vocabulary import step
from .resources import end_of


def _each(context, given):
    """What is watched: one thing, or one of each of many."""
    kind = given.get("as", "int")
    if kind not in ("int", "object"):
        raise Unsupported("a descriptor cannot be given as %r" % kind)
    end = end_of(context, given)
    return [each.watched(kind) for each in (end.each if isinstance(end, ManyEnds) else [end])]


def _watch(context, given, method):
    callback = Callback(context, given["callback"])
    for watched in _each(context, given):
        method(watched, callback, *given.get("args", ()))


@step("add_reader", "on", "callback")
def add_reader(context, given):
    _watch(context, given, context.loop.add_reader)


@step("add_writer", "on", "callback")
def add_writer(context, given):
    _watch(context, given, context.loop.add_writer)


def _unwatch(context, given, method):
    removed = [method(watched) for watched in _each(context, given)]
    return removed[0] if len(removed) == 1 else all(removed)


@step("remove_reader", "on")
def remove_reader(context, given):
    return _unwatch(context, given, context.loop.remove_reader)


@step("remove_writer", "on")
def remove_writer(context, given):
    return _unwatch(context, given, context.loop.remove_writer)
