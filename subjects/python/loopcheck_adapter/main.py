"""Options, and the life of the process."""

import gc
import logging
import os
import sys
import traceback
import warnings

# Before asyncio is imported: importing it is what takes the time, and warnings
# about deprecated corners of it are not for the reader of a report.
warnings.simplefilter("ignore")

from . import environments, host, signals
from . import steps  # fills the vocabulary, and is not used otherwise
from .server import Server


def serve(channel, arguments):
    """Serves the protocol until the harness is done; does not return."""
    options = _parse(arguments)
    # What loops log about themselves would drown what they print.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    # Modules of loops may be in the folder from which the adapter was started.
    sys.path.append(os.getcwd())
    signals.remember()
    if hasattr(gc, "freeze"):  # not PyPy
        gc.freeze()  # what is there now never becomes garbage
    status = 0
    try:
        Server(channel, lambda: _introduce(options)).serve()
    except BrokenPipeError:
        pass  # the harness is gone
    except KeyboardInterrupt:
        status = 130
    except BaseException:
        traceback.print_exc()
        status = 1
    # Threads of executors and of loops that hang must not delay the end.
    sys.stderr.flush()
    os._exit(status)


class _Options:
    loop = None
    policy = None
    name = None
    documented = None


def _parse(arguments):
    options = _Options()
    if not arguments:
        return options  # the usual case does without the import
    import argparse

    parser = argparse.ArgumentParser(
        prog="asyncio_subject.py",
        description="Offers asyncio event loops to loopcheck over standard input and output."
        " Without options: CPython's own loops of this platform.",
    )
    parser.add_argument("--loop", metavar="MODULE:FACTORY", help="offer the loop that a call of FACTORY returns")
    parser.add_argument(
        "--policy",
        metavar="MODULE:CLASS",
        help="offer the loop that this event loop policy gives, each from a policy of its own, set as asyncio's",
    )
    parser.add_argument("--name", help="name of the subject (default: cpython, or the module's name)")
    parser.add_argument(
        "--documented",
        metavar="VERSION",
        help="version of the documentation that the loop answers to (default: that of this Python)",
    )
    parser.parse_args(arguments, namespace=options)
    if options.loop is not None and options.policy is not None:
        parser.error("--loop and --policy are two ways to name a loop; give one")
    return options


def _introduce(options):
    """Name and version of the subject, and its environments."""
    if options.loop is None and options.policy is None:
        name, version = "cpython", host.python_version()
        offered = environments.own_environments(options.documented)
    else:
        if options.loop is not None:
            environment, module = environments.named_environment(options.loop, options.documented)
        else:
            environment, module = environments.environment_of_policy(options.policy, options.documented)
        name = module.__name__
        version = str(getattr(module, "__version__", host.python_version()))
        offered = [environment]
    return options.name or name, version, offered
