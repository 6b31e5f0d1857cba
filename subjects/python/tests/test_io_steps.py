"""Resources, watching, pipes, transports, sockets and files."""

import os
import sys
import unittest

from driver import LOOP, StepTest, step

# What the steps have to work for; loops differ, and that is for the harness to say.
ONLY_ASYNCIO = unittest.skipIf(LOOP, "a promise of CPython's own loops")
UNIX = unittest.skipIf(sys.platform == "win32", "Unix only")


class ResourceTest(StepTest):
    def test_ends_can_be_written_and_read(self):
        pairs = [("pipe", "write", "read"), ("socketpair", "a", "b"), ("tcp-connected", "client", "server")]
        pairs += [("udp", "a", "b")]
        if sys.platform != "win32":
            pairs += [("fifo", "write", "read"), ("pty", "terminal", "controller"), ("unix-datagram", "a", "b")]
        for what, writing, reading in pairs:
            for transcript in self.transcripts(
                step("p", "open", what=what),
                step("nothing", "read", on="p." + reading),
                step("w", "write", on="p." + writing, data="hello\n"),
                step("r", "read", on="p." + reading),
            ):
                self.assertEqual(transcript.exception("nothing")["type"], "BlockingIOError", what)
                self.assertEqual(transcript.value("w"), 6)
                self.assertEqual(transcript.value("r"), {"size": 6, "text": "hello\n"})

    def test_data_values_tell_text_and_pattern(self):
        for data, value in (
            ("", {"size": 0, "text": ""}),
            ("é", {"size": 2}),
            ({"pattern": 1}, {"size": 1, "pattern": True}),
            ({"pattern": 600}, {"size": 600, "pattern": True}),
            ("x" * 1024, {"size": 1024, "text": "x" * 1024}),
            ("x" * 1025, {"size": 1025}),
        ):
            for transcript in self.good_transcripts(
                step("m", "make_file", path="f", data=data), step("f", "inspect", what="file", path="f")
            ):
                self.assertEqual(transcript.value("f"), value)

    @UNIX
    def test_every_fixture_opens_in_its_mode(self):
        blocking = {
            "pipe": ["read", "write"], "fifo": ["read", "write"], "pty": ["controller", "terminal"],
            "file-read": ["fd"], "file-write": ["fd"], "file-empty": ["fd"], "file-at-end": ["fd"],
            "file-pattern": ["fd"], "directory": ["fd"], "null-device": ["fd"], "zero-device": ["fd"],
            "random-device": ["fd"],
        }  # fmt: skip
        if sys.platform == "linux":
            blocking["eventfd"] = ["fd"]
        sockets = {
            "socketpair": ["a", "b"], "socketpairs": ["a", "b"], "tcp-listening": ["listening"],
            "tcp-connected": ["client", "server"], "tcp-unconnected": ["socket"], "udp": ["a", "b"],
            "udp-bound": ["socket"], "unix-listening": ["listening"], "unix-bound": ["socket"],
            "unix-unconnected": ["socket"], "unix-datagram": ["a", "b"], "high-number": ["fd", "peer"],
            "object-with-fileno": ["object", "peer"], "tcp6-listening": ["listening"],
        }  # fmt: skip
        for fixtures, mode in ((blocking, True), (sockets, False)):
            for what, ends in fixtures.items():
                steps = [step("f", "open", what=what)]
                steps += [step(end, "inspect", what="blocking", on="f." + end) for end in ends]
                for transcript in self.transcripts(*steps):
                    if transcript.outcome("f") == "unmet":
                        continue
                    self.assertEqual([transcript.value(end) for end in ends], [mode] * len(ends), what)

    def test_files_have_their_content_and_position(self):
        for transcript in self.transcripts(
            step("f", "open", what="file-read"),
            step("start", "inspect", what="position", on="f.fd"),
            step("read", "read", on="f.fd"),
            step("end", "inspect", what="position", on="f.fd"),
            step("g", "open", what="file-at-end"),
            step("at-end", "inspect", what="position", on="g.fd"),
            step("p", "open", what="file-pattern", size=700),
            step("pattern", "read", on="p.fd"),
            step("w", "open", what="file-write"),
            step("cannot", "read", on="w.fd"),
        ):
            self.assertEqual(transcript.value("read"), {"size": 5, "text": "hello"})
            self.assertEqual([transcript.value(name) for name in ("start", "end", "at-end")], [0, 5, 5])
            self.assertEqual(transcript.value("pattern"), {"size": 700, "pattern": True})
            self.assertEqual(transcript.exception("cannot")["type"], "OSError")
            self.assertEqual(transcript.exception("cannot")["errno"], 9)

    def test_filling_and_draining_are_each_others_measure(self):
        pairs = [("socketpair", "a", "b"), ("tcp-connected", "client", "server")]
        if sys.platform != "win32":
            pairs += [("pipe", "write", "read"), ("fifo", "write", "read")]
        for what, writing, reading in pairs:
            for transcript in self.good_transcripts(
                step("p", "open", what=what),
                step("mode", "inspect", what="blocking", on="p." + writing),
                step("full", "fill", on="p." + writing),
                step("mode-after", "inspect", what="blocking", on="p." + writing),
                step("empty", "drain", on="p." + reading),
                step("nothing", "drain", on="p." + reading),
            ):
                self.assertGreater(transcript.value("full"), 1000)
                if what != "tcp-connected":  # what is on its way need not have arrived
                    self.assertEqual(transcript.value("empty"), transcript.value("full"))
                    self.assertEqual(transcript.value("nothing"), 0)
                self.assertEqual(transcript.value("mode"), transcript.value("mode-after"))

    def test_draining_goes_on_until_the_other_end_has_room(self):
        for what, writing, reading in [("socketpair", "a", "b"), ("tcp-connected", "client", "server")]:
            for transcript in self.good_transcripts(
                step("p", "open", what=what),
                step("full", "fill", on="p." + writing),
                step("room", "drain", on="p." + reading, makes_room="p." + writing),
                step("more", "fill", on="p." + writing),
            ):
                self.assertGreater(transcript.value("room"), 1000)
                self.assertLessEqual(transcript.value("room"), transcript.value("full"))
                self.assertGreater(transcript.value("more"), 0)

    def test_input_and_room_are_waited_for_without_the_loop(self):
        for transcript in self.transcripts(
            step("s", "open", what="socketpair"),
            step("write", "write", on="s.b", data="x"),
            step("input", "await_ready", on="s.a"),
            step("read", "read", on="s.a"),
            step("room", "await_ready", on="s.a", for_="room"),
            step("many", "open", what="socketpairs", count=20),
            step("feed", "write", on="many.b", data="y"),
            step("all", "await_ready", on="many.a"),
            step("each", "read", on="many.a"),
            step("odd", "await_ready", on="s.a", for_="nothing"),
        ):
            self.assertEqual([transcript.value(name) for name in ("input", "room", "all")], [None] * 3)
            self.assertEqual(transcript.value("read"), {"size": 1, "text": "x"})
            self.assertEqual(transcript.value("each")["size"], 20)
            self.assertEqual(transcript.outcome("odd"), "unsupported")

    @unittest.skipUnless(sys.platform == "linux", "Linux only")
    def test_an_event_counter_counts(self):
        for transcript in self.good_transcripts(
            step("e", "open", what="eventfd"),
            step("w", "write", on="e.fd", data="x"),
            step("x", "write", on="e.fd", data="x"),
            step("r", "read", on="e.fd"),
        ):
            self.assertEqual(transcript.value("r")["size"], 8)

    def test_connecting_and_accepting(self):
        for what in ["tcp-listening"] + ([] if sys.platform == "win32" else ["unix-listening"]):
            for transcript in self.transcripts(
                step("l", "open", what=what),
                step("none", "accept", on="l.listening"),
                step("c", "connect", on="l.listening"),
                step("s", "accept", on="l.listening"),
                step("w", "write", on="c.client", data="x"),
                step("r", "read", on="s.server"),
            ):
                self.assertEqual(transcript.exception("none")["type"], "BlockingIOError")
                self.assertEqual(transcript.value("r"), {"size": 1, "text": "x"})

    def test_the_peer_of_an_end_can_be_gone(self):
        pairs = [("pipe", "read", "write"), ("socketpair", "a", "b")]
        if sys.platform != "win32":
            pairs += [("pipe", "write", "read"), ("pty", "controller", "terminal")]
            pairs += [("tcp-connected", "client", "server")]
        for what, kept, closed in pairs:
            for transcript in self.good_transcripts(
                step("p", "open", what=what),
                step("before", "inspect", what="peer", on="p." + kept),
                step("close", "close_end", on="p." + closed),
                step("after", "inspect", what="peer", on="p." + kept),
            ):
                self.assertEqual(transcript.value("before"), {"open": True}, what)
                self.assertEqual(transcript.value("after"), {"open": False}, what)

    def test_a_closed_end_is_closed(self):
        for transcript in self.transcripts(
            step("p", "open", what="pipe"), step("c", "close_end", on="p.read"), step("r", "read", on="p.read")
        ):
            self.assertEqual(transcript.exception("r")["type"], "OSError")

    @UNIX
    def test_being_out_of_descriptors_is_an_unmet_need(self):
        import resource

        if resource.getrlimit(resource.RLIMIT_NOFILE)[1] > 100000:
            self.skipTest("there is no end to the descriptors here")
        for transcript in self.transcripts(
            step("many", "open", what="socketpairs", count=60000), step("alive", "control")
        ):
            self.assertEqual(transcript.steps["many"]["need"], "descriptors")
            self.assertEqual(transcript.outcome("alive"), "returned")


    def test_what_only_other_platforms_have_is_an_unmet_need(self):
        what, need = ("fifo", "unix") if sys.platform == "win32" else ("overlapped-pipe", "windows")
        for transcript in self.transcripts(
            step("p", "open", what=what), step("r", "read", on="p.read"), step("alive", "control")
        ):
            self.assertEqual(transcript.steps["p"]["need"], need)
            self.assertEqual(transcript.outcome("r"), "not-run")
            self.assertEqual(transcript.outcome("alive"), "returned")


