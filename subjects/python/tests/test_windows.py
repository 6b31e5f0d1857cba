"""What can be known of the adapter on Windows without Windows."""

import ast
import json
import os
import subprocess
import sys
import unittest

FOLDER = os.path.dirname(os.path.abspath(__file__))
PACKAGE = os.path.join(os.path.dirname(FOLDER), "loopcheck_adapter")
FIXTURES = os.path.join(FOLDER, "..", "..", "..", "cases", "fixtures.json")

# Each is imported on one platform only.
UNIX_ONLY = {"loopcheck_adapter.raw_unix", "loopcheck_adapter.fixtures.unix"}
WINDOWS_ONLY = {"loopcheck_adapter.raw_windows", "loopcheck_adapter.fixtures.windows", "loopcheck_adapter.consoles"}


def modules_of_the_package():
    for folder, _, names in os.walk(PACKAGE):
        for name in sorted(names):
            if name.endswith(".py"):
                path = os.path.join(folder, name)
                relative = os.path.relpath(path, os.path.dirname(PACKAGE))[: -len(".py")]
                dotted = relative.replace(os.sep, ".")
                yield dotted[: -len(".__init__")] if dotted.endswith(".__init__") else dotted


@unittest.skipIf(sys.platform == "win32", "this is about the simulation")
class SimulatedWindows(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        command = [sys.executable, os.path.join(FOLDER, "simulated_windows.py")]
        run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
        if run.returncode:
            raise AssertionError(run.stderr)
        *cls.imported, cls.environments, cls.fixtures = run.stdout.splitlines()

    def test_every_module_is_imported_but_those_of_unix(self):
        self.assertEqual(set(self.imported), set(modules_of_the_package()) - UNIX_ONLY)

    def test_both_loops_are_offered(self):
        self.assertEqual(ast.literal_eval(self.environments), ["windows-selector-select", "windows-proactor"])

    def test_every_fixture_of_windows_can_be_opened(self):
        with open(FIXTURES) as file:
            listed = json.load(file)["fixtures"]
        expected = [fixture["what"] for fixture in listed if "windows" in fixture["platforms"]]
        self.assertEqual(ast.literal_eval(self.fixtures), sorted(expected))


class ModulesOfOnePlatform(unittest.TestCase):
    def test_nothing_of_windows_is_imported_on_unix(self):
        if sys.platform == "win32":
            self.skipTest("this is about Unix")
        code = "import loopcheck_adapter.main, sys; print('\\n'.join(sys.modules))"
        run = subprocess.run(
            [sys.executable, "-c", code],
            cwd=os.path.dirname(PACKAGE),
            stdout=subprocess.PIPE,
            universal_newlines=True,
            check=True,
        )
        self.assertFalse(WINDOWS_ONLY & set(run.stdout.split()))


if __name__ == "__main__":
    unittest.main()
