// Fixtures, and raw input and output on them.
#include "steps.hpp"

namespace loopcheck::testing {
namespace {

ON_EVERY_LOOP(Resources);

TEST_P(Resources, WhatIsFilledIsDrained) {
  for (const auto& [what, from, to] :
       std::vector<std::array<const char*, 3>>{{"pipe", "p.write", "p.read"}, {"socketpair", "p.a", "p.b"}}) {
    const Result result =
        run(open("p", what), on("fill", "fill", from), on("full", "write", from, {{"data", "x"}}),
            on("drain", "drain", to), on("room", "write", from, {{"data", "x"}}));
    EXPECT_GT(result.value("fill"), 1000) << what;
    EXPECT_EQ(result.raised("full"), "BlockingIOError") << what;
    EXPECT_EQ(result.value("drain"), result.value("fill")) << what;
    EXPECT_EQ(result.value("room"), 1) << what;
  }
}

TEST_P(Resources, DrainingGoesOnUntilTheOtherEndHasRoom) {
  for (const auto& [what, from, to] : std::vector<std::array<const char*, 3>>{
           {"socketpair", "p.a", "p.b"}, {"tcp-connected", "p.client", "p.server"}}) {
    const Result result = run(open("p", what), on("fill", "fill", from),
                              on("drain", "drain", to, {{"makes_room", from}}), on("more", "fill", from));
    EXPECT_GT(result.value("drain"), 1000) << what;
    EXPECT_LE(result.value("drain"), result.value("fill")) << what;
    EXPECT_GT(result.value("more"), 0) << what;
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
          on("read-only", "write", "r.fd", {{"data", "x"}}), on("close", "close_end", "r.fd"),
          on("again", "close_end", "r.fd"));
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
  EXPECT_EQ(result.raised("again"), "OSError");
  EXPECT_EQ(result.step("again").exception->error_number, EBADF);
  // Linux says that the number is no good for that, Windows that the access is denied.
  EXPECT_EQ(result.outcome("read-only"), protocol::Outcome::raised);
}

TEST_P(Resources, ASelectorApartFromTheLoop) {
  const auto ask = [](const std::string& id, const std::string& method, json more = json::object()) {
    more["call"] = method;
    more.emplace("of", "p.a");
    return on(id, "selector", "s", std::move(more));
  };
  const Result result = run(open("p", "socketpair"), step("s", "new_selector"), ask("unknown", "get_key"),
                            ask("new", "register"), ask("twice", "register", {{"events", {"write"}}}),
                            ask("change", "modify", {{"events", {"read", "write"}}}), ask("key", "get_key"),
                            ask("ready", "select"), ask("old", "unregister"), ask("older", "unregister"),
                            ask("end", "close"), ask("nonsense", "fly"));
  if (is_proactor()) {
    EXPECT_EQ(result.outcome("s"), protocol::Outcome::unsupported);
    EXPECT_EQ(result.outcome("new"), protocol::Outcome::not_run);
    return;
  }
  EXPECT_EQ(result.raised("unknown"), "KeyError");
  EXPECT_EQ(result.raised("twice"), "KeyError");
  EXPECT_EQ(result.value("key"), json({{"events", {"read", "write"}}}));
  EXPECT_EQ(result.value("ready"), json::array({{{"of", "p.a"}, {"events", {"write"}}}}));
  EXPECT_EQ(result.value("old"), nullptr);
  EXPECT_EQ(result.raised("older"), "KeyError");
  EXPECT_EQ(result.outcome("nonsense"), protocol::Outcome::unsupported);
}

TEST_P(Resources, ListeningEndsTakeConnections) {
  const Result result = run(
      open("l", "tcp-listening"), on("none", "accept", "l.listening"), on("c", "connect", "l.listening"),
      on("s", "accept", "l.listening"), on("write", "write", "c.client", {{"data", "x"}}),
      on("read", "read", "s.server"), step("open", "inspect", {{"what", "peer"}, {"on", "s.server"}}),
      on("close", "close_end", "c.client"), step("closed", "inspect", {{"what", "peer"}, {"on", "s.server"}}),
      on("again", "close_end", "c.client"));
  EXPECT_EQ(result.raised("none"), "BlockingIOError");
  EXPECT_EQ(result.value("read").at("size"), 1);
  EXPECT_EQ(result.value("open").at("open"), true);
  EXPECT_EQ(result.value("closed").at("open"), false);
  EXPECT_EQ(result.raised("again"), "OSError");
}

TEST_P(Resources, InputAndRoomAreWaitedForWithoutTheLoop) {
  const Result result =
      run(open("s", "socketpair"), on("write", "write", "s.b", {{"data", "x"}}),
          on("input", "await_ready", "s.a"), on("read", "read", "s.a"),
          on("room", "await_ready", "s.a", {{"for", "room"}}),
          step("many", "open", {{"what", "socketpairs"}, {"count", 20}}),
          on("feed", "write", "many.b", {{"data", "y"}}), on("all", "await_ready", "many.a"),
          on("each", "read", "many.a"), on("odd", "await_ready", "s.a", {{"for", "nothing"}}));
  EXPECT_EQ(result.value("input"), nullptr);
  EXPECT_EQ(result.value("read").at("text"), "x");
  EXPECT_EQ(result.value("room"), nullptr);
  EXPECT_EQ(result.value("all"), nullptr);
  EXPECT_EQ(result.value("each").at("size"), 20);
  EXPECT_EQ(result.step("odd").outcome, loopcheck::protocol::Outcome::unsupported);
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

TEST_P(Resources, ManyPairsThatAreNotToBeHadAreUnmet) {
  const Result result =
      run(step("p", "open", {{"what", "socketpairs"}, {"count", 100000000}}), step("alive", "control"));
  EXPECT_EQ(result.outcome("p"), protocol::Outcome::unmet);
  EXPECT_EQ(result.step("p").need, "descriptors");
  EXPECT_EQ(result.value("alive"), answer_to_nonce);
}

}  // namespace
}  // namespace loopcheck::testing
