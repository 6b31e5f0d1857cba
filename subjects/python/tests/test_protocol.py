"""The messages: who answers what, whatever is sent."""

import contextlib
import os
import sys
import tempfile
import unittest

from driver import DEADLINE, Subject, step


@contextlib.contextmanager
def folder_with_module(name, source):
    """A folder, gone afterwards, whose one file is that module."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, name + ".py"), "w") as module:
            module.write(source)
        yield folder


class ConversationTest(unittest.TestCase):
    def setUp(self):
        self.subject = Subject()
        self.addCleanup(self.subject.__exit__)

    def assert_error(self, answer, code):
        self.assertIn("error", answer)
        self.assertEqual(answer["error"]["code"], code)
        return answer["error"]["message"]

    def run_steps(self, *steps, **parameters):
        given = {"case": "c", "environment": self.environment, "nonce": "n0", "scratch": "/", "steps": list(steps)}
        given.update(parameters)
        return self.subject.request("run", given)[0]

    def initialize(self):
        self.environment = self.subject.initialize()["environments"][0]["id"]

    def test_initialize_offers_the_loops_of_this_python(self):
        result = self.subject.initialize()
        self.assertEqual(result["subject"]["name"], "cpython")
        self.assertEqual(result["subject"]["version"], "%d.%d.%d" % sys.version_info[:3])
        for environment in result["environments"]:
            self.assertEqual(environment["documented"], environment["python"])

    @unittest.skipUnless(sys.platform == "linux", "Linux only")
    def test_linux_has_an_environment_for_each_selector(self):
        found = [environment["id"] for environment in self.subject.initialize()["environments"]]
        self.assertEqual(found, ["linux-selector-epoll", "linux-selector-poll", "linux-selector-select"])

    def test_there_may_be_no_common_version(self):
        answer, _ = self.subject.request("initialize", {"protocol": {"min": 2, "max": 9}})
        self.assert_error(answer, -32001)

    def test_initialize_says_which_parameter_is_bad(self):
        for parameters in (None, [], {}, {"protocol": 1}, {"protocol": {"min": "1", "max": 1}}):
            answer, _ = self.subject.request("initialize", parameters)
            self.assertIn("protocol", self.assert_error(answer, -32602))

    def test_run_before_initialize_is_refused(self):
        answer, _ = self.subject.request("run", {"steps": []})
        self.assert_error(answer, -32600)

    def test_garbage_is_answered_and_survived(self):
        for line in (b"garbage", b"", b"\xff\xfe", b"{", b"[" * 100000):
            self.subject.send(line)
            answer = self.subject.receive()
            self.assert_error(answer, -32700)
            self.assertIsNone(answer["id"])
        self.initialize()

    def test_what_is_no_request_is_answered_and_survived(self):
        for line in (b"[]", b"1", b"null", b'{"id":1}', b'{"id":{},"method":3}'):
            self.subject.send(line)
            self.assert_error(self.subject.receive(), -32600)
        self.initialize()

    def test_a_line_that_is_too_long_is_skipped_whole(self):
        self.subject.send(b'{"id":"' + b"x" * (20 * 1024 * 1024) + b'"}')
        self.assert_error(self.subject.receive(), -32700)
        self.initialize()

    def test_notifications_have_no_answer(self):
        self.subject.send(b'{"jsonrpc":"2.0","method":"whatever"}')
        self.initialize()

    def test_an_unknown_method_has_its_own_error(self):
        answer, _ = self.subject.request("dance")
        self.assertIn("dance", self.assert_error(answer, -32601))

    def test_unknown_fields_are_ignored(self):
        self.initialize()
        answer = self.run_steps(dict(step("a", "log", event="e"), further=1), further={})
        self.assertEqual(answer["result"]["steps"][0]["outcome"], "returned")

    def test_an_unknown_environment_has_its_own_error(self):
        self.initialize()
        self.assertIn("atlantis", self.assert_error(self.run_steps(environment="atlantis"), -32002))

    def test_bad_parameters_are_named(self):
        self.initialize()
        for steps, place in (
            ("x", "params/steps"),
            (["x"], "params/steps/0"),
            ([{"id": "a"}], "params/steps/0/do"),
            ([{"do": "control"}], "params/steps/0/id"),
            ([step("a", "stop"), step("a", "stop")], "params/steps/1/id"),
            ([step("a", "run")], "turns"),
            ([step("a", "run", turns="3")], "params/steps/0/turns"),
            ([step("a", "run", turns=-1)], "params/steps/0/turns"),
            ([step("a", "call_later", delay_ms=True, callback="c")], "params/steps/0/delay_ms"),
            ([step("a", "write", on="p.write", data=5)], "params/steps/0/data"),
            ([step("a", "call_soon", callback={"do": []})], "params/steps/0/callback"),
            ([step("a", "call_soon", callback={"name": "c", "do": [{}]})], "params/steps/0/callback/do/0/do"),
            ([step("a", "in_thread", steps=[5])], "params/steps/0/steps/0"),
            ([step("a", "run_until", event=[])], "params/steps/0/event"),
        ):
            self.assertIn(place, self.assert_error(self.run_steps(steps=steps), -32602), steps)
        for name in ("nonce", "scratch", "environment"):
            self.assertIn(name, self.assert_error(self.run_steps(**{name: 5}), -32602))
        self.assert_error(self.subject.request("run", [])[0], -32602)

    def test_nothing_of_a_request_with_bad_parameters_is_performed(self):
        self.initialize()
        with tempfile.TemporaryDirectory() as folder:
            steps = [step("file", "make_file", path="x", data=""), step("a", "run")]
            self.assert_error(self.run_steps(steps=steps, scratch=folder), -32602)
            self.assertEqual(os.listdir(folder), [])

    def test_half_a_character_is_not_sent_back(self):
        self.initialize()
        answer = self.run_steps(step("a", "log", event="\ud800"))
        self.assertEqual(answer["result"]["events"][0]["event"], "?")

    def test_an_answer_that_would_be_too_long_becomes_an_error(self):
        self.initialize()
        steps = [
            step("s", "open", what="socketpair"),
            step("w", "add_writer", on="s.a", callback="c", args=["x" * 1000000]),
            step("turns", "run_until", event="c", count=10),
        ]
        self.assertIn("longer", self.assert_error(self.run_steps(*steps), -32603))
        self.assertIn("result", self.run_steps(step("alive", "control")))

    def test_shutdown_is_answered_and_ends_it(self):
        self.initialize()
        answer, _ = self.subject.request("shutdown")
        self.assertIsNone(answer["result"])
        self.assertEqual(self.subject.process.wait(), 0)

    def test_the_end_of_input_ends_it(self):
        self.initialize()
        self.run_steps(step("alive", "control"))
        self.subject.finish()
        self.assertEqual(self.subject.process.returncode, 0)

    def test_the_end_of_input_does_not_wait_for_threads(self):
        self.initialize()
        blocked = [{"do": "await_event", "event": "never"}]
        steps = [step("t", "in_thread", steps=blocked, wait=False), step("alive", "control")]
        self.assertIn("result", self.run_steps(*steps))
        self.subject.finish()
        self.assertEqual(self.subject.process.returncode, 0)


class OptionsTest(unittest.TestCase):
    def test_a_loop_of_ones_own_is_one_environment(self):
        with Subject("--loop", "asyncio:SelectorEventLoop") as subject:
            result = subject.initialize()
        self.assertEqual(result["subject"]["name"], "asyncio")
        self.assertEqual(len(result["environments"]), 1)
        self.assertEqual(result["environments"][0]["loop"], "selector")

    def test_name_and_documentation_can_be_given(self):
        with Subject("--name", "mine", "--documented", "3.7") as subject:
            result = subject.initialize()
        self.assertEqual(result["subject"]["name"], "mine")
        self.assertEqual({environment["documented"] for environment in result["environments"]}, {"3.7"})

    def test_a_loop_of_another_kind_is_of_kind_other(self):
        source = (
            "import asyncio\n"
            "__version__ = '7.1'\n"
            "class Mine(asyncio.AbstractEventLoop):\n"
            "    def close(self): pass\n"
        )
        with folder_with_module("my_loops", source) as folder:
            with Subject("--loop", "my_loops:Mine", cwd=folder) as subject:
                result = subject.initialize()
                self.assertEqual(result["subject"]["name"], "my_loops")
                self.assertEqual(result["subject"]["version"], "7.1")
                environment = result["environments"][0]
                self.assertEqual((environment["loop"], environment["selector"]), ("other", None))
                # Such a loop can do nothing at all, which is told and survived.
                parameters = {"case": "c", "environment": environment["id"], "nonce": "n", "scratch": folder}
                for _ in range(2):
                    answer, _ = subject.request("run", dict(parameters, steps=[step("a", "control")]))
                    self.assertEqual(answer["result"]["steps"][0]["exception"]["type"], "NotImplementedError")

    def test_a_selector_loop_without_a_selector_is_of_kind_other(self):
        source = (
            "import asyncio\n"
            "class Disguised(asyncio.SelectorEventLoop):\n"
            "    def __init__(self): self._selector = self\n"
            "    def close(self): pass\n"
        )
        with folder_with_module("my_loops", source) as folder:
            with Subject("--loop", "my_loops:Disguised", cwd=folder) as subject:
                environment = subject.initialize()["environments"][0]
        self.assertEqual((environment["loop"], environment["selector"]), ("other", None))

    def test_a_policy_gives_a_loop_and_is_set_for_each(self):
        source = (
            "import asyncio\n"
            "asked = []\n"
            "class Policy(asyncio.DefaultEventLoopPolicy):\n"
            "    def new_event_loop(self):\n"
            "        assert asyncio.get_event_loop_policy() is self and self not in asked\n"
            "        asked.append(self)\n"
            "        return super().new_event_loop()\n"
        )
        with folder_with_module("my_policy", source) as folder:
            with Subject("--policy", "my_policy:Policy", cwd=folder) as subject:
                result = subject.initialize()
                self.assertEqual(result["subject"]["name"], "my_policy")
                parameters = {"case": "c", "environment": result["environments"][0]["id"], "nonce": "n"}
                parameters.update(scratch=folder, steps=[step("alive", "control")])
                answer, _ = subject.request("run", parameters)
                self.assertEqual(answer["result"]["steps"][0]["value"], "n")

    def test_a_policy_that_is_not_there_is_told_in_the_answer(self):
        self.assert_told_in_the_answer("--policy", "no_such_module:P", "asyncio:NoSuchPolicy", "asyncio", "math:pi")

    def test_a_loop_and_a_policy_are_one_too_many(self):
        with Subject("--loop", "asyncio:SelectorEventLoop", "--policy", "asyncio:DefaultEventLoopPolicy") as subject:
            subject.process.wait(DEADLINE)
            self.assertNotEqual(subject.process.returncode, 0)

    def test_a_factory_that_fails_later_is_a_failure_of_the_adapter(self):
        source = (
            "import asyncio\n"
            "made = []\n"
            "def make():\n"
            "    made.append(None)\n"
            "    if len(made) == 2: raise LookupError('out of loops')\n"
            "    return asyncio.SelectorEventLoop()\n"
        )
        with folder_with_module("my_factory", source) as folder:
            with Subject("--loop", "my_factory:make", cwd=folder) as subject:
                environment = subject.initialize()["environments"][0]["id"]
                parameters = {"case": "c", "environment": environment, "nonce": "n", "scratch": folder}
                parameters["steps"] = [step("a", "control")]
                answer, _ = subject.request("run", parameters)
                self.assertEqual(answer["error"], {"code": -32603, "message": "LookupError: out of loops"})
                self.assertIn("result", subject.request("run", parameters)[0])

    def test_a_loop_that_is_not_there_is_told_in_the_answer(self):
        self.assert_told_in_the_answer("--loop", "no_such_module:f", "asyncio:no_such_factory", "asyncio", "math:pi")

    def assert_told_in_the_answer(self, option, *values):
        for value in values:
            with Subject(option, value) as subject:
                answer, _ = subject.request("initialize", {"protocol": {"min": 1, "max": 1}})
                self.assertEqual(answer["error"]["code"], -32603, value)


if __name__ == "__main__":
    unittest.main()
