#include "native/start.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <system_error>
#include <vector>

#include "native/text.hpp"

namespace loopcheck::subject::native {
namespace {

// Names the handles that a new process inherits; without it, it would get every inheritable one that is open.
class InheritedHandles {
 public:
  explicit InheritedHandles(const Streams& streams) {
    for (const HANDLE stream : streams) {
      const bool known = std::find(handles_.begin(), handles_.end(), stream) != handles_.end();
      if (stream != nullptr && !known) handles_.push_back(stream);
    }
    SIZE_T size = 0;
    ::InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
    memory_.resize(size);
    if (::InitializeProcThreadAttributeList(list(), 1, 0, &size) == 0)
      throw last_error("InitializeProcThreadAttributeList");
    if (!handles_.empty() &&
        ::UpdateProcThreadAttribute(list(), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles_.data(),
                                    handles_.size() * sizeof(HANDLE), nullptr, nullptr) == 0) {
      const auto failure = last_error("UpdateProcThreadAttribute");
      ::DeleteProcThreadAttributeList(list());
      throw failure;
    }
  }
  ~InheritedHandles() { ::DeleteProcThreadAttributeList(list()); }
  InheritedHandles(const InheritedHandles&) = delete;
  InheritedHandles& operator=(const InheritedHandles&) = delete;

  LPPROC_THREAD_ATTRIBUTE_LIST list() {
    return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(memory_.data());
  }
  [[nodiscard]] bool any() const { return !handles_.empty(); }

 private:
  std::vector<HANDLE> handles_;
  std::vector<std::byte> memory_;
};

struct FreeEnvironment {
  void operator()(wchar_t* block) const { ::FreeEnvironmentStringsW(block); }
};

constexpr std::array<std::wstring_view, 2> batch_endings = {L".bat", L".cmd"};

bool same_name(const std::wstring& a, const std::wstring& b) {
  return ::CompareStringOrdinal(a.c_str(), -1, b.c_str(), -1, TRUE) == CSTR_EQUAL;
}

// "NAME=value" entries, each with a NUL, and one more at the end.
std::wstring environment_block(const std::map<std::string, std::string>& changes) {
  std::vector<std::pair<std::wstring, std::wstring>> set;
  for (const auto& [name, value] : changes) set.emplace_back(wide(name), wide(value));
  std::wstring block;
  const std::unique_ptr<wchar_t, FreeEnvironment> own(::GetEnvironmentStringsW());
  for (const wchar_t* entry = own.get(); entry != nullptr && *entry != L'\0';) {
    const std::wstring text(entry);
    entry += text.size() + 1;
    // The names of the drives' current folders start with the equals sign.
    const auto name = text.substr(0, text.find(L'=', 1));
    if (std::none_of(set.begin(), set.end(),
                     [&](const auto& change) { return same_name(change.first, name); }))
      block.append(text).push_back(L'\0');
  }
  for (const auto& [name, value] : set) block.append(name).append(L"=").append(value).push_back(L'\0');
  block.push_back(L'\0');
  return block;
}

// Not our console: a Ctrl-C there is ours alone. It gets one without a window, so that its own children do
// not open windows. Under Wine none: there a console is a process, which would hold the standard streams for
// as long as it lives.
DWORD console_of_its_own() {
  const HMODULE system = ::GetModuleHandleW(L"ntdll.dll");
  const bool wine = system != nullptr && ::GetProcAddress(system, "wine_get_version") != nullptr;
  return wine ? DETACHED_PROCESS : CREATE_NO_WINDOW;
}

bool is_batch_file(std::wstring_view program) {
  return std::any_of(batch_endings.begin(), batch_endings.end(), [&](std::wstring_view ending) {
    return program.size() > ending.size() &&
           same_name(std::wstring(program.substr(program.size() - ending.size())), std::wstring(ending));
  });
}

// What is no program of Windows has to be found out beforehand. Wine's CreateProcess starts what Unix can
// run, says that all went well, gives no process and leaves the thread's handle unset: whoever closed that
// would close any handle of ours.
void require_program(const wchar_t* program) {
  DWORD kind = 0;
  if (::GetBinaryTypeW(program, &kind) == 0 && !is_batch_file(program)) {
    throw std::system_error(ERROR_BAD_EXE_FORMAT, std::system_category(), "CreateProcess");
  }
}

}  // namespace

Handle start_in_job(const Job& job, const wchar_t* program, std::wstring command_line, const Streams& streams,
                    const std::map<std::string, std::string>& environment) {
  if (program != nullptr) require_program(program);
  InheritedHandles inherited(streams);
  STARTUPINFOEXW startup{};
  startup.StartupInfo.cb = sizeof startup;
  startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
  startup.StartupInfo.hStdInput = streams[0];
  startup.StartupInfo.hStdOutput = streams[1];
  startup.StartupInfo.hStdError = streams[2];
  startup.lpAttributeList = inherited.list();
  auto block = environment_block(environment);
  PROCESS_INFORMATION started{};
  const DWORD flags =
      EXTENDED_STARTUPINFO_PRESENT | CREATE_UNICODE_ENVIRONMENT | CREATE_SUSPENDED | console_of_its_own();
  if (::CreateProcessW(program, command_line.data(), nullptr, nullptr, inherited.any() ? TRUE : FALSE, flags,
                       block.data(), nullptr, &startup.StartupInfo, &started) == 0) {
    throw last_error("CreateProcess");
  }
  Handle process(started.hProcess);
  const Handle thread(started.hThread);
  try {
    job.add(process.get());
  } catch (...) {
    ::TerminateProcess(process.get(), 1);
    throw;
  }
  ::ResumeThread(thread.get());
  return process;
}

}  // namespace loopcheck::subject::native