class SelectorTest(StepTest):
    def test_a_selector_apart_from_the_loop(self):
        for transcript in self.transcripts(
            step("p", "open", what="socketpair"),
            step("s", "new_selector"),
            step("unknown", "selector", on="s", call="get_key", of="p.a"),
            step("new", "selector", on="s", call="register", of="p.a"),
            step("twice", "selector", on="s", call="register", of="p.a", events=["write"]),
            step("change", "selector", on="s", call="modify", of="p.a", events=["read", "write"]),
            step("key", "selector", on="s", call="get_key", of="p.a"),
            step("ready", "selector", on="s", call="select"),
            step("of-what", "selector", on="s", call="unregister"),
            step("old", "selector", on="s", call="unregister", of="p.a"),
            step("end", "selector", on="s", call="close"),
            step("nonsense", "selector", on="s", call="fly", of="p.a"),
        ):
            if transcript.outcome("s") == "unsupported":
                self.assertEqual(transcript.outcome("new"), "not-run")
                continue
            self.assertEqual(transcript.exception("unknown")["type"], "KeyError")
            self.assertEqual(transcript.exception("twice")["type"], "KeyError")
            self.assertEqual(transcript.value("key"), {"events": ["read", "write"]})
            self.assertEqual(transcript.value("ready"), [{"of": "p.a", "events": ["write"]}])
            self.assertEqual(transcript.outcome("of-what"), "not-run")
            self.assertIsNone(transcript.value("old"))
            self.assertEqual(transcript.outcome("nonsense"), "unsupported")


