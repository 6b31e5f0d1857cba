#include "linux/epoll_selector.hpp"

#include <algorithm>
#include <cerrno>

#include "selector/timeout.hpp"

namespace asyncio {
namespace {

std::uint32_t to_epoll(EventMask events) noexcept {
  return ((events & event_read) != 0 ? EPOLLIN : 0U) | ((events & event_write) != 0 ? EPOLLOUT : 0U);
}

EventMask from_epoll(std::uint32_t events) noexcept {
  return ((events & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0 ? event_read : 0U) |
         ((events & ~static_cast<std::uint32_t>(EPOLLIN)) != 0 ? event_write : 0U);
}

}  // namespace

EpollSelector::EpollSelector() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (!epoll_) {
    throw OSError(errno, "epoll_create1");
  }
}

// False with errno set.
bool EpollSelector::control(int operation, FileDescriptor fd, EventMask events) noexcept {
  epoll_event event{};
  event.events = to_epoll(events);
  event.data.fd = fd;
  return ::epoll_ctl(epoll_.get(), operation, fd, &event) == 0;
}

void EpollSelector::register_descriptor(FileDescriptor fd, EventMask events) {
  registrations_.check_new(fd, events);
  registrations_.reserve(fd);
  if (const std::size_t needed = registrations_.size() + 1; needed > found_.size()) {
    found_.resize(std::max<std::size_t>(needed, found_.size() * 2));
    ready_.reserve(found_.size());
  }
  if (!control(EPOLL_CTL_ADD, fd, events)) {
    throw OSError(errno, "epoll_ctl");
  }
  registrations_.set(fd, events);
}

void EpollSelector::modify(FileDescriptor fd, EventMask events) {
  registrations_.check_known(fd, events);
  // Always told, also if the mask is the same: the number may belong to something new.
  if (!control(EPOLL_CTL_MOD, fd, events) && (errno != ENOENT || !control(EPOLL_CTL_ADD, fd, events))) {
    throw OSError(errno, "epoll_ctl");
  }
  registrations_.set(fd, events);
}

void EpollSelector::unregister(FileDescriptor fd) {
  registrations_.check_known(fd, event_read);
  // Fails if the descriptor has been closed; then the kernel has forgotten it already.
  control(EPOLL_CTL_DEL, fd, 0);
  registrations_.set(fd, 0);
}

std::span<const ReadyDescriptor> EpollSelector::select(std::optional<Duration> timeout) {
  registrations_.check_open();
  ready_.clear();
  if (found_.empty()) {
    found_.resize(1);  // the kernel wants room for one event at least
  }
  const int count =
      ::epoll_wait(epoll_.get(), found_.data(), static_cast<int>(found_.size()), to_milliseconds(timeout));
  if (count < 0) {
    if (errno == EINTR) {
      return ready_;
    }
    throw OSError(errno, "epoll_wait");
  }
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = found_[static_cast<std::size_t>(i)];
    if (const EventMask events = from_epoll(event.events) & registrations_.find(event.data.fd); events != 0) {
      ready_.push_back({event.data.fd, events});
    }
  }
  return ready_;
}

void EpollSelector::close() noexcept {
  if (registrations_.close()) {
    epoll_.reset();
  }
}

}  // namespace asyncio
