#include "windows/console.hpp"

#include <array>
#include <optional>
#include <string_view>

#include "outcome.hpp"
#include "windows/errors.hpp"
#include "windows/fixture_tables.hpp"
#include "windows/handles.hpp"
#include "windows/text.hpp"

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

[[noreturn]] void no_console(std::string_view call) {
  throw Unmet("console", std::string(call) + " failed with " + std::to_string(::GetLastError()));
}

struct Pipe {
  OwnedHandle ours;
  OwnedHandle theirs;  // inheritable
};

Pipe pipe_to_child(bool child_reads) {
  SECURITY_ATTRIBUTES inheritable{sizeof inheritable, nullptr, TRUE};
  HANDLE read = nullptr;
  HANDLE write = nullptr;
  if (::CreatePipe(&read, &write, &inheritable, 0) == FALSE) {
    no_console("CreatePipe");
  }
  Pipe pipe{OwnedHandle(child_reads ? write : read), OwnedHandle(child_reads ? read : write)};
  ::SetHandleInformation(pipe.ours.get(), HANDLE_FLAG_INHERIT, 0);
  return pipe;
}

// A process with a console of its own. It ends with this object.
class Holder {
 public:
  explicit Holder(const std::string& child) {
    Pipe input = pipe_to_child(true);
    Pipe output = pipe_to_child(false);
    STARTUPINFOW start{};
    start.cb = sizeof start;
    start.dwFlags = STARTF_USESTDHANDLES;
    start.hStdInput = input.theirs.get();
    start.hStdOutput = output.theirs.get();
    PROCESS_INFORMATION made{};
    std::wstring command = L"\"" + to_wide(child) + L"\" wait";
    if (::CreateProcessW(to_wide(child).c_str(), command.data(), nullptr, nullptr, TRUE, CREATE_NO_WINDOW,
                         nullptr, nullptr, &start, &made) == FALSE) {
      no_console("CreateProcess of the helper");
    }
    ::CloseHandle(made.hThread);
    process_ = OwnedHandle(made.hProcess);
    id_ = made.dwProcessId;
    input_ = std::move(input.ours);
    // Its line "ready" says that it runs, and so has its console. It may end instead.
    output.theirs = OwnedHandle();
    char byte = 0;
    DWORD size = 0;
    if (::ReadFile(output.ours.get(), &byte, 1, &size, nullptr) == FALSE) {
      no_console("the start of the helper");
    }
  }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;
  ~Holder() {
    input_ = OwnedHandle();
    ::WaitForSingleObject(process_.get(), INFINITE);
  }
  [[nodiscard]] DWORD id() const noexcept { return id_; }

 private:
  OwnedHandle process_;
  OwnedHandle input_;
  DWORD id_ = 0;
};

}  // namespace

void borrow_console(const std::string& child) {
  if (open_console(L"CONOUT$")) {
    return;
  }
  const Holder holder(child);
  const StandardHandles own = standard_handles();
  // Wine counts a process without a console among those that have one, until it says that it wants none.
  ::FreeConsole();
  if (::AttachConsole(holder.id()) == FALSE) {
    set_standard_handles(own);
    no_console("AttachConsole");
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

Ends console(const FixtureRequest& request) {
  borrow_console(request.child);
  OwnedHandle input = open_console(L"CONIN$");
  OwnedHandle output = open_console(L"CONOUT$");
  if (!input || !output) {
    no_console("opening CONIN$ and CONOUT$");
  }
  return {{"input", std::make_shared<End>(number_of(input.release()))},
          {"output", std::make_shared<End>(number_of(output.release()))}};
}

}  // namespace

FixtureTable console_fixtures() {
  return {{"console", console}};
}

}  // namespace reference_subject
