#!/usr/bin/env python3
"""Offers asyncio event loops to loopcheck over standard input and output.

    asyncio_subject.py                          CPython's own loops of this platform
    asyncio_subject.py --loop MODULE:FACTORY    the loop that FACTORY() returns

The protocol is described in docs/protocol.md. Everything else is in the package
loopcheck_adapter, which needs nothing but the standard library of Python 3.8 or newer.
"""

import sys

# The protocol has to be out of reach before anything else is imported: a loop
# under test may start children or threads, or print, as early as its import.
from loopcheck_adapter.channel import Channel


def main():
    channel = Channel.take_over_standard_streams()
    from loopcheck_adapter.main import serve

    return serve(channel, sys.argv[1:])


if __name__ == "__main__":
    main()
