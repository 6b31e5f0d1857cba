"""A loopcheck adapter for event loops with asyncio's interface.

Where to look:

channel        the protocol's descriptors and lines
server         JSON-RPC: initialize, run, shutdown
environments   which loops are offered, and how one is made
scenario       one `run` request: its steps, their outcomes, its events
vocabulary     the table of step kinds; the modules `steps_*` fill it
parameters     the check of a scenario before its first step
fixtures*      what the step `open` can open; `ends` says what can be done with it
consoles       consoles of Windows, and events in them
cleanup        what happens after the last step
"""

ADAPTER = "python/1"
