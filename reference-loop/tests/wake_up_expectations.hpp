// What every wake-up must do.
#pragma once

#include <gtest/gtest.h>

#include "asyncio/selector.hpp"
#include "base/wake_up.hpp"
#include "system.hpp"

namespace asyncio::testing {

inline bool is_readable(FileDescriptor fd) {
  const std::unique_ptr<Selector> selector = make_selector(SelectorKind::select);
  selector->register_descriptor(fd, event_read);
  return !selector->select(Duration::zero()).empty();
}

inline void expect_to_wake(WakeUp& wake_up) {
  const FileDescriptor fd = wake_up.descriptor();
  EXPECT_FALSE(is_readable(fd));
  for (int i = 0; i < more_than_a_wake_up_holds; ++i) {
    wake_up.notify();  // must never block, nor fail when there is no more room
  }
  wait_until_readable(fd);
  // What goes over a network, if only the loopback interface, may come in several pieces.
  while (is_readable(fd)) wake_up.drain();
  wake_up.drain();
  EXPECT_FALSE(is_readable(fd));
  wake_up.notify();
  wait_until_readable(fd);
}

}  // namespace asyncio::testing
