"""A loop of a scenario, and what it has open.

A scenario has one context for its own loop, and one for each thread that was
given a loop of its own.
"""

import asyncio

from .callbacks import error_data


class Context:
    def __init__(self, scenario, loop):
        self.scenario = scenario
        self.loop = loop
        self.in_callback = False
        self.transports = []
        self.servers = []
        self.tasks = []
        self.children = set()  # protocols of children that the loop still serves
        self.when_childless = None  # called once there is none any more
        try:
            loop.set_exception_handler(self._on_error)
        except Exception:  # a loop that refuses even this is tested all the same
            pass

    def within_callback(self):
        """The same for steps that are performed by a callback of the loop."""
        return _CallbackContext(self)

    def opened(self, protocol, transport):
        self.transports.append(transport)
        if isinstance(protocol, asyncio.SubprocessProtocol):
            self.children.add(protocol)

    def lost(self, protocol):
        self.children.discard(protocol)
        if self.when_childless is not None and not self.children:
            self.when_childless()

    def _on_error(self, loop, error_context):
        self.scenario.log.log("loop.exception", error_data(error_context))


class _CallbackContext:
    """Everything of the context it stands for, besides `in_callback`."""

    in_callback = True

    def __init__(self, context):
        self._context = context

    def within_callback(self):
        return self

    def __getattr__(self, name):
        return getattr(self._context, name)
