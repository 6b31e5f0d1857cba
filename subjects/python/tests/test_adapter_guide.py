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


if __name__ == "__main__":
    unittest.main()
