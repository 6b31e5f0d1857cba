// What Unix alone connects: pipes, AF_UNIX and its streams.
#include "steps.hpp"

namespace loopcheck::testing {
namespace {

ON_EVERY_LOOP(UnixConnections);

TEST_P(UnixConnections, PipesAreReadAndWritten) {
  const Result result =
      run(step("p", "open", {{"what", "pipe"}}), on("r", "connect_read_pipe", "p.read", {{"protocol", "r"}}),
          on("w", "connect_write_pipe", "p.write", {{"protocol", "w"}}), call("reading", "r", "is_reading"),
          call("pause", "r", "pause_reading"), call("paused", "r", "is_reading"),
          call("resume", "r", "resume_reading"), call("write", "w", "write", {{"data", {{"pattern", 5000}}}}),
          call("can", "w", "can_write_eof"), call("size", "w", "get_write_buffer_size"),
          call("eof", "w", "write_eof"), until("eof-seen", "r.eof_received"),
          until("lost", {"r.connection_lost", "w.connection_lost"}), received("got", "r"),
          call("closing", "r", "is_closing"), call("wrong", "r", "write", {{"data", "x"}}),
          call("wrong2", "w", "pause_reading"), call("unknown", "w", "sing"));
  EXPECT_EQ(result.value("reading"), true);
  EXPECT_EQ(result.value("paused"), false);
  EXPECT_EQ(result.value("can"), true);
  EXPECT_EQ(result.value("got"), json({{"size", 5000}, {"pattern", true}}));
  EXPECT_EQ(result.value("closing"), true);
  EXPECT_EQ(result.data("r.connection_lost").at("exception"), nullptr);
  for (const char* id : {"wrong", "wrong2", "unknown"}) {
    EXPECT_EQ(result.outcome(id), protocol::Outcome::unsupported) << id;
  }
}

TEST_P(UnixConnections, FilesAreNoPipes) {
  const Result result = run(
      step("f", "open", {{"what", "file-read"}}), on("r", "connect_read_pipe", "f.fd", {{"protocol", "r"}}),
      step("g", "open", {{"what", "file-write"}}), on("w", "connect_write_pipe", "g.fd", {{"protocol", "w"}}),
      call("none", "r", "close"), step("alive", "control"));
  EXPECT_EQ(result.raised("r"), "ValueError");
  EXPECT_EQ(result.raised("w"), "ValueError");
  EXPECT_EQ(result.outcome("none"), protocol::Outcome::not_run);
  EXPECT_EQ(result.value("alive"), answer_to_nonce);
}

TEST_P(UnixConnections, ServersCanStartLater) {
  const Result result =
      run(step("s", "create_server",
               {{"protocol", "s"}, {"start_serving", false}, {"reuse_address", true}, {"reuse_port", true}}),
          on("before", "server", "s", {{"call", "is_serving"}}),
          on("start", "server", "s", {{"call", "start_serving"}}),
          on("after", "server", "s", {{"call", "is_serving"}}));
  EXPECT_EQ(result.value("before"), false);
  EXPECT_EQ(result.value("after"), true);
}

TEST_P(UnixConnections, UnixSocketsByPathAndByName) {
  for (const json& where :
       {json{{"path", "${scratch}/s"}}, json{{"path", "${scratch}/s"}, {"path_as", "bytes"}},
        json{{"abstract", "loopcheck-reference-test"}}}) {
    json server = where;
    server["protocol"] = {{"name", "s"}, {"on_data", "reverse"}};
    json client = where;
    client["protocol"] = "c";
    const Result result =
        run(step("s", "create_unix_server", server), step("c", "create_unix_connection", client),
            call("write", "c", "write", {{"data", "abc"}}), until("answer", "c.data_received"),
            received("got", "c"), step("path", "inspect", {{"what", "path"}, {"path", "${scratch}/s"}}),
            on("close", "server", "s", {{"call", "close"}}),
            step("gone", "inspect", {{"what", "path"}, {"path", "${scratch}/s"}}));
    EXPECT_EQ(result.value("got").at("text"), "cba");
    EXPECT_EQ(result.value("path").at("exists"), where.contains("path"));
    EXPECT_EQ(result.value("gone").at("exists"), false);
  }
}

TEST_P(UnixConnections, UnixSocketsNeedOnePlace) {
  const Result result = run(
      step("none", "create_unix_server", {{"protocol", "s"}}), step("l", "open", {{"what", "unix-bound"}}),
      step("both", "create_unix_server", {{"sock", "l.socket"}, {"path", "${scratch}/x"}, {"protocol", "s"}}),
      step("sock", "create_unix_server",
           {{"sock", "l.socket"}, {"protocol", "s"}, {"cleanup_socket", false}}),
      step("missing", "create_unix_connection", {{"path", "${scratch}/missing"}, {"protocol", "c"}}));
  EXPECT_EQ(result.raised("none"), "ValueError");
  EXPECT_EQ(result.raised("both"), "ValueError");
  EXPECT_EQ(result.value("sock"), nullptr);
  EXPECT_EQ(result.raised("missing"), "FileNotFoundError");
}

TEST_P(UnixConnections, StreamsAnswerLineByLine) {
  const json where = {{"path", "${scratch}/s"}};
  const auto stream = [](const std::string& id, const std::string& method, json parameters = json::object()) {
    parameters["call"] = method;
    return on(id, "stream", "c", std::move(parameters));
  };
  const Result result = run(step("s", "start_unix_server", where), step("c", "open_unix_connection", where),
                            stream("write", "write", {{"data", "abc\ndef\nrest"}}),
                            stream("exactly", "read_exactly", {{"size", 8}}), stream("eof", "write_eof"),
                            stream("end", "read_to_end"), stream("more", "read_exactly", {{"size", 1}}),
                            stream("unknown", "sing"), stream("close", "close"),
                            on("no-stream", "stream", "s", {{"call", "close"}}),
                            step("missing", "open_unix_connection", {{"path", "${scratch}/missing"}}),
                            step("nowhere", "start_unix_server"), step("left", "open_unix_connection", where),
                            step("alive", "control"));
  EXPECT_EQ(result.value("exactly").at("text"), "cba\nfed\n");
  EXPECT_EQ(result.value("end").at("text"), "tser");
  EXPECT_EQ(result.raised("more"), "IncompleteReadError");
  EXPECT_EQ(result.step("more").exception->bases.front(), "EOFError");
  EXPECT_EQ(result.outcome("unknown"), protocol::Outcome::unsupported);
  EXPECT_EQ(result.outcome("no-stream"), protocol::Outcome::not_run);
  EXPECT_EQ(result.raised("missing"), "FileNotFoundError");
  EXPECT_EQ(result.raised("nowhere"), "ValueError");
  EXPECT_EQ(result.value("alive"), answer_to_nonce);
}

TEST_P(UnixConnections, StreamsCarryMoreThanTheyHold) {
  // One line of a megabyte: more than any buffer on the way, in both directions.
  const json where = {{"path", "${scratch}/s"}};
  const Result result = run(
      step("s", "start_unix_server", where), step("c", "open_unix_connection", where),
      on("w", "stream", "c", {{"call", "write"}, {"data", std::string(1 << 20, 'x')}, {"background", true}}),
      on("n", "stream", "c", {{"call", "write"}, {"data", "\n"}, {"background", true}}),
      on("r", "stream", "c", {{"call", "read_exactly"}, {"size", (1 << 20) + 1}}),
      on("busy", "stream", "c", {{"call", "read_exactly"}, {"size", 1}, {"background", true}}),
      on("twice", "stream", "c", {{"call", "read_exactly"}, {"size", 1}}));
  EXPECT_EQ(result.value("r").at("size"), (1 << 20) + 1);
  EXPECT_EQ(result.raised("twice"), "RuntimeError");
}

}  // namespace
}  // namespace loopcheck::testing
