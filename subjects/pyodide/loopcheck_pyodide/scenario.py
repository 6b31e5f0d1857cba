"""One `run` request, for a loop that cannot block."""

import asyncio
import os
import shutil
import types

from loopcheck_adapter import cleanup
from loopcheck_adapter.outcomes import NotRun, Unmet
from loopcheck_adapter.scenario import Scenario

from .steps import WAITING, finished
from .waiting import WaitingLog


class WaitingScenario(Scenario):
    def __init__(self, environment, parameters, child):
        super().__init__(environment, parameters, child)
        self.log = WaitingLog()
        self._lacks_something = False

    async def run(self, announce):
        context = None
        try:
            # The file system is one in memory, so the folder that the harness made is not in it.
            os.makedirs(self.scratch, exist_ok=True)
            context = self.new_context()
            for step in self._steps:
                self._begin(step, announce)
                with self._recording(step) as record:
                    record["value"] = await self._act_waiting(context, step)
            return self._transcript()
        finally:
            self.log.seal()
            if context is not None:
                _abandon(context)
            cleanup.clean_up(self, None)
            shutil.rmtree(self.scratch, ignore_errors=True)

    async def _act_waiting(self, context, step):
        waits = WAITING.get(step["do"])
        if waits is not None:
            if self._lacks_something:  # the case is skipped, and what it waits for may never come
                raise NotRun("an earlier step needs what there is not")
            return await waits(context, step)
        try:
            result = self._act(context, step)
        except Unmet:
            self._lacks_something = True
            raise
        return await finished(result) if isinstance(result, asyncio.Task) else result

    def _run_coroutine(self, context, step, coroutine):
        task = context.loop.create_task(coroutine)
        context.tasks.append(task)
        if not step.get("background", False):
            return task  # which _act_waiting() waits for
        self.products.add(step, "task", task)
        return None


def _abandon(context):
    """Leaves a loop that cannot be closed without anything that refers to its scenario."""
    loop = context.loop
    for task in asyncio.all_tasks(loop):
        cleanup.quietly(task.cancel)
    loop.set_exception_handler(lambda loop, error_context: None)
    context.tasks.clear()
