#include "event_log.hpp"

#include <algorithm>
#include <utility>

namespace reference_subject {

EventLog::EventLog() = default;

std::chrono::nanoseconds EventLog::elapsed() const {
  return std::chrono::steady_clock::now() - began_;
}

void EventLog::set_step(std::string id) {
  const std::lock_guard lock(mutex_);
  step_ = std::move(id);
}

void EventLog::log(const std::string& name, nlohmann::json data) {
  const std::lock_guard lock(mutex_);
  if (sealed_) {
    return;
  }
  if (events_.size() < limit) {
    events_.push_back({name, step_, on_main_thread() ? "main" : "other", elapsed(), std::move(data)});
  } else {
    ++dropped_;
  }
  count(name);
}

// A line end cannot be part of an event's name in a sensible scenario, so notes never meet events.
std::string EventLog::note_name(const std::string& name) {
  return "\n" + name;
}

void EventLog::note(const std::string& name) {
  const std::lock_guard lock(mutex_);
  count(note_name(name));
}

void EventLog::count(const std::string& name) {
  ++counts_[name];
  changed_.notify_all();
  for (Watch& watch : watches_) {
    if (watch.notify && reached(watch.names, watch.count)) {
      std::exchange(watch.notify, nullptr)();
    }
  }
}

bool EventLog::reached(const std::vector<std::string>& names, std::uint64_t count) const {
  const std::lock_guard lock(mutex_);
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    const auto found = counts_.find(name);
    return (found == counts_.end() ? 0 : found->second) >= count;
  });
}

bool EventLog::watch(std::vector<std::string> names, std::uint64_t count, std::function<void()> notify,
                     WatchId& id) {
  const std::lock_guard lock(mutex_);
  if (reached(names, count)) {
    return false;
  }
  id = watches_.insert(watches_.end(), Watch{std::move(names), count, std::move(notify)});
  return true;
}

void EventLog::unwatch(WatchId id) {
  const std::lock_guard lock(mutex_);
  watches_.erase(id);
}

bool EventLog::block_until(const std::string& name, std::uint64_t count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return abandoned_ || reached({name}, count); });
  return reached({name}, count);
}

void EventLog::abandon() {
  const std::lock_guard lock(mutex_);
  abandoned_ = true;
  changed_.notify_all();
  for (Watch& watch : watches_) {
    if (watch.notify) {
      std::exchange(watch.notify, nullptr)();
    }
  }
}

void EventLog::seal() {
  const std::lock_guard lock(mutex_);
  sealed_ = true;
}

bool EventLog::sealed() const {
  const std::lock_guard lock(mutex_);
  return sealed_;
}

bool EventLog::abandoned() const {
  const std::lock_guard lock(mutex_);
  return abandoned_;
}

std::vector<loopcheck::protocol::Event> EventLog::take_events() {
  const std::lock_guard lock(mutex_);
  return std::move(events_);
}

std::uint64_t EventLog::dropped() const {
  const std::lock_guard lock(mutex_);
  return dropped_;
}

}  // namespace reference_subject
