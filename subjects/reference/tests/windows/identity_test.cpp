// What the subject says of itself and of the system, and the names of the library on Windows.
#include <windows.h>

#include <algorithm>

#include "reference_subject.hpp"

namespace loopcheck::testing {
namespace {

constexpr const char* selector_loop = "windows-selector-select";
constexpr const char* proactor_loop = "windows-proactor";

// This program runs where the subject does.
bool under_wine() {
  return ::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "wine_get_version") != nullptr;
}

json has(const std::string& name) {
  return step(name, "inspect", {{"what", "has"}, {"name", name}});
}

TEST(WindowsIdentity, ProvenanceIsDetected) {
  ReferenceSubject subject;
  for (const protocol::Environment& environment : subject.initialize().environments) {
    EXPECT_EQ(environment.platform, "windows");
    EXPECT_EQ(environment.provenance, under_wine() ? "wine" : "native");
    EXPECT_EQ(environment.provenance_detail.rfind("Wine ", 0) == 0, under_wine());
    EXPECT_EQ(std::count(environment.platform_version.begin(), environment.platform_version.end(), '.'), 2)
        << environment.platform_version;
  }
}

TEST(WindowsIdentity, BothLoopsAreOffered) {
  ReferenceSubject subject;
  const std::vector<protocol::Environment> offered = subject.initialize().environments;
  ASSERT_EQ(offered.size(), 2U);
  EXPECT_EQ(offered[0].id, selector_loop);
  EXPECT_EQ(offered[0].selector, "select");
  EXPECT_EQ(offered[1].id, proactor_loop);
  EXPECT_EQ(offered[1].selector, std::nullopt);
}

TEST(WindowsIdentity, LoopsAreWhatTheyAreCalled) {
  ReferenceSubject subject;
  subject.initialize();
  const auto asked = [] {
    return steps(step("loop", "inspect", {{"what", "loop"}}),
                 step("class", "inspect", {{"what", "selector-class"}}));
  };
  const Result selector = subject.run(selector_loop, asked());
  EXPECT_EQ(selector.value("loop"),
            json({{"class", "SelectorEventLoop"}, {"loop", "selector"}, {"selector", "select"}}));
  EXPECT_EQ(selector.value("class"), "SelectSelector");
  const Result proactor = subject.run(proactor_loop, asked());
  EXPECT_EQ(proactor.value("loop"),
            json({{"class", "ProactorEventLoop"}, {"loop", "proactor"}, {"selector", nullptr}}));
  EXPECT_EQ(proactor.value("class"), nullptr);
}

TEST(WindowsIdentity, TheDefaultLoopDependsOnTheDocumentation) {
  const std::vector<std::pair<const char*, const char*>> defaults{
      {"3.4", "SelectorEventLoop"}, {"3.7", "SelectorEventLoop"},  {"3.7.17", "SelectorEventLoop"},
      {"3.8", "ProactorEventLoop"}, {"3.13", "ProactorEventLoop"}, {"3.15", "ProactorEventLoop"}};
  for (const auto& [documented, loop] : defaults) {
    ReferenceSubject subject({"--documented", documented});
    subject.initialize();
    const Result result =
        subject.run(selector_loop, steps(step("default", "inspect", {{"what", "default-loop"}})));
    EXPECT_EQ(result.value("default").at("class"), loop) << documented;
  }
}

TEST(WindowsIdentity, DatagramsOfTheProactorDependOnTheDocumentation) {
  for (const auto& [documented, refused] :
       std::vector<std::pair<const char*, bool>>{{"3.7", true}, {"3.8", false}}) {
    ReferenceSubject subject({"--documented", documented});
    subject.initialize();
    const Result result = subject.run(
        proactor_loop,
        steps(step("d", "create_datagram_endpoint", {{"local", {"127.0.0.1", 0}}, {"protocol", "d"}})));
    EXPECT_EQ(result.outcome("d"), refused ? protocol::Outcome::raised : protocol::Outcome::returned);
    if (refused) {
      EXPECT_EQ(result.raised("d"), "NotImplementedError");
    }
  }
}

TEST(WindowsIdentity, NamesAreThoseOfWindows) {
  ReferenceSubject subject;
  subject.initialize();
  const std::vector<const char*> there{"asyncio.SelectorEventLoop",
                                       "asyncio.ProactorEventLoop",
                                       "asyncio.EventLoop",
                                       "asyncio.WindowsSelectorEventLoopPolicy",
                                       "asyncio.WindowsProactorEventLoopPolicy",
                                       "selectors.SelectSelector",
                                       "selectors.DefaultSelector",
                                       "socket.AF_INET",
                                       "signal.SIGINT",
                                       "signal.SIGBREAK",
                                       "signal.SIGTERM",
                                       "signal.CTRL_C_EVENT",
                                       "signal.CTRL_BREAK_EVENT"};
  const std::vector<const char*> missing{"asyncio.NoSuchEventLoop",
                                         "asyncio.ThreadedChildWatcher",
                                         "asyncio.PidfdChildWatcher",
                                         "asyncio.open_unix_connection",
                                         "asyncio.start_unix_server",
                                         "selectors.PollSelector",
                                         "selectors.EpollSelector",
                                         "selectors.KqueueSelector",
                                         "socket.AF_UNIX",
                                         "signal.SIGKILL",
                                         "signal.SIGUSR1",
                                         "signal.SIGHUP",
                                         "signal.SIGCHLD",
                                         "signal.CTRL_NONSENSE_EVENT"};
  json scenario = json::array();
  for (const auto& names : {there, missing}) {
    for (const char* name : names) {
      scenario.push_back(has(name));
    }
  }
  scenario.push_back(
      step("alias", "inspect",
           {{"what", "same"}, {"name", "asyncio.EventLoop"}, {"other", "asyncio.ProactorEventLoop"}}));
  scenario.push_back(
      step("selector", "inspect",
           {{"what", "same"}, {"name", "selectors.DefaultSelector"}, {"other", "selectors.SelectSelector"}}));
  const Result result = subject.run(proactor_loop, scenario);
  for (const char* name : there) {
    EXPECT_EQ(result.value(name), true) << name;
  }
  for (const char* name : missing) {
    EXPECT_EQ(result.value(name), false) << name;
  }
  EXPECT_EQ(result.value("alias"), true);
  EXPECT_EQ(result.value("selector"), true);
}

TEST(WindowsIdentity, WatchersAreMissingWhateverTheDocumentation) {
  for (const char* documented : {"3.7", "3.13"}) {
    ReferenceSubject subject({"--documented", documented});
    subject.initialize();
    const char* watcher = "asyncio.ThreadedChildWatcher";
    EXPECT_EQ(subject.run(proactor_loop, steps(has(watcher))).value(watcher), false);
  }
}

TEST(WindowsIdentity, TheClockIsTheDocumentedOneUnlessAskedFor) {
  const auto resolution = [](const std::vector<std::string>& options) {
    ReferenceSubject subject(options);
    subject.initialize();
    const Result result = subject.run(proactor_loop, steps(step("clock", "inspect", {{"what", "clock"}})));
    return result.value("clock").at("resolution").get<double>();
  };
  EXPECT_NEAR(resolution({}), 0.015625, 0.0001);
  EXPECT_LT(resolution({"--clock", "performance-counter"}), 0.0005);
}

TEST(WindowsIdentity, ErrorsCarryTheNumberOfWindows) {
  ReferenceSubject subject;
  subject.initialize();
  const Result result = subject.run(
      proactor_loop, steps(step("file", "inspect", {{"what", "file"}, {"path", "${scratch}/none"}})));
  EXPECT_EQ(result.raised("file"), "FileNotFoundError");
  EXPECT_EQ(result.step("file").exception->winerror, ERROR_FILE_NOT_FOUND);
}

// ---- The channel, as far as Windows is a matter of its own

TEST(WindowsChannel, DoesWithoutStandardError) {
  ChildProcess subject({LOOPCHECK_REFERENCE_SUBJECT}, 2);
  subject.write(protocol::serialize(protocol::Request{1, protocol::ShutdownRequest{}}));
  EXPECT_TRUE(subject.read_line().has_value());
  EXPECT_EQ(subject.wait(), exited(0));
}

TEST(WindowsChannel, RefusesToStartWithoutTheProtocol) {
  for (const int closed : {0, 1}) {
    ChildProcess subject({LOOPCHECK_REFERENCE_SUBJECT}, closed);
    EXPECT_EQ(subject.wait(), exited(1)) << closed;
    EXPECT_NE(subject.read_error().find("standard"), std::string::npos) << closed;
  }
}

TEST(WindowsChannel, CarriesLinesOfAnySizeAndAnyLanguage) {
  ReferenceSubject subject;
  subject.initialize();
  const std::string text = "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x99\x82";
  const std::string much(std::size_t{1} << 20, 'x');
  const Result result = subject.run(
      selector_loop,
      steps(step("file", "make_file", {{"path", "${scratch}/" + text}, {"data", text + "\r\n" + much}}),
            step("back", "inspect", {{"what", "file"}, {"path", "${scratch}/" + text}}),
            step("log", "log", {{"event", text}})));
  EXPECT_EQ(result.value("file"), nullptr);
  EXPECT_EQ(result.value("back").at("size"), text.size() + 2 + much.size());
  EXPECT_EQ(result.events(), std::vector<std::string>{text});
}

}  // namespace
}  // namespace loopcheck::testing
