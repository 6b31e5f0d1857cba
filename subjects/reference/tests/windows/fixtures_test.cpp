// The fixtures of Windows, and raw input and output on them. None of this is the loop's work.
#include <array>

#include "steps.hpp"

namespace loopcheck::testing {
namespace {

ON_EVERY_LOOP(WindowsFixtures);

TEST_P(WindowsFixtures, EveryFixtureOpens) {
  for (const char* what : {"pipe",
                           "overlapped-pipe",
                           "plain-named-pipe",
                           "file-read",
                           "file-write",
                           "file-empty",
                           "file-at-end",
                           "file-pattern",
                           "null-device",
                           "console",
                           "console-events",
                           "standard-streams",
                           "socketpair",
                           "socketpairs",
                           "tcp-listening",
                           "tcp-connected",
                           "tcp-unconnected",
                           "tcp6-listening",
                           "udp",
                           "udp-bound",
                           "closed-number",
                           "negative-number",
                           "object-with-fileno",
                           "object-without-fileno"}) {
    const Result result = run(open("f", what));
    if (result.outcome("f") == protocol::Outcome::unmet) {
      EXPECT_FALSE(result.step("f").need.empty()) << what;
      EXPECT_FALSE(result.step("f").reason.empty()) << what;
    } else {
      EXPECT_EQ(result.value("f"), nullptr) << what;
    }
  }
}

TEST_P(WindowsFixtures, WhatUnixAloneHasIsUnsupported) {
  for (const char* what : {"fifo", "pty", "zero-device", "random-device", "unix-listening", "unix-bound",
                           "unix-unconnected", "unix-datagram", "eventfd", "high-number"}) {
    const Result result = run(open("f", what), step("alive", "control"));
    EXPECT_EQ(result.outcome("f"), protocol::Outcome::unsupported) << what;
    EXPECT_NE(result.step("f").reason.find(what), std::string::npos);
    EXPECT_EQ(result.value("alive"), answer_to_nonce);
  }
}

TEST_P(WindowsFixtures, ConnectedEndsCarryBytes) {
  const std::vector<std::array<const char*, 3>> pairs{{"pipe", "p.write", "p.read"},
                                                      {"overlapped-pipe", "p.write", "p.read"},
                                                      {"overlapped-pipe", "p.read", "p.write"},
                                                      {"plain-named-pipe", "p.write", "p.read"},
                                                      {"plain-named-pipe", "p.read", "p.write"},
                                                      {"socketpair", "p.b", "p.a"},
                                                      {"tcp-connected", "p.client", "p.server"},
                                                      {"udp", "p.a", "p.b"},
                                                      {"object-with-fileno", "p.peer", "p.object"}};
  for (const auto& [what, from, to] : pairs) {
    const Result result =
        run(open("p", what), on("empty", "read", to), on("write", "write", from, {{"data", "hello"}}),
            on("two", "read", to, {{"max", 5}}), on("empty-again", "read", to));
    EXPECT_EQ(result.raised("empty"), "BlockingIOError") << what;
    EXPECT_EQ(result.value("write"), 5) << what;
    EXPECT_EQ(result.value("two"), json({{"size", 5}, {"text", "hello"}})) << what;
    EXPECT_EQ(result.raised("empty-again"), "BlockingIOError") << what;
  }
}

TEST_P(WindowsFixtures, PipesAreFilledAndDrained) {
  for (const char* what : {"pipe", "overlapped-pipe", "plain-named-pipe"}) {
    const Result result = run(open("p", what), on("fill", "fill", "p.write"),
                              on("full", "write", "p.write", {{"data", "x"}}), on("drain", "drain", "p.read"),
                              on("much", "write", "p.write", {{"data", {{"pattern", 1 << 20}}}}),
                              on("drain-again", "drain", "p.read"), inspect("mode", "blocking", "p.write"));
    EXPECT_GE(result.value("fill"), 4096) << what;
    EXPECT_EQ(result.raised("full"), "BlockingIOError") << what;
    EXPECT_EQ(result.value("drain"), result.value("fill")) << what;
    EXPECT_GT(result.value("much"), 0) << what;
    EXPECT_EQ(result.value("drain-again"), result.value("much"))
        << what << ": a part is written, as far as it fits";
    EXPECT_EQ(result.value("mode"), true) << what << ": filling puts the mode back";
  }
}

TEST_P(WindowsFixtures, BothEndsOfAPipeTellWhetherTheOtherIsThere) {
  for (const char* what : {"pipe", "overlapped-pipe", "plain-named-pipe"}) {
    for (const auto& [end, other] :
         std::vector<std::array<const char*, 2>>{{"p.read", "p.write"}, {"p.write", "p.read"}}) {
      const Result result = run(open("p", what), inspect("open", "peer", end),
                                on("close", "close_end", other), inspect("gone", "peer", end));
      EXPECT_EQ(result.value("open").at("open"), true) << what << ' ' << end;
      EXPECT_EQ(result.value("gone").at("open"), false) << what << ' ' << end;
    }
  }
}

TEST_P(WindowsFixtures, TheEndOfAPipeIsReadAndWritingToItRefused) {
  for (const char* what : {"pipe", "overlapped-pipe", "plain-named-pipe"}) {
    const Result read =
        run(open("p", what), on("write", "write", "p.write", {{"data", "x"}}),
            on("close", "close_end", "p.write"), on("rest", "read", "p.read"), on("end", "read", "p.read"));
    EXPECT_EQ(read.value("rest").at("size"), 1) << what;
    EXPECT_EQ(read.value("end").at("size"), 0) << what;
    const Result write = run(open("p", what), on("close", "close_end", "p.read"),
                             on("broken", "write", "p.write", {{"data", "x"}}));
    EXPECT_EQ(write.raised("broken"), "BrokenPipeError") << what;
  }
}

TEST_P(WindowsFixtures, WhatWindowsCannotTellIsUnsupported) {
  const Result result =
      run(open("s", "socketpair"), inspect("socket", "blocking", "s.a"), open("f", "file-read"),
          inspect("file", "blocking", "f.fd"), step("alive", "control"));
  EXPECT_EQ(result.outcome("socket"), protocol::Outcome::unsupported);
  EXPECT_EQ(result.outcome("file"), protocol::Outcome::unsupported);
  EXPECT_EQ(result.value("alive"), answer_to_nonce);
}

TEST_P(WindowsFixtures, ManyPairsAreWorkedOnAtOnce) {
  constexpr int count = 700;
  const Result result = run(step("p", "open", {{"what", "socketpairs"}, {"count", count}}),
                            on("write", "write", "p.b", {{"data", "x"}}), on("read", "read", "p.a"),
                            on("fill", "write", "p.a", {{"data", "xy"}}), on("drain", "drain", "p.b"));
  EXPECT_EQ(result.value("write"), count);
  EXPECT_EQ(result.value("read").at("size"), count);
  EXPECT_EQ(result.value("drain"), 2 * count);
}

TEST_P(WindowsFixtures, AClosedNumberStaysClosed) {
  const Result result =
      run(open("n", "closed-number"), step("many", "open", {{"what", "socketpairs"}, {"count", 40}}),
          step("loop", "control"), on("write", "write", "n.fd", {{"data", "x"}}), on("read", "read", "n.fd"),
          on("close", "close_end", "n.fd"));
  for (const char* id : {"write", "read", "close"}) {
    EXPECT_EQ(result.raised(id), "OSError") << id;
    EXPECT_TRUE(result.step(id).exception->winerror.has_value()) << id;
  }
}

TEST_P(WindowsFixtures, AConsoleIsLentToOneScenario) {
  const json scenario = steps(open("c", "console"), step("alive", "control"), open("again", "console"),
                              on("write", "write", "c.output", {{"data", "on the console\n"}}),
                              on("read", "read", "c.input"), on("close", "close_end", "c.input"));
  for (int i = 0; i < 2; ++i) {
    const Result result = subject().run(GetParam(), scenario);
    ASSERT_EQ(result.outcome("c"), protocol::Outcome::returned) << result.step("c").reason;
    EXPECT_EQ(result.value("alive"), answer_to_nonce);
    EXPECT_EQ(result.value("again"), nullptr) << "there is one already";
    EXPECT_GT(result.value("write"), 0);
    EXPECT_EQ(result.outcome("read"), protocol::Outcome::unsupported) << "it would wait for a key";
  }
  const Result without = run(open("s", "standard-streams"), on("end", "read", "s.input"));
  EXPECT_EQ(without.value("end").at("size"), 0) << "the standard streams are what they were";
}

TEST(WindowsStandardStreams, AreWhatTheProtocolLeftBehind) {
  ReferenceSubject subject;
  subject.initialize();
  const Result result =
      subject.run(environments().front(), steps(open("s", "standard-streams"), on("in", "read", "s.input"),
                                                on("out", "write", "s.output", {{"data", "o"}}),
                                                on("err", "write", "s.error", {{"data", "e"}})));
  EXPECT_EQ(result.value("in").at("size"), 0) << "the null device";
  EXPECT_EQ(result.value("out"), 1);
  EXPECT_EQ(subject.shut_down(), exited(0));
  EXPECT_EQ(subject.read_error(), "oe") << "both are standard error";
}

TEST_P(WindowsFixtures, NoFixtureIsInheritable) {
  if (!has_children()) {
    GTEST_SKIP() << "this loop runs no children";
  }
  // The library hands on what it was told to, so a fixture is asked for by a child that inherits everything.
  const Result result =
      run(open("a", "pipe"), open("b", "overlapped-pipe"), open("c", "socketpair"), open("d", "file-read"),
          open("e", "tcp-listening"), on("s", "connect", "e.listening"), on("t", "accept", "e.listening"),
          open("f", "udp"), step("p", "subprocess_exec", {{"args", {"descriptors"}}, {"protocol", "p"}}),
          step("wait", "run_until", {{"event", "p.connection_lost"}}),
          step("list", "inspect", {{"what", "received"}, {"on", "p"}, {"fd", 1}}));
  EXPECT_EQ(result.value("list").at("size"), 0) << result.value("list");
}

}  // namespace
}  // namespace loopcheck::testing
