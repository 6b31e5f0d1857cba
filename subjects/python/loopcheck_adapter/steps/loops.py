"""Running a loop, scheduling callbacks, and the loop's state."""

import time

from ..callbacks import Callback, ExceptionHandler
from ..scenario import refuse_while_running
from ..vocabulary import step


def names(event):
    return [event] if isinstance(event, str) else event


def callback_and_arguments(context, given):
    return (Callback(context, given["callback"]), *given.get("args", ()))


def clock_resolution(loop):
    """In seconds. A loop does not have to say; CPython's keep it in an attribute."""
    resolution = getattr(loop, "_clock_resolution", None)
    return resolution if isinstance(resolution, float) else time.get_clock_info("monotonic").resolution


@step("run", "turns")
def run(context, given):
    refuse_while_running(context)
    chain = _Chain(context.loop, given["turns"])
    chain.turn()
    try:
        context.loop.run_forever()
    finally:
        chain.left = None


class _Chain:
    """Callbacks that each schedule the next; the last one stops the loop.

    What is left of a chain whose run was ended by something else does nothing.
    """

    def __init__(self, loop, turns):
        self.left = turns
        self._loop = loop

    def turn(self):
        if self.left is None:
            return
        if self.left == 0:
            self._loop.stop()
            return
        self.left -= 1
        self._loop.call_soon(self.turn if self.left else self._last)

    def _last(self):
        if self.left is not None:
            self._loop.stop()


@step("run_until", "event")
def run_until(context, given):
    refuse_while_running(context)
    log = context.scenario.log
    log.run_loop_until(context.loop, log.reached(names(given["event"]), given.get("count", 1)))


@step("run_forever")
def run_forever(context, given):
    context.loop.run_forever()


@step("run_until_complete", "on")
@step("await", "on")
def run_until_complete(context, given):
    return context.loop.run_until_complete(context.scenario.products.find(given["on"], "task"))


@step("cancel_task", "on")
def cancel_task(context, given):
    context.scenario.products.find(given["on"], "task").cancel()


@step("stop")
def stop(context, given):
    context.loop.stop()


@step("close")
def close(context, given):
    context.loop.close()


@step("is_running")
def is_running(context, given):
    return context.loop.is_running()


@step("is_closed")
def is_closed(context, given):
    return context.loop.is_closed()


@step("time")
def loop_time(context, given):
    return context.loop.time()


@step("call_soon", "callback")
def call_soon(context, given):
    handle = context.loop.call_soon(*callback_and_arguments(context, given))
    context.scenario.products.add(given, "handle", handle)


@step("call_soon_threadsafe", "callback")
def call_soon_threadsafe(context, given):
    handle = context.loop.call_soon_threadsafe(*callback_and_arguments(context, given))
    context.scenario.products.add(given, "handle", handle)


@step("call_later", "delay_ms", "callback")
def call_later(context, given):
    delay = given["delay_ms"] / 1000
    # By the clock as it was before the call, not by what the handle says: a handle
    # that is wrong about its deadline must not excuse a timer that is early.
    when = context.loop.time() + delay
    handle = context.loop.call_later(delay, *callback_and_arguments(context, given))
    context.scenario.products.add(given, "handle", handle)
    return {"when": when, "resolution": clock_resolution(context.loop)}


@step("call_at", "after_ms", "callback")
def call_at(context, given):
    when = context.loop.time() + given["after_ms"] / 1000
    handle = context.loop.call_at(when, *callback_and_arguments(context, given))
    context.scenario.products.add(given, "handle", handle)
    return {"when": when, "resolution": clock_resolution(context.loop)}


@step("cancel", "on")
def cancel(context, given):
    context.scenario.products.find(given["on"], "handle").cancel()


@step("cancelled", "on")
def cancelled(context, given):
    return context.scenario.products.find(given["on"], "handle").cancelled()


@step("set_exception_handler")
def set_exception_handler(context, given):
    callback = given.get("callback")
    context.loop.set_exception_handler(None if callback is None else ExceptionHandler(context, callback))


@step("call_exception_handler", "message")
def call_exception_handler(context, given):
    context.loop.call_exception_handler({"message": given["message"]})


@step("run_in_executor", "callback")
async def run_in_executor(context, given):
    await context.loop.run_in_executor(None, Callback(context, given["callback"]))
    return "done"


@step("set_debug", "enabled")
def set_debug(context, given):
    context.loop.set_debug(given["enabled"])


@step("log", "event")
def log_event(context, given):
    for name in names(given["event"]):
        context.scenario.log.log(name, {})
