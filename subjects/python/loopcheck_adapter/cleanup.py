"""What happens after the last step of a scenario.

Nothing of it may fail the scenario, and nothing may be left for the next one:
no loop, thread, child, descriptor or signal handler.
"""

import asyncio
import threading

from . import children, descriptors, signals

# Only loops and children that do not do what they are told make these be waited for.
_LONGEST_THREAD = 1.0
_LONGEST_CLOSE = 1.0
_TURNS = 4  # until cancelled tasks and aborted transports are over


def quietly(function, *arguments):
    """Calls it; gives None if it raises anything."""
    try:
        return function(*arguments)
    except BaseException:  # loops under test may raise whatever they like
        return None


def finish_threads(scenario, context):
    """Gives the threads of the scenario a chance to end by themselves, with the
    loop running, since they may be waiting for what it does."""
    log = scenario.log
    unfinished = [run for run in scenario.threads if not run.finished]
    if unfinished:
        guard = threading.Timer(_LONGEST_THREAD, log.seal)
        guard.daemon = True
        guard.start()

        def finished():
            return all(run.finished for run in unfinished)

        if context.loop.is_closed() or context.loop.is_running():
            log.block_until(finished)
        else:
            quietly(log.run_loop_until, context.loop, finished)
        guard.cancel()
    for run in scenario.threads:
        if run.finished:
            run.thread.join()


def clean_up(scenario, context):
    for run in scenario.threads:
        run.abandon(_LONGEST_THREAD)
    if context is not None:
        close_context(context)
    quietly(asyncio.set_event_loop, None)
    quietly(signals.restore)
    for selector in scenario.selectors:
        quietly(selector.close)
    for end in scenario.ends:
        quietly(end.close)
    quietly(children.reap_all)
    quietly(descriptors.restore_limit)


def close_context(context):
    """Closes the loop and what it has open. Call it on the loop's thread."""
    loop = context.loop
    if quietly(loop.is_running):
        return  # on a thread that was given up; nothing may touch the loop
    if not quietly(loop.is_closed):
        quietly(_close_what_is_open, context)
        quietly(loop.close)
    quietly(loop.set_exception_handler, None)  # it refers to the context
    context.transports.clear()
    context.servers.clear()
    context.tasks.clear()


def _close_what_is_open(context):
    loop = context.loop
    tasks = [task for task in asyncio.all_tasks(loop) if not task.done()]
    if not (tasks or context.transports or context.servers):
        return
    for task in tasks:
        quietly(task.cancel)
    for server in context.servers:
        quietly(server.close)
    for transport in context.transports:
        quietly(getattr(transport, "abort", transport.close))
    if context.children:
        # They take a moment to die; everything else is over in a few turns.
        context.when_childless = loop.stop
        guard = loop.call_later(_LONGEST_CLOSE, loop.stop)
        loop.run_forever()
        context.when_childless = None
        guard.cancel()
    for _ in range(_TURNS):
        loop.call_soon(loop.stop)
        loop.run_forever()