class WatchingTest(StepTest):
    def test_readers_and_writers(self):
        for kind in ("int", "object"):
            for transcript in self.good_transcripts(
                step("p", "open", what="socketpair"),
                step("reader", "add_reader", on="p.a", callback="r", args=[1], as_=kind),
                step("idle", "run", turns=3),
                step("writer", "add_writer", on="p.a", callback="w", as_=kind),
                step("turns", "run_until", event="w"),
                step("off", "remove_writer", on="p.a", as_=kind),
                step("feed", "write", on="p.b", data="x"),
                step("more", "run_until", event="r"),
                step("out", "remove_reader", on="p.a", as_=kind),
            ):
                self.assertNotIn("r", [event["event"] for event in transcript.events if event["during"] == "idle"])
                self.assertEqual(transcript.data("r")[0]["args"], [1])

    @ONLY_ASYNCIO
    def test_removing_tells_whether_it_was_watched(self):
        for transcript in self.good_transcripts(
            step("p", "open", what="pipe"),
            step("reader", "add_reader", on="p.read", callback="r"),
            step("was", "remove_reader", on="p.read"),
            step("was-not", "remove_reader", on="p.read"),
        ):
            self.assertEqual((transcript.value("was"), transcript.value("was-not")), (True, False))

    def test_all_of_many_are_watched(self):
        for transcript in self.good_transcripts(
            step("p", "open", what="socketpairs", count=20),
            step("reader", "add_reader", on="p.a", callback="r"),
            step("feed", "write", on="p.b", data="xy"),
            step("turns", "run_until", event="r", count=20),
            step("data", "read", on="p.a"),
            step("out", "remove_reader", on="p.a"),
        ):
            self.assertEqual(transcript.value("feed"), 40)
            self.assertEqual(transcript.value("data"), {"size": 40, "text": "xy" * 20})

    def test_objects_are_given_as_they_are(self):
        for transcript in self.transcripts(
            step("o", "open", what="object-with-fileno"),
            step("reader", "add_reader", on="o.object", callback="r"),
            step("feed", "write", on="o.peer", data="x"),
            step("turns", "run_until", event="r"),
            step("n", "open", what="object-without-fileno"),
            step("refused", "add_reader", on="n.object", callback="never"),
        ):
            self.assertEqual(transcript.outcome("turns"), "returned")
            self.assertEqual(transcript.outcome("refused"), "raised")

    @ONLY_ASYNCIO
    def test_numbers_that_are_not_open_are_refused_by_the_library(self):
        for transcript in self.transcripts(
            step("c", "open", what="closed-number"),
            step("n", "open", what="negative-number"),
            step("a", "add_reader", on="c.fd", callback="never"),
            step("b", "add_reader", on="n.fd", callback="never"),
        ):
            self.assertEqual(transcript.exception("b")["type"], "ValueError")


