"""The adapter of Pyodide: what differs from the Python adapter, which has tests of its own.

They are skipped, with what to do about it, where Node or Pyodide is not there.
"""

import os
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../python/tests"))

from driver import StepTest, Subject, step  # noqa: E402

ENTRY = os.path.join(HERE, "../pyodide_subject.mjs")


def why_missing():
    try:
        probe = subprocess.run(["node", ENTRY, "--probe"], stderr=subprocess.PIPE, text=True)
    except FileNotFoundError:
        return "Node is not there: apt-get install nodejs"
    return probe.stderr.strip() if probe.returncode else None


MISSING = why_missing()


class PyodideSubject(Subject):
    command = ["node", ENTRY]


@unittest.skipIf(MISSING, MISSING)
class MissingTest(unittest.TestCase):
    def test_the_probe_says_what_to_do(self):
        probe = subprocess.run(
            ["node", ENTRY, "--probe"],
            env=dict(os.environ, LOOPCHECK_PYODIDE="/nowhere"),
            stderr=subprocess.PIPE,
            text=True,
        )
        self.assertEqual(probe.returncode, 1)
        self.assertIn("scripts/install-pyodide", probe.stderr)


@unittest.skipIf(MISSING, MISSING)
class ConversationTest(unittest.TestCase):
    def setUp(self):
        self.subject = PyodideSubject()
        self.addCleanup(self.subject.__exit__)

    def error_code(self):
        return self.subject.receive()["error"]["code"]

    def test_it_tells_of_the_platform_and_not_of_its_host(self):
        result = self.subject.initialize()
        (environment,) = result["environments"]
        told = [environment[name] for name in ("platform", "arch", "loop", "selector", "provenance")]
        self.assertEqual(told, ["emscripten", "wasm32", "other", None, "native"])
        self.assertEqual(result["subject"]["name"], "pyodide")

    def test_bad_lines_are_answered_and_survived(self):
        for line in (b"", b"\xff\xfe", b"{", b"x" * (9 * 1024 * 1024)):
            self.subject.send(line)
            self.assertEqual(self.error_code(), -32700)
        self.subject.send(b'{"id":{},"method":3}')
        self.assertEqual(self.error_code(), -32600)
        self.subject.initialize()

    def test_a_line_separator_within_a_message_ends_no_line(self):
        self.subject.send('{"jsonrpc":"2.0","id":1,"method":"a\u2028b"}'.encode())
        self.assertEqual(self.error_code(), -32601)

    def test_requests_that_come_together_are_answered_in_order(self):
        self.subject.send(b"\n".join(b'{"id":%d,"method":"dance"}' % number for number in range(20)))
        self.assertEqual([self.subject.receive()["id"] for _ in range(20)], list(range(20)))

    def test_it_ends_with_its_input_whatever_loops_have_planned(self):
        environment = self.subject.initialize()["environments"][0]["id"]
        steps = [step("never", "call_later", delay_ms=10**8, callback="cb")]
        self.subject.request(
            "run", {"case": "c", "environment": environment, "nonce": "n", "scratch": "/tmp/c", "steps": steps}
        )
        self.subject.finish()
        self.assertEqual(self.subject.process.returncode, 0)

    def test_shutdown_is_answered_before_it_ends(self):
        self.subject.initialize()
        answer, _ = self.subject.request("shutdown")
        self.assertIsNone(answer["result"])
        self.subject.process.wait()
        self.assertEqual(self.subject.process.returncode, 0)


