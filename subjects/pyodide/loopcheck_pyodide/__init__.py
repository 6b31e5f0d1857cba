"""What differs from loopcheck_adapter for a loop that cannot block.

Pyodide's WebLoop is driven by its host, JavaScript: run_forever() returns at once. So
nobody can wait for it from within a call of Python. Where loopcheck_adapter runs a
loop, the coroutines of this package yield a promise, and whoever drives them
(pyodide_subject.mjs) goes on with them once it is kept. JavaScript does that before
the next callback of the loop, so that between two steps the loop does not run here
either.

waiting    promises of the host, and coroutines that wait for them
steps      the kinds of steps that wait, and those that WebAssembly has nothing for
scenario   one `run` request
session    the requests, from one line to its answer
"""
