#include "unix/poll_selector.hpp"

#include <fcntl.h>

#include <cerrno>

#include "selector/timeout.hpp"

namespace asyncio {
namespace {

short to_poll(EventMask events) noexcept {
  return static_cast<short>(((events & event_read) != 0 ? POLLIN : 0) |
                            ((events & event_write) != 0 ? POLLOUT : 0));
}

EventMask from_poll(short events) noexcept {
  return ((events & ~POLLOUT) != 0 ? event_read : 0U) | ((events & ~POLLIN) != 0 ? event_write : 0U);
}

// A device that poll() cannot watch, as there are on macOS ("does not support devices", poll(2), BUGS;
// https://www.openssh.com/txt/release-8.9), is reported like a closed descriptor, at once and for ever. It is
// refused instead, as the other selectors do. Linux knows such descriptors, too: those of O_PATH.
void check_supported(FileDescriptor fd) {
  pollfd polled{fd, POLLIN, 0};
  if (::poll(&polled, 1, 0) == 1 && (polled.revents & POLLNVAL) != 0 && ::fcntl(fd, F_GETFD) >= 0) {
    throw OSError(EINVAL, "poll");
  }
}

}  // namespace

void PollSelector::register_descriptor(FileDescriptor fd, EventMask events) {
  registrations_.check_new(fd, events);
  check_supported(fd);
  registrations_.reserve(fd);
  positions_.get(fd);
  polled_.push_back({fd, to_poll(events), 0});
  ready_.reserve(polled_.capacity());
  positions_.get(fd) = polled_.size() - 1;
  registrations_.set(fd, events);
}

void PollSelector::modify(FileDescriptor fd, EventMask events) {
  registrations_.check_known(fd, events);
  polled_[positions_.get(fd)].events = to_poll(events);
  registrations_.set(fd, events);
}

void PollSelector::unregister(FileDescriptor fd) {
  registrations_.check_known(fd, event_read);
  const std::size_t position = positions_.get(fd);
  polled_[position] = polled_.back();
  positions_.get(polled_[position].fd) = position;
  polled_.pop_back();
  registrations_.set(fd, 0);
}

std::span<const ReadyDescriptor> PollSelector::select(std::optional<Duration> timeout) {
  registrations_.check_open();
  ready_.clear();
  int left = ::poll(polled_.data(), static_cast<nfds_t>(polled_.size()), to_milliseconds(timeout));
  if (left < 0) {
    if (errno == EINTR) {
      return ready_;
    }
    throw OSError(errno, "poll");
  }
  for (const pollfd& polled : polled_) {
    if (left == 0) {
      break;
    }
    if (polled.revents != 0) {
      --left;
      if (const EventMask events = from_poll(polled.revents) & registrations_.find(polled.fd); events != 0) {
        ready_.push_back({polled.fd, events});
      }
    }
  }
  return ready_;
}

}  // namespace asyncio
