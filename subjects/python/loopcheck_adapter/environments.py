"""The loops that this adapter offers."""

import asyncio
import importlib
import selectors
import sys

from . import host

_SELECTORS = {"epoll": "EpollSelector", "kqueue": "KqueueSelector", "poll": "PollSelector", "select": "SelectSelector"}


class Environment:
    """A loop on offer, with what the protocol tells about it."""

    def __init__(self, make_loop, default_loop, documented, facts):
        self.make_loop = make_loop
        self.default_loop = default_loop  # makes what the library itself would choose
        self.description = dict(
            facts,
            id="-".join(filter(None, (host.platform(), facts["loop"], facts["selector"]))),
            platform=host.platform(),
            platform_version=host.platform_version(),
            arch=host.architecture(),
            python=host.python_version(),
            documented=documented or host.python_version(),
            **host.provenance()
        )


def describe_loop(loop):
    """Class, style and selector of a loop, as `inspect` tells them.

    The class goes by its public name, which CPython's classes do not carry.
    """
    public = [
        name
        for name in ("SelectorEventLoop", "ProactorEventLoop")
        if getattr(asyncio, name, None) is type(loop)
    ]
    style, selector = "other", None
    if _is_selector_loop(loop):
        style = "selector"
        selector = next((name for name, kind in _SELECTORS.items() if kind == selector_class(loop)), None)
    elif hasattr(asyncio, "ProactorEventLoop") and isinstance(loop, asyncio.ProactorEventLoop):
        style = "proactor"
    return {"class": public[0] if public else type(loop).__name__, "loop": style, "selector": selector}


def selector_class(loop):
    """The name of the class of the loop's selector, or None if it has none."""
    selector = getattr(loop, "_selector", None)
    if not isinstance(selector, selectors.BaseSelector):
        return None
    names = [name for name in _SELECTORS.values() if type(selector) is getattr(selectors, name, None)]
    return names[0] if names else type(selector).__name__


def another_selector(loop):
    """A fresh selector of the class that the loop's has, or None if it has none."""
    selector = getattr(loop, "_selector", None)
    return type(selector)() if isinstance(selector, selectors.BaseSelector) else None


def _is_selector_loop(loop):
    """The class alone says little: gbulb's loop is derived from a selector loop and has no selector."""
    from asyncio.selector_events import BaseSelectorEventLoop

    return isinstance(loop, BaseSelectorEventLoop) and selector_class(loop) is not None


def own_environments(documented=None):
    """CPython's own loops of this platform, the most capable first."""
    found = [_with_selector(name, documented) for name in _existing_selectors()]
    if hasattr(asyncio, "ProactorEventLoop"):
        facts = {"loop": "proactor", "selector": None}
        found.append(Environment(asyncio.ProactorEventLoop, asyncio.new_event_loop, documented, facts))
    return found


def _existing_selectors():
    if sys.platform == "win32":
        return ["select"]
    return [name for name, kind in _SELECTORS.items() if hasattr(selectors, kind)]


def _with_selector(name, documented):
    selector = getattr(selectors, _SELECTORS[name])
    facts = {"loop": "selector", "selector": name}
    return Environment(
        lambda: asyncio.SelectorEventLoop(selector()), asyncio.new_event_loop, documented, facts
    )


class BadLoop(Exception):
    """An option names nothing that gives a loop."""


def named_environment(name, documented=None):
    """The loop that MODULE:FACTORY gives, and the module."""
    module, factory = _imported("--loop", name)
    return _offered(name, factory, documented), module


def environment_of_policy(name, documented=None):
    """The loop that the policy MODULE:CLASS gives, and the module.

    For loops that ask asyncio's policy for what belongs to them, such as a watcher of children. Each loop has
    a policy of its own, so that it is the policy's first.
    """
    module, policy = _imported("--policy", name)

    def new_event_loop():
        asyncio.set_event_loop_policy(policy())
        return asyncio.new_event_loop()

    return _offered(name, new_event_loop, documented), module


def _imported(option, name):
    module_name, _, path = name.partition(":")
    if not module_name or not path:
        raise BadLoop("%s takes MODULE:NAME, not %r" % (option, name))
    try:
        module = importlib.import_module(module_name)
        found = module
        for part in path.split("."):
            found = getattr(found, part)
    except Exception as error:
        raise BadLoop("%s: %s: %s" % (name, type(error).__name__, error)) from error
    return module, found


def _offered(name, factory, documented):
    try:
        loop = factory()
    except Exception as error:
        raise BadLoop("%s: %s: %s" % (name, type(error).__name__, error)) from error
    try:
        facts = describe_loop(loop)
    finally:
        loop.close()
    del facts["class"]
    return Environment(factory, factory, documented, facts)
