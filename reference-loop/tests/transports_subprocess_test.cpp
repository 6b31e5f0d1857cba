// subprocess_exec() and subprocess_shell(): what a child gets, and what is heard of it.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <optional>

#include "transports_subprocess_fixture.hpp"
#include "unix/spawn.hpp"

namespace asyncio::testing {
namespace {

using net::OwnedDescriptor;
using Events = std::vector<std::string>;

TEST_P(SubprocessTest, OutputExitAndLossComeInOrder) {
  const auto child = exec({"/bin/sh", "-c", "echo out; echo err >&2; exit 7"});
  EXPECT_GT(child->transport->get_pid(), 0);
  finish(*child);
  EXPECT_EQ("out\n", child->output[1]);
  EXPECT_EQ("err\n", child->output[2]);
  EXPECT_EQ(7, child->code());
  EXPECT_EQ(7, child->code_at_exit);
  EXPECT_EQ("made", child->log.events.front());
  EXPECT_EQ("lost:none", child->log.events.back());
  EXPECT_EQ(1U, child->log.count("exited"));
  EXPECT_EQ(1U, child->log.count("pipe0:none") + child->log.count("pipe0:BrokenPipeError"));
  EXPECT_EQ(1U, child->log.count("pipe1:none"));
  EXPECT_EQ(1U, child->log.count("pipe2:none"));
  EXPECT_EQ(6U, child->log.events.size());
  EXPECT_FALSE(has_children());
  EXPECT_TRUE(errors.empty());
}

TEST_P(SubprocessTest, ReturnCodeIsNullWhileItRunsAndNegativeForASignal) {
  const auto child = exec({"/bin/cat"});
  EXPECT_FALSE(child->transport->get_returncode().has_value());
  child->transport->terminate();
  finish(*child);
  EXPECT_EQ(-SIGTERM, child->code());
  const auto killed = exec({"/bin/cat"});
  killed->transport->kill();
  finish(*killed);
  EXPECT_EQ(-SIGKILL, killed->code());
  const auto signalled = exec({"/bin/cat"});
  signalled->transport->send_signal(SIGUSR1);
  finish(*signalled);
  EXPECT_EQ(-SIGUSR1, signalled->code());
}

TEST_P(SubprocessTest, SignalsAfterTheExitAreProcessLookupErrors) {
  const auto child = exec({"/bin/sh", "-c", "exit 0"});
  finish(*child);
  for (const auto& call : std::vector<std::function<void()>>{
           [&] { child->transport->kill(); }, [&] { child->transport->terminate(); },
           [&] { child->transport->send_signal(SIGINT); }}) {
    try {
      call();
      FAIL() << "nothing was thrown";
    } catch (const OSError& error) {
      EXPECT_EQ("ProcessLookupError", error.type_name());
    }
  }
  EXPECT_EQ(0, child->code());
}

TEST_P(SubprocessTest, MegabytesGoThroughACat) {
  const auto child = exec({"/bin/cat"});
  const std::string sent = pattern(std::size_t{4} << 20);
  child->input()->write(as_bytes(sent));
  EXPECT_EQ(1U, child->log.count("pause"));
  child->input()->write_eof();
  finish(*child);
  EXPECT_TRUE(child->output[1] == sent);
  EXPECT_EQ(1U, child->log.count("resume"));
  EXPECT_EQ(0, child->code());
}

TEST_P(SubprocessTest, ClosedStandardInputOfTheChildIsNoticed) {
  const auto child = shell("exec 0<&-; echo closed; read x <&1; exit 3", [] {
    SubprocessOptions options;
    options.standard_error = StdioDevNull{};
    return options;
  }());
  run_until([&] { return child->log.count("pipe0:none") == 1; });
  finish(*child);
}

TEST_P(SubprocessTest, StandardStreamsNoWhere) {
  SubprocessOptions options;
  options.standard_input = StdioDevNull{};
  options.standard_output = StdioDevNull{};
  options.standard_error = StdioToStdout{};
  const auto child = shell("cat; echo nowhere; echo nowhere >&2", options);
  for (const int fd : {-1, 0, 1, 2, 3}) EXPECT_EQ(nullptr, child->transport->get_pipe_transport(fd));
  finish(*child);
  EXPECT_EQ((Events{"made", "exited", "lost:none"}), child->log.events);
  EXPECT_EQ(0, child->code());
}

TEST_P(SubprocessTest, StandardErrorMayGoToStandardOutput) {
  SubprocessOptions options;
  options.standard_error = StdioToStdout{};
  EXPECT_EQ("out\nerr\n", output_of("echo out; echo err >&2", options));
}

TEST_P(SubprocessTest, StandardStreamsMayBeFilesInAnyOrder) {
  const ScratchFolder folder;
  const OpenFile input = make_file(folder.path("in"), "from a file\n");
  const OpenFile output = make_file(folder.path("out"), "");
  SubprocessOptions options;
  options.standard_input = input.get();
  options.standard_output = output.get();
  options.standard_error = output.get();
  finish(*shell("cat; echo err >&2", options));
  EXPECT_EQ("from a file\nerr\n", file_content(folder.path("out")));
  // The caller's descriptors stay the caller's.
  EXPECT_GE(::fcntl(input.get(), F_GETFD), 0);
}

TEST_P(SubprocessTest, StandardStreamsMayBeInherited) {
  const ScratchFolder folder;
  OwnedDescriptor saved = unix_os::duplicate(STDOUT_FILENO);
  const OpenFile file = make_file(folder.path("out"), "");
  ::fflush(stdout);
  ASSERT_EQ(STDOUT_FILENO, ::dup2(file.get(), STDOUT_FILENO));
  SubprocessOptions options;
  options.standard_input = StdioInherit{};
  options.standard_output = StdioInherit{};
  options.standard_error = StdioToStdout{};
  const auto child = shell("echo inherited; echo both >&2", options);
  finish(*child);
  ASSERT_EQ(STDOUT_FILENO, ::dup2(saved.get(), STDOUT_FILENO));
  EXPECT_EQ("inherited\nboth\n", file_content(folder.path("out")));
}

TEST_P(SubprocessTest, StreamsThatAreEachOthersNumbersAreNotMixedUp) {
  const ScratchFolder folder;
  // Descriptor 1 becomes a file for reading, 0 one for writing; the child gets them the right way round.
  const OwnedDescriptor saved_input = unix_os::duplicate(STDIN_FILENO);
  const OwnedDescriptor saved_output = unix_os::duplicate(STDOUT_FILENO);
  const OpenFile input = make_file(folder.path("in"), "crossed");
  const OpenFile output = make_file(folder.path("out"), "");
  ::fflush(stdout);
  ::dup2(input.get(), STDOUT_FILENO);
  ::dup2(output.get(), STDIN_FILENO);
  const ProcessId pid =
      unix_os::spawn({{"/bin/cat"}, {}, {}, false, {STDOUT_FILENO, STDIN_FILENO, STDERR_FILENO}});
  ::dup2(saved_input.get(), STDIN_FILENO);
  ::dup2(saved_output.get(), STDOUT_FILENO);
  int status = 0;
  ASSERT_EQ(pid, ::waitpid(pid, &status, 0));
  EXPECT_EQ("crossed", file_content(folder.path("out")));
}

TEST_P(SubprocessTest, NoDescriptorLeaksIntoTheChild) {
  const OwnedDescriptor inheritable(::open("/dev/null", O_RDONLY));
  ASSERT_EQ(0, ::fcntl(inheritable.get(), F_GETFD) & FD_CLOEXEC);
  // ls has a descriptor of its own for the folder.
  EXPECT_EQ("0\n1\n2\n3\n", output_of("ls /dev/fd/"));
}

TEST_P(SubprocessTest, NeitherBlockedNorIgnoredSignalsAreInherited) {
  std::optional<ChangedSignals> changed(std::in_place);
  const auto first = shell("kill -USR1 $$; echo blocked");
  const auto second = shell("kill -PIPE $$; echo ignored");
  changed.reset();
  EXPECT_EQ("", finish(*first));
  EXPECT_EQ("", finish(*second));
  EXPECT_EQ(-SIGUSR1, first->code());
  EXPECT_EQ(-SIGPIPE, second->code());
}

TEST_P(SubprocessTest, FolderEnvironmentAndSession) {
  const ScratchFolder folder;
  SubprocessOptions options;
  options.working_directory = folder.path(".");
  options.environment = std::map<std::string, std::string>{{"GREETING", "hello"}, {"EMPTY", ""}};
  options.start_new_session = true;
  const auto child =
      exec({"/bin/sh", "-c", "pwd -P; echo $GREETING; echo ${EMPTY-unset}; echo ${HOME-unset}; read -r line"},
           options);
  const auto pid = static_cast<ProcessId>(child->transport->get_pid());
  EXPECT_EQ(pid, ::getsid(pid));
  child->input()->close();
  std::array<char, 4096> real{};
  ASSERT_NE(nullptr, ::realpath(folder.path(".").c_str(), real.data()));
  EXPECT_EQ(std::string(real.data()) + "\nhello\n\nunset\n", finish(*child));
}

TEST_P(SubprocessTest, ProgramsAreSearchedForInTheChildsPath) {
  const ScratchFolder folder;
  make_file(folder.path("greet"), "#!/bin/sh\necho found\n");
  std::string text;
  SubprocessOptions options;
  options.environment = std::map<std::string, std::string>{{"PATH", "/nowhere:" + folder.path("")}};
  EXPECT_EQ("PermissionError", exec_failure({"greet"}, options, &text));
  EXPECT_NE(std::string::npos, text.find("greet")) << text;
  ASSERT_EQ(0, ::chmod(folder.path("greet").c_str(), 0700));
  EXPECT_EQ("found\n", finish(*exec({"greet"}, options)));
  EXPECT_EQ("FileNotFoundError", exec_failure({"no-such-program"}, options));
  EXPECT_EQ("here\n", finish(*exec({"echo", "here"})));
}

TEST_P(SubprocessTest, FailuresOfStartingReachTheCaller) {
  const ScratchFolder folder;
  const auto before = open_descriptors();
  std::string text;
  EXPECT_EQ("FileNotFoundError", exec_failure({folder.path("missing")}, {}, &text));
  EXPECT_NE(std::string::npos, text.find(folder.path("missing"))) << text;
  EXPECT_EQ("FileNotFoundError", exec_failure({"no-such-program-anywhere"}));
  make_file(folder.path("plain"), "text");
  EXPECT_EQ("PermissionError", exec_failure({folder.path("plain")}));
  EXPECT_EQ("NotADirectoryError", exec_failure({folder.path("plain/x")}));
  EXPECT_EQ("PermissionError", exec_failure({folder.path("")}));
  SubprocessOptions bad_folder;
  bad_folder.working_directory = folder.path("no-folder");
  EXPECT_EQ("FileNotFoundError", exec_failure({"/bin/cat"}, bad_folder, &text));
  EXPECT_NE(std::string::npos, text.find("no-folder")) << text;
  bad_folder.working_directory = folder.path("plain");
  EXPECT_EQ("NotADirectoryError", exec_failure({"/bin/cat"}, bad_folder));
  SubprocessOptions bad_stream;
  bad_stream.standard_output = FileDescriptor{4000};
  EXPECT_EQ("OSError", exec_failure({"/bin/cat"}, bad_stream));
  bad_stream.standard_output = FileDescriptor{-1};
  EXPECT_EQ("OSError", exec_failure({"/bin/cat"}, bad_stream));
  EXPECT_EQ(before, open_descriptors());
  EXPECT_FALSE(has_children());
}

TEST_P(SubprocessTest, ArgumentsAreChecked) {
  const auto refuses = [&](const std::function<void(SubprocessOptions&)>& change) {
    SubprocessOptions options;
    change(options);
    std::string text;
    EXPECT_EQ("ValueError", exec_failure({"/bin/cat"}, options, &text));
    return text;
  };
  EXPECT_EQ("universal_newlines must be False", refuses([](auto& o) { o.universal_newlines = true; }));
  EXPECT_EQ("shell must be False", refuses([](auto& o) { o.shell = true; }));
  EXPECT_EQ("bufsize must be 0", refuses([](auto& o) { o.buffer_size = -1; }));
  EXPECT_EQ("text must be False", refuses([](auto& o) { o.text = true; }));
  EXPECT_EQ("encoding must be None", refuses([](auto& o) { o.encoding = "utf-8"; }));
  EXPECT_EQ("errors must be None", refuses([](auto& o) { o.errors = "strict"; }));
  refuses([](auto& o) { o.standard_output = StdioToStdout{}; });
  refuses([](auto& o) { o.environment = std::map<std::string, std::string>{{"A=B", "c"}}; });
  refuses([](auto& o) { o.working_directory = std::string("a\0b", 3); });

  SubprocessOptions no_shell;
  no_shell.shell = false;
  std::string text;
  const auto factory = [this] { return std::make_shared<ChildProtocol>(*loop_); };
  EXPECT_EQ("ValueError", failure(loop_->subprocess_shell(factory, "true", no_shell), &text));
  EXPECT_EQ("shell must be True", text);
  EXPECT_EQ("TypeError", exec_failure({}));
  EXPECT_EQ("ValueError", exec_failure({"/bin/cat", std::string("a\0b", 3)}));

  SubprocessOptions harmless;
  harmless.universal_newlines = harmless.shell = harmless.text = false;
  harmless.buffer_size = 0;
  EXPECT_EQ("ok\n", finish(*exec({"/bin/echo", "ok"}, harmless)));
}

TEST_P(SubprocessTest, ShellRunsACommandLine) {
  const auto child = shell("echo one; (exit 5) || echo $?");
  EXPECT_EQ("one\n5\n", finish(*child));
}

TEST_P(SubprocessTest, FactorysExceptionStartsNothing) {
  const auto factory = []() -> std::shared_ptr<SubprocessProtocol> { throw ValueError("no protocol"); };
  EXPECT_EQ("ValueError", failure(loop_->subprocess_exec(factory, {"/bin/cat"}, {})));
  EXPECT_FALSE(has_children());
}

FOR_EACH_SELECTOR(SubprocessTest);

}  // namespace
}  // namespace asyncio::testing
