"""The vocabulary of steps, a module for each section of docs/protocol.md.

Importing this package registers every kind of step.
"""

from . import (
    control,
    datagrams,
    inspection,
    loops,
    pipes,
    processes,
    resources,
    selectors_alone,
    signal_handlers,
    sockets,
    tcp,
    threads,
    unix_sockets,
    watching,
)
