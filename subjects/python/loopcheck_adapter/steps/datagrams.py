"""UDP endpoints."""

import socket

from ..outcomes import Unsupported
from ..protocols import DatagramProtocol
from ..vocabulary import pick, step

_FAMILIES = {"inet": socket.AF_INET, "inet6": socket.AF_INET6}


@step("create_datagram_endpoint", "protocol")
async def create_datagram_endpoint(context, given):
    options = pick(given, "reuse_port", "reuse_address")
    if "local" in given:
        options["local_addr"] = _address(context, given["local"])
    if "remote" in given:
        options["remote_addr"] = _address(context, given["remote"])
    if given.get("family") is not None:
        if given["family"] not in _FAMILIES:
            raise Unsupported("this adapter does not know the family %r" % given["family"])
        options["family"] = _FAMILIES[given["family"]]
    transport, _ = await context.loop.create_datagram_endpoint(
        lambda: DatagramProtocol(context, given["protocol"]), **options
    )
    context.scenario.products.add(given, "transport", transport)
    name = transport.get_extra_info("sockname")
    return {"port": name[1] if name else None}


def _address(context, given):
    """An address as it is given, or that of another endpoint, or of an end."""
    if given is None:
        return None
    if isinstance(given, list):
        return tuple(given)
    products = context.scenario.products
    if products.has(given, "transport"):
        return products.find(given, "transport").get_extra_info("sockname")[:2]
    return products.end(given).socket().getsockname()[:2]
