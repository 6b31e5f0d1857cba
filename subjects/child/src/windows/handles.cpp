#include "windows/handles.hpp"

#include <array>
#include <cstdint>

#include "platform.hpp"

namespace loopcheck::child {
namespace {

// NtQueryVolumeInformationFile() with FileFsDeviceInformation, which no function of Win32 gives for a device
// without a file system. Microsoft documents it; the headers of one compiler have it and those of another
// have not, so it is asked for by name.
struct IoStatus {  // IO_STATUS_BLOCK
  void* status;
  std::uintptr_t information;
};
struct DeviceInformation {  // FILE_FS_DEVICE_INFORMATION
  ULONG type;
  ULONG characteristics;
};
using QueryVolume = LONG(NTAPI*)(HANDLE file, IoStatus* status, void* information, ULONG size,
                                 int information_class);
constexpr int file_fs_device_information = 4;
constexpr ULONG null_device = 0x15;  // FILE_DEVICE_NULL

QueryVolume query_volume() {
  const FARPROC found = ::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "NtQueryVolumeInformationFile");
  return reinterpret_cast<QueryVolume>(reinterpret_cast<void (*)()>(found));
}

bool is_console(HANDLE handle) {
  DWORD mode = 0;
  return ::GetConsoleMode(handle, &mode) != 0;
}

bool is_null_device(HANDLE handle) {
  static const QueryVolume query = query_volume();
  IoStatus status{};
  DeviceInformation device{};
  return query != nullptr &&
         query(handle, &status, &device, sizeof device, file_fs_device_information) >= 0 &&
         device.type == null_device;
}

// Windows counts sockets among the pipes. One that was opened for writing alone may not be asked.
bool is_named_pipe(HANDLE handle) {
  return ::GetNamedPipeInfo(handle, nullptr, nullptr, nullptr, nullptr) != 0 ||
         ::GetLastError() == ERROR_ACCESS_DENIED;
}

bool is_folder(HANDLE handle) {
  FILE_STANDARD_INFO information{};
  return ::GetFileInformationByHandleEx(handle, FileStandardInfo, &information, sizeof information) != 0 &&
         information.Directory != 0;
}

}  // namespace

HANDLE stream_handle(int fd) {
  constexpr std::array<DWORD, 3> names{STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE};
  HANDLE const handle = ::GetStdHandle(names.at(static_cast<std::size_t>(fd)));
  return handle == INVALID_HANDLE_VALUE ? nullptr : handle;
}

std::string_view kind_of_handle(HANDLE handle) {
  if (handle == nullptr) {
    return "closed";
  }
  ::SetLastError(NO_ERROR);
  switch (::GetFileType(handle)) {
    case FILE_TYPE_PIPE:
      return is_named_pipe(handle) ? "pipe" : "socket";
    case FILE_TYPE_DISK:
      return is_folder(handle) ? "other" : "file";
    case FILE_TYPE_CHAR:
      return is_console(handle) ? "tty" : is_null_device(handle) ? "null" : "other";
    default:
      return ::GetLastError() == NO_ERROR ? "other" : "closed";
  }
}

std::string to_utf8(std::wstring_view text) {
  const auto convert = [&](char* to, int capacity) {
    return ::WideCharToMultiByte(CP_UTF8, 0, text.data(), static_cast<int>(text.size()), to, capacity,
                                 nullptr, nullptr);
  };
  std::string result(static_cast<std::size_t>(convert(nullptr, 0)), '\0');
  convert(result.data(), static_cast<int>(result.size()));
  return result;
}

}  // namespace loopcheck::child
