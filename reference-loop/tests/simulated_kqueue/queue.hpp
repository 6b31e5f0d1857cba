// One simulated queue: its filters, and how epoll feeds them. Not thread-safe: the registry in kqueue.cpp
// locks.
#pragma once

#include <sys/event.h>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "real_descriptor.hpp"

namespace simulated_kqueue {

class Queue {
 public:
  // Does not own the epoll descriptor: whoever called kqueue() closes it.
  explicit Queue(int epoll) noexcept : epoll_(epoll) {}

  // 0 or errno.
  int change(const struct ::kevent& change, bool refuse_character_devices);
  // What is pending, as many as there is room for.
  int collect(std::span<struct ::kevent> events);
  // The number has been closed.
  void forget(int fd);

 private:
  enum class Source { polled, file, process, user };
  struct Filter {
    Source source = Source::polled;
    bool enabled = true;
    bool one_shot = false;
    bool clear = false;
    bool active = false;  // of files: worth a look
    int inotify_watch = -1;
    RealDescriptor helper;  // a pidfd or an eventfd
    void* udata = nullptr;
  };
  using Key = std::pair<std::uintptr_t, int>;  // ident, filter
  using Filters = std::map<Key, Filter>;
  enum class Level { normal, edge };

  int add(const struct ::kevent& change, bool refuse_character_devices);
  static int trigger(const Filter& filter) noexcept;
  int attach(const Key& key, Filter& filter, const struct ::kevent& change, bool refuse_character_devices);
  int attach_descriptor(const Key& key, Filter& filter, bool refuse_character_devices);
  int attach_process(const Key& key, Filter& filter, unsigned notes);
  int attach_user(const Key& key, Filter& filter);
  int watch_file(const Key& key, Filter& filter);
  void remove(Filters::iterator found);
  int update_epoll(int fd, Level level = Level::normal);
  int add_helper(int helper, std::uint64_t tag);

  class Output;
  void collect_descriptor(int fd, std::uint32_t ready, Output& output);
  void collect_helper(const Key& key, Output& output);
  void collect_files(Output& output);
  void read_inotify();

  int epoll_;
  Filters filters_;
  std::map<int, bool> epolled_;           // descriptor, and whether by edge
  std::map<std::uint64_t, Key> helpers_;  // by tag
  std::uint64_t last_tag_ = std::uint64_t{1} << 32;
  RealDescriptor inotify_;
};

}  // namespace simulated_kqueue
