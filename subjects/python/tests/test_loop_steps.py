"""The steps of docs/protocol.md, "Loop", and what goes on around steps."""

import os
import sys
import unittest

from driver import LOOP, NONCE, StepTest, step


class LoopStepsTest(StepTest):
    def test_control_gives_the_nonce_reversed(self):
        for transcript in self.good_transcripts(
            step("tcp", "control"), step("callbacks", "control", with_="callbacks")
        ):
            self.assertEqual(transcript.value("tcp"), NONCE[::-1])
            self.assertEqual(transcript.value("callbacks"), NONCE[::-1])
            self.assertEqual(transcript.events, [])

    def test_control_needs_a_loop_that_runs(self):
        for transcript in self.transcripts(step("close", "close"), step("alive", "control")):
            self.assertEqual(transcript.exception("alive")["type"], "RuntimeError")

    def test_run_lasts_as_many_turns_as_it_says(self):
        again = {"name": "second", "do": [{"do": "call_soon", "callback": "third"}]}
        first = {"name": "first", "do": [{"do": "call_soon", "callback": again}]}
        for transcript in self.good_transcripts(
            step("none", "run", turns=0),
            step("schedule", "call_soon", callback=first),
            step("one", "run", turns=1),
            step("two", "run", turns=2),
        ):
            self.assertEqual(transcript.names, ["first", "second", "third"])
            if not LOOP:  # other loops may do more before a stop takes effect
                during = [event["during"] for event in transcript.events]
                self.assertEqual(during, ["one", "two", "two"])

    def test_callbacks_tell_arguments_and_time(self):
        for transcript in self.good_transcripts(
            step("time", "time"),
            step("a", "call_soon", callback="with", args=["x", 1, None]),
            step("b", "call_soon_threadsafe", callback="without"),
            step("turn", "run", turns=1),
        ):
            self.assertEqual(transcript.names, ["with", "without"])
            self.assertEqual(transcript.data("with")[0]["args"], ["x", 1, None])
            self.assertNotIn("args", transcript.data("without")[0])
            self.assertGreaterEqual(transcript.data("with")[0]["loop_time"], transcript.value("time"))
            self.assertEqual(transcript.events[0]["thread"], "main")
            self.assertEqual(transcript.events[0]["during"], "turn")

    def test_timers_tell_their_deadline(self):
        for transcript in self.good_transcripts(
            step("later", "call_later", delay_ms=1, callback="a"),
            step("at", "call_at", after_ms=2, callback="b"),
            step("wait", "run_until", event=["a", "b"]),
            step("clock", "inspect", what="clock"),
        ):
            for timer, event in (("later", "a"), ("at", "b")):
                value = transcript.value(timer)
                fired = transcript.data(event)[0]["loop_time"]
                self.assertGreaterEqual(fired + value["resolution"], value["when"])
            self.assertEqual(transcript.value("clock"), {"resolution": value["resolution"]})

    def test_handles_can_be_cancelled(self):
        for transcript in self.good_transcripts(
            step("h", "call_soon", callback="never"),
            step("before", "cancelled", on="h"),
            step("cancel", "cancel", on="h"),
            step("after", "cancelled", on="h"),
            step("turns", "run", turns=2),
        ):
            self.assertEqual((transcript.value("before"), transcript.value("after")), (False, True))
            self.assertEqual(transcript.names, [])

    def test_run_until_returns_at_once_for_what_was_logged(self):
        for transcript in self.good_transcripts(
            step("e", "log", event="e"), step("wait", "run_until", event="e")
        ):
            self.assertEqual(transcript.names, ["e"])

    def test_run_until_waits_for_a_count_of_each_event(self):
        second = {"name": "a", "do": [{"do": "log", "event": "b"}]}
        more = {"name": "a", "do": [{"do": "call_soon", "callback": second}]}
        for transcript in self.good_transcripts(
            step("b", "log", event="b"),
            step("s", "call_soon", callback=more),
            step("wait", "run_until", event=["a", "b"], count=2),
        ):
            self.assertEqual(transcript.names, ["b", "a", "a", "b"])

    def test_run_until_goes_on_if_something_else_stops_the_loop(self):
        for transcript in self.good_transcripts(
            step("s", "call_soon", callback={"name": "a", "do": [{"do": "stop"}]}),
            step("t", "call_later", delay_ms=5, callback="b"),
            step("wait", "run_until", event="b"),
        ):
            self.assertEqual(transcript.names, ["a", "b"])

    def test_run_until_is_woken_by_other_threads(self):
        for _ in range(20):
            for transcript in self.good_transcripts(
                step("t", "in_thread", steps=[{"do": "log", "event": "e"}], wait=False),
                step("wait", "run_until", event="e"),
                step("alive", "control", with_="callbacks"),
                step("join", "join", on="t"),
            ):
                self.assertEqual([event["thread"] for event in transcript.events], ["other"])

    def test_run_forever_runs_until_it_is_stopped(self):
        for transcript in self.good_transcripts(
            step("s", "call_soon", callback={"name": "a", "do": [step("in", "is_running"), {"do": "stop"}]}),
            step("forever", "run_forever"),
            step("out", "is_running"),
            step("stopped", "stop"),
            step("once", "run_forever"),
        ):
            self.assertEqual((transcript.value("in"), transcript.value("out")), (True, False))

    def test_a_step_of_a_callback_does_not_run_the_loop(self):
        steps = [
            step("run", "run", turns=1),
            step("until", "run_until", event="e"),
            step("control", "control"),
            step("server", "create_server", protocol="p"),
        ]
        for transcript in self.transcripts(
            step("s", "call_soon", callback={"name": "a", "do": steps}),
            step("turns", "run", turns=3),
            step("alive", "control"),
        ):
            for nested in steps:
                self.assertEqual(transcript.outcome(nested["id"]), "not-run")
            self.assertEqual(transcript.value("alive"), NONCE[::-1])

    def test_the_library_refuses_to_run_a_running_loop(self):
        for transcript in self.transcripts(
            step("s", "call_soon", callback={"name": "a", "do": [step("again", "run_forever")]}),
            step("turns", "run", turns=2),
        ):
            self.assertEqual(transcript.exception("again")["type"], "RuntimeError")

    def test_background_steps_are_collected_by_await(self):
        for transcript in self.good_transcripts(
            step("s", "open", what="socketpair"),
            step("r", "sock_recv", on="s.a", background=True),
            step("w", "write", on="s.b", data="hello"),
            step("done", "await", on="r"),
            step("again", "run_until_complete", on="r"),
        ):
            self.assertIsNone(transcript.value("r"))
            self.assertEqual(transcript.value("done"), {"size": 5, "text": "hello"})
            self.assertEqual(transcript.value("again"), {"size": 5, "text": "hello"})

    def test_background_steps_can_be_cancelled(self):
        for transcript in self.transcripts(
            step("s", "open", what="socketpair"),
            step("r", "sock_recv", on="s.a", background=True),
            step("turn", "run", turns=1),
            step("cancel", "cancel_task", on="r"),
            step("done", "await", on="r"),
        ):
            self.assertEqual(transcript.exception("done")["type"], "CancelledError")
            self.assertIn("bases", transcript.exception("done"))

    def test_closing_is_final(self):
        for transcript in self.transcripts(
            step("before", "is_closed"),
            step("close", "close"),
            step("again", "close"),
            step("after", "is_closed"),
            step("use", "call_soon", callback="never"),
            step("background", "sock_recv", on="nothing.a", background=True),
        ):
            self.assertEqual((transcript.value("before"), transcript.value("after")), (False, True))
            self.assertEqual(transcript.exception("use")["type"], "RuntimeError")
            self.assertEqual(transcript.exception("background")["type"], "RuntimeError")

    def test_exception_handlers(self):
        for transcript in self.good_transcripts(
            step("report", "call_exception_handler", message="first"),
            step("mine", "set_exception_handler", callback={"name": "h", "do": [{"do": "log", "event": "in-h"}]}),
            step("again", "call_exception_handler", message="second"),
            step("default", "set_exception_handler", callback=None),
            step("unseen", "call_exception_handler", message="third"),
        ):
            self.assertEqual(transcript.names, ["loop.exception", "h", "in-h"])
            self.assertEqual(transcript.data("loop.exception"), [{"message": "first", "exception": None}])
            self.assertEqual(transcript.data("h"), [{"message": "second", "exception": None}])

    def test_what_a_callback_raises_reaches_the_loop(self):
        for transcript in self.good_transcripts(
            step("s", "call_soon", callback={"name": "a", "raise": "ValueError"}),
            step("t", "call_soon", callback="b"),
            step("turns", "run", turns=2),
        ):
            self.assertEqual(transcript.names, ["a", "loop.exception", "b"])
            self.assertEqual(transcript.data("loop.exception")[0]["exception"]["type"], "ValueError")

    def test_even_a_keyboard_interrupt_in_a_callback_is_survived(self):
        for transcript in self.transcripts(
            step("s", "call_soon", callback={"name": "a", "raise": "KeyboardInterrupt"}),
            step("turns", "run", turns=2),
            step("more", "run", turns=2),
        ):
            self.assertEqual(transcript.exception("turns")["type"], "KeyboardInterrupt")
            self.assertEqual(transcript.outcome("more"), "returned")

    def test_a_callback_cannot_raise_what_python_does_not_have(self):
        for transcript in self.transcripts(
            step("s", "call_soon", callback={"name": "a", "raise": "NoSuchError"}),
            step("t", "call_soon", callback={"name": "a", "raise": "print"}),
        ):
            self.assertEqual(transcript.outcome("s"), "unsupported")
            self.assertEqual(transcript.outcome("t"), "unsupported")

    def test_a_nested_step_that_raises_is_recorded_and_swallowed(self):
        nested = [step("bad", "read", on="p.read"), {"do": "log", "event": "after"}]
        for transcript in self.transcripts(
            step("p", "open", what="pipe"),
            step("s", "call_soon", callback={"name": "a", "do": nested}),
            step("turns", "run", turns=1),
        ):
            self.assertEqual(transcript.exception("bad")["type"], "BlockingIOError")
            self.assertEqual(transcript.names, ["a", "after"])
            order = [record["step"] for record in transcript.result["steps"]]
            self.assertEqual(order, ["p", "s", "bad", "turns"])

    def test_only_the_first_run_of_a_nested_step_is_reported(self):
        callback = {"name": "a", "do": [step("nested", "read", on="s.a", max=1)]}
        for transcript in self.good_transcripts(
            step("s", "open", what="socketpair"),
            step("w", "write", on="s.b", data="xyz"),
            step("watch", "add_reader", on="s.a", callback=callback),
            step("turns", "run_until", event="a", count=3),
        ):
            self.assertEqual(transcript.value("nested")["text"], "x")

    def test_the_executor_is_another_thread(self):
        for transcript in self.good_transcripts(step("e", "run_in_executor", callback="c")):
            self.assertEqual(transcript.value("e"), "done")
            self.assertEqual([event["thread"] for event in transcript.events], ["other"])

    def test_debug_mode(self):
        for transcript in self.good_transcripts(
            step("d", "set_debug", enabled=True), step("alive", "control"), step("e", "set_debug", enabled=False)
        ):
            self.assertEqual(transcript.value("alive"), NONCE[::-1])

    def test_more_events_than_the_limit_are_counted(self):
        for transcript in self.good_transcripts(
            step("s", "open", what="socketpair"),
            step("watch", "add_writer", on="s.a", callback="w"),
            step("turns", "run_until", event="w", count=2100),
        ):
            self.assertEqual(len(transcript.events), 2000)
            self.assertGreaterEqual(transcript.result["events_dropped"], 100)

    def test_unknown_things_are_unsupported(self):
        for transcript in self.transcripts(
            step("kind", "dance"),
            step("what", "open", what="wormhole"),
            step("look", "inspect", what="soul"),
            step("how", "control", with_="dreams"),
            step("thread", "in_thread", steps=[], loop="borrowed"),
            step("s", "open", what="socketpair"),
            step("as", "add_reader", on="s.a", callback="c", as_="rumour"),
            step("alive", "control"),
        ):
            for name in ("kind", "what", "look", "how", "thread", "as"):
                self.assertEqual(transcript.outcome(name), "unsupported", name)
            self.assertEqual(transcript.value("alive"), NONCE[::-1])

    def test_references_to_nothing_are_not_run(self):
        for transcript in self.transcripts(
            step("p", "open", what="pipe"),
            step("a", "add_reader", on="q.read", callback="c"),
            step("b", "add_reader", on="p.middle", callback="c"),
            step("c", "add_reader", on="p", callback="c"),
            step("d", "cancel", on="p"),
            step("e", "await", on="p"),
            step("f", "transport", on="nobody", call="close"),
            step("g", "server", on="p", call="close"),
            step("h", "sock_recv", on="p.read"),
            step("i", "join", on="p"),
            step("j", "inspect", what="received", on="nobody"),
            step("k", "inspect", what="blocking"),
            step("l", "process", on="p", call="kill"),
            step("m", "stream", on="p", call="close"),
            step("n", "await_event", event="e"),
        ):
            for name in "abcdefghijklmn":
                self.assertEqual(transcript.outcome(name), "not-run", name)

    def test_a_scenario_leaves_nothing_for_the_next(self):
        leaving = [
            step("p", "open", what="pipe"),
            step("s", "call_later", delay_ms=100000, callback="late"),
            step("server", "create_server", protocol="srv"),
            step("c", "create_connection", to="server", protocol="cli"),
            step("l", "open", what="tcp-listening"),
            step("task", "sock_accept", on="l.listening", background=True),
            step("connected", "run_until", event="srv.connection_made"),
        ]
        counting = [step("count", "open", what="pipe")]
        for environment in self.environments:
            numbers = set()
            for _ in range(6):
                answer = self.run_on(environment, leaving)
                self.assertEqual({record["outcome"] for record in answer["result"]["steps"]}, {"returned"})
                answer = self.run_on(environment, counting)
                self.assertEqual(answer["result"]["events"], [])
                numbers.add(self.open_descriptors())
            self.assertLessEqual(len(numbers), 2, numbers)

    def open_descriptors(self):
        if not os.path.isdir("/proc/self/fd"):
            self.skipTest("descriptors are counted in /proc")
        return len(os.listdir("/proc/%d/fd" % self.subject.process.pid))


