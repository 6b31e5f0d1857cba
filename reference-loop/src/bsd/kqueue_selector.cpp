#include "bsd/kqueue_selector.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

namespace asyncio {
namespace {

struct Filter {
  EventMask event;
  int filter;
};
constexpr std::array<Filter, 2> filters{{{event_read, EVFILT_READ}, {event_write, EVFILT_WRITE}}};

}  // namespace

void KqueueSelector::register_descriptor(FileDescriptor fd, EventMask events) {
  registrations_.check_new(fd, events);
  reserve(fd);
  add(fd, events);
  registrations_.set(fd, events);
}

void KqueueSelector::modify(FileDescriptor fd, EventMask events) {
  registrations_.check_known(fd, events);
  // All that is wanted, not only what is new: the number may belong to something new. What the kernel knows
  // already stays as it is.
  add(fd, events);
  remove(fd, registrations_.find(fd) & ~events);
  registrations_.set(fd, events);
}

void KqueueSelector::unregister(FileDescriptor fd) {
  registrations_.check_known(fd, event_read);
  remove(fd, registrations_.find(fd));
  registrations_.set(fd, 0);
}

// Whatever fails here fails before the kernel has agreed to anything.
void KqueueSelector::reserve(FileDescriptor fd) {
  registrations_.reserve(fd);
  if (const auto index = static_cast<std::size_t>(fd); index >= positions_.size()) {
    positions_.resize(std::max(index + 1, positions_.size() * 2));
  }
  if (const std::size_t needed = filters.size() * (registrations_.size() + 1); needed > found_.size()) {
    found_.resize(std::max(needed, found_.size() * 2));
    ready_.reserve(found_.size());
    without_reader_.reserve(found_.size());
  }
}

// All of the filters or, with an exception, none that was not there before.
void KqueueSelector::add(FileDescriptor fd, EventMask events) {
  const EventMask before = registrations_.find(fd);
  EventMask added = 0;
  std::erase(without_reader_, fd);
  for (const auto& [event, filter] : filters) {
    if ((events & event) == 0) {
      continue;
    }
    const int error = queue_.change(static_cast<std::uintptr_t>(fd), filter, EV_ADD);
    if (error == EPIPE && event == event_write) {
      without_reader_.push_back(fd);
    } else if (error != 0) {
      remove(fd, added & ~before);
      throw OSError(error, "kevent");
    }
    added |= event;
  }
}

void KqueueSelector::remove(FileDescriptor fd, EventMask events) noexcept {
  for (const auto& [event, filter] : filters) {
    if ((events & event) != 0) {
      // Fails if the descriptor has been closed; then the kernel has forgotten it already.
      static_cast<void>(queue_.change(static_cast<std::uintptr_t>(fd), filter, EV_DELETE));
    }
  }
  if ((events & event_write) != 0) {
    std::erase(without_reader_, fd);
  }
}

std::span<const ReadyDescriptor> KqueueSelector::select(std::optional<Duration> timeout) {
  registrations_.check_open();
  ready_.clear();
  if (found_.empty()) {
    found_.resize(1);  // without room for events the kernel would not wait
  }
  const int count = queue_.wait(found_, without_reader_.empty() ? timeout : Duration::zero());
  if (count < 0 && errno != EINTR) {
    throw OSError(errno, "kevent");
  }
  for (int i = 0; i < count; ++i) {
    const KernelEvent& event = found_[static_cast<std::size_t>(i)];
    report(static_cast<FileDescriptor>(event.ident), event.filter == EVFILT_WRITE ? event_write : event_read);
  }
  for (const FileDescriptor fd : without_reader_) {
    report(fd, event_write);
  }
  return ready_;
}

void KqueueSelector::report(FileDescriptor fd, EventMask events) noexcept {
  events &= registrations_.find(fd);
  if (events == 0) {
    return;
  }
  std::size_t& position = positions_[static_cast<std::size_t>(fd)];
  if (position < ready_.size() && ready_[position].fd == fd) {
    ready_[position].events |= events;
    return;
  }
  position = ready_.size();
  ready_.push_back({fd, events});  // there is room for every registered descriptor
}

void KqueueSelector::close() noexcept {
  if (registrations_.close()) {
    without_reader_.clear();
    queue_.close();
  }
}

}  // namespace asyncio
