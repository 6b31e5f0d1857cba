// The contract of a selector: what tells a SelectorEventLoop which descriptors are ready.
// https://docs.python.org/3/library/selectors.html
//
// Every mechanism is one file in src/selector/ or an operating system's folder, all with the same outline.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "asyncio/clock.hpp"
#include "asyncio/native.hpp"

namespace asyncio {

// EVENT_READ and EVENT_WRITE, as bits.
using EventMask = unsigned;
inline constexpr EventMask event_read = 1U;
inline constexpr EventMask event_write = 2U;

struct ReadyDescriptor {
  FileDescriptor fd = invalid_descriptor;
  EventMask events = 0;  // a hang-up or an error is reported as both that were asked for
};

class Selector {
 public:
  virtual ~Selector() = default;

  // Starts watching. The kernel's refusal comes from here, at once. Throws ValueError for a negative
  // descriptor or an empty mask, KeyError if it is registered already, OSError as the kernel says.
  virtual void register_descriptor(FileDescriptor fd, EventMask events) = 0;
  // Changes the mask. Throws KeyError if it is not registered.
  virtual void modify(FileDescriptor fd, EventMask events) = 0;
  // Stops watching; the descriptor may be closed already. Throws KeyError if it is not registered.
  virtual void unregister(FileDescriptor fd) = 0;
  // The mask, or 0 if it is not registered.
  [[nodiscard]] virtual EventMask registered(FileDescriptor fd) const noexcept = 0;
  // The mask. Throws KeyError if it is not registered.
  [[nodiscard]] EventMask get_key(FileDescriptor fd) const;

  // Waits until something is ready or `timeout` is over: nullopt waits for ever, zero or less only looks. A
  // timeout is never cut short by rounding. A signal (EINTR) ends the wait with nothing ready. The result
  // stays valid until the next call.
  virtual std::span<const ReadyDescriptor> select(std::optional<Duration> timeout) = 0;

  virtual void close() noexcept = 0;  // idempotent; every later call but close() throws RuntimeError
  [[nodiscard]] virtual std::string_view class_name()
      const noexcept = 0;  // "EpollSelector", as Python names it
};

enum class SelectorKind { select, poll, epoll, kqueue };

// The selectors that this platform has, the most efficient first (selectors.DefaultSelector).
std::span<const SelectorKind> available_selectors() noexcept;
std::string_view to_string(SelectorKind kind) noexcept;  // "epoll"
// Throws NotImplementedError if the platform has none of that kind.
std::unique_ptr<Selector> make_selector(SelectorKind kind);

}  // namespace asyncio
