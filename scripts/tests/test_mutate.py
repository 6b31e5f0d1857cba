"""What scripts/mutate says of mutations, on a project of one function."""
import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parent.parent / "mutate"

PROJECT = {
    "CMakeLists.txt": "cmake_minimum_required(VERSION 3.25)\nproject(small LANGUAGES CXX)\n"
                      "add_executable(tests tests.cpp sum.cpp)\nadd_executable(subject subject.cpp sum.cpp)\n",
    "CMakePresets.json": json.dumps({
        "version": 5,
        "configurePresets": [{"name": "small", "generator": "Ninja", "binaryDir": "${sourceDir}/build/small"}],
        "buildPresets": [{"name": "small", "configurePreset": "small"}]}),
    "sum.cpp": "// The sum.\nint sum(int a, int b) {\n  const int unused = 0;\n  return a + b + 0 * unused;\n}\n",
    # Prints what GoogleTest prints. Knows nothing of negative numbers.
    "tests.cpp": r"""
#include <cstdio>
int sum(int, int);
int main() {
  std::puts("[ RUN      ] Each/Sum.OfTwo/0");
  std::fflush(stdout);
  if (sum(2, 3) == 5) return 0;
  std::puts("[  FAILED  ] Each/Sum.OfTwo/0, where GetParam() = 0");
  return 1;
}
""",
    "subject.cpp": "#include <cstdio>\nint sum(int, int);\nint main() { std::printf(\"%d %d\", sum(1, 1), sum(-1, -1)); }\n",
    # Reports as loopcheck does: a documented case of small numbers, and one of negative ones where documentation is silent.
    "suite.py": r"""
import json, pathlib, subprocess, sys
small, negative = subprocess.run(["build/small/subject"], check=True, capture_output=True, text=True).stdout.split()
results = [
    {"case": "small[n=1]", "level": "documented", "verdict": "pass" if small == "2" else "fail", "flaky": small == "3"},
    {"case": "negative", "level": "observed", "verdict": "pass" if negative == "-2" else "fail"},
    {"case": "always-noted", "level": "observed", "verdict": "fail"}]
folder = pathlib.Path(sys.argv[sys.argv.index("--output") + 1])
folder.mkdir(exist_ok=True)
(folder / "run.json").write_text(json.dumps({"results": results}))
sys.exit(0 if small == "2" else 1)
""",
    "fails_once.py": r"""
import pathlib, sys
mark = pathlib.Path("build/failed")
if mark.exists() or "0 * unused" in pathlib.Path("sum.cpp").read_text(): sys.exit(0)
mark.touch()
print("[  FAILED  ] Now.AndThen")
sys.exit(1)
""",
    "docs/mutations.md": "| mutations of | tried | noticed | by cases | equivalent | beyond our tests |\n|---|---|---|---|---|---|\n"
                         "| [Sums](#sums) | 1 | 1 | 1 | 0 | 0 |\n| **all** | 1 | 1 | 1 | 0 | 0 |\n\n"
                         "### <a id=\"sums\"></a>Sums\n\n| broken | tests that notice | cases that notice |\n|---|---|---|\n"
                         "| it is less | Sum.OfTwo | small |\n",
    ".gitignore": "build\n",
}
TESTS = {"builds": [{"preset": "small", "targets": ["tests"]}], "command": ["build/small/tests"], "limit": 60}
SUITE = {"builds": [{"preset": "small", "targets": ["subject"]}], "command": ["/usr/bin/python3", "suite.py"]}


def mutation(name, becomes, text="a + b", **more):
    return {"id": name, "what": f"it is {name}", "file": "sum.cpp", "text": text, "becomes": becomes, **more}


class MutateTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.root = pathlib.Path(cls.folder.name)
        (cls.root / "scripts").mkdir()
        (cls.root / "docs").mkdir()
        shutil.copy(SCRIPT, cls.root / "scripts" / "mutate")
        for name, content in PROJECT.items():
            (cls.root / name).write_text(content, encoding="utf-8")
        subprocess.run(["git", "init", "--quiet"], cwd=cls.root, check=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def mutate(self, mutations, *arguments, tests=None, suites=None):
        """Status, what was printed, and the outcomes by mutation."""
        data = {"title": "Sums", "tests": [TESTS] if tests is None else tests,
                "suites": [SUITE] if suites is None else suites, "mutations": mutations}
        shutil.rmtree(self.root / "build" / "mutations", ignore_errors=True)
        (self.root / "sums.json").write_text(json.dumps(data), encoding="utf-8")
        done = subprocess.run([self.root / "scripts" / "mutate", *arguments, "sums.json"], cwd=self.root, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        file = self.root / "build" / "mutations" / "sums.json"
        outcomes = {}
        if file.exists():
            outcomes = {each["id"]: each for each in json.loads(file.read_text(encoding="utf-8"))["results"]}
        return done.returncode, done.stdout, outcomes

    def test_says_which_tests_and_which_cases_notice(self):
        status, _, outcomes = self.mutate([mutation("less", "a - b"), mutation("bounded", "(a < 0 ? 0 : a + b)")])
        self.assertEqual(0, status)
        self.assertEqual({"Sum.OfTwo": ""}, outcomes["less"]["tests"])
        self.assertEqual({"small": "", "negative": "noted"}, outcomes["less"]["cases"])
        self.assertEqual(({}, {"negative": "noted"}), (outcomes["bounded"]["tests"], outcomes["bounded"]["cases"]))

    def test_what_nobody_notices_survives(self):
        status, output, outcomes = self.mutate([mutation("limited", "(a > 1000 ? 0 : a + b)"), mutation("less", "a - b")])
        self.assertEqual(1, status)
        self.assertIn("SURVIVES: limited", output)
        self.assertEqual("noticed", outcomes["less"]["judgement"])

    def test_what_cannot_be_noticed_must_not_be(self):
        status, _, outcomes = self.mutate([mutation("turned", "b + a", equivalent="sums commute")])
        self.assertEqual((0, "equivalent"), (status, outcomes["turned"]["judgement"]))
        status, output, _ = self.mutate([mutation("less", "a - b", equivalent="no")])
        self.assertEqual(1, status)
        self.assertIn("noticed, though said to be equivalent: less", output)

    def test_a_text_must_stand_in_the_file_once(self):
        for text, count in (("a * b", 0), ("int", 4)):
            for arguments in ([], ["--check"]):
                status, output, outcomes = self.mutate([mutation("stale", "b", text=text)], *arguments)
                self.assertEqual((2, {}), (status, outcomes))
                self.assertIn(f"stale: its text stands {count} times in sum.cpp", output)
        self.assertEqual((0, ""), self.mutate([mutation("less", "a - b")], "--check")[:2])

    def test_what_was_never_tried_is_no_part_of_the_documentation(self):
        status, output, _ = self.mutate([mutation("less", "a - b"), mutation("more", "a * b")], "--check")
        self.assertEqual(2, status)
        self.assertIn("more: it has no row in docs/mutations.md", output)

    def test_what_does_not_compile_is_said_and_the_others_are_tried(self):
        status, output, outcomes = self.mutate([mutation("broken", "a b"), mutation("less", "a - b")])
        self.assertEqual((2, ["less"]), (status, list(outcomes)))
        self.assertIn("UNUSABLE: broken: it does not compile", output)

    def test_a_crash_and_a_hang_notice(self):
        tests = [dict(TESTS, limit=2)]
        status, _, outcomes = self.mutate([mutation("crashing", "(a == 2 ? *static_cast<volatile int*>(nullptr) : a + b)"),
                                           mutation("endless", "[&] { while (a == 2) __asm__(\"\"); return a + b; }()")],
                                          tests=tests)
        self.assertEqual(0, status)
        self.assertEqual({"Sum.OfTwo": "crashes"}, outcomes["crashing"]["tests"])
        self.assertEqual({"Sum.OfTwo": "hangs"}, outcomes["endless"]["tests"])

    def test_what_passes_when_run_again_does_not_notice(self):
        tests = [{"builds": [], "command": ["/usr/bin/python3", "fails_once.py"], "again": True}]
        status, _, outcomes = self.mutate([mutation("other", "a + b + 0", text="a + b + 0 * unused")], tests=tests)
        self.assertEqual((1, {}), (status, outcomes["other"]["tests"]))
        # The case of small numbers is flaky where their sum is 3.
        status, _, outcomes = self.mutate([mutation("three", "(a == 1 ? 3 : a + b)")])
        self.assertEqual((1, {}), (status, outcomes["three"]["cases"]))

    def test_who_is_asked_first(self):
        less = [mutation("less", "a - b")]
        self.assertIsNone(self.mutate(less, "--suite-first")[2]["less"]["tests"])
        self.assertIsNone(self.mutate(less, "--tests-first")[2]["less"]["cases"])
        bounded = self.mutate([mutation("bounded", "(a < 0 ? 0 : a + b)")], "--tests-first")[2]["bounded"]
        self.assertEqual({"negative": "noted"}, bounded["cases"])

    def test_who_is_not_asked_keeps_what_it_said_before(self):
        less = [mutation("less", "a - b")]
        data = {"title": "Sums", "tests": [TESTS], "suites": [SUITE], "mutations": less}
        self.assertIsNone(self.mutate(less, "--tests-only")[2]["less"]["cases"])
        (self.root / "sums.json").write_text(json.dumps(data), encoding="utf-8")
        subprocess.run([self.root / "scripts" / "mutate", "--suite-only", "sums.json"], cwd=self.root, check=True, stdout=subprocess.DEVNULL)
        outcome = json.loads((self.root / "build" / "mutations" / "sums.json").read_text(encoding="utf-8"))["results"][0]
        self.assertEqual(({"Sum.OfTwo": ""}, {"negative": "noted", "small": ""}), (outcome["tests"], outcome["cases"]))

    def test_the_documentation_is_written_from_what_was_found(self):
        page = self.root / "docs" / "mutations.md"
        before = page.read_text(encoding="utf-8")
        limited = mutation("limited", "(a > 1000 ? 0 : a + b)")
        known = mutation("turned", "b + a", equivalent="sums commute")
        try:
            self.mutate([limited, known])
            # One that was not tried now keeps its row, and its place.
            data = {"title": "Sums", "tests": [TESTS], "suites": [SUITE], "mutations": [mutation("less", "a - b"), limited, known]}
            (self.root / "sums.json").write_text(json.dumps(data), encoding="utf-8")
            stale = subprocess.run([self.root / "scripts" / "mutate", "--check", "sums.json"], cwd=self.root, check=False, stderr=subprocess.PIPE)
            self.assertEqual(2, stale.returncode)
            write, check = ([self.root / "scripts" / "mutate", option, "sums.json"] for option in ("--write", "--check"))
            subprocess.run(write, cwd=self.root, check=True)
            unsaid = subprocess.run(check, cwd=self.root, check=False, stderr=subprocess.PIPE, text=True)
            self.assertIn("limited: no case notices it, and nothing says why none must", unsaid.stderr)
            limited["unpromised"] = "nobody adds so much"
            (self.root / "sums.json").write_text(json.dumps(data), encoding="utf-8")
            for command in (write, check):
                subprocess.run(command, cwd=self.root, check=True)
            text = page.read_text(encoding="utf-8")
            self.assertIn("| it is less | Sum.OfTwo | small |\n| it is limited | **nobody** | –: nobody adds so much |\n"
                          "| it is turned | equivalent: sums commute | |\n", text)
            self.assertIn("| [Sums](#sums) | 3 | 1 | 1 | 1 | 0 |\n| **all** | 3 | 1 | 1 | 1 | 0 |\n", text)
            page.write_text(text.replace("| 3 | 1 | 1 | 1 | 0 |", "| 3 | 2 | 1 | 1 | 0 |"), encoding="utf-8")
            wrong = subprocess.run([self.root / "scripts" / "mutate", "--check", "sums.json"], cwd=self.root, check=False,
                                   stderr=subprocess.PIPE, text=True)
            self.assertIn("the figures of docs/mutations.md are not those of its rows", wrong.stderr)
        finally:
            page.write_text(before, encoding="utf-8")

    def test_two_copies_share_the_work(self):
        names = [f"less-{i}" for i in range(6)]
        status, output, outcomes = self.mutate([mutation(name, f"a - b - {i}") for i, name in enumerate(names)], "-j2")
        self.assertEqual((0, names), (status, list(outcomes)), output)
        self.assertTrue((self.root / "build" / "mutate-2" / "build" / "small" / "tests").exists())

    def test_code_that_fails_as_it_is_can_show_nothing(self):
        file = self.root / "sum.cpp"
        right = file.read_text(encoding="utf-8")
        try:
            file.write_text(right.replace("a + b", "a + b + 1"), encoding="utf-8")
            status, output, outcomes = self.mutate([mutation("less", "a - b")])
        finally:
            file.write_text(right, encoding="utf-8")
        self.assertEqual((2, {}), (status, outcomes))
        self.assertIn("the code fails as it is: Sum.OfTwo", output)

    def test_a_name_twice_is_refused(self):
        status, output, _ = self.mutate([mutation("less", "a - b"), mutation("less", "b - a")], "--check")
        self.assertEqual(2, status)
        self.assertIn("less is there 2 times", output)


if __name__ == "__main__":
    unittest.main()
