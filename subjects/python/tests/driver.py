"""Drives the adapter as the harness does: a process, and lines over its pipes.

LOOPCHECK_CHILD names the helper of subprocess steps; without it a script does what
these tests need of it. LOOPCHECK_TEST_LOOP (MODULE:FACTORY) has the tests of the
steps run with that loop instead of CPython's own.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

import shapes

ENTRY = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "asyncio_subject.py")
LOOP = os.environ.get("LOOPCHECK_TEST_LOOP")
NONCE = "k3f9a7"
DEADLINE = 60  # seconds until a hanging adapter is killed

# What a shell without job control starts in the background ignores SIGINT, and so would all that we start.
signal.signal(signal.SIGINT, signal.default_int_handler)

_CHILD_SCRIPT = """#!%s
import os, signal, sys
command, arguments = sys.argv[1], sys.argv[2:]
if command == "exit":
    sys.exit(int(arguments[0]))
elif command == "reverse":
    sys.stdout.buffer.write(sys.stdin.buffer.read()[::-1])
elif command == "print":
    print(arguments[0], end="")
elif command == "print-both":
    print(arguments[0], end="", flush=True)
    print(arguments[1], end="", file=sys.stderr)
elif command == "arguments":
    for argument in arguments:
        print(os.fsencode(argument).hex())
elif command == "wait":
    print("ready", flush=True)
    sys.stdin.buffer.read()
else:
    sys.exit(64)
"""


def step(identifier, do, **parameters):
    """A step; parameters that are words of Python end in an underscore."""
    named = {name.rstrip("_"): value for name, value in parameters.items()}
    return dict(named, id=identifier, do=do)


class Transcript:
    """The answer to a `run`, by step and by event."""

    def __init__(self, result):
        self.result = result
        self.steps = {record["step"]: record for record in result["steps"]}
        self.events = result["events"]
        self.names = [event["event"] for event in result["events"]]

    def outcome(self, identifier):
        return self.steps[identifier]["outcome"]

    def value(self, identifier):
        record = self.steps[identifier]
        if record["outcome"] != "returned":
            raise AssertionError("the step did not return: %r" % record)
        return record["value"]

    def exception(self, identifier):
        record = self.steps[identifier]
        if record["outcome"] != "raised":
            raise AssertionError("the step did not raise: %r" % record)
        return record["exception"]

    def data(self, name):
        """The data of every event of that name."""
        return [event["data"] for event in self.events if event["event"] == name]

    def failures(self):
        return [record for record in self.result["steps"] if record["outcome"] != "returned"]


class Subject:
    """A running adapter."""

    command = [sys.executable, ENTRY]

    def __init__(self, *arguments, **options):
        self.process = subprocess.Popen(
            [*self.command, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **options
        )
        self._next = 0
        self._timer = threading.Timer(DEADLINE, self.process.kill)
        self._timer.daemon = True
        self._timer.start()
        self._errors = bytearray()
        self._draining = threading.Thread(target=self._drain_errors, daemon=True)
        self._draining.start()

    def _drain_errors(self):
        for chunk in iter(lambda: self.process.stderr.read1(65536), b""):
            self._errors += chunk

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._timer.cancel()
        self.process.kill()
        self.process.wait()
        self._draining.join()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                stream.close()
            except BrokenPipeError:
                pass  # what it did not read any more

    def send(self, line):
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def receive(self):
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            self._draining.join()
            raise AssertionError("the adapter ended: %s" % self._errors.decode(errors="replace"))
        message = json.loads(line)
        shapes.check_message(message)
        return message

    def request(self, method, parameters=None):
        """The answer, and the steps that were announced before it."""
        self._next += 1
        request = {"jsonrpc": "2.0", "id": self._next, "method": method}
        if parameters is not None:
            request["params"] = parameters
        self.send(json.dumps(request).encode())
        announced = []
        while True:
            message = self.receive()
            if "method" not in message:
                break
            shapes.check(message["params"]["request"] == self._next, "request of a step", message)
            announced.append(message["params"]["step"])
        shapes.check(message["id"] == self._next, "id of the answer", message)
        return message, announced

    def initialize(self, child=None):
        answer, _ = self.request(
            "initialize",
            {
                "protocol": {"min": 1, "max": 1},
                "harness": {"name": "tests", "version": "1"},
                "child": child or "/nowhere/loopcheck-child",
            },
        )
        shapes.check("result" in answer, "initialize", answer)
        shapes.check_initialize_result(answer["result"])
        return answer["result"]

    def finish(self):
        """Ends the adapter as the harness does; what it wrote to standard error."""
        self.process.stdin.close()
        self.process.wait()
        self._draining.join()
        return self._errors.decode(errors="replace")


class StepTest(unittest.TestCase):
    """Tests of steps: each is performed on every loop on offer, by one adapter."""

    adapter = Subject

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.subject = cls.adapter(*(["--loop", LOOP] if LOOP else []))
        cls.addClassCleanup(cls.subject.__exit__)
        cls.environments = cls.subject.initialize(cls.child())["environments"]

    @classmethod
    def child(cls):
        helper = os.environ.get("LOOPCHECK_CHILD")
        if helper:
            return helper
        path = os.path.join(cls.folder, "child helper")  # with a space, for the shell
        with open(path, "w") as script:
            script.write(_CHILD_SCRIPT % sys.executable)
        os.chmod(path, 0o755)
        return path

    def run_on(self, environment, steps, **parameters):
        """The answer to the scenario, of any kind."""
        scratch = tempfile.mkdtemp(dir=self.folder)
        given = {
            "case": "test",
            "environment": environment["id"],
            "nonce": NONCE,
            "scratch": scratch,
            "steps": list(steps),
        }
        given.update(parameters)
        answer, announced = self.subject.request("run", given)
        if "result" in answer:
            shapes.check_run_result(answer["result"])
            wanted = [given["id"] for given in steps]
            self.assertEqual(announced, wanted, "every top-level step is announced")
            missing = set(wanted) - {record["step"] for record in answer["result"]["steps"]}
            self.assertEqual(missing, set(), "every top-level step has an outcome")
        return answer

    def transcripts(self, *steps):
        """What the steps give, for each environment in turn."""
        for environment in self.environments:
            with self.subTest(environment=environment["id"]):
                answer = self.run_on(environment, steps)
                self.assertIn("result", answer)
                yield Transcript(answer["result"])

    def good_transcripts(self, *steps):
        """The same, where every step has to return."""
        for transcript in self.transcripts(*steps):
            self.assertEqual(transcript.failures(), [])
            yield transcript
