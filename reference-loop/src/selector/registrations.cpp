#include "selector/registrations.hpp"

#include <string>

namespace asyncio {

void Registrations::check_open() const {
  if (closed_) {
    throw RuntimeError("selector is closed");
  }
}

void Registrations::check(FileDescriptor fd, EventMask events) const {
  check_open();
  if (events == 0 || (events & ~(event_read | event_write)) != 0) {
    throw ValueError("Invalid events: " + std::to_string(events));
  }
  if (fd < 0) {
    throw ValueError("Invalid file descriptor: " + std::to_string(fd));
  }
}

void Registrations::check_new(FileDescriptor fd, EventMask events) const {
  check(fd, events);
  if (find(fd) != 0) {
    throw KeyError(std::to_string(fd) + " is already registered");
  }
}

void Registrations::check_known(FileDescriptor fd, EventMask events) const {
  check(fd, events);
  if (find(fd) == 0) {
    throw KeyError(std::to_string(fd) + " is not registered");
  }
}

void Registrations::set(FileDescriptor fd, EventMask events) noexcept {
  EventMask& mask = masks_.get(fd);
  if (mask == 0 && events != 0) {
    ++size_;
  } else if (mask != 0 && events == 0) {
    --size_;
  }
  mask = events;
}

bool Registrations::close() noexcept {
  if (closed_) {
    return false;
  }
  closed_ = true;
  masks_.clear();
  size_ = 0;
  return true;
}

}  // namespace asyncio
