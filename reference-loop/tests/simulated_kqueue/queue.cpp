#include "queue.hpp"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>

#include "descriptor_kind.hpp"

namespace simulated_kqueue {
namespace {

constexpr std::uint64_t inotify_tag = std::uint64_t{1} << 32;
constexpr unsigned known_flags =
    EV_ADD | EV_DELETE | EV_ENABLE | EV_DISABLE | EV_ONESHOT | EV_CLEAR | EV_RECEIPT;

bool is_descriptor_filter(int filter) noexcept {
  return filter == EVFILT_READ || filter == EVFILT_WRITE;
}

bool is_number(const struct ::kevent& event) noexcept {
  return event.ident <= static_cast<std::uintptr_t>(INT32_MAX);
}

}  // namespace

// The events that are handed out, up to the room there is.
class Queue::Output {
 public:
  explicit Output(std::span<struct ::kevent> room) noexcept : room_(room) {}
  [[nodiscard]] bool full() const noexcept { return count_ == room_.size(); }
  [[nodiscard]] int count() const noexcept { return static_cast<int>(count_); }
  void add(const Key& key, const Filter& filter, unsigned flags, std::intptr_t data, unsigned notes = 0) {
    flags |= EV_ADD | (filter.one_shot ? EV_ONESHOT : 0U) | (filter.clear ? EV_CLEAR : 0U);
    room_[count_++] = {
        key.first,   static_cast<std::int16_t>(key.second), static_cast<std::uint16_t>(flags), notes, data,
        filter.udata};
  }