class ThreadStepsTest(StepTest):
    def test_steps_on_a_thread_use_the_same_loop(self):
        nested = [step("t", "call_soon_threadsafe", callback="c"), step("bad", "read", on="nothing.a")]
        for transcript in self.transcripts(
            step("thread", "in_thread", steps=nested), step("wait", "run_until", event="c")
        ):
            self.assertEqual(transcript.outcome("thread"), "returned")
            self.assertEqual(transcript.outcome("bad"), "not-run")
            self.assertEqual(transcript.events[0]["thread"], "main")

    def test_a_thread_can_have_a_loop_of_its_own(self):
        nested = [step("alive", "control"), step("soon", "call_soon", callback="c"), step("turn", "run", turns=1)]
        for transcript in self.good_transcripts(step("thread", "in_thread", loop="new", steps=nested)):
            self.assertEqual(transcript.value("alive"), NONCE[::-1])
            self.assertEqual([event["thread"] for event in transcript.events], ["other"])

    def test_a_thread_can_wait_for_what_the_loop_does(self):
        nested = [
            {"do": "call_soon_threadsafe", "callback": "c"},
            step("waited", "await_event", event="c"),
            {"do": "log", "event": "after"},
        ]
        for transcript in self.good_transcripts(
            step("thread", "in_thread", steps=nested, wait=False), step("join", "join", on="thread")
        ):
            self.assertEqual(transcript.names, ["c", "after"])
            self.assertEqual(transcript.outcome("waited"), "returned")

    def test_threads_are_joined_at_the_end(self):
        nested = [
            {"do": "call_soon_threadsafe", "callback": "c"},
            {"do": "await_event", "event": "c"},
            step("last", "log", event="after"),
        ]
        for transcript in self.good_transcripts(step("thread", "in_thread", steps=nested, wait=False)):
            self.assertEqual(transcript.names, ["c", "after"])
            self.assertEqual(transcript.outcome("last"), "returned")

    def test_threads_that_wait_for_ever_are_given_up(self):
        for own in ("same", "new"):
            nested = [step("waited", "run_until" if own == "new" else "await_event", event="never")]
            for transcript in self.transcripts(
                step("thread", "in_thread", steps=nested, loop=own, wait=False), step("alive", "control")
            ):
                self.assertEqual(transcript.value("alive"), NONCE[::-1])
                self.assertNotIn("waited", transcript.steps)
            for transcript in self.good_transcripts(step("next", "control")):
                self.assertEqual(transcript.value("next"), NONCE[::-1])


