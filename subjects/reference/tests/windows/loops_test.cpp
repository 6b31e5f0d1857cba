// The steps that the loops of Windows treat in a way of their own.
#include "steps.hpp"

namespace loopcheck::testing {
namespace {

ON_EVERY_LOOP(WindowsLoops);

TEST_P(WindowsLoops, WhatUnixAloneHasIsRefused) {
  const Result result =
      run(step("server", "create_unix_server", {{"path", "${scratch}/s"}, {"protocol", "s"}}),
          step("connection", "create_unix_connection", {{"path", "${scratch}/s"}, {"protocol", "c"}}),
          step("start", "start_unix_server", {{"path", "${scratch}/s"}}),
          step("open", "open_unix_connection", {{"path", "${scratch}/s"}}),
          step("add", "add_signal_handler", {{"signal", "SIGINT"}, {"callback", "x"}}),
          step("remove", "remove_signal_handler", {{"signal", "SIGINT"}}), step("alive", "control"));
  for (const char* id : {"server", "connection", "start", "open", "add", "remove"}) {
    EXPECT_EQ(result.raised(id), "NotImplementedError") << id;
  }
  EXPECT_EQ(result.value("alive"), answer_to_nonce);
}

TEST_P(WindowsLoops, OverlappedPipesBelongToTheProactor) {
  const Result result =
      run(step("p", "open", {{"what", "overlapped-pipe"}}),
          on("r", "connect_read_pipe", "p.read", {{"protocol", "r"}}),
          on("w", "connect_write_pipe", "p.write", {{"protocol", "w"}}),
          on("send", "transport", "w", {{"call", "write"}, {"data", {{"pattern", 50000}}}}),
          on("close", "transport", "w", {{"call", "close"}}), step("turns", "run", {{"turns", 1}}));
  if (is_proactor()) {
    EXPECT_EQ(result.value("r"), nullptr);
    EXPECT_EQ(result.value("w"), nullptr);
    EXPECT_EQ(result.count("r.connection_made"), 1U);
  } else {
    EXPECT_EQ(result.raised("r"), "NotImplementedError");
    EXPECT_EQ(result.raised("w"), "NotImplementedError");
  }
}

TEST_P(WindowsLoops, OtherPipesAreRefusedWhateverTheirNumbersStoodForBefore) {
  // The sockets of the control are closed by then, and their numbers are used again.
  for (const char* what : {"pipe", "plain-named-pipe"}) {
    const Result result =
        run(step("before", "control"), step("p", "open", {{"what", what}}),
            on("r", "connect_read_pipe", "p.read", {{"protocol", "r"}}), step("again", "control"),
            step("q", "open", {{"what", what}}),
            on("w", "connect_write_pipe", "q.write", {{"protocol", "w"}}), step("after", "control"));
    const std::string expected = is_proactor() ? "OSError" : "NotImplementedError";
    EXPECT_EQ(result.raised("r"), expected) << what;
    EXPECT_EQ(result.raised("w"), expected) << what;
    EXPECT_EQ(result.value("after"), answer_to_nonce) << what;
  }
}

TEST_P(WindowsLoops, SocketsAreWatchedByTheSelectorAlone) {
  const Result result =
      run(step("s", "open", {{"what", "socketpair"}}), on("watch", "add_reader", "s.a", {{"callback", "cb"}}),
          on("feed", "write", "s.b", {{"data", "x"}}), step("turns", "run", {{"turns", 3}}),
          on("off", "remove_reader", "s.a"), step("alive", "control"));
  if (is_proactor()) {
    EXPECT_EQ(result.raised("watch"), "NotImplementedError");
    EXPECT_EQ(result.raised("off"), "NotImplementedError");
  } else {
    EXPECT_GE(result.count("cb"), 1U);
    EXPECT_EQ(result.value("off"), true);
  }
  EXPECT_EQ(result.value("alive"), answer_to_nonce);
}

TEST_P(WindowsLoops, ChildrenAreEndedAndToldOf) {
  if (!has_children()) {
    EXPECT_EQ(run(exec("c", {"exit", "0"})).raised("c"), "NotImplementedError");
    return;
  }
  const Result result = run(
      exec("t", {"wait"}, {{"options", {{"creationflags", 512}}}}), until("t1", "t.pipe_data_received"),
      on("signal", "process", "t", {{"call", "send_signal"}, {"signal", "SIGTERM"}}),
      until("t2", "t.process_exited"), on("code", "process", "t", {{"call", "get_returncode"}}),
      step("s", "subprocess_shell", {{"command", "${child} print a && ${child} print b"}, {"protocol", "s"}}),
      until("s1", "s.connection_lost"),
      step("out", "inspect", {{"what", "received"}, {"on", "s"}, {"fd", 1}}),
      exec("type", {"exit", "0"}, {{"options", {{"creationflags", "new"}}}}),
      exec("unknown", {"exit", "0"}, {{"options", {{"umask", 0}}}}));
  EXPECT_EQ(result.value("signal"), nullptr);
  EXPECT_EQ(result.value("code"), 1);
  EXPECT_EQ(result.value("out").at("text"), "ab");
  EXPECT_EQ(result.outcome("type"), protocol::Outcome::unsupported);
  EXPECT_EQ(result.outcome("unknown"), protocol::Outcome::unsupported);
}

TEST_P(WindowsLoops, NothingOfAScenarioIsLeftBehind) {
  json everything = steps(
      step("p", "open", {{"what", "overlapped-pipe"}}), step("f", "open", {{"what", "plain-named-pipe"}}),
      on("r", "connect_read_pipe", "p.read", {{"protocol", "r"}}),
      on("bad", "connect_read_pipe", "f.read", {{"protocol", "x"}}),
      step("s", "create_server", {{"protocol", "s"}}),
      step("c", "create_connection", {{"to", "s"}, {"protocol", "c"}}),
      step("u", "create_datagram_endpoint", {{"local", {"127.0.0.1", 0}}, {"protocol", "u"}}),
      exec("child", {"wait"}), exec("grand", {"leave-grandchild"}),
      step("q", "open", {{"what", "socketpair"}}), on("bg", "sock_recv", "q.a", {{"background", true}}),
      on("watch", "add_reader", "q.b", {{"callback", "x"}}),
      step("executor", "run_in_executor", {{"callback", "work"}}));
  subject().run(GetParam(), everything);
  everything.push_back(step("close", "close"));
  EXPECT_EQ(subject().run(GetParam(), everything).value("close"), nullptr);
}

}  // namespace
}  // namespace loopcheck::testing
