"""Callbacks that log an event, perform steps and raise, as a scenario says."""

import builtins

from .outcomes import Unsupported
from .values import exception_value


class Callback:
    """What the library is given wherever a step names a callback."""

    def __init__(self, context, given):
        if isinstance(given, str):
            given = {"name": given}
        self.name = given["name"]
        self._steps = given.get("do") or ()
        self._raises = _exception_class(given["raise"]) if given.get("raise") else None
        self._context = context.within_callback()

    def __call__(self, *arguments):
        self._happen(self._data(arguments))

    def _data(self, arguments):
        data = {}
        if arguments:
            data["args"] = list(arguments)
        try:
            data["loop_time"] = self._context.loop.time()
        except Exception:  # a loop without a clock is seen by the step `time`
            pass
        return data

    def _happen(self, data):
        scenario = self._context.scenario
        if scenario.log.sealed:
            return
        scenario.log.log(self.name, data)
        for step in self._steps:
            scenario.perform(self._context, step)
        if self._raises is not None:
            raise self._raises("raised by the callback %s" % self.name)


class ExceptionHandler(Callback):
    """A loop's exception handler: called with the loop and the error's context."""

    def __call__(self, loop, error_context):
        self._happen(error_data(error_context))


def error_data(error_context):
    """The event data of an error that a loop reports."""
    return {
        "message": str(error_context.get("message")),
        "exception": exception_value(error_context.get("exception")),
    }


def _exception_class(name):
    found = getattr(builtins, name, None)
    if isinstance(found, type) and issubclass(found, BaseException):
        return found
    raise Unsupported("there is no built-in exception %r to raise" % name)
