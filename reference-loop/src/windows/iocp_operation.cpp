#include "windows/iocp_operation.hpp"

#include <algorithm>

namespace asyncio::windows_os {
namespace {

using net::SystemError;
using proactor_events::OperationKind;

// ERROR_HANDLES_CLOSED, which older headers do not have. It is how Wine says that the handle was closed.
constexpr DWORD handles_closed = 676;

// The high bits of an NTSTATUS: a warning is no error, and the kernel sends a packet for it.
bool is_warning(ULONG_PTR status) noexcept {
  return (static_cast<DWORD>(status) >> 30) == 2;
}

bool is_socket_transfer(OperationKind kind) noexcept {
  return kind == OperationKind::receive || kind == OperationKind::receive_from ||
         kind == OperationKind::send || kind == OperationKind::send_to || kind == OperationKind::send_file;
}

// What the codes of the file system mean for what was asked for; 0 if it is no error.
DWORD meaning(OperationKind kind, DWORD error) noexcept {
  if (kind == OperationKind::read && (error == ERROR_BROKEN_PIPE || error == ERROR_HANDLE_EOF)) return 0;
  // Less than the whole datagram or message fits: the rest is lost, or comes with the next read.
  if (error == ERROR_MORE_DATA || error == WSAEMSGSIZE) {
    return kind == OperationKind::send_to || kind == OperationKind::send ? error : 0;
  }
  if (is_socket_transfer(kind)) {
    // The connection was reset, the socket was closed under the operation, or an earlier datagram met a port
    // that nobody has.
    if (error == ERROR_NETNAME_DELETED || error == ERROR_OPERATION_ABORTED || error == handles_closed ||
        error == ERROR_PORT_UNREACHABLE) {
      return WSAECONNRESET;
    }
  }
  return error;
}

}  // namespace

DWORD operation_size(std::size_t size) noexcept {
  return static_cast<DWORD>(std::min(size, std::size_t{1} << 30));
}

Begun begun(IocpOperation& operation, bool succeeded, DWORD error) noexcept {
  if (succeeded) {
    operation.finish({}, static_cast<std::size_t>(operation.packet.InternalHigh));
    return Begun::done;
  }
  if (error == ERROR_IO_PENDING || is_warning(operation.packet.Internal)) return Begun::pending;
  operation.finish(SystemError(static_cast<int>(meaning(operation.kind, error))), 0);
  return Begun::no_packet;
}

void IocpOperation::take_result() noexcept {
  if (kind == OperationKind::wait) {
    complete_wait(*this);
    return;
  }
  DWORD size = 0;
  DWORD error = 0;
  // It does not wait, and so does not need the handle, which may be closed by now.
  if (!GetOverlappedResult(to_handle(handle), &packet, &size, FALSE)) {
    error = meaning(kind, GetLastError());
    size = error == 0 ? static_cast<DWORD>(packet.InternalHigh) : 0;
  }
  SystemError outcome(static_cast<int>(error));
  if (!outcome && kind == OperationKind::accept) outcome = complete_accept(*this);
  if (!outcome && kind == OperationKind::connect) outcome = complete_connect(*this);
  if (outcome) accepted.reset();
  if (kind == OperationKind::receive_from && !outcome) *address.length_buffer() = address_length;
  finish(outcome, size);
}

}  // namespace asyncio::windows_os
