"""A selector of the scenario's own, without a loop."""

import selectors

from ..environments import another_selector
from ..outcomes import NotRun, Unsupported
from ..vocabulary import step
from .resources import end_of

_EVENTS = {"read": selectors.EVENT_READ, "write": selectors.EVENT_WRITE}


@step("new_selector")
def new_selector(context, given):
    selector = another_selector(context.loop)
    if selector is None:
        raise Unsupported("this loop has no selector")
    context.scenario.selectors.append(selector)
    context.scenario.products.add(given, "selector", selector)


@step("selector", "on", "call")
def selector(context, given):
    found = context.scenario.products.find(given["on"], "selector")
    call = _CALLS.get(given["call"])
    if call is None:
        raise Unsupported("this adapter knows no method %r of selectors" % given["call"])
    # Nothing here may raise a KeyError of the adapter's own.
    if call not in (_select, _close) and given.get("of") is None:
        raise NotRun("of is missing")
    return call(context, found, given)


def _register(context, found, given):
    found.register(_watched(context, given), _mask(given), given["of"])


def _modify(context, found, given):
    found.modify(_watched(context, given), _mask(given), given["of"])


def _unregister(context, found, given):
    found.unregister(_watched(context, given))


def _get_key(context, found, given):
    return {"events": _words(found.get_key(_watched(context, given)).events)}


def _select(context, found, given):
    return [{"of": key.data, "events": _words(mask)} for key, mask in found.select(0)]


def _close(context, found, given):
    found.close()


_CALLS = {"register": _register, "modify": _modify, "unregister": _unregister}
_CALLS.update({"get_key": _get_key, "select": _select, "close": _close})


def _watched(context, given):
    return end_of(context, given, "of").watched("int")


def _mask(given):
    mask = 0
    for word in given.get("events", ["read"]):
        if word not in _EVENTS:
            raise Unsupported("a selector cannot wait for %r" % (word,))
        mask |= _EVENTS[word]
    return mask


def _words(mask):
    return [word for word, bit in _EVENTS.items() if mask & bit]
