// A loop that waits with a selector. Python: asyncio.selector_events.BaseSelectorEventLoop.
#pragma once

#include <memory>
#include <span>

#include "base/base_event_loop.hpp"
#include "base/wake_up.hpp"
#include "selector/descriptor_table.hpp"

namespace asyncio {

class SelectorEventLoop : public BaseEventLoop {
 public:
  SelectorEventLoop(std::unique_ptr<Selector> selector, std::unique_ptr<Clock> clock,
                    std::unique_ptr<WakeUp> wake_up);
  // The class below must have called close().
  ~SelectorEventLoop() override = default;

  void close() override;

  void add_reader(FileDescriptor fd, Callback callback) override;
  void add_writer(FileDescriptor fd, Callback callback) override;
  bool remove_reader(FileDescriptor fd) override;
  bool remove_writer(FileDescriptor fd) override;

  [[nodiscard]] std::string_view selector_class_name() const noexcept override {
    return selector_->class_name();
  }

  // ---- For transports, servers and socket operations
  // As add_reader() and the like, but also for descriptors that a transport owns. The callback is called once
  // a turn for as long as the descriptor is ready; it may call any of these. A second watch_* replaces the
  // callback. Throw RuntimeError if the loop is closed, ValueError for a negative number, OSError as the
  // kernel says; nothing has changed then.
  void watch_reader(FileDescriptor fd, Callback callback);
  void watch_writer(FileDescriptor fd, Callback callback);
  // Whether it was watched; false on a closed loop. Call them before the descriptor is closed.
  bool unwatch_reader(FileDescriptor fd);
  bool unwatch_writer(FileDescriptor fd);

  // From here until unregister_transport(), add_reader() and the like and the sock_* methods refuse the
  // descriptor unless is_closing(). The loop keeps the transport alive so long; close() of the loop lets go
  // of it without telling it. A destructor of a transport may still call unwatch_* and unregister_transport()
  // then: they do nothing.
  void register_transport(FileDescriptor fd, std::shared_ptr<BaseTransport> transport);
  void unregister_transport(FileDescriptor fd) noexcept;
  // Throws ValueError "Invalid file descriptor: -1", or RuntimeError if a transport owns it.
  void check_not_owned(FileDescriptor fd);

 protected:
  void select(std::optional<Duration> timeout) override;
  void process_events() override;
  void wake_up() noexcept override { wake_up_->notify(); }

 private:
  using Direction = Handle DescriptorTable::Entry::*;
  void watch(FileDescriptor fd, Direction direction, Callback callback);
  bool unwatch(FileDescriptor fd, Direction direction);

  std::unique_ptr<Selector> selector_;
  std::unique_ptr<WakeUp> wake_up_;
  DescriptorTable descriptors_;
  std::span<const ReadyDescriptor> events_;
};

}  // namespace asyncio
