#include "windows/handles.hpp"

namespace reference_subject {

bool is_socket(FileDescriptor fd) noexcept {
  // Sockets and named pipes are of one type to GetFileType().
  int type = 0;
  int size = sizeof type;
  return ::GetFileType(as_handle(fd)) == FILE_TYPE_PIPE &&
         ::getsockopt(as_socket(fd), SOL_SOCKET, SO_TYPE, reinterpret_cast<char*>(&type), &size) == 0;
}

}  // namespace reference_subject
