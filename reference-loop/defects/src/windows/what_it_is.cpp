#include "what_it_is.hpp"

#include "asyncio/native_socket.hpp"

#include <windows.h>

namespace asyncio::defects {
namespace {

DWORD type_of(FileDescriptor fd) {
  return ::GetFileType(reinterpret_cast<HANDLE>(fd));
}

}  // namespace

bool is_regular_file(FileDescriptor fd) {
  return type_of(fd) == FILE_TYPE_DISK;
}

bool is_character_device(FileDescriptor fd) {
  return type_of(fd) == FILE_TYPE_CHAR;
}

bool is_socket(FileDescriptor fd) {
  int type = 0;
  int size = sizeof(type);
  return ::getsockopt(static_cast<SOCKET>(fd), SOL_SOCKET, SO_TYPE, reinterpret_cast<char*>(&type), &size) ==
         0;
}

void delay_small_packets(FileDescriptor socket) {
  const BOOL off = FALSE;
  ::setsockopt(static_cast<SOCKET>(socket), IPPROTO_TCP, TCP_NODELAY, reinterpret_cast<const char*>(&off),
               sizeof(off));
}

void rewind_file(FileDescriptor file) {
  ::SetFilePointerEx(reinterpret_cast<HANDLE>(file), LARGE_INTEGER{}, nullptr, FILE_BEGIN);
}

}  // namespace asyncio::defects
