#include "windows/child.hpp"

#include <csignal>
#include <string>
#include <utility>

#include "asyncio/child_watching.hpp"
#include "asyncio/exceptions.hpp"
#include "proactor/pipes.hpp"

namespace asyncio::windows_os {
namespace {

constexpr UINT killed_status = 1;  // as CPython's

}  // namespace

WindowsChild::WindowsChild(ProactorEventLoop& loop, SpawnedProcess started, ParentEnds ends)
    : loop_(loop),
      process_(std::make_shared<OwnedHandle>(std::move(started.process))),
      pid_(started.pid),
      ends_(std::move(ends)) {}

WindowsChild::~WindowsChild() {
  // If the loop is being closed, it has ended the wait already.
  if (exit_ && !exit_->done() && !loop_.is_closed()) exit_->cancel();
  // One that may not be killed goes on; no waiting then, which might take for
  // ever.
  if (has_ended() || ::TerminateProcess(process_->get(), killed_status) == 0) return;
  ::WaitForSingleObject(process_->get(), INFINITE);
}

void WindowsChild::watch(std::function<void()> ended) {
  exit_ = loop_.wait_for_handle(reinterpret_cast<FileDescriptor>(process_->get()));
  exit_->add_done_callback([process = process_, ended = std::move(ended)](FutureBase& exit) {
    if (!exit.cancelled()) ended();
  });
}

bool WindowsChild::has_ended() const noexcept {
  return ::WaitForSingleObject(process_->get(), 0) == WAIT_OBJECT_0;
}

std::optional<long long> WindowsChild::reap() noexcept {
  DWORD code = 0;
  if (!has_ended() || ::GetExitCodeProcess(process_->get(), &code) == 0) return std::nullopt;
  return code;
}

void WindowsChild::send_signal(int signal) {
  if (signal == SIGTERM) return terminate();
  if (signal != CTRL_C_EVENT && signal != CTRL_BREAK_EVENT) {
    throw ValueError("Unsupported signal: " + std::to_string(signal));
  }
  if (::GenerateConsoleCtrlEvent(static_cast<DWORD>(signal), pid_) == 0) {
    throw OSError::from_system(static_cast<int>(::GetLastError()), "GenerateConsoleCtrlEvent");
  }
}

void WindowsChild::terminate() {
  if (::TerminateProcess(process_->get(), killed_status) != 0) return;
  const DWORD error = ::GetLastError();
  // What a process that is ending already answers.
  DWORD code = STILL_ACTIVE;
  if (error == ERROR_ACCESS_DENIED &&
      (has_ended() || (::GetExitCodeProcess(process_->get(), &code) != 0 && code != STILL_ACTIVE))) {
    return;
  }
  throw OSError::from_system(static_cast<int>(error), "TerminateProcess");
}

ConnectedPipe WindowsChild::connect_pipe(std::size_t fd, std::shared_ptr<Protocol> protocol) {
  proactor_events::OwnedPipe pipe =
      loop_.proactor().take_pipe(reinterpret_cast<FileDescriptor>(ends_[fd].release()));
  if (fd == 0) {
    const auto transport =
        std::make_shared<proactor_events::WritePipe>(loop_, std::move(pipe), std::move(protocol));
    return {transport, transport->start()};
  }
  const auto transport =
      std::make_shared<proactor_events::ReadPipe>(loop_, std::move(pipe), std::move(protocol));
  return {transport, transport->start()};
}

}  // namespace asyncio::windows_os

namespace asyncio {

std::string_view child_watcher_name() noexcept {
  return {};
}

}  // namespace asyncio
