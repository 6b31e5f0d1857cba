"""Signals and subprocesses."""

import os
import signal
import sys
import unittest

from driver import LOOP, StepTest, step

UNIX = unittest.skipIf(sys.platform == "win32", "Unix only")


@UNIX
class SignalTest(StepTest):
    def test_a_signal_runs_its_handler_in_the_loop(self):
        # Some loops miss signals that come while they do not run.
        now = {"name": "now", "do": [step("raise", "raise_signal", signal="SIGUSR1")]}
        for transcript in self.transcripts(
            step("add", "add_signal_handler", signal="SIGUSR1", callback="got", args=[1]),
            step("soon", "call_soon", callback=now),
            step("wait", "run_until", event="got"),
            step("was", "remove_signal_handler", signal="SIGUSR1"),
            step("was-not", "remove_signal_handler", signal=int(signal.SIGUSR1)),
            step("kill", "add_signal_handler", signal="SIGKILL", callback="never"),
            step("invalid", "add_signal_handler", signal=1000, callback="never"),
            step("unknown", "add_signal_handler", signal="SIGNOTHING", callback="never"),
        ):
            self.assertEqual(transcript.data("got")[0]["args"], [1])
            self.assertEqual([event["thread"] for event in transcript.events], ["main", "main"])
            if not LOOP:  # uvloop has no handlers to remove while it does not run
                self.assertEqual((transcript.value("was"), transcript.value("was-not")), (True, False))
            self.assertIn(transcript.exception("kill")["type"], ("RuntimeError", "ValueError"))
            self.assertEqual(transcript.exception("invalid")["type"], "ValueError")
            self.assertEqual(transcript.steps["unknown"]["need"], "signal")

    def test_a_thread_can_raise_it_for_the_main_thread(self):
        raising = [{"do": "await_event", "event": "running"}, {"do": "raise_signal", "signal": "SIGUSR2"}]
        for transcript in self.transcripts(
            step("add", "add_signal_handler", signal="SIGUSR2", callback="got"),
            step("t", "in_thread", steps=[step("refused", "add_signal_handler", signal="SIGUSR1", callback="never")]),
            step("soon", "call_soon", callback="running"),
            step("u", "in_thread", steps=raising, wait=False),
            step("wait", "run_until", event="got"),
        ):
            self.assertEqual([event["thread"] for event in transcript.events], ["main", "main"])
            self.assertEqual(transcript.outcome("refused"), "raised")

    def test_handlers_are_gone_after_the_scenario(self):
        for _ in self.good_transcripts(step("add", "add_signal_handler", signal="SIGUSR1", callback="got")):
            status = "/proc/%d/status" % self.subject.process.pid
            if not os.path.exists(status):
                self.skipTest("caught signals are listed in /proc")
            with open(status) as listing:
                caught = next(line for line in listing if line.startswith("SigCgt:"))
            self.assertFalse(int(caught.split()[1], 16) >> (signal.SIGUSR1 - 1) & 1)


