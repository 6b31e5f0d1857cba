#include "windows/console.hpp"

#include <array>
#include <optional>
#include <string_view>

#include "asyncio/exceptions.hpp"
#include "outcome.hpp"
#include "windows/errors.hpp"
#include "windows/fixture_tables.hpp"
#include "windows/handles.hpp"
#include "windows/helper.hpp"

namespace reference_subject {
namespace {

constexpr std::array<DWORD, 3> standard_streams{STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE};
using StandardHandles = std::array<HANDLE, standard_streams.size()>;

StandardHandles standard_handles() {
  return {::GetStdHandle(STD_INPUT_HANDLE), ::GetStdHandle(STD_OUTPUT_HANDLE),
          ::GetStdHandle(STD_ERROR_HANDLE)};
}

void set_standard_handles(const StandardHandles& handles) {
  for (std::size_t i = 0; i < handles.size(); ++i) {
    ::SetStdHandle(standard_streams[i], handles[i]);
  }
}

// The standard handles that came with a console that this process has borrowed: the system closes them when
// the console is left.
std::optional<StandardHandles>& borrowed() {
  static std::optional<StandardHandles> handles;
  return handles;
}

OwnedHandle open_console(const wchar_t* name) {
  return OwnedHandle(::CreateFileW(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                                   nullptr, OPEN_EXISTING, 0, nullptr));
}

}  // namespace

void borrow_console(const std::string& child) {
  if (open_console(L"CONOUT$")) {
    return;
  }
  const Helper holder(child, CREATE_NO_WINDOW);
  const StandardHandles own = standard_handles();
  // Wine counts a process without a console among those that have one, until it says that it wants none.
  ::FreeConsole();
  if (::AttachConsole(holder.id()) == FALSE) {
    const DWORD error = ::GetLastError();
    set_standard_handles(own);
    fail("AttachConsole", error);
  }
  borrowed() = standard_handles();
  set_standard_handles(own);
}

void give_console_back() {
  if (borrowed()) {
    const StandardHandles own = standard_handles();
    set_standard_handles(*borrowed());
    ::FreeConsole();
    set_standard_handles(own);
    borrowed().reset();
  }
}

namespace {

std::shared_ptr<End> end_of(OwnedHandle handle, std::string_view call) {
  check(handle ? TRUE : FALSE, call);
  return std::make_shared<End>(number_of(handle.release()));
}

Ends console(const FixtureRequest& request) {
  try {
    borrow_console(request.child);
    return {{"input", end_of(open_console(L"CONIN$"), "opening CONIN$")},
            {"output", end_of(open_console(L"CONOUT$"), "opening CONOUT$")}};
  } catch (const asyncio::OSError& error) {
    throw Unmet("console", error.what());
  }
}

// Wine 8.0 knows CTRL_C_EVENT alone.
Ends console_events(const FixtureRequest& request) {
  constexpr std::chrono::seconds longest{2};
  constexpr const char* need = "console-events";
  try {
    Ends ends = console(request);
    const Helper helper(request.child, CREATE_NEW_PROCESS_GROUP);
    check(::GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, helper.id()), "GenerateConsoleCtrlEvent");
    // A process may end for many reasons. This is what the default handler of the event ends it with.
    constexpr DWORD ended_by_event = 0xC000013A;  // STATUS_CONTROL_C_EXIT
    if (helper.exit_code_within(longest) != ended_by_event) {
      throw Unmet(need, "a CTRL_BREAK_EVENT did not end the process that it was sent to");
    }
    return ends;
  } catch (const asyncio::OSError& error) {
    throw Unmet(need, error.what());
  } catch (const Unmet& unmet) {
    throw Unmet(need, unmet.what());
  }
}

}  // namespace

FixtureTable console_fixtures() {
  return {{"console", console}, {"console-events", console_events}};
}

}  // namespace reference_subject
