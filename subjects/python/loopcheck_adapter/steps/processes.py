"""Subprocesses."""

import os
import shlex
import subprocess

from ..outcomes import NotRun, Unmet, Unsupported
from ..protocols import ProcessProtocol
from ..values import returned_value
from ..vocabulary import step
from .pipes import call_transport
from .signal_handlers import signal_number

_NAMED_STREAMS = {"pipe": subprocess.PIPE, "devnull": subprocess.DEVNULL, "inherit": None}
_CALLS = frozenset(["get_returncode", "terminate", "kill", "close", "is_closing"])


def _child(context):
    if context.scenario.child is None:
        raise Unmet("child", "initialize named no helper")
    return context.scenario.child


def _stream(context, given, name):
    where = given[name]
    if where in _NAMED_STREAMS:
        return _NAMED_STREAMS[where]
    if where == "stdout" and name == "stderr":
        return subprocess.STDOUT
    end = context.scenario.products.end(where)
    return end.watched(given.get("stdio_as", "int"))


def _options(context, given):
    options = dict(given.get("options") or {})
    for name in ("stdin", "stdout", "stderr"):
        if given.get(name) is not None:
            options[name] = _stream(context, given, name)
    if "cwd" in given:
        options["cwd"] = given["cwd"]
    return options


def _convert(given, text):
    """A program or argument as str or bytes; anything else stays what it is."""
    kind = given.get("as", "str")
    if kind not in ("str", "bytes"):
        raise Unsupported("this adapter cannot give an argument as %r" % kind)
    return os.fsencode(text) if kind == "bytes" and isinstance(text, str) else text


def _quoted(path):
    return subprocess.list2cmdline([path]) if os.name == "nt" else shlex.quote(path)


@step("subprocess_exec", "args", "protocol")
async def subprocess_exec(context, given):
    program = given["program"] if "program" in given else _child(context)
    command = [_convert(given, text) for text in [program, *given["args"]]]
    transport, _ = await context.loop.subprocess_exec(
        lambda: ProcessProtocol(context, given["protocol"]), *command, **_options(context, given)
    )
    context.scenario.products.add(given, "transport", transport)


@step("subprocess_shell", "command", "protocol")
async def subprocess_shell(context, given):
    command = given["command"]
    if isinstance(command, str) and "${child}" in command:
        command = command.replace("${child}", _quoted(_child(context)))
    transport, _ = await context.loop.subprocess_shell(
        lambda: ProcessProtocol(context, given["protocol"]),
        _convert(given, command),
        **_options(context, given)
    )
    context.scenario.products.add(given, "transport", transport)


@step("process", "on", "call")
def process(context, given):
    transport = context.scenario.transport(given["on"])
    call = given["call"]
    if call == "get_pid":
        pid = transport.get_pid()
        return isinstance(pid, int) and pid > 0
    if call == "send_signal":
        if given.get("signal") is None:
            raise NotRun("send_signal needs a signal")
        return returned_value(transport.send_signal(signal_number(given["signal"])))
    if call not in _CALLS:
        raise Unsupported("this adapter does not call %r of a subprocess" % call)
    return returned_value(getattr(transport, call)())


@step("process_pipe", "on", "fd", "call")
def process_pipe(context, given):
    pipe = context.scenario.transport(given["on"]).get_pipe_transport(given["fd"])
    if given["call"] == "present":
        return pipe is not None
    if pipe is None:
        raise NotRun("the subprocess has no pipe for descriptor %d" % given["fd"])
    return call_transport(pipe, given)
