"""One `run` request: its steps, one after the other, and what came of them."""

import asyncio
import contextlib
import os
import types

from . import cleanup
from .context import Context
from .event_log import EventLog
from .outcomes import AdapterOutcome, NotRun, Unsupported
from .products import Products
from .protocols import ProtocolRecord
from .values import exception_value
from .vocabulary import STEP_KINDS


class Scenario:
    """The state that steps share. See docs/protocol.md, "Running, and references"."""

    def __init__(self, environment, parameters, child):
        self.environment = environment
        self.nonce = parameters["nonce"]
        self.scratch = parameters["scratch"]
        self.child = child  # path of the helper, or None
        self.log = EventLog()
        self.products = Products()
        self.threads = []
        self.ends = []  # every end, for the cleanup
        self.selectors = []  # those that are no loop's, likewise
        self._steps = parameters["steps"]
        self._protocols = {}
        self._records = []
        self._recorded = set()
        self._file_count = 0

    def run(self, announce):
        """Performs everything. `announce` is called with the id of each step before it."""
        context = None
        try:
            context = self.new_context()
            for step in self._steps:
                self._begin(step, announce)
                self.perform(context, step)
            cleanup.finish_threads(self, context)
            return self._transcript()
        finally:
            self.log.seal()
            cleanup.clean_up(self, context)

    def _begin(self, step, announce):
        announce(step["id"])
        self.log.during = step["id"]

    def _transcript(self):
        self.log.seal()
        return {
            "steps": list(self._records),
            "events": self.log.events,
            "events_dropped": self.log.dropped,
        }

    def new_context(self):
        """A context with a fresh loop, which becomes the calling thread's current one."""
        loop = self.environment.make_loop()
        cleanup.quietly(asyncio.set_event_loop, loop)  # refuses what does not look like a loop
        return Context(self, loop)

    def perform(self, context, step):
        """Performs a step and records its outcome. Never raises."""
        with self._recording(step) as record:
            record["value"] = self._act(context, step)

    @contextlib.contextmanager
    def _recording(self, step):
        """Records how the block ends, which is to set the value of the record or to raise."""
        began = self.log.now()
        record = {"outcome": "returned"}
        try:
            yield record
        except AdapterOutcome as outcome:
            record = outcome.record()
        except BaseException as error:  # whatever the library raises, KeyboardInterrupt too
            record = {"outcome": "raised", "exception": exception_value(error)}
        identifier = step.get("id")
        if identifier is None or identifier in self._recorded or self.log.sealed:
            return
        self._recorded.add(identifier)
        self._records.append(
            dict(record, step=identifier, at_ns=began, duration_ns=self.log.now() - began)
        )

    def _act(self, context, step):
        kind = STEP_KINDS.get(step["do"])
        if kind is None:
            raise Unsupported("this adapter does not know the step %r" % step["do"])
        result = kind.perform(context, step)
        if not isinstance(result, types.CoroutineType):
            return result
        return self._run_coroutine(context, step, result)

    def _run_coroutine(self, context, step, coroutine):
        background = step.get("background", False)
        try:
            if not background:
                refuse_while_running(context)
            task = context.loop.create_task(coroutine)
        except BaseException:
            coroutine.close()
            raise
        context.tasks.append(task)
        if background:
            self.products.add(step, "task", task)
            return None
        return context.loop.run_until_complete(task)

    # What the steps use.

    def protocol(self, name):
        """The record that all connections of protocols of that name share."""
        return self._protocols.setdefault(name, ProtocolRecord())

    def find_protocol(self, name):
        """The same, or None if no protocol of that name was made."""
        return self._protocols.get(name)

    def transport(self, reference):
        """The transport of a step, or of the latest connection of a protocol."""
        if not self.products.has(reference, "transport"):
            record = self._protocols.get(reference)
            if record is not None and record.transport is not None:
                return record.transport
        return self.products.find(reference, "transport")

    def add_ends(self, step, ends):
        """Makes ends known, and sees to it that they are closed."""
        self.ends.extend(ends.values())
        self.products.add(step, "ends", ends)

    def path(self, path):
        """A path of a step; a relative one is in the scenario's folder."""
        if not path or path.startswith("\0"):
            return path
        return os.path.join(self.scratch, path)

    def new_path(self, what):
        """A path in the scenario's folder that nothing else uses."""
        self._file_count += 1
        return os.path.join(self.scratch, "%s.%d" % (what, self._file_count))


def refuse_while_running(context):
    """For steps that run the loop: callbacks must not, and two threads cannot."""
    if context.in_callback or context.loop.is_running():
        raise NotRun("a step cannot run the loop while it is running")
