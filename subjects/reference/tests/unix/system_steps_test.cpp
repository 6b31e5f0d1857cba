// Signals, subprocesses, and looking at the library on Unix.
#include <csignal>

#include "steps.hpp"

namespace loopcheck::testing {
namespace {

ON_EVERY_LOOP(UnixSystemSteps);

TEST_P(UnixSystemSteps, SignalsRunCallbacks) {
  const Result result =
      run(step("add", "add_signal_handler", {{"signal", "SIGUSR1"}, {"callback", "sig"}, {"args", {7}}}),
          step("raise", "raise_signal", {{"signal", "SIGUSR1"}}), until("until", "sig"),
          step("remove", "remove_signal_handler", {{"signal", SIGUSR1}}),
          step("again", "remove_signal_handler", {{"signal", "SIGUSR1"}}),
          step("kill", "add_signal_handler", {{"signal", "SIGKILL"}, {"callback", "x"}}),
          step("invalid", "add_signal_handler", {{"signal", 4242}, {"callback", "x"}}),
          step("unknown", "raise_signal", {{"signal", "SIGNOTHING"}}),
          step("left", "add_signal_handler", {{"signal", "SIGUSR2"}, {"callback", "x"}}));
  EXPECT_EQ(result.data("sig").at("args"), json::array({7}));
  EXPECT_EQ(result.value("remove"), true);
  EXPECT_EQ(result.value("again"), false);
  EXPECT_EQ(result.raised("kill"), "ValueError");
  EXPECT_EQ(result.raised("invalid"), "ValueError");
  EXPECT_EQ(result.outcome("unknown"), protocol::Outcome::unsupported);
}

TEST(ReferenceSubjectSignals, HandlersThatAreLeftAreRestored) {
  ReferenceSubject subject;
  subject.initialize();
  subject.run(environments().front(),
              steps(step("left", "add_signal_handler", {{"signal", "SIGUSR2"}, {"callback", "x"}})));
  subject.send_signal(SIGUSR2);
  EXPECT_EQ(subject.wait(), killed_by(SIGUSR2));
}

TEST_P(UnixSystemSteps, ChildrenGetTheStreamsThatTheyAreGiven) {
  const Result result =
      run(exec("kinds", {"kinds"}, {{"stdin", "devnull"}, {"stderr", "stdout"}}),
          until("1", "kinds.connection_lost"), output("k", "kinds", 1),
          step("f", "open", {{"what", "file-write"}}),
          exec("file", {"print", "to the file"}, {{"stdout", "f.fd"}, {"stdio_as", "object"}}),
          until("2", "file.process_exited"), step("size", "inspect", {{"what", "position"}, {"on", "f.fd"}}),
          exec("both", {"print-both", "a", "b"}, {{"stderr", "stdout"}}), until("3", "both.connection_lost"),
          output("b", "both", 1), exec("bad", {"exit", "0"}, {{"stdout", "nothing.fd"}}));
  EXPECT_EQ(result.value("k").at("text"), "null\npipe\npipe\n");
  EXPECT_EQ(result.value("size"), 11);
  EXPECT_EQ(result.value("b").at("text"), "ab");
  EXPECT_EQ(result.outcome("bad"), protocol::Outcome::not_run);
}

TEST_P(UnixSystemSteps, ChildrenAreEnded) {
  const Result result = run(
      exec("t", {"wait"}), until("t1", "t.pipe_data_received"), process("terminate", "t", "terminate"),
      until("t2", "t.process_exited"), process("t-code", "t", "get_returncode"), exec("i", {"ignore-term"}),
      until("i1", "i.pipe_data_received"), process("signal", "i", "send_signal", {{"signal", "SIGTERM"}}),
      process("kill", "i", "kill"), until("i2", "i.process_exited"), process("i-code", "i", "get_returncode"),
      exec("c", {"never-read"}), process("close", "c", "close"), until("c1", "c.connection_lost"),
      exec("r", {"raise", "SIGUSR1"}), until("r1", "r.process_exited"),
      process("r-code", "r", "get_returncode"));
  EXPECT_EQ(result.value("t-code"), -SIGTERM);
  EXPECT_EQ(result.value("i-code"), -SIGKILL);
  EXPECT_EQ(result.value("r-code"), -SIGUSR1);
}

TEST_P(UnixSystemSteps, ShellCommandsAndOptions) {
  const Result result = run(
      step("s", "subprocess_shell", {{"command", "${child} print a && ${child} print b"}, {"protocol", "s"}}),
      until("1", "s.connection_lost"), output("out", "s", 1),
      exec("env", {"environment", "LC_TEST"}, {{"options", {{"env", {{"LC_TEST", "value"}}}}}}),
      until("2", "env.connection_lost"), output("env-out", "env", 1),
      exec("cwd", {"directory"}, {{"cwd", "/"}}), until("3", "cwd.connection_lost"),
      output("cwd-out", "cwd", 1), exec("args", {"arguments", "a", ""}, {{"as", "bytes"}}),
      until("4", "args.connection_lost"), output("args-out", "args", 1),
      exec("text", {"exit", "0"}, {{"options", {{"text", true}}}}),
      exec("bufsize", {"exit", "0"}, {{"options", {{"bufsize", 1}}}}),
      exec("encoding", {"exit", "0"}, {{"options", {{"encoding", "utf-8"}}}}),
      exec("shell", {"exit", "0"}, {{"options", {{"shell", true}}}}),
      exec("unknown", {"exit", "0"}, {{"options", {{"umask", 0}}}}),
      exec("type", {"exit", "0"}, {{"options", {{"text", "yes"}}}}),
      exec("missing", {"x"}, {{"program", "/no/such/program"}}), exec("number", {5}),
      exec("program", {"x"}, {{"program", 5}}));
  EXPECT_EQ(result.value("out").at("text"), "ab");
  EXPECT_EQ(result.value("env-out").at("text"), "value");
  EXPECT_EQ(result.value("cwd-out").at("text"), "/");
  EXPECT_EQ(result.value("args-out").at("text"), "61\n\n");
  for (const char* id : {"text", "bufsize", "encoding", "shell"}) {
    EXPECT_EQ(result.raised(id), "ValueError") << id;
  }
  for (const char* id : {"unknown", "type", "number", "program"}) {
    EXPECT_EQ(result.outcome(id), protocol::Outcome::unsupported) << id;
  }
  EXPECT_EQ(result.raised("missing"), "FileNotFoundError");
}

TEST_P(UnixSystemSteps, NothingOfAScenarioIsLeftBehind) {
  // What is open when the steps are over, and a loop that was closed under all of it.
  const json everything = steps(
      step("p", "open", {{"what", "pipe"}}), on("r", "connect_read_pipe", "p.read", {{"protocol", "r"}}),
      step("s", "create_server", {{"protocol", "s"}}),
      step("c", "create_connection", {{"to", "s"}, {"protocol", "c"}}),
      step("u", "create_datagram_endpoint", {{"local", {"127.0.0.1", 0}}, {"protocol", "u"}}),
      exec("child", {"ignore-term"}), exec("grand", {"leave-grandchild"}),
      step("st", "start_unix_server", {{"path", "${scratch}/s"}}),
      step("oc", "open_unix_connection", {{"path", "${scratch}/s"}}),
      step("q", "open", {{"what", "socketpair"}}), on("bg", "sock_recv", "q.a", {{"background", true}}),
      on("watch", "add_reader", "q.b", {{"callback", "x"}}),
      step("executor", "run_in_executor", {{"callback", "work"}}));
  subject().run(GetParam(), everything);
  json closed = everything;
  closed.push_back(step("close", "close"));
  const Result result = subject().run(GetParam(), closed);
  EXPECT_EQ(result.value("close"), nullptr);
}

TEST_P(UnixSystemSteps, TheLibraryIsInspected) {
  const std::string own = environments().front().ends_with("kqueue") ? "Kqueue" : "Epoll";
  const std::string other = own == "Kqueue" ? "Epoll" : "Kqueue";
  const auto has = [](const std::string& id, const std::string& name) {
    return step(id, "inspect", {{"what", "has"}, {"name", name}});
  };
  const auto same = [](const std::string& id, const std::string& name, const std::string& other) {
    return step(id, "inspect", {{"what", "same"}, {"name", name}, {"other", other}});
  };
  const Result result =
      run(has("selector", "asyncio.SelectorEventLoop"), has("proactor", "asyncio.ProactorEventLoop"),
          has("loop", "asyncio.EventLoop"), has("unix", "socket.AF_UNIX"),
          has("own", "selectors." + own + "Selector"), has("foreign", "selectors." + other + "Selector"),
          has("none", "asyncio.NoSuchEventLoop"), has("usr1", "signal.SIGUSR1"),
          has("ctrl", "signal.CTRL_C_EVENT"), has("watcher", "asyncio.ThreadedChildWatcher"),
          has("unknown", "asyncio.gather"), same("same", "asyncio.EventLoop", "asyncio.SelectorEventLoop"),
          same("default", "selectors.DefaultSelector", "selectors." + own + "Selector"),
          same("other", "asyncio.EventLoop", "asyncio.ProactorEventLoop"),
          step("default-loop", "inspect", {{"what", "default-loop"}}),
          step("this", "inspect", {{"what", "loop"}}), step("class", "inspect", {{"what", "selector-class"}}),
          step("clock", "inspect", {{"what", "clock"}}));
  for (const char* id : {"selector", "loop", "unix", "own", "usr1", "same", "default"}) {
    EXPECT_EQ(result.value(id), true) << id;
  }
  for (const char* id : {"proactor", "foreign", "none", "ctrl", "watcher", "other"}) {
    EXPECT_EQ(result.value(id), false) << id;
  }
  EXPECT_EQ(result.outcome("unknown"), protocol::Outcome::unsupported);
  EXPECT_EQ(result.value("default-loop"), json({{"class", "SelectorEventLoop"},
                                                {"loop", "selector"},
                                                {"selector", own == "Kqueue" ? "kqueue" : "epoll"}}));
  const std::string selector = GetParam().substr(GetParam().rfind('-') + 1);
  EXPECT_EQ(result.value("this").at("selector"), selector);
  EXPECT_GT(result.value("clock").at("resolution").get<double>(), 0);
}

}  // namespace
}  // namespace loopcheck::testing