 private:
  std::span<struct ::kevent> room_;
  std::size_t count_ = 0;
};

// ---- Changes

int Queue::change(const struct ::kevent& change, bool refuse_character_devices) {
  if ((change.flags & ~known_flags) != 0) {
    return EINVAL;
  }
  if (is_descriptor_filter(change.filter)) {
    if (!is_number(change) || ::fcntl(static_cast<int>(change.ident), F_GETFD) < 0) {
      return EBADF;  // before anything else, for deleting too
    }
    if ((change.flags & EV_CLEAR) != 0 || change.fflags != 0) {
      return EINVAL;  // not simulated
    }
  } else if (change.filter != EVFILT_PROC && change.filter != EVFILT_USER) {
    return EINVAL;
  } else if ((change.flags & (EV_ENABLE | EV_DISABLE)) != 0) {
    return EINVAL;  // not simulated
  }
  if ((change.flags & EV_ADD) != 0) {
    return add(change, refuse_character_devices);
  }
  const auto found = filters_.find(Key{change.ident, change.filter});
  if (found == filters_.end()) {
    return ENOENT;
  }
  if ((change.flags & EV_DELETE) != 0) {
    remove(found);
    return 0;
  }
  if (change.filter == EVFILT_USER && (change.fflags & NOTE_TRIGGER) != 0) {
    return trigger(found->second);
  }
  if ((change.flags & (EV_ENABLE | EV_DISABLE)) != 0) {
    found->second.enabled = (change.flags & EV_ENABLE) != 0;
    return found->second.source == Source::polled ? update_epoll(static_cast<int>(change.ident)) : 0;
  }
  return 0;
}

int Queue::trigger(const Filter& filter) noexcept {
  // EAGAIN: the counter is full, so the event is pending as it should be.
  return ::eventfd_write(filter.helper.get(), 1) == 0 || errno == EAGAIN ? 0 : errno;
}

int Queue::add(const struct ::kevent& change, bool refuse_character_devices) {
  const Key key{change.ident, change.filter};
  const auto [found, is_new] = filters_.try_emplace(key);
  Filter& filter = found->second;
  if (is_new) {
    if (const int error = attach(key, filter, change, refuse_character_devices); error != 0) {
      filters_.erase(found);
      return error;
    }
  }
  // Adding again changes the filter that is there, and looks at its source anew.
  filter.enabled = (change.flags & EV_DISABLE) == 0;
  filter.one_shot = (change.flags & EV_ONESHOT) != 0 || filter.source == Source::process;
  filter.clear = (change.flags & EV_CLEAR) != 0;
  filter.active = filter.source == Source::file;
  filter.udata = change.udata;
  if (filter.source == Source::polled) {
    if (const int error = update_epoll(static_cast<int>(change.ident)); error != 0) {
      remove(found);
      return error;
    }
  }
  return (change.fflags & NOTE_TRIGGER) != 0 && filter.source == Source::user ? trigger(filter) : 0;
}

int Queue::attach(const Key& key, Filter& filter, const struct ::kevent& change,
                  bool refuse_character_devices) {
  if (change.filter == EVFILT_PROC) {
    return attach_process(key, filter, change.fflags);
  }
  if (change.filter == EVFILT_USER) {
    return (change.fflags & ~static_cast<unsigned>(NOTE_TRIGGER)) == 0 ? attach_user(key, filter) : EINVAL;
  }
  return attach_descriptor(key, filter, refuse_character_devices);
}

int Queue::attach_descriptor(const Key& key, Filter& filter, bool refuse_character_devices) {
  const int fd = static_cast<int>(key.first);
  switch (kind_of(fd)) {
    case DescriptorKind::closed:
      return EBADF;
    case DescriptorKind::directory:
    case DescriptorKind::device:
      return EINVAL;
    case DescriptorKind::terminal:
      return refuse_character_devices ? EINVAL : 0;
    case DescriptorKind::file:
      return watch_file(key, filter);
    case DescriptorKind::pipe:
      return key.second == EVFILT_WRITE && has_no_reader(fd) ? EPIPE : 0;
    case DescriptorKind::fifo:
    case DescriptorKind::socket:
      break;
    case DescriptorKind::other:  // a queue: it can be read only (kqueue_kqfilter() in kern_event.c)
      return key.second == EVFILT_WRITE ? EINVAL : 0;
  }
  return 0;
}

int Queue::watch_file(const Key& key, Filter& filter) {
  filter.source = Source::file;
  if (key.second == EVFILT_WRITE) {
    return 0;  // always true
  }
  if (!inotify_) {
    inotify_ = RealDescriptor(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    if (!inotify_ || add_helper(inotify_.get(), inotify_tag) != 0) {
      return errno;
    }
  }
  const std::string path = "/proc/self/fd/" + std::to_string(key.first);
  filter.inotify_watch = ::inotify_add_watch(inotify_.get(), path.c_str(), IN_MODIFY);
  return filter.inotify_watch >= 0 ? 0 : errno;
}

int Queue::attach_process(const Key& key, Filter& filter, unsigned notes) {
  if (notes != NOTE_EXIT) {
    return EINVAL;  // not simulated
  }
  RealDescriptor pidfd(static_cast<int>(::syscall(SYS_pidfd_open, static_cast<pid_t>(key.first), 0)));
  if (!pidfd) {
    return errno == EINVAL ? ESRCH : errno;
  }
  siginfo_t ended{};
  if (::waitid(P_PIDFD, static_cast<id_t>(pidfd.get()), &ended, WEXITED | WNOWAIT | WNOHANG) == 0 &&
      ended.si_pid != 0) {
    return ESRCH;  // macOS finds no zombies
  }
  filter.source = Source::process;
  filter.helper = std::move(pidfd);
  helpers_[++last_tag_] = key;
  return add_helper(filter.helper.get(), last_tag_);
}

int Queue::attach_user(const Key& key, Filter& filter) {
  filter.source = Source::user;
  filter.helper = RealDescriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!filter.helper) {
    return errno;
  }
  helpers_[++last_tag_] = key;
  return add_helper(filter.helper.get(), last_tag_);
}

int Queue::add_helper(int helper, std::uint64_t tag) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = tag;
  return ::epoll_ctl(epoll_, EPOLL_CTL_ADD, helper, &event) == 0 ? 0 : errno;
}

// Tells epoll what the two filters of a descriptor want. 0 or errno.
int Queue::update_epoll(int fd, Level level) {
  const auto ident = static_cast<std::uintptr_t>(fd);
  epoll_event event{};
  event.data.u64 = ident;
  const auto wants = [&](int filter) {
    const auto found = filters_.find(Key{ident, filter});
    return found != filters_.end() && found->second.source == Source::polled && found->second.enabled;
  };
  event.events = (wants(EVFILT_READ) ? EPOLLIN | EPOLLRDHUP : 0U) | (wants(EVFILT_WRITE) ? EPOLLOUT : 0U);
  const auto known = epolled_.find(fd);
  if (event.events == 0) {
    // Not merely an empty mask: hang-ups would be reported still.
    if (known != epolled_.end()) {
      ::epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
      epolled_.erase(known);
    }
    return 0;
  }
  event.events |= level == Level::edge ? EPOLLET : 0U;
  if (::epoll_ctl(epoll_, known == epolled_.end() ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &event) != 0) {
    return errno;
  }
  epolled_[fd] = level == Level::edge;
  return 0;
}