@UNIX
class PipeTest(StepTest):
    def test_pipes_as_transports(self):
        for transcript in self.good_transcripts(
            step("p", "open", what="pipe"),
            step("r", "connect_read_pipe", on="p.read", protocol="in"),
            step("w", "connect_write_pipe", on="p.write", protocol="out"),
            step("send", "transport", on="w", call="write", data={"pattern": 100}),
            step("arrive", "run_until", event="in.data_received"),
            step("received", "inspect", what="received", on="in"),
            step("close", "transport", on="out", call="close"),
            step("lost", "run_until", event=["in.connection_lost", "out.connection_lost"]),
        ):
            self.assertEqual(transcript.value("received"), {"size": 100, "pattern": True})
            self.assertEqual(transcript.data("in.data_received"), [{"size": 100}])
            self.assertEqual(transcript.data("in.connection_lost"), [{"exception": None}])
            self.assertIn("in.eof_received", transcript.names)

    @ONLY_ASYNCIO
    def test_a_regular_file_is_refused_by_the_library(self):
        for transcript in self.transcripts(
            step("f", "open", what="file-read"),
            step("r", "connect_read_pipe", on="f.fd", protocol="in"),
            step("alive", "control"),
        ):
            self.assertEqual(transcript.exception("r")["type"], "ValueError")
            self.assertEqual(transcript.outcome("alive"), "returned")