@unittest.skipIf(MISSING, MISSING)
class WaitingTest(StepTest):
    adapter = PyodideSubject

    def transcript(self, *steps):
        (transcript,) = list(self.transcripts(*steps))
        return transcript

    def test_between_steps_the_loop_does_not_run(self):
        transcript = self.transcript(
            step("soon", "call_soon", callback="cb"),
            step("other", "time"),
            step("before", "log", event="before"),
            step("turns", "run", turns=1),
            step("after", "log", event="after"),
        )
        self.assertEqual(transcript.names, ["before", "cb", "after"])
        self.assertEqual(transcript.events[1]["during"], "turns")

    def test_a_run_takes_as_many_turns_as_it_is_told(self):
        again = {"name": "first", "do": [{"do": "call_soon", "callback": {"name": "second", "do": [
            {"do": "call_soon", "callback": "third"}]}}]}
        transcript = self.transcript(
            step("soon", "call_soon", callback=again), step("turns", "run", turns=2), step("end", "log", event="end")
        )
        self.assertEqual(transcript.names[:3], ["first", "second", "end"])

    def test_a_timer_of_an_earlier_scenario_is_nothing_to_wait_for(self):
        self.transcript(step("never", "call_later", delay_ms=10**8, callback="cb"))
        transcript = self.transcript(step("wait", "run_until", event="cb"))
        self.assertEqual(transcript.outcome("wait"), "not-run")

    def test_a_wait_ends_with_the_event(self):
        transcript = self.transcript(
            step("later", "call_later", delay_ms=20, callback="cb"),
            step("wait", "run_until", event="cb"),
            step("at-once", "run_until", event="cb"),
        )
        self.assertEqual(transcript.names, ["cb"])
        self.assertEqual(transcript.failures(), [])

    def test_the_control_does_its_work_by_callbacks(self):
        transcript = self.transcript(step("a", "control"), step("b", "control", with_="callbacks"))
        self.assertEqual([transcript.value("a"), transcript.value("b")], ["7a9f3k", "7a9f3k"])

    def test_a_coroutine_is_run_to_its_end(self):
        transcript = self.transcript(step("work", "run_in_executor", callback="cb"))
        self.assertEqual((transcript.value("work"), transcript.names), ("done", ["cb"]))

    def test_a_background_step_is_awaited_or_cancelled(self):
        work = step("work", "run_in_executor", callback="cb", background=True)
        self.assertEqual(self.transcript(work, step("end", "await", on="work")).value("end"), "done")
        cancelled = self.transcript(work, step("off", "cancel_task", on="work"), step("end", "await", on="work"))
        self.assertEqual(cancelled.exception("end")["type"], "CancelledError")

    def test_a_callback_must_not_wait(self):
        inner = {"name": "cb", "do": [step("inner", "run", turns=1)]}
        transcript = self.transcript(step("soon", "call_soon", callback=inner), step("turns", "run", turns=1))
        self.assertEqual(transcript.outcome("inner"), "not-run")

    def test_run_forever_is_called_plainly(self):
        transcript = self.transcript(step("soon", "call_soon", callback="cb"), step("forever", "run_forever"))
        self.assertEqual((transcript.outcome("forever"), transcript.names), ("returned", []))

    def test_what_webassembly_lacks_is_unmet_and_nothing_waits_for_it(self):
        for lacking in (
            step("it", "open", what="socketpair"),
            step("it", "create_server", protocol="p"),
            step("it", "subprocess_exec", args=[], protocol="p"),
            step("it", "in_thread", steps=[]),
            step("it", "add_signal_handler", signal="SIGUSR1", callback="cb"),
        ):
            transcript = self.transcript(lacking, step("wait", "run_until", event="never"))
            self.assertEqual((transcript.outcome("it"), transcript.outcome("wait")), ("unmet", "not-run"))

    def test_a_wait_for_what_cannot_come_ends(self):
        transcript = self.transcript(
            step("wait", "run_until", event="never"),
            step("later", "call_later", delay_ms=1, callback="cb"),
            step("again", "run_until", event=["cb", "never"]),
            step("alive", "control"),
        )
        self.assertEqual([transcript.outcome("wait"), transcript.outcome("again")], ["not-run", "not-run"])
        self.assertEqual((transcript.names, transcript.value("alive")), (["cb"], "7a9f3k"))

    def test_files_are_there(self):
        transcript = self.transcript(
            step("f", "open", what="file-read"), step("read", "read", on="f.fd"), step("watch", "add_reader", on="f.fd", callback="cb")
        )
        self.assertEqual(transcript.value("read")["text"], "hello")
        self.assertEqual(transcript.exception("watch")["type"], "NotImplementedError")

    def test_each_scenario_has_a_loop_of_its_own(self):
        self.transcript(step("handler", "set_exception_handler", callback="old"), step("soon", "call_soon", callback={"name": "late", "raise": "KeyError"}))
        transcript = self.transcript(step("turns", "run", turns=3))
        self.assertEqual(transcript.names, [])


if __name__ == "__main__":
    unittest.main()
