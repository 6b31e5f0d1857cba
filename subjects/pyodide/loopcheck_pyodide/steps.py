"""Steps that let the loop run, and steps for which WebAssembly has nothing.

All other kinds are those of loopcheck_adapter, as they are. run_forever() and
run_until_complete() too: what they do on such a loop is what a case wants to know.
"""

from loopcheck_adapter.fixtures import FIXTURES
from loopcheck_adapter.outcomes import Unmet, Unsupported
from loopcheck_adapter.steps.loops import names
from loopcheck_adapter.vocabulary import STEP_KINDS, step

from .waiting import Latch

WAITING = {}


def waiting(kind):
    """Registers a coroutine function, called with context and step, as the performer of a
    kind of step outside of callbacks."""

    def register(function):
        WAITING[kind] = function
        return function

    return register


@waiting("run")
async def run(context, given):
    for _ in range(max(given["turns"], 1)):
        await next_callback(context.loop)


async def next_callback(loop):
    called = Latch()
    loop.call_soon(called.open)
    await called


@waiting("run_until")
async def run_until(context, given):
    log = context.scenario.log
    await log.wait_until(log.reached(names(given["event"]), given.get("count", 1)))


@waiting("await")
async def await_task(context, given):
    return await finished(context.scenario.products.find(given["on"], "task"))


async def finished(task):
    """The result of a task of the loop."""
    done = Latch()
    task.add_done_callback(done.open)
    await done
    return task.result()


@waiting("control")
async def control(context, given):
    """Through callbacks in either form: there are no servers on WebAssembly."""
    if given.get("with", "tcp") not in ("callbacks", "tcp"):
        raise Unsupported("there is no control with %r" % given["with"])
    passed = []
    for character in context.scenario.nonce:
        context.loop.call_soon(passed.insert, 0, character)
    await next_callback(context.loop)
    return "".join(passed)


# What the documentation says is not there, or not as elsewhere: rules about it are not asked
# (cases/rules/intro.json), and where a step only prepares something its case is skipped.
_THREADS = ["in_thread", "join", "await_event"]
_PROCESSES = ["subprocess_exec", "subprocess_shell", "process", "process_pipe"]
_SIGNALS = ["add_signal_handler", "remove_signal_handler", "raise_signal"]
_NETWORK = ["create_server", "server", "create_connection", "create_datagram_endpoint", "connect", "accept"]
_NETWORK += ["create_unix_server", "start_unix_server", "create_unix_connection", "open_unix_connection", "stream"]
_NETWORK += [kind for kind in STEP_KINDS if kind.startswith("sock_")] + ["sendfile"]
_FIXTURES = ["socketpair", "socketpairs", "object-with-fileno", "high-number"]
_FIXTURES += [what for what in FIXTURES if what.startswith(("tcp", "udp", "unix-"))]


def _refuse(kinds, need):
    def refuse(context, given):
        raise Unmet(need, "%s: WebAssembly has no %s" % (given["do"], need))

    for kind in kinds:
        step(kind, *STEP_KINDS[kind].required)(refuse)


_refuse(_THREADS, "threads")
_refuse(_PROCESSES, "processes")
_refuse(_SIGNALS, "signals")
_refuse(_NETWORK, "network")


def _no_sockets(scenario, given):
    raise Unmet("network", "%s: WebAssembly has no network" % given["what"])


FIXTURES.update(dict.fromkeys(_FIXTURES, _no_sockets))
