// The helper of subprocess cases, started without the library, for what a fixture needs a second process for.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "windows/handles.hpp"

namespace reference_subject {

// Waits until it is told to end, which is when this object goes.
class Helper {
 public:
  // `creation_flags` are those of CreateProcess(). Returns once the helper runs. Throws asyncio::OSError.
  Helper(const std::string& path, DWORD creation_flags);
  Helper(const Helper&) = delete;
  Helper& operator=(const Helper&) = delete;
  ~Helper();

  [[nodiscard]] DWORD id() const noexcept { return id_; }
  // Its exit code; nullopt: it has not ended by then.
  [[nodiscard]] std::optional<DWORD> exit_code_within(std::chrono::milliseconds time) const noexcept;

 private:
  OwnedHandle process_;
  OwnedHandle input_;
  DWORD id_ = 0;
};

}  // namespace reference_subject
