// Sockets directly, files over them, and children.
#include "steps.hpp"

namespace loopcheck::testing {
namespace {

ON_EVERY_LOOP(SystemSteps);

TEST_P(SystemSteps, SocketsDirectly) {
  const Result result =
      run(step("l", "open", {{"what", "tcp-listening"}}), step("u", "open", {{"what", "tcp-unconnected"}}),
          on("s", "sock_accept", "l.listening", {{"background", true}}),
          on("c", "sock_connect", "u.socket", {{"to", "l.listening"}}), on("accepted", "await", "s"),
          on("send", "sock_sendall", "u.socket", {{"data", "hello"}}),
          on("recv", "sock_recv", "s.server", {{"max", 2}}),
          on("into", "sock_recv_into", "s.server", {{"max", 10}}),
          step("v", "open", {{"what", "tcp-unconnected"}}),
          on("name", "sock_connect", "v.socket", {{"to", "l.listening"}, {"by", "name"}}),
          step("f", "open", {{"what", "file-pattern"}, {"size", 1000}}),
          on("file", "sock_sendfile", "u.socket", {{"file", "f.fd"}, {"offset", 251}, {"count", 251}}),
          on("content", "sock_recv", "s.server"),
          step("position", "inspect", {{"what", "position"}, {"on", "f.fd"}}),
          on("zero", "sock_sendfile", "u.socket", {{"file", "f.fd"}, {"count", 0}}),
          on("close", "close_end", "u.socket"), on("closed", "sock_recv", "u.socket"));
  EXPECT_EQ(result.value("recv").at("text"), "he");
  EXPECT_EQ(result.value("into").at("text"), "llo");
  // The proactor takes addresses only.
  EXPECT_EQ(result.outcome("name"), is_proactor() ? protocol::Outcome::raised : protocol::Outcome::returned);
  EXPECT_EQ(result.value("file"), 251);
  EXPECT_EQ(result.value("content"), json({{"size", 251}, {"pattern", true}}));
  EXPECT_EQ(result.value("position"), 502);
  EXPECT_EQ(result.outcome("zero"), protocol::Outcome::unsupported);
  EXPECT_EQ(result.raised("closed"), "OSError");
}

TEST_P(SystemSteps, DatagramSocketsDirectly) {
  const Result result =
      run(step("a", "open", {{"what", "udp-bound"}}), step("b", "open", {{"what", "udp-bound"}}),
          on("send", "sock_sendto", "a.socket", {{"data", "abc"}, {"to", "b.socket"}}),
          on("from", "sock_recvfrom", "b.socket"),
          on("send2", "sock_sendto", "a.socket", {{"data", "de"}, {"to", "b.socket"}}),
          on("into", "sock_recvfrom_into", "b.socket", {{"max", 100}}));
  EXPECT_EQ(result.value("send"), 3);
  EXPECT_EQ(result.value("from").at("text"), "abc");
  EXPECT_EQ(result.value("into").at("text"), "de");
}

TEST_P(SystemSteps, FilesOverTransports) {
  const Result result =
      run(step("p", "open", {{"what", "tcp-connected"}}),
          step("c", "create_connection", {{"sock", "p.client"}, {"protocol", "c"}}),
          step("f", "open", {{"what", "file-read"}}), on("send", "sendfile", "c", {{"file", "f.fd"}}),
          on("got", "read", "p.server"), on("none", "sendfile", "nothing", {{"file", "f.fd"}}));
  EXPECT_EQ(result.value("send"), 5);
  EXPECT_EQ(result.value("got").at("text"), "hello");
  EXPECT_EQ(result.outcome("none"), protocol::Outcome::not_run);
}

TEST_P(SystemSteps, ChildrenTalkOverPipes) {
  if (!has_children()) {
    GTEST_SKIP() << "this loop runs no children";
  }
  const Result result =
      run(exec("p", {"reverse"}), process("pid", "p", "get_pid"), process("none", "p", "get_returncode"),
          on("in", "process_pipe", "p", {{"fd", 0}, {"call", "write"}, {"data", "abc"}}),
          on("present", "process_pipe", "p", {{"fd", 2}, {"call", "present"}}),
          on("absent", "process_pipe", "p", {{"fd", 3}, {"call", "present"}}),
          on("no-pipe", "process_pipe", "p", {{"fd", 3}, {"call", "close"}}),
          on("eof", "process_pipe", "p", {{"fd", 0}, {"call", "close"}}),
          until("exit", {"p.process_exited", "p.connection_lost"}), output("out", "p", 1),
          process("code", "p", "get_returncode"), process("late", "p", "kill"),
          process("closing", "p", "is_closing"), process("unknown", "p", "adopt"));
  EXPECT_EQ(result.value("pid"), true);
  EXPECT_EQ(result.value("none"), nullptr);
  EXPECT_EQ(result.value("present"), true);
  EXPECT_EQ(result.value("absent"), false);
  EXPECT_EQ(result.outcome("no-pipe"), protocol::Outcome::not_run);
  EXPECT_EQ(result.value("out").at("text"), "cba");
  EXPECT_EQ(result.value("code"), 0);
  EXPECT_EQ(result.raised("late"), "ProcessLookupError");
  EXPECT_EQ(result.outcome("unknown"), protocol::Outcome::unsupported);
  EXPECT_EQ(result.data("p.pipe_data_received"), json({{"fd", 1}, {"size", 3}}));
}

}  // namespace
}  // namespace loopcheck::testing
