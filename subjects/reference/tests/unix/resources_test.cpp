// Fixtures of Unix, and watching.
#include "steps.hpp"

namespace loopcheck::testing {
namespace {

ON_EVERY_LOOP(UnixResources);

TEST_P(UnixResources, EveryFixtureOpens) {
  for (const char* what : {"pipe",
                           "fifo",
                           "file-read",
                           "file-write",
                           "file-empty",
                           "file-at-end",
                           "file-pattern",
                           "directory",
                           "null-device",
                           "zero-device",
                           "random-device",
                           "pty",
                           "socketpair",
                           "socketpairs",
                           "tcp-listening",
                           "tcp-connected",
                           "tcp-unconnected",
                           "tcp6-listening",
                           "udp",
                           "udp-bound",
                           "unix-listening",
                           "unix-bound",
                           "unix-unconnected",
                           "unix-datagram",
                           "closed-number",
                           "high-number",
                           "negative-number",
                           "object-with-fileno",
                           "object-without-fileno"}) {
    const Result result = run(open("f", what));
    if (result.outcome("f") == protocol::Outcome::unmet) {
      EXPECT_FALSE(result.step("f").need.empty()) << what;
    } else {
      EXPECT_EQ(result.value("f"), nullptr) << what;
    }
  }
}

TEST_P(UnixResources, ConnectedEndsCarryBytes) {
  const std::vector<std::array<const char*, 3>> pairs{{"pipe", "p.write", "p.read"},
                                                      {"fifo", "p.write", "p.read"},
                                                      {"pty", "p.controller", "p.terminal"},
                                                      {"socketpair", "p.a", "p.b"},
                                                      {"tcp-connected", "p.client", "p.server"},
                                                      {"udp", "p.a", "p.b"},
                                                      {"unix-datagram", "p.b", "p.a"},
                                                      {"object-with-fileno", "p.peer", "p.object"}};
  for (const auto& [what, from, to] : pairs) {
    const Result result =
        run(open("p", what), on("empty", "read", to), on("write", "write", from, {{"data", "hello"}}),
            step("bg", "add_reader", {{"on", to}, {"callback", "readable"}}),
            step("until", "run_until", {{"event", "readable"}}), on("read", "read", to),
            on("unwatch", "remove_reader", to));
    EXPECT_EQ(result.raised("empty"), "BlockingIOError") << what;
    EXPECT_EQ(result.value("write"), 5) << what;
    EXPECT_EQ(result.value("read"), json({{"size", 5}, {"text", "hello"}})) << what;
    EXPECT_EQ(result.value("unwatch"), true) << what;
  }
}

TEST_P(UnixResources, SocketsAreNonBlockingAndEverythingElseIsNot) {
  const Result result =
      run(open("p", "pipe"), open("t", "pty"), open("s", "socketpair"), open("c", "tcp-connected"),
          step("1", "inspect", {{"what", "blocking"}, {"on", "p.read"}}),
          step("2", "inspect", {{"what", "blocking"}, {"on", "t.terminal"}}),
          step("3", "inspect", {{"what", "blocking"}, {"on", "s.a"}}),
          step("4", "inspect", {{"what", "blocking"}, {"on", "c.server"}}), on("fill", "fill", "p.write"),
          step("5", "inspect", {{"what", "blocking"}, {"on", "p.write"}}));
  EXPECT_EQ(result.value("1"), true);
  EXPECT_EQ(result.value("2"), true);
  EXPECT_EQ(result.value("3"), false);
  EXPECT_EQ(result.value("4"), false);
  EXPECT_EQ(result.value("5"), true) << "filling puts the mode back";
}

TEST_P(UnixResources, ManyPairsAreWorkedOnAtOnce) {
  const Result result = run(
      step("p", "open", {{"what", "socketpairs"}, {"count", 100}}),
      on("watch", "add_reader", "p.a", {{"callback", "cb"}}), on("write", "write", "p.b", {{"data", "x"}}),
      step("until", "run_until", {{"event", "cb"}, {"count", 100}}), on("drain", "drain", "p.a"),
      on("unwatch", "remove_reader", "p.a"), on("again", "remove_reader", "p.a"));
  EXPECT_EQ(result.value("write"), 100);
  EXPECT_EQ(result.value("drain"), 100);
  EXPECT_EQ(result.value("unwatch"), true);
  EXPECT_EQ(result.value("again"), false);
}

TEST_P(UnixResources, DatagramSocketsOfUnixAreFilledAndDrained) {
  const Result result =
      run(open("p", "unix-datagram"), on("fill", "fill", "p.a"), on("full", "write", "p.a", {{"data", "x"}}),
          on("drain", "drain", "p.b"), on("room", "write", "p.a", {{"data", "x"}}));
  EXPECT_GT(result.value("fill"), 1000);
  EXPECT_EQ(result.raised("full"), "BlockingIOError");
  EXPECT_EQ(result.value("drain"), result.value("fill"));
  EXPECT_EQ(result.value("room"), 1);
}

TEST_P(UnixResources, ListeningSocketsOfUnixTakeConnections) {
  const Result result =
      run(open("l", "unix-listening"), on("none", "accept", "l.listening"), on("c", "connect", "l.listening"),
          on("s", "accept", "l.listening"), on("write", "write", "c.client", {{"data", "x"}}),
          on("read", "read", "s.server"));
  EXPECT_EQ(result.raised("none"), "BlockingIOError");
  EXPECT_EQ(result.value("read").at("size"), 1);
}

TEST_P(UnixResources, WatchingWritersAndReplacingReaders) {
  const Result result =
      run(open("s", "socketpair"),
          on("w", "add_writer", "s.a", {{"callback", "writable"}, {"args", {1}}, {"as", "object"}}),
          step("until", "run_until", {{"event", "writable"}}),
          on("off", "remove_writer", "s.a", {{"as", "object"}}), on("none", "remove_writer", "s.a"),
          on("first", "add_reader", "s.a", {{"callback", "first"}}),
          on("second", "add_reader", "s.a", {{"callback", "second"}}),
          on("feed", "write", "s.b", {{"data", "x"}}), step("until2", "run_until", {{"event", "second"}}));
  EXPECT_EQ(result.data("writable").at("args"), json::array({1}));
  EXPECT_EQ(result.value("off"), true);
  EXPECT_EQ(result.value("none"), false);
  EXPECT_EQ(result.count("first"), 0U);
}

TEST_P(UnixResources, RefusalsOfTheLoopAreRaised) {
  const Result result =
      run(open("n", "negative-number"), on("negative", "add_reader", "n.fd", {{"callback", "c"}}),
          open("o", "object-without-fileno"), on("object", "add_reader", "o.object", {{"callback", "c"}}),
          open("f", "file-read"), on("file", "add_reader", "f.fd", {{"callback", "c"}}),
          on("no-end", "add_reader", "f.other", {{"callback", "c"}}));
  EXPECT_EQ(result.raised("negative"), "ValueError");
  EXPECT_EQ(result.outcome("object"), protocol::Outcome::unsupported);
  EXPECT_EQ(result.outcome("file"),
            GetParam().ends_with("-epoll") ? protocol::Outcome::raised : protocol::Outcome::returned);
  EXPECT_EQ(result.outcome("no-end"), protocol::Outcome::not_run);
}

}  // namespace
}  // namespace loopcheck::testing