class InspectionTest(StepTest):
    def test_the_loop_tells_its_kind(self):
        for environment in self.environments:
            steps = [
                step("loop", "inspect", what="loop"),
                step("default", "inspect", what="default-loop"),
                step("selector", "inspect", what="selector-class"),
            ]
            records = {record["step"]: record for record in self.run_on(environment, steps)["result"]["steps"]}
            self.assertEqual(records["loop"]["value"]["loop"], environment["loop"])
            self.assertEqual(records["loop"]["value"]["selector"], environment["selector"])
            expected = environment["selector"] and environment["selector"].capitalize() + "Selector"
            self.assertEqual(records["selector"]["value"], expected)
            if sys.platform == "linux" and not LOOP:
                self.assertEqual(records["loop"]["value"]["class"], "SelectorEventLoop")
                self.assertEqual(
                    records["default"]["value"], {"class": "SelectorEventLoop", "loop": "selector", "selector": "epoll"}
                )

    def test_names_are_looked_up(self):
        for transcript in self.good_transcripts(
            step("yes", "inspect", what="has", name="asyncio.SelectorEventLoop"),
            step("no", "inspect", what="has", name="asyncio.NoSuchLoop"),
            step("deep", "inspect", what="has", name="no_such_module.x.y"),
            step("same", "inspect", what="same", name="asyncio.Future", other="asyncio.futures.Future"),
            step("other", "inspect", what="same", name="asyncio.Future", other="asyncio.Task"),
            step("nothing", "inspect", what="same", name="asyncio.a", other="asyncio.b"),
        ):
            found = [transcript.value(name) for name in ("yes", "no", "deep", "same", "other", "nothing")]
            self.assertEqual(found, [True, False, False, True, False, False])

    def test_what_is_used_may_warn(self):
        for transcript in self.transcripts(
            step("called", "inspect", what="warnings", name="asyncio.Protocol"),
            step("derived", "inspect", what="warnings", name="asyncio.Protocol", how="derive"),
            step("warned", "inspect", what="warnings", name="warnings.warn", args=["late"]),
            step("watcher", "inspect", what="warnings", name="asyncio.get_child_watcher"),
            step("nothing", "inspect", what="warnings", name="asyncio.NoSuchLoop"),
            step("raised", "inspect", what="warnings", name="asyncio.Protocol", args=[1]),
            step("flown", "inspect", what="warnings", name="asyncio.Protocol", how="fly"),
        ):
            self.assertEqual(transcript.value("called"), {"deprecated": False, "categories": []})
            self.assertEqual(transcript.value("derived"), {"deprecated": False, "categories": []})
            self.assertEqual(transcript.value("warned"), {"deprecated": False, "categories": ["UserWarning"]})
            if (3, 12) <= sys.version_info < (3, 14) and sys.platform != "win32":
                self.assertTrue(transcript.value("watcher")["deprecated"])
            self.assertIsNone(transcript.value("nothing"))
            self.assertEqual(transcript.exception("raised")["type"], "TypeError")
            self.assertEqual(transcript.outcome("flown"), "unsupported")

    @unittest.skipIf(LOOP or sys.platform != "linux", "of CPython's own loops on Linux")
    def test_the_child_watcher_is_the_one_of_the_version(self):
        known = [None] if sys.version_info >= (3, 14) else ["ThreadedChildWatcher", "PidfdChildWatcher"]
        for transcript in self.good_transcripts(step("watcher", "inspect", what="child-watcher")):
            self.assertIn(transcript.value("watcher"), known)

    def test_paths_and_files(self):
        for transcript in self.transcripts(
            step("make", "make_file", path="x", data={"pattern": 300}),
            step("file", "inspect", what="file", path="x"),
            step("there", "inspect", what="path", path="x"),
            step("folder", "inspect", what="path", path="."),
            step("not-there", "inspect", what="path", path="y"),
            step("missing", "inspect", what="file", path="y"),
        ):
            self.assertEqual(transcript.value("file"), {"size": 300, "pattern": True})
            self.assertEqual(transcript.value("there"), {"exists": True, "kind": "file"})
            self.assertEqual(transcript.value("folder"), {"exists": True, "kind": "directory"})
            self.assertEqual(transcript.value("not-there"), {"exists": False, "kind": None})
            self.assertEqual(transcript.exception("missing")["type"], "FileNotFoundError")


if __name__ == "__main__":
    unittest.main()