void Queue::remove(Filters::iterator found) {
  const Key key = found->first;
  const Filter gone = std::move(found->second);
  filters_.erase(found);
  switch (gone.source) {
    case Source::polled:
      update_epoll(static_cast<int>(key.first));
      break;
    case Source::file: {
      const auto same = [&](const auto& other) { return other.second.inotify_watch == gone.inotify_watch; };
      if (gone.inotify_watch >= 0 && std::none_of(filters_.begin(), filters_.end(), same)) {
        ::inotify_rm_watch(inotify_.get(), gone.inotify_watch);
      }
      break;
    }
    case Source::process:
    case Source::user:
      // Closing the helper is not enough: a forked child may hold a copy.
      ::epoll_ctl(epoll_, EPOLL_CTL_DEL, gone.helper.get(), nullptr);
      std::erase_if(helpers_, [&](const auto& helper) { return helper.second == key; });
      break;
  }
}

void Queue::forget(int fd) {
  for (const int filter : {EVFILT_READ, EVFILT_WRITE}) {
    if (const auto found = filters_.find(Key{static_cast<std::uintptr_t>(fd), filter});
        found != filters_.end()) {
      remove(found);
    }
  }
}

// ---- Events

int Queue::collect(std::span<struct ::kevent> events) {
  Output output(events);
  std::vector<epoll_event> found(epolled_.size() + helpers_.size() + 1);
  const int count = ::epoll_wait(epoll_, found.data(), static_cast<int>(found.size()), 0);
  for (int i = 0; i < count && !output.full(); ++i) {
    const epoll_event& event = found[static_cast<std::size_t>(i)];
    if (event.data.u64 == inotify_tag) {
      read_inotify();
    } else if (const auto helper = helpers_.find(event.data.u64); helper != helpers_.end()) {
      collect_helper(Key(helper->second), output);
    } else {
      collect_descriptor(static_cast<int>(event.data.u64), event.events, output);
    }
  }
  collect_files(output);
  return output.count();
}

void Queue::collect_descriptor(int fd, std::uint32_t ready, Output& output) {
  // epoll would go on saying so, so it is asked for changes only, until there is something.
  if ((ready & EPOLLHUP) != 0 && was_never_connected(fd)) {
    update_epoll(fd, Level::edge);
    return;
  }
  if (epolled_[fd]) {
    update_epoll(fd);
  }
  const auto emit = [&](int filter, std::uint32_t wanted, std::uint32_t end, std::intptr_t (*amount)(int)) {
    const auto note = filters_.find(Key{static_cast<std::uintptr_t>(fd), filter});
    if ((ready & (wanted | end)) == 0 || note == filters_.end() || !note->second.enabled || output.full()) {
      return;
    }
    output.add(note->first, note->second, (ready & end) != 0 ? EV_EOF : 0U, amount(fd));
    if (note->second.one_shot) {
      remove(note);
    }
  };
  emit(EVFILT_READ, EPOLLIN, EPOLLRDHUP | EPOLLHUP | EPOLLERR,
       [](int descriptor) { return readable_amount(descriptor); });
  emit(EVFILT_WRITE, EPOLLOUT, EPOLLHUP | EPOLLERR,
       [](int descriptor) { return writable_amount(descriptor); });
}

void Queue::collect_helper(const Key& key, Output& output) {
  const auto found = filters_.find(key);
  Filter& filter = found->second;
  if (filter.source == Source::process) {
    output.add(key, filter, EV_EOF, 0, NOTE_EXIT);
  } else {
    output.add(key, filter, 0, 0);
    if (filter.clear) {
      eventfd_t count = 0;
      ::eventfd_read(filter.helper.get(), &count);
    }
  }
  if (filter.one_shot) {
    remove(found);
  }
}

void Queue::read_inotify() {
  alignas(inotify_event) std::array<char, 4096> buffer{};
  ssize_t size = 0;
  while ((size = ::read(inotify_.get(), buffer.data(), buffer.size())) > 0) {
    // Whichever file it was: a look at one that has not changed does no harm.
    for (auto& [key, filter] : filters_) {
      filter.active |= filter.source == Source::file;
    }
  }
}

// A file's filter is looked at when it was added, and when something has happened to the file; it stays worth
// a look for as long as it is true. A position that was moved by lseek() alone makes no news.
void Queue::collect_files(Output& output) {
  for (auto note = filters_.begin(); note != filters_.end();) {
    const auto current = note++;
    const auto& [key, filter] = *current;
    if (!filter.active || !filter.enabled || output.full()) {
      continue;
    }
    const std::intptr_t amount =
        key.second == EVFILT_WRITE ? 1 : distance_to_end(static_cast<int>(key.first));
    if (amount == 0) {
      current->second.active = false;
      continue;
    }
    output.add(key, filter, 0, amount);
    if (filter.one_shot) {
      remove(current);
    }
  }
}

}  // namespace simulated_kqueue
