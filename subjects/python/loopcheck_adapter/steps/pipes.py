"""Pipes as transports, and what can be done with any transport."""

from ..outcomes import Unsupported
from ..protocols import StreamProtocol
from ..values import returned_value, step_data
from ..vocabulary import pick, step
from .resources import end_of

_CALLS = frozenset(
    "write write_eof can_write_eof close abort is_closing pause_reading resume_reading is_reading"
    " get_write_buffer_size set_write_buffer_limits sendto".split()
)
_CALLS_WITH_DATA = frozenset(["write", "sendto"])


@step("connect_read_pipe", "on", "protocol")
async def connect_read_pipe(context, given):
    pipe = end_of(context, given).pipe()
    transport, _ = await context.loop.connect_read_pipe(
        lambda: StreamProtocol(context, given["protocol"]), pipe
    )
    context.scenario.products.add(given, "transport", transport)


@step("connect_write_pipe", "on", "protocol")
async def connect_write_pipe(context, given):
    pipe = end_of(context, given).pipe()
    transport, _ = await context.loop.connect_write_pipe(
        lambda: StreamProtocol(context, given["protocol"]), pipe
    )
    context.scenario.products.add(given, "transport", transport)


@step("transport", "on", "call")
def transport(context, given):
    return call_transport(context.scenario.transport(given["on"]), given)


def call_transport(transport, given):
    call = given["call"]
    if call not in _CALLS:
        raise Unsupported("this adapter does not call %r of a transport" % call)
    method = getattr(transport, call)
    if call in _CALLS_WITH_DATA:
        return returned_value(method(step_data(given.get("data", ""))))
    if call == "set_write_buffer_limits":
        return returned_value(method(**pick(given, "high", "low")))
    return returned_value(method())
