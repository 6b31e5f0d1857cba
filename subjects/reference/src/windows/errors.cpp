#include "windows/errors.hpp"

#include "asyncio/exceptions.hpp"

namespace reference_subject {

void fail(std::string_view call, DWORD code) {
  throw asyncio::OSError::from_system(static_cast<int>(code), call);
}

void fail(std::string_view call) {
  fail(call, ::GetLastError());
}

void fail_socket(std::string_view call) {
  fail(call, static_cast<DWORD>(::WSAGetLastError()));
}

}  // namespace reference_subject
