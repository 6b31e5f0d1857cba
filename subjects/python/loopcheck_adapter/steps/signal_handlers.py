"""Unix signals."""

import signal

from ..ends import raw
from ..outcomes import Unmet
from ..vocabulary import step
from .loops import callback_and_arguments


def signal_number(given):
    """The number of a signal that is named, or given as a number of any kind."""
    if isinstance(given, int):
        return given
    found = getattr(signal, given, None)
    if not isinstance(found, signal.Signals):
        raise Unmet("signal", "this platform has no signal %s" % given)
    return found


@step("add_signal_handler", "signal", "callback")
def add_signal_handler(context, given):
    context.loop.add_signal_handler(signal_number(given["signal"]), *callback_and_arguments(context, given))


@step("remove_signal_handler", "signal")
def remove_signal_handler(context, given):
    return context.loop.remove_signal_handler(signal_number(given["signal"]))


@step("raise_signal", "signal")
def raise_signal(context, given):
    raw.raise_signal(signal_number(given["signal"]))
