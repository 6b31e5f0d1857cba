// What subprocesses on Windows have of their own: exit codes, console events, CreateProcessW()'s errors,
// cmd.exe.
#include <windows.h>

#include <string>
#include <utility>
#include <vector>

#include "child_programs.hpp"
#include "windows/child.hpp"
#include "windows/owned_handle.hpp"
#include "windows/quoting.hpp"
#include "windows/spawn.hpp"

namespace asyncio::testing {
namespace {

class WindowsSubprocessTest : public ChildProgramTest {
 protected:
  // Type and winerror of a failed start.
  std::string failed_start(Words words, SubprocessOptions options = {}) {
    const std::exception_ptr error = failure(std::move(words), std::move(options));
    try {
      std::rethrow_exception(error);
    } catch (const OSError& known) {
      return type_of(error) + " " + std::to_string(known.winerror().value_or(-1));
    } catch (const Error&) {
      return type_of(error);
    }
  }
};

TEST_P(WindowsSubprocessTest, ReturnCodesAreUnsigned) {
  const std::vector<std::pair<std::string, long long>> table{
      {"0", 0},     {"3", 3},         {"255", 255},       {"256", 256},
      {"259", 259}, {"65536", 65536}, {"-1", 4294967295}, {"-2147483648", 2147483648}};
  for (const auto& [argument, code] : table) {
    const auto child = run(program({"exit", argument}));
    finish(child);
    EXPECT_EQ(code, child->code()) << argument;
    EXPECT_EQ(code, child->code_at_exit) << argument;
  }
}

TEST_P(WindowsSubprocessTest, SignalsAreFew) {
  const auto child = run(program({"wait"}));
  for (const int signal : {2, 9, 21, -1, 1000}) {
    try {
      child->transport->send_signal(signal);
      FAIL() << signal;
    } catch (const ValueError& error) {
      EXPECT_EQ("Unsupported signal: " + std::to_string(signal), error.what());
    }
  }
  child->transport->send_signal(15);
  finish(child);
  EXPECT_EQ(1, child->code());
}

TEST_P(WindowsSubprocessTest, ConsoleEventsAreSentToTheChildsGroupOrRefusedByTheSystem) {
  SubprocessOptions options;
  options.creation_flags = CREATE_NEW_PROCESS_GROUP;
  const auto child = run(program({"console-events"}), options);
  run_until([&] { return child->output[1].ends_with("\n"); });
  const bool events_arrive = child->output[1] == "ready\n";
  EXPECT_TRUE(events_arrive || child->output[1] == "none\n") << child->output[1];
  if (events_arrive) {
    child->transport->send_signal(CTRL_BREAK_EVENT);
    run_until([&] { return child->output[1] == "ready\nCTRL_BREAK_EVENT\n"; });
  } else {
    // No console; with one, Wine 8.0 refuses this event all the same.
    EXPECT_THROW(child->transport->send_signal(CTRL_BREAK_EVENT), OSError);
  }
  child->input()->close();
  finish(child);
  EXPECT_EQ(events_arrive ? 0 : 3, child->code());
}

TEST_P(WindowsSubprocessTest, StartsFailAsCreateProcessDoes) {
  const std::string here = std::string(LOOPCHECK_CHILD).substr(0, std::string(LOOPCHECK_CHILD).rfind('/'));
  EXPECT_EQ("FileNotFoundError 2", failed_start({"no-such-program"}));
  EXPECT_EQ("FileNotFoundError 2", failed_start({here + "/no-such-program.exe"}));
  EXPECT_EQ("OSError 87", failed_start({""}));
  SubprocessOptions options;
  options.working_directory = here + "/no-such-folder";
  EXPECT_EQ("NotADirectoryError 267", failed_start(program({"exit", "0"}), options));
  options = {};
  options.environment = std::map<std::string, std::string>{{"A=B", "c"}};
  EXPECT_EQ("ValueError", failed_start(program({"exit", "0"}), options));
  EXPECT_EQ("ValueError", failed_start(program({"\xff"})));
  options = {};
  options.standard_input = FileDescriptor{0x7ffc};
  EXPECT_EQ("OSError 6", failed_start(program({"exit", "0"}), options));
}

TEST_P(WindowsSubprocessTest, HandlesAsStreamsStayTheCallers) {
  const windows_os::OwnedHandle null(
      ::CreateFileW(L"NUL", GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr));
  SubprocessOptions options;
  options.standard_input = reinterpret_cast<FileDescriptor>(null.get());
  options.standard_error = reinterpret_cast<FileDescriptor>(null.get());
  EXPECT_EQ("null\npipe\nnull\n", output_of({"kinds"}, options));
  DWORD flags = HANDLE_FLAG_INHERIT;
  EXPECT_NE(0, ::GetHandleInformation(null.get(), &flags));
  EXPECT_EQ(0U, flags & HANDLE_FLAG_INHERIT);
}

TEST_P(WindowsSubprocessTest, ShellRunsACommandLine) {
  const auto child = shell("echo \"a b\" & exit 5");
  EXPECT_EQ("\"a b\" \r\n", finish(child));
  EXPECT_EQ(5, child->code());
  const auto quoted = shell("\"" + [] {
    std::string path = LOOPCHECK_CHILD;
    for (char& c : path) c = c == '/' ? '\\' : c;
    return path;
  }() + "\" print \"x y\"");
  EXPECT_EQ("x y", finish(quoted));
}

TEST_P(WindowsSubprocessTest, ShellIsTheOneThatComspecNames) {
  std::wstring usual(1024, L'\0');
  usual.resize(::GetEnvironmentVariableW(L"COMSPEC", usual.data(), static_cast<DWORD>(usual.size())));
  ::SetEnvironmentVariableW(L"COMSPEC", L"no-such-shell.exe");
  EXPECT_THROW(shell("exit 0"), OSError);
  ::SetEnvironmentVariableW(L"COMSPEC", nullptr);
  EXPECT_EQ("", finish(shell("exit 0")));
  ::SetEnvironmentVariableW(L"COMSPEC", usual.c_str());
}

TEST_P(WindowsSubprocessTest, ChildThatHasEndedMayBeTerminatedUntilItIsReaped) {
  windows_os::SpawnRequest request;
  request.command_line = windows_os::quote_command_line(program({"exit", "4"}));
  windows_os::SpawnedProcess started = windows_os::spawn(request);
  ::WaitForSingleObject(started.process.get(), INFINITE);
  windows_os::WindowsChild child(dynamic_cast<ProactorEventLoop&>(*loop_), std::move(started), {});
  EXPECT_NO_THROW(child.terminate());
  EXPECT_EQ(4, child.reap());
}

TEST_P(WindowsSubprocessTest, ChildThatIsLetGoHasEndedAndTellsNobody) {
  auto& loop = dynamic_cast<ProactorEventLoop&>(*loop_);
  windows_os::SpawnRequest request;
  request.command_line = windows_os::quote_command_line(program({"never-read"}));
  windows_os::SpawnedProcess started = windows_os::spawn(request);
  const windows_os::OwnedHandle process(::OpenProcess(SYNCHRONIZE, FALSE, static_cast<DWORD>(started.pid)));
  bool told = false;
  {
    windows_os::WindowsChild child(loop, std::move(started), {});
    child.watch([&] { told = true; });
    run_turns(1);
  }
  EXPECT_EQ(WAIT_OBJECT_0, ::WaitForSingleObject(process.get(), 0));
  // By then a wait that was left behind would have ended too.
  wait(loop.wait_for_handle(reinterpret_cast<FileDescriptor>(process.get())));
  run_turns(3);
  EXPECT_FALSE(told);
}

TEST_P(WindowsSubprocessTest, SelectorLoopRefusesAfterItsChecks) {
  const auto loop = new_selector_event_loop();
  bool made = false;
  const Factory<SubprocessProtocol> factory = [&] {
    made = true;
    return std::make_shared<ChildProtocol>(*loop);
  };
  SubprocessOptions wrong;
  wrong.text = true;
  EXPECT_THROW(loop->run_until_complete(loop->subprocess_exec(factory, program({"wait"}), wrong)),
               ValueError);
  EXPECT_THROW(loop->run_until_complete(loop->subprocess_shell(factory, "exit", wrong)), ValueError);
  EXPECT_FALSE(made);
  EXPECT_THROW(loop->run_until_complete(loop->subprocess_exec(factory, program({"wait"}), {})),
               NotImplementedError);
  EXPECT_TRUE(made);
  EXPECT_THROW(loop->run_until_complete(loop->subprocess_shell(factory, "exit", {})), NotImplementedError);
}

FOR_EACH_LOOP_WITH_SUBPROCESSES(WindowsSubprocessTest);

}  // namespace
}  // namespace asyncio::testing
