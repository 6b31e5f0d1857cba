// What is different on Windows.
#include <gtest/gtest.h>
#include <windows.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "child.hpp"

namespace loopcheck::testing {
namespace {

std::string hexadecimal(const std::vector<std::string>& texts) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result;
  for (const std::string& text : texts) {
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      result += digits[byte >> 4U];
      result += digits[byte & 15U];
    }
    result += '\n';
  }
  return result;
}

TEST(ChildOnWindows, TakesArgumentsApartAsTheyWerePut) {
  const std::vector<std::string> arguments{"",
                                           " ",
                                           "\"",
                                           "\"\"",
                                           "a\\",
                                           "a b\\",
                                           "a\\\"b",
                                           "\\\\server\\share\\",
                                           "\t",
                                           "%PATH%",
                                           "*.cpp",
                                           "?",
                                           "^&|<>()!",
                                           "'quoted'",
                                           "\\\\\"\\\\",
                                           "\xc3\xa9\xe2\x82\xac",
                                           "\xf0\x9f\x90\x8d"};
  std::vector<std::string> words{"arguments"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  ChildProcess child(command(words));
  EXPECT_EQ(child.read_output(), hexadecimal(arguments));
}

TEST(ChildOnWindows, ChangesNoByteOfItsStreams) {
  ChildProcess child(command({"reverse"}));
  child.write(std::string("\r\n\x1a\n\0\xff", 6));
  child.close_input();
  EXPECT_EQ(child.read_output(), std::string("\xff\0\n\x1a\n\r", 6));
}

TEST(ChildOnWindows, HasNoSignalsToRaiseAndNoTerminationToIgnore) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"raise", "SIGTERM"}, {"raise", "SIGABRT"}, {"ignore-term"}}) {
    ChildProcess child(command(words));
    EXPECT_EQ(child.read_output(), "");
    EXPECT_NE(child.read_error(), "");
    EXPECT_EQ(child.wait(), exited(64)) << words.front();
  }
}

TEST(ChildOnWindows, ExitsWithAnyStatus) {
  for (const int status : {255, 256, 259, 65536, -1}) {
    ChildProcess child(command({"exit", std::to_string(status)}));
    EXPECT_EQ(child.wait(), exited(status));
  }
}

struct HandleCloser {
  void operator()(HANDLE handle) const noexcept { ::CloseHandle(handle); }
};
using OwnedHandle = std::unique_ptr<void, HandleCloser>;

// The control of HasNoFurtherDescriptors: everything inheritable is inherited here.
TEST(ChildOnWindows, ListsInheritedHandles) {
  SECURITY_ATTRIBUTES inheritable{sizeof inheritable, nullptr, TRUE};
  HANDLE read = nullptr;
  HANDLE write = nullptr;
  ASSERT_NE(::CreatePipe(&read, &write, &inheritable, 0), 0);
  const OwnedHandle output(read);
  OwnedHandle childs_output(write);
  const OwnedHandle null(::CreateFileW(L"NUL", GENERIC_READ, 0, &inheritable, OPEN_EXISTING, 0, nullptr));
  STARTUPINFOA startup{};
  startup.cb = sizeof startup;
  startup.dwFlags = STARTF_USESTDHANDLES;
  startup.hStdOutput = write;
  std::string command = "loopcheck-child descriptors";
  PROCESS_INFORMATION process{};
  ASSERT_NE(::CreateProcessA(LOOPCHECK_CHILD, command.data(), nullptr, nullptr, TRUE, 0, nullptr, nullptr,
                             &startup, &process),
            0);
  const OwnedHandle thread(process.hThread);
  const OwnedHandle running(process.hProcess);
  childs_output.reset();
  std::string listed;
  std::array<char, 256> buffer{};
  for (DWORD size = 0;
       ::ReadFile(read, buffer.data(), static_cast<DWORD>(buffer.size()), &size, nullptr) != 0;) {
    listed.append(buffer.data(), size);
  }
  std::vector<std::string> expected{std::to_string(reinterpret_cast<std::uintptr_t>(read)) + "\n",
                                    std::to_string(reinterpret_cast<std::uintptr_t>(null.get())) + "\n"};
  for (const std::string& line : expected) {
    EXPECT_NE(("\n" + listed).find("\n" + line), std::string::npos) << listed;
  }
}

TEST(ChildOnWindows, HasNoSession) {
  ChildProcess child(command({"session"}));
  EXPECT_NE(child.read_error().find("no sessions"), std::string::npos);
  EXPECT_EQ(child.wait(), exited(64));
}

// A console event must prove itself: "none" where the system refuses to send one (no console, and Wine 8.0).
TEST(ChildOnWindows, TellsWhetherConsoleEventsArrive) {
  ChildProcess child(command({"console-events"}));
  const std::string first = child.read_line().value_or("");
  EXPECT_TRUE(first == "none" || first == "ready") << first;
  child.close_input();
  EXPECT_EQ(child.wait(), exited(first == "none" ? 3 : 0));
}

}  // namespace
}  // namespace loopcheck::testing
