"""The process's signal handlers, as they were when the adapter started."""

import signal

_handlers = {}


def remember():
    """Call it once, on the main thread, before any loop exists."""
    for number in signal.valid_signals():
        handler = signal.getsignal(number)
        if handler is not None:  # None: not set by Python, so not to be set by it
            _handlers[number] = handler


def restore():
    """Undoes what a loop may have left; changes nothing in the usual case."""
    signal.set_wakeup_fd(-1)
    for number, handler in _handlers.items():
        if signal.getsignal(number) is not handler:
            signal.signal(number, handler)
