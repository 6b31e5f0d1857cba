// Fixtures, raw input and output, watching.
#include "reference_subject.hpp"

namespace loopcheck::testing {
namespace {

ON_EVERY_SELECTOR(Resources);

json open(const std::string& id, const std::string& what) {
  return step(id, "open", {{"what", what}});
}
json on(const std::string& id, const std::string& kind, const std::string& end,
        json parameters = json::object()) {
  parameters["on"] = end;
  return step(id, kind, std::move(parameters));
}

TEST_P(Resources, EveryFixtureOpens) {
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
                           "eventfd",
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

TEST_P(Resources, ConnectedEndsCarryBytes) {
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

TEST_P(Resources, SocketsAreNonBlockingAndEverythingElseIsNot) {
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

TEST_P(Resources, WhatIsFilledIsDrained) {
  for (const auto& [what, from, to] : std::vector<std::array<const char*, 3>>{
           {"pipe", "p.write", "p.read"}, {"socketpair", "p.a", "p.b"}, {"unix-datagram", "p.a", "p.b"}}) {
    const Result result =
        run(open("p", what), on("fill", "fill", from), on("full", "write", from, {{"data", "x"}}),
            on("drain", "drain", to), on("room", "write", from, {{"data", "x"}}));
    EXPECT_GT(result.value("fill"), 1000) << what;
    EXPECT_EQ(result.raised("full"), "BlockingIOError") << what;
    EXPECT_EQ(result.value("drain"), result.value("fill")) << what;
    EXPECT_EQ(result.value("room"), 1) << what;
  }
}

TEST_P(Resources, FilesHaveTheirContentAndPosition) {
  const Result result =
      run(open("r", "file-read"), on("read", "read", "r.fd"),
          step("at", "inspect", {{"what", "position"}, {"on", "r.fd"}}), open("e", "file-at-end"),
          step("end", "inspect", {{"what", "position"}, {"on", "e.fd"}}),
          step("pat", "open", {{"what", "file-pattern"}, {"size", 3000}}), on("all", "read", "pat.fd"),
          step("make", "make_file", {{"path", "${scratch}/x"}, {"data", {{"pattern", 10}}}}),
          step("file", "inspect", {{"what", "file"}, {"path", "${scratch}/x"}}),
          step("kind", "inspect", {{"what", "path"}, {"path", "${scratch}/x"}}),
          step("folder", "inspect", {{"what", "path"}, {"path", "${scratch}"}}),
          step("none", "inspect", {{"what", "path"}, {"path", "${scratch}/none"}}),
          step("no-file", "inspect", {{"what", "file"}, {"path", "${scratch}/none"}}),
          step("no-folder", "make_file", {{"path", "${scratch}/none/x"}, {"data", ""}}),
          on("read-only", "write", "r.fd", {{"data", "x"}}));
  EXPECT_EQ(result.value("read").at("text"), "hello");
  EXPECT_EQ(result.value("at"), 5);
  EXPECT_EQ(result.value("end"), 5);
  EXPECT_EQ(result.value("all").at("pattern"), true);
  EXPECT_EQ(result.value("file"), json({{"size", 10}, {"pattern", true}})) << result.value("file");
  EXPECT_EQ(result.value("kind"), json({{"exists", true}, {"kind", "file"}}));
  EXPECT_EQ(result.value("folder").at("kind"), "directory");
  EXPECT_EQ(result.value("none"), json({{"exists", false}, {"kind", nullptr}}));
  EXPECT_EQ(result.raised("no-file"), "FileNotFoundError");
  EXPECT_EQ(result.raised("no-folder"), "FileNotFoundError");
  EXPECT_EQ(result.raised("read-only"), "OSError");
  EXPECT_EQ(result.step("read-only").exception->error_number, EBADF);
}

TEST_P(Resources, ListeningEndsTakeConnections) {
  for (const char* what : {"tcp-listening", "unix-listening"}) {
    const Result result =
        run(open("l", what), on("none", "accept", "l.listening"), on("c", "connect", "l.listening"),
            on("s", "accept", "l.listening"), on("write", "write", "c.client", {{"data", "x"}}),
            on("read", "read", "s.server"), step("open", "inspect", {{"what", "peer"}, {"on", "s.server"}}),
            on("close", "close_end", "c.client"),
            step("closed", "inspect", {{"what", "peer"}, {"on", "s.server"}}),
            on("again", "close_end", "c.client"));
    EXPECT_EQ(result.raised("none"), "BlockingIOError");
    EXPECT_EQ(result.value("read").at("size"), 1);
    EXPECT_EQ(result.value("open").at("open"), true);
    EXPECT_EQ(result.value("closed").at("open"), false);
    EXPECT_EQ(result.raised("again"), "OSError");
  }
}

TEST_P(Resources, PeersOfPipesAreSeen) {
  const Result result =
      run(open("p", "pipe"), step("open", "inspect", {{"what", "peer"}, {"on", "p.write"}}),
          on("close", "close_end", "p.read"), step("gone", "inspect", {{"what", "peer"}, {"on", "p.write"}}),
          on("broken", "write", "p.write", {{"data", "x"}}));
  EXPECT_EQ(result.value("open").at("open"), true);
  EXPECT_EQ(result.value("gone").at("open"), false);
  EXPECT_EQ(result.raised("broken"), "BrokenPipeError");
}

TEST_P(Resources, ManyPairsAreWorkedOnAtOnce) {
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

TEST_P(Resources, ManyPairsThatAreNotToBeHadAreUnmet) {
  const Result result =
      run(step("p", "open", {{"what", "socketpairs"}, {"count", 100000000}}), step("alive", "control"));
  EXPECT_EQ(result.outcome("p"), protocol::Outcome::unmet);
  EXPECT_EQ(result.step("p").need, "descriptors");
  EXPECT_EQ(result.value("alive"), answer_to_nonce);
}

TEST_P(Resources, EventCountersCount) {
  const Result result = run(open("e", "eventfd"), on("one", "write", "e.fd", {{"data", "x"}}),
                            on("two", "write", "e.fd", {{"data", "yz"}}), on("read", "read", "e.fd"));
  EXPECT_EQ(result.value("one"), 8);
  EXPECT_EQ(result.value("read").at("size"), 8);
}

TEST_P(Resources, WatchingWritersAndReplacingReaders) {
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

TEST_P(Resources, RefusalsOfTheLoopAreRaised) {
  const Result result =
      run(open("n", "negative-number"), on("negative", "add_reader", "n.fd", {{"callback", "c"}}),
          open("o", "object-without-fileno"), on("object", "add_reader", "o.object", {{"callback", "c"}}),
          open("f", "file-read"), on("file", "add_reader", "f.fd", {{"callback", "c"}}),
          on("no-end", "add_reader", "f.other", {{"callback", "c"}}));
  EXPECT_EQ(result.raised("negative"), "ValueError");
  EXPECT_EQ(result.outcome("object"), protocol::Outcome::unsupported);
  EXPECT_EQ(result.outcome("file"),
            GetParam() == "linux-selector-epoll" ? protocol::Outcome::raised : protocol::Outcome::returned);
  EXPECT_EQ(result.outcome("no-end"), protocol::Outcome::not_run);
}

}  // namespace
}  // namespace loopcheck::testing
