"""From a line of the protocol to its answer."""

import asyncio
import gc
import logging
import warnings

warnings.simplefilter("ignore")

import loopcheck_host
import pyodide
from loopcheck_adapter import steps  # fills the vocabulary, and is not used otherwise
from loopcheck_adapter.environments import Environment, describe_loop
from loopcheck_adapter.server import PARSE_ERROR, Server

from .scenario import WaitingScenario
from .waiting import Latch, Progress

logging.getLogger("asyncio").setLevel(logging.CRITICAL)


class _Channel:
    """The writing half of a channel. The host reads."""

    def write_line(self, line):
        loopcheck_host.writeLine(line.decode())


class WaitingServer(Server):
    adapter = "pyodide/1"
    scenario = WaitingScenario

    async def serve_line(self, line):
        request = self._request_of(line)
        if request is not None:
            with self._answering(request["id"]) as answer:
                answer.result = self._call(request)
                if asyncio.iscoroutine(answer.result):
                    answer.result = await answer.result

    def refuse_line(self, why):
        self._answer_error(None, PARSE_ERROR, why)

    @property
    def finished(self):
        return self._finished


def _introduce():
    make_loop = asyncio.new_event_loop
    facts = describe_loop(make_loop())
    del facts["class"]
    return "pyodide", pyodide.__version__, [Environment(make_loop, make_loop, None, facts)]


_server = WaitingServer(_Channel(), _introduce)
gc.freeze()


def begin(line):
    """Starts to serve a line, given as a buffer of JavaScript."""
    return Progress(_server.serve_line(line.to_bytes()))


def refuse(why):
    """Answers a line that is too long to be looked at."""
    _server.refuse_line(why)


def nothing_left():
    """The host has nothing to do any more, and so has the loop."""
    Latch.give_up()


def is_finished():
    return _server.finished
