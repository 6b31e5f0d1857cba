// TCP and UDP.
#include "steps.hpp"

namespace loopcheck::testing {
namespace {

ON_EVERY_LOOP(Connections);

TEST_P(Connections, TcpServersServeClients) {
  const Result result =
      run(step("s", "create_server", {{"protocol", {{"name", "s"}, {"on_data", "reverse"}}}}),
          step("c", "create_connection", {{"to", "s"}, {"protocol", "c"}}),
          call("write", "c", "write", {{"data", "abc"}}), until("answer", "c.data_received"),
          received("got", "c"), on("nodelay", "inspect", "c", {{"what", "nodelay"}}),
          call("by-protocol", "s", "is_closing"), on("serving", "server", "s", {{"call", "is_serving"}}),
          on("close", "server", "s", {{"call", "close"}}),
          on("not-serving", "server", "s", {{"call", "is_serving"}}), call("abort", "c", "abort"),
          until("lost", {"c.connection_lost", "s.connection_lost"}),
          on("closed", "server", "s", {{"call", "wait_closed"}}),
          step("refused", "create_connection", {{"to", "s"}, {"protocol", "x"}}),
          on("unknown", "server", "c", {{"call", "close"}}));
  EXPECT_TRUE(result.value("s").at("port").is_number_integer());
  EXPECT_EQ(result.value("got").at("text"), "cba");
  EXPECT_EQ(result.value("nodelay"), true);
  EXPECT_EQ(result.value("by-protocol"), false);
  EXPECT_EQ(result.value("serving"), true);
  EXPECT_EQ(result.value("not-serving"), false);
  EXPECT_EQ(result.value("closed"), nullptr);
  EXPECT_EQ(result.raised("refused"), "ConnectionRefusedError") << "a closed server keeps its address";
  EXPECT_EQ(result.outcome("unknown"), protocol::Outcome::not_run);
}

TEST_P(Connections, SocketsOfTheScenarioAreTaken) {
  const Result result =
      run(step("l", "open", {{"what", "tcp-listening"}}),
          step("s", "create_server",
               {{"sock", "l.listening"}, {"protocol", {{"name", "s"}, {"on_data", "echo"}}}}),
          step("t", "open", {{"what", "socketpair"}}),
          step("c", "create_connection", {{"sock", "t.a"}, {"protocol", "c"}}),
          on("write", "write", "t.b", {{"data", "hi"}}), until("data", "c.data_received"),
          step("u", "open", {{"what", "socketpair"}}),
          step("both", "create_connection",
               {{"sock", "u.a"}, {"host", "127.0.0.1"}, {"port", 1}, {"protocol", "x"}}),
          on("mine", "write", "u.a", {{"data", "still open"}}),
          step("d", "create_connection", {{"to", "s"}, {"protocol", "d"}}),
          call("send", "d", "write", {{"data", "x"}}), until("echo", "d.data_received"));
  EXPECT_TRUE(result.value("s").at("port").is_number_integer());
  EXPECT_EQ(result.raised("both"), "ValueError");
  EXPECT_EQ(result.value("mine"), 10);
  EXPECT_EQ(result.count("d.data_received"), 1U);
}

TEST_P(Connections, DatagramsAreExchanged) {
  const Result result =
      run(step("a", "create_datagram_endpoint",
               {{"local", {"127.0.0.1", 0}}, {"protocol", {{"name", "a"}, {"on_data", "reverse"}}}}),
          step("b", "create_datagram_endpoint", {{"remote", "a"}, {"protocol", "b"}, {"family", "inet"}}),
          call("send", "b", "sendto", {{"data", "xyz"}}), until("answer", "b.datagram_received"),
          received("got", "b"),
          step("reuse", "create_datagram_endpoint",
               {{"local", {"127.0.0.1", 0}}, {"reuse_address", true}, {"protocol", "c"}}),
          step("family", "create_datagram_endpoint",
               {{"local", {"127.0.0.1", 0}}, {"family", "ipx"}, {"protocol", "c"}}),
          call("close", "b", "close"), until("lost", "b.connection_lost"));
  EXPECT_EQ(result.value("got").at("text"), "zyx");
  EXPECT_EQ(result.data("b.datagram_received").at("size"), 3);
  EXPECT_EQ(result.outcome("reuse"), protocol::Outcome::raised);
  EXPECT_EQ(result.outcome("family"), protocol::Outcome::unsupported);
}

TEST_P(Connections, FlowControlIsTold) {
  const Result result = run(step("p", "open", {{"what", "socketpair"}}),
                            step("c", "create_connection",
                                 {{"sock", "p.a"}, {"protocol", {{"name", "c"}, {"on_eof", "keep-open"}}}}),
                            // Windows takes a first piece of any size.
                            call("much", "c", "write", {{"data", {{"pattern", 1 << 24}}}}),
                            call("more", "c", "write", {{"data", {{"pattern", 1 << 24}}}}),
                            on("drain", "drain", "p.b"), call("size", "c", "get_write_buffer_size"),
                            call("eof", "c", "abort"), until("lost", "c.connection_lost"));
  EXPECT_EQ(result.count("c.pause_writing"), 1U);
  EXPECT_GT(result.value("size"), 0);
}

}  // namespace
}  // namespace loopcheck::testing
