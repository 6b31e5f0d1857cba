#include "windows/spawn.hpp"

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "asyncio/exceptions.hpp"
#include "windows/environment_block.hpp"
#include "windows/text.hpp"

namespace asyncio::windows_os {
namespace {

[[noreturn]] void throw_last_error(std::string_view what) {
  throw OSError::from_system(static_cast<int>(::GetLastError()), what);
}

// The attribute that names the only handles that a new process inherits.
class InheritedHandles {
 public:
  // None of them is null, and none is there twice.
  explicit InheritedHandles(std::vector<HANDLE> handles) : handles_(std::move(handles)) {
    SIZE_T size = 0;
    ::InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
    memory_.resize(size);
    if (::InitializeProcThreadAttributeList(list(), 1, 0, &size) == 0) {
      throw_last_error("InitializeProcThreadAttributeList");
    }
    if (::UpdateProcThreadAttribute(list(), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles_.data(),
                                    handles_.size() * sizeof(HANDLE), nullptr, nullptr) == 0) {
      const DWORD error = ::GetLastError();
      ::DeleteProcThreadAttributeList(list());
      throw OSError::from_system(static_cast<int>(error), "UpdateProcThreadAttribute");
    }
  }
  InheritedHandles(const InheritedHandles&) = delete;
  InheritedHandles& operator=(const InheritedHandles&) = delete;
  ~InheritedHandles() { ::DeleteProcThreadAttributeList(list()); }

  [[nodiscard]] LPPROC_THREAD_ATTRIBUTE_LIST list() noexcept {
    return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(memory_.data());
  }

 private:
  std::vector<HANDLE> handles_;
  std::vector<std::byte> memory_;
};

OwnedHandle inheritable_copy(HANDLE handle) {
  HANDLE copy = nullptr;
  HANDLE const self = ::GetCurrentProcess();
  if (::DuplicateHandle(self, handle, self, &copy, 0, TRUE, DUPLICATE_SAME_ACCESS) == 0) {
    throw_last_error("DuplicateHandle");
  }
  return OwnedHandle(copy);
}

}  // namespace

SpawnedProcess spawn(const SpawnRequest& request) {
  std::wstring command = to_native_text(request.command_line);
  std::wstring folder;
  if (request.working_directory) folder = to_native_text(*request.working_directory);
  std::wstring variables;
  if (request.environment) variables = environment_block(*request.environment);

  STARTUPINFOEXW startup{};
  startup.StartupInfo.cb = sizeof startup;
  startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
  if (request.hide_window) {
    startup.StartupInfo.dwFlags |= STARTF_USESHOWWINDOW;
    startup.StartupInfo.wShowWindow = SW_HIDE;
  }
  const std::array<HANDLE*, 3> places{&startup.StartupInfo.hStdInput, &startup.StartupInfo.hStdOutput,
                                      &startup.StartupInfo.hStdError};
  std::array<OwnedHandle, 3> copies;
  std::vector<HANDLE> inherited;
  for (std::size_t i = 0; i < copies.size(); ++i) {
    if (request.standard_streams[i] == nullptr) continue;
    copies[i] = inheritable_copy(request.standard_streams[i]);
    *places[i] = copies[i].get();
    inherited.push_back(copies[i].get());
  }
  DWORD flags = request.creation_flags | CREATE_UNICODE_ENVIRONMENT;
  std::optional<InheritedHandles> list;  // an empty one is refused
  if (!inherited.empty()) {
    list.emplace(std::move(inherited));
    startup.lpAttributeList = list->list();
    flags |= EXTENDED_STARTUPINFO_PRESENT;
  }

  PROCESS_INFORMATION started{};
  if (::CreateProcessW(nullptr, command.data(), nullptr, nullptr, list ? TRUE : FALSE, flags,
                       request.environment ? variables.data() : nullptr,
                       request.working_directory ? folder.c_str() : nullptr, &startup.StartupInfo,
                       &started) == 0) {
    const DWORD error = ::GetLastError();
    const bool folders_fault = error == ERROR_DIRECTORY && request.working_directory;
    throw OSError::from_system(static_cast<int>(error),
                               folders_fault ? *request.working_directory : request.command_line);
  }
  const OwnedHandle thread(started.hThread);
  return {OwnedHandle(started.hProcess), started.dwProcessId};
}

}  // namespace asyncio::windows_os