class TransportTest(StepTest):
    def test_servers_and_connections(self):
        for transcript in self.good_transcripts(
            step("s", "create_server", protocol={"name": "srv", "on_data": "reverse"}),
            step("c", "create_connection", to="s", protocol="cli"),
            step("nodelay", "inspect", what="nodelay", on="c"),
            step("send", "transport", on="c", call="write", data="hello"),
            step("answer", "run_until", event="cli.data_received"),
            step("received", "inspect", what="received", on="cli"),
            step("size", "transport", on="c", call="get_write_buffer_size"),
            step("eof", "transport", on="c", call="can_write_eof"),
            step("open", "transport", on="srv", call="is_closing"),
            step("serving", "server", on="s", call="is_serving"),
            step("abort", "transport", on="c", call="abort"),
            step("lost", "run_until", event=["cli.connection_lost", "srv.connection_lost"]),
            step("close", "server", on="s", call="close"),
            step("closed", "server", on="s", call="wait_closed"),
        ):
            self.assertEqual(transcript.value("received"), {"size": 5, "text": "olleh"})
            self.assertGreater(transcript.value("s")["port"], 0)
            self.assertIs(transcript.value("nodelay"), True)
            self.assertEqual((transcript.value("size"), transcript.value("eof")), (0, True))
            self.assertEqual((transcript.value("open"), transcript.value("serving")), (False, True))

    def test_pausing_echoing_and_keeping_open(self):
        for transcript in self.good_transcripts(
            step("s", "create_server", protocol={"name": "srv", "on_data": "echo", "on_eof": "keep-open"}),
            step("c", "create_connection", to="s", protocol="cli"),
            step("pause", "transport", on="c", call="pause_reading"),
            step("send", "transport", on="c", call="write", data="x"),
            step("eof", "transport", on="c", call="write_eof"),
            step("there", "run_until", event="srv.eof_received"),
            step("resume", "transport", on="c", call="resume_reading"),
            step("back", "run_until", event="cli.data_received"),
            step("still", "transport", on="srv", call="is_closing"),
        ):
            self.assertIs(transcript.value("still"), False)

    def test_a_server_can_start_later_and_sockets_can_be_given(self):
        for transcript in self.good_transcripts(
            step("l", "open", what="tcp-listening"),
            step("s", "create_server", sock="l.listening", protocol="srv", start_serving=False),
            step("not-yet", "server", on="s", call="is_serving"),
            step("start", "server", on="s", call="start_serving"),
            step("now", "server", on="s", call="is_serving"),
            step("c", "connect", on="l.listening"),
            step("t", "create_connection", sock="c.client", protocol="cli"),
            step("made", "run_until", event=["cli.connection_made", "srv.connection_made"]),
        ):
            self.assertEqual((transcript.value("not-yet"), transcript.value("now")), (False, True))

    def test_a_connection_may_be_refused(self):
        for transcript in self.transcripts(
            step("s", "create_server", protocol="srv", host="127.0.0.1", port=0),
            step("close", "server", on="s", call="close"),
            step("c", "create_connection", to="s", protocol="cli"),
            step("d", "create_connection", host="127.0.0.1", port=1, protocol="cli"),
            step("call", "transport", on="c", call="write", data="x"),
        ):
            self.assertEqual(transcript.exception("c")["type"], "ConnectionRefusedError")
            self.assertEqual(transcript.exception("d")["type"], "ConnectionRefusedError")
            self.assertEqual(transcript.outcome("call"), "not-run")

    def test_datagrams(self):
        for transcript in self.good_transcripts(
            step("a", "create_datagram_endpoint", protocol={"name": "a", "on_data": "reverse"}, local=["127.0.0.1", 0]),
            step("b", "create_datagram_endpoint", protocol="b", remote="a", family="inet"),
            step("send", "transport", on="b", call="sendto", data="hello"),
            step("back", "run_until", event="b.datagram_received"),
            step("received", "inspect", what="received", on="b"),
        ):
            self.assertGreater(transcript.value("a")["port"], 0)
            self.assertEqual(transcript.value("received"), {"size": 5, "text": "olleh"})
            self.assertEqual(transcript.data("b.datagram_received"), [{"size": 5}])