@UNIX
class ProcessTest(StepTest):
    def run_child(self, *arguments, **parameters):
        return step("c", "subprocess_exec", args=list(arguments), protocol="p", **parameters)

    ended = step("ended", "run_until", event=["p.process_exited", "p.connection_lost"])

    def test_a_child_is_given_data_and_answers(self):
        for transcript in self.good_transcripts(
            self.run_child("reverse"),
            step("pid", "process", on="c", call="get_pid"),
            step("running", "process", on="c", call="get_returncode"),
            step("there", "process_pipe", on="c", fd=0, call="present"),
            step("write", "process_pipe", on="c", fd=0, call="write", data="hello"),
            step("eof", "process_pipe", on="c", fd=0, call="close"),
            self.ended,
            step("code", "process", on="c", call="get_returncode"),
            step("out", "inspect", what="received", on="p", fd=1),
            step("err", "inspect", what="received", on="p", fd=2),
        ):
            self.assertIs(transcript.value("pid"), True)
            self.assertIs(transcript.value("there"), True)
            self.assertIsNone(transcript.value("running"))
            self.assertEqual(transcript.value("code"), 0)
            self.assertEqual(transcript.value("out"), {"size": 5, "text": "olleh"})
            self.assertEqual(transcript.value("err"), {"size": 0, "text": ""})
            self.assertEqual(transcript.data("p.pipe_data_received")[0], {"fd": 1, "size": 5})
            self.assertIn({"fd": 1, "exception": None}, transcript.data("p.pipe_connection_lost"))

    def test_the_exit_status_and_bytes_as_arguments(self):
        for transcript in self.good_transcripts(
            self.run_child("exit", "7", as_="bytes"), self.ended, step("code", "process", on="c", call="get_returncode")
        ):
            self.assertEqual(transcript.value("code"), 7)

    def test_standard_streams_can_go_elsewhere(self):
        for transcript in self.good_transcripts(
            step("f", "open", what="pipe"),
            self.run_child("print-both", "out", "err", stdin="devnull", stdout="f.write", stderr="stdout"),
            self.ended,
            step("read", "read", on="f.read"),
            step("none", "process_pipe", on="c", fd=1, call="present"),
        ):
            self.assertEqual(transcript.value("read")["text"], "outerr")
            self.assertIs(transcript.value("none"), False)
        for transcript in self.good_transcripts(
            step("f", "open", what="socketpair"),
            self.run_child("print", "out", stdout="f.a", stdio_as="object"),
            self.ended,
            step("read", "read", on="f.b"),
        ):
            self.assertEqual(transcript.value("read"), {"size": 3, "text": "out"})

    def test_inherited_streams_do_not_reach_the_protocol(self):
        for transcript in self.good_transcripts(
            self.run_child("print", '{"not":"protocol"}\n', stdin="inherit", stdout="inherit", stderr="inherit"),
            self.ended,
            step("d", "subprocess_exec", args=["reverse"], protocol="q", stdin="inherit", stdout="inherit"),
            step("end", "run_until", event="q.process_exited"),
            step("alive", "control"),
        ):
            self.assertEqual(transcript.outcome("alive"), "returned")

    def test_signals_end_a_child(self):
        for call, number in (("terminate", 15), ("kill", 9)):
            for transcript in self.good_transcripts(
                self.run_child("wait"),
                step("ready", "run_until", event="p.pipe_data_received"),
                step("end", "process", on="c", call=call),
                self.ended,
                step("code", "process", on="c", call="get_returncode"),
            ):
                self.assertEqual(transcript.value("code"), -number)
        for transcript in self.good_transcripts(
            self.run_child("wait"),
            step("ready", "run_until", event="p.pipe_data_received"),
            step("end", "process", on="c", call="send_signal", signal="SIGINT"),
            self.ended,
        ):
            pass

    def test_the_shell_finds_the_helper(self):
        for transcript in self.good_transcripts(
            step("c", "subprocess_shell", command="${child} exit 5", protocol="p"),
            self.ended,
            step("code", "process", on="c", call="get_returncode"),
        ):
            self.assertEqual(transcript.value("code"), 5)

    def test_options_and_folder_are_passed_on(self):
        for transcript in self.transcripts(
            step("bad", "subprocess_exec", args=["exit", "0"], protocol="p", options={"universal_newlines": True}),
            step("nowhere", "subprocess_exec", args=["exit", "0"], protocol="p", cwd="/no/such/folder"),
            step("program", "subprocess_exec", args=[], program="/no/such/program", protocol="p"),
            step("number", "subprocess_exec", args=[5], protocol="p"),
        ):
            self.assertEqual(transcript.exception("bad")["type"], "ValueError")
            self.assertEqual(transcript.exception("nowhere")["type"], "FileNotFoundError")
            self.assertEqual(transcript.exception("program")["type"], "FileNotFoundError")
            self.assertEqual(transcript.exception("number")["type"], "TypeError")

    def test_a_child_of_a_loop_on_another_thread(self):
        nested = [step("c", "subprocess_exec", args=["exit", "3"], protocol="p"), dict(self.ended, id="done")]
        nested.append(step("code", "process", on="c", call="get_returncode"))
        for transcript in self.good_transcripts(
            step("t", "in_thread", loop="new", steps=nested, wait=False), step("j", "join", on="t")
        ):
            self.assertEqual(transcript.value("code"), 3)

    def test_children_are_killed_and_reaped_at_the_end(self):
        for last in ([], [step("close", "close")]):
            for transcript in self.transcripts(
                self.run_child("wait"),
                step("d", "subprocess_exec", args=["wait"], protocol="q", background=True),
                step("ready", "run_until", event="p.pipe_data_received"),
                *last,
            ):
                self.assertEqual(transcript.outcome("ready"), "returned")
                listing = "/proc/%d/task/%d/children" % (self.subject.process.pid, self.subject.process.pid)
                if not os.path.exists(listing):
                    self.skipTest("children are listed in /proc")
                with open(listing) as children:
                    self.assertEqual(children.read().split(), [])


if __name__ == "__main__":
    unittest.main()
