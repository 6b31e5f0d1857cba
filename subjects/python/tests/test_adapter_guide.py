"""docs/writing-an-adapter.md shows what the small adapter really says."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
GUIDE = (ROOT / "docs/writing-an-adapter.md").read_text(encoding="utf-8")
ADAPTER = ROOT / "subjects/examples/small_adapter.py"
LOOPCHECK = os.environ.get("LOOPCHECK")


def block(first_line):
    """The lines of the fenced block that begins so."""
    return re.search(r"^```\n(" + re.escape(first_line) + r".*?)^```", GUIDE, re.MULTILINE | re.DOTALL)[1].splitlines()


def without_times(value):
    if isinstance(value, dict):
        return {key: without_times(inner) for key, inner in value.items() if key not in ("at_ns", "loop_time")}
    return [without_times(inner) for inner in value] if isinstance(value, list) else value


class TheGuide(unittest.TestCase):
    maxDiff = None

    def test_shows_the_conversation_as_it_is(self):
        lines = block("> {")
        requests = "".join(line[2:] + "\n" for line in lines if line.startswith("> "))
        finished = subprocess.run(
            [sys.executable, ADAPTER], input=requests, capture_output=True, encoding="utf-8", timeout=60, check=True
        )
        answers = [without_times(json.loads(line)) for line in finished.stdout.splitlines()]
        environment = answers[0]["result"]["environments"][0]
        # The guide leaves out what depends on the machine.
        answers[0]["result"]["environments"] = [{"id": environment["id"]}]
        shown = [json.loads(line[2:].replace(", …", "")) for line in lines if line.startswith("< ")]
        self.assertEqual(shown, answers)

    @unittest.skipUnless(LOOPCHECK, "LOOPCHECK names no loopcheck")
    def test_shows_the_smoke_test_as_it_is(self):
        command, *shown = block("$ loopcheck smoke")
        self.assertIn("small_adapter.py", command)
        finished = subprocess.run(
            [LOOPCHECK, "smoke", "--subject-command", f"'{sys.executable}' '{ADAPTER}'"],
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )
        self.assertEqual(shown, finished.stdout.splitlines())

    @unittest.skipUnless(LOOPCHECK, "LOOPCHECK names no loopcheck")
    def test_counts_the_rules_that_hold_by_the_small_adapter(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        report = temporary.name
        finished = subprocess.run(
            [LOOPCHECK, "run", "--quiet", "--subject-command", f"'{sys.executable}' '{ADAPTER}'", "--output", report],
            capture_output=True,
            encoding="utf-8",
            timeout=300,
        )
        self.assertEqual(0, finished.returncode, finished.stdout)
        record = json.loads(pathlib.Path(report, "run.json").read_text(encoding="utf-8"))
        (environment,) = record["summary"]["environments"]
        self.assertEqual((6, 0), (environment["holds"], environment["broken"]))
        self.assertIn("Six rules hold by it, none is broken.", GUIDE)


# What an author may get wrong: the line of the small adapter, what it is instead, and what is then said. What only shows by
# a deadline is left out.
FAULTS = {
    "does not compile": ("requests = ", "requests = = ", "SyntaxError: invalid syntax"),
    "writes other things": ("os.dup2(2, 1)", "print('ready', flush=True)", "this line is no JSON-RPC 2.0 message: ready"),
    "is no JSON": ("print(json.dumps(", "print(repr(", "this line is no JSON-RPC 2.0 message"),
    "another id": ('send(id=request["id"]', 'send(id=request["id"] + 1', "the answer's id is 2, the request's was 1"),
    "another protocol": ('"protocol": 1', '"protocol": 7', 'field "protocol" is 7, which was not offered'),
    "no loops": ('"environments": [environment]', '"environments": []', "the subject offers no loop"),
    "an odd name": ('"id": "my-loop"', '"id": "My Loop"', 'the id "My Loop" of an environment may have'),
    "a missing field": ('"documented": platform.python_version(),', "", 'field "documented" is missing'),
    "leaves on what it does not know": (
        'return {"error": {"code": -32601, "message": f"no method {method}"}}',
        "raise SystemExit(3)",
        "it ended with exit status 3",
    ),
    "refuses what it does not know": (
        'if "steps" not in params:',
        'if len(params) != 5 and method == "run":',
        'it answered with an error: {"code":-32602',
    ),
    "echoes": (
        "return self.loop.run_until_complete(reversed_by_tcp(self.nonce))",
        "return self.nonce",
        "the value must be the nonce reversed",
    ),
    "ignores steps": (
        '{"outcome": "unsupported", "reason": f"no step {step[\'do\']} in this adapter"}',
        '{"outcome": "returned", "value": None}',
        'step odd has the outcome "returned" instead of "unsupported"',
    ),
    "takes a wrong reference for an error": (
        'elif "on" in step and step["on"] not in self.handles:',
        "elif False:",
        'step odd has the outcome "raised" instead of "not-run"',
    ),
    "ends with a scenario": (
        "    scenario.loop.close()",
        "    sys.exit(0)",
        "it ended with exit status 0",
    ),
    "says not when": ('"during": self.during, ', "", 'its "during" is "" instead of "turns"'),
    "has no exception handler": ("self.loop.set_exception_handler(", "bool(", "install an exception handler that logs it"),
    "announces nothing": ('        send(method="step"', '        dict(method="step"', 'write and flush a "step" notification'),
    "fails at the end": ("        break", "        sys.exit(1)", "it ended with exit status 1"),
}


@unittest.skipUnless(LOOPCHECK, "LOOPCHECK names no loopcheck")
class TheSmokeTest(unittest.TestCase):
    def test_says_of_each_fault_what_it_is(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        adapter = pathlib.Path(temporary.name, "broken.py")
        sound = ADAPTER.read_text(encoding="utf-8")
        for name, (line, instead, said) in FAULTS.items():
            with self.subTest(name):
                self.assertEqual(sound.count(line), 1)
                adapter.write_text(sound.replace(line, instead), encoding="utf-8")
                finished = subprocess.run(
                    [LOOPCHECK, "smoke", "--subject-command", f"'{sys.executable}' '{adapter}'"],
                    capture_output=True,
                    encoding="utf-8",
                    timeout=120,
                )
                self.assertEqual(finished.returncode, 1, finished.stdout)
                self.assertIn(said, finished.stdout)


if __name__ == "__main__":
    unittest.main()