@UNIX
class UnixSocketTest(StepTest):
    def test_servers_and_connections_by_every_kind_of_path(self):
        ways = [{"path": "s", "path_as": kind} for kind in ("str", "bytes", "pathlike")]
        if sys.platform == "linux" and not LOOP:
            ways.append({"abstract": "loopcheck-test-%d" % os.getpid()})
        for way in ways:
            for transcript in self.good_transcripts(
                step("s", "create_unix_server", protocol={"name": "srv", "on_data": "reverse"}, **way),
                step("there", "inspect", what="path", path="s"),
                step("c", "create_unix_connection", protocol="cli", **way),
                step("send", "transport", on="c", call="write", data="hello"),
                step("back", "run_until", event="cli.data_received"),
                step("received", "inspect", what="received", on="cli"),
            ):
                self.assertEqual(transcript.value("received")["text"], "olleh")
                if "path" in way:
                    self.assertEqual(transcript.value("there"), {"exists": True, "kind": "socket"})

    def test_streams(self):
        for transcript in self.good_transcripts(
            step("s", "start_unix_server", path="s"),
            step("c", "open_unix_connection", path="s"),
            step("w", "stream", on="c", call="write", data="hello\nworld\n"),
            step("r", "stream", on="c", call="read_exactly", size=6),
            step("eof", "stream", on="c", call="write_eof"),
            step("rest", "stream", on="c", call="read_to_end"),
            step("close", "stream", on="c", call="close"),
        ):
            self.assertEqual(transcript.value("r"), {"size": 6, "text": "olleh\n"})
            self.assertEqual(transcript.value("rest"), {"size": 6, "text": "dlrow\n"})

    def test_the_library_refuses_what_says_nowhere(self):
        for transcript in self.transcripts(
            step("s", "create_unix_server", protocol="srv"),
            step("c", "create_unix_connection", protocol="cli", path="not-there"),
        ):
            self.assertEqual(transcript.exception("s")["type"], "ValueError")
            self.assertEqual(transcript.exception("c")["type"], "FileNotFoundError")


class SocketTest(StepTest):
    def test_receiving_and_sending(self):
        for transcript in self.good_transcripts(
            step("s", "open", what="socketpair"),
            step("send", "sock_sendall", on="s.a", data={"pattern": 500}),
            step("recv", "sock_recv", on="s.b", max=100),
            step("into", "sock_recv_into", on="s.b", max=400),
        ):
            self.assertEqual(transcript.value("recv"), {"size": 100, "pattern": True})
            self.assertEqual(transcript.value("into")["size"], 400)

    @ONLY_ASYNCIO
    @unittest.skipIf(sys.version_info < (3, 11), "new in Python 3.11")
    def test_datagrams(self):
        for transcript in self.good_transcripts(
            step("a", "open", what="udp-bound"),
            step("b", "open", what="udp-bound"),
            step("send", "sock_sendto", on="a.socket", data="hello", to="b.socket"),
            step("recv", "sock_recvfrom", on="b.socket"),
            step("again", "sock_sendto", on="a.socket", data="again", to="b.socket"),
            step("into", "sock_recvfrom_into", on="b.socket", max=10),
        ):
            self.assertEqual(transcript.value("recv"), {"size": 5, "text": "hello"})
            self.assertEqual(transcript.value("into"), {"size": 5, "text": "again"})

    def test_connecting_and_accepting(self):
        for by in ("address", "name"):
            for transcript in self.good_transcripts(
                step("l", "open", what="tcp-listening"),
                step("a", "sock_accept", on="l.listening", background=True),
                step("c", "open", what="tcp-unconnected"),
                step("connect", "sock_connect", on="c.socket", to="l.listening", by=by),
                step("accepted", "await", on="a"),
                step("w", "write", on="c.socket", data="x"),
                step("r", "sock_recv", on="a.server"),
            ):
                self.assertEqual(transcript.value("r"), {"size": 1, "text": "x"})

    @ONLY_ASYNCIO
    def test_sending_files(self):
        for transcript in self.good_transcripts(
            step("f", "open", what="file-pattern", size=300),
            step("s", "open", what="tcp-connected"),
            step("sent", "sock_sendfile", on="s.client", file="f.fd", count=200),
            step("position", "inspect", what="position", on="f.fd"),
            step("got", "sock_recv", on="s.server"),
            step("server", "create_server", protocol="srv"),
            step("c", "create_connection", to="server", protocol="cli"),
            step("rest", "sendfile", on="c", file="f.fd", offset=0),
            step("arrived", "run_until", event="srv.data_received"),
            step("received", "inspect", what="received", on="srv"),
        ):
            self.assertEqual((transcript.value("sent"), transcript.value("position")), (200, 200))
            self.assertEqual(transcript.value("got"), {"size": 200, "pattern": True})
            self.assertEqual(transcript.value("rest"), 300)
            self.assertEqual(transcript.value("received"), {"size": 300, "pattern": True})


if __name__ == "__main__":
    unittest.main()
