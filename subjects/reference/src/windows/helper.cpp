#include "windows/helper.hpp"

#include <utility>

#include "windows/errors.hpp"
#include "windows/text.hpp"

namespace reference_subject {
namespace {

struct Pipe {
  OwnedHandle read;
  OwnedHandle write;
};

Pipe new_pipe() {
  HANDLE read = nullptr;
  HANDLE write = nullptr;
  check(::CreatePipe(&read, &write, nullptr, 0), "CreatePipe");
  return {OwnedHandle(read), OwnedHandle(write)};
}

void make_inheritable(const OwnedHandle& handle) {
  check(::SetHandleInformation(handle.get(), HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT),
        "SetHandleInformation");
}

}  // namespace

Helper::Helper(const std::string& path, DWORD creation_flags) {
  Pipe input = new_pipe();
  Pipe output = new_pipe();
  make_inheritable(input.read);
  make_inheritable(output.write);
  STARTUPINFOW start{};
  start.cb = sizeof start;
  start.dwFlags = STARTF_USESTDHANDLES;
  start.hStdInput = input.read.get();
  start.hStdOutput = output.write.get();
  PROCESS_INFORMATION made{};
  std::wstring command = L"\"" + to_wide(path) + L"\" wait";
  check(::CreateProcessW(to_wide(path).c_str(), command.data(), nullptr, nullptr, TRUE, creation_flags,
                         nullptr, nullptr, &start, &made),
        "CreateProcess of " + path);
  ::CloseHandle(made.hThread);
  process_ = OwnedHandle(made.hProcess);
  id_ = made.dwProcessId;
  input_ = std::move(input.write);
  // Its line "ready" says that it runs; the end of its output, that it has ended instead.
  output.write = OwnedHandle();
  char byte = 0;
  DWORD size = 0;
  check(::ReadFile(output.read.get(), &byte, 1, &size, nullptr), "the start of " + path);
}

Helper::~Helper() {
  input_ = OwnedHandle();
  ::WaitForSingleObject(process_.get(), INFINITE);
}

std::optional<DWORD> Helper::exit_code_within(std::chrono::milliseconds time) const noexcept {
  DWORD code = 0;
  const bool ended =
      ::WaitForSingleObject(process_.get(), static_cast<DWORD>(time.count())) == WAIT_OBJECT_0 &&
      ::GetExitCodeProcess(process_.get(), &code) != 0;
  return ended ? std::optional(code) : std::nullopt;
}

}  // namespace reference_subject
