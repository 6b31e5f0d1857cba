"""Steps on threads of their own."""

import threading

from .. import cleanup
from ..outcomes import NotRun, Unsupported
from ..scenario import refuse_while_running
from ..vocabulary import step
from .loops import names


class ThreadRun:
    """Steps on a new thread, with the scenario's loop or one of their own."""

    def __init__(self, context, steps, own_loop):
        self.finished = False
        self.thread = threading.Thread(target=self._run, daemon=True)
        self._context = context
        self._steps = steps
        self._own_loop = own_loop
        self._own_context = None
        self.failure = None

    def _run(self):
        scenario = self._context.scenario
        try:
            context = self._context
            if self._own_loop:
                context = self._own_context = scenario.new_context()
            for given in self._steps:
                if not scenario.log.sealed:
                    scenario.perform(context, given)
        except BaseException as error:  # the loop could not be made
            self.failure = error
        finally:
            if self._own_context is not None:
                cleanup.close_context(self._own_context)
            self.finished = True
            scenario.log.changed()

    def abandon(self, seconds):
        """Stops its loop and waits, within reason; the scenario is over by now."""
        if self.finished:
            self.thread.join()
            return
        if self._own_context is not None:
            loop = self._own_context.loop
            cleanup.quietly(lambda: loop.call_soon_threadsafe(loop.stop))
        self.thread.join(seconds)


@step("in_thread", "steps")
def in_thread(context, given):
    which = given.get("loop", "same")
    if which not in ("same", "new"):
        raise Unsupported("there is no loop %r for a thread" % which)
    run = ThreadRun(context, given["steps"], which == "new")
    context.scenario.threads.append(run)
    context.scenario.products.add(given, "thread", run)
    run.thread.start()
    if given.get("wait", True):
        run.thread.join()
        _tell_failure(run)


@step("join", "on")
def join(context, given):
    run = context.scenario.products.find(given["on"], "thread")
    log = context.scenario.log
    if context.loop.is_closed():
        log.block_until(lambda: run.finished)
    else:
        refuse_while_running(context)
        log.run_loop_until(context.loop, lambda: run.finished)
    run.thread.join()
    _tell_failure(run)


@step("await_event", "event")
def await_event(context, given):
    log = context.scenario.log
    reached = log.reached(names(given["event"]), given.get("count", 1))
    if threading.current_thread() is threading.main_thread():
        raise NotRun("only a thread can wait without running the loop")
    if not log.block_until(reached):
        raise NotRun("the scenario ended before the event")


def _tell_failure(run):
    if run.failure is not None:
        raise run.failure
