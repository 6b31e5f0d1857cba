// What happened in a scenario besides the outcomes of its steps, and a way to wait for it. Safe to use from
// every thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

#include "loopcheck/protocol/transcript.hpp"

namespace reference_subject {

class EventLog {
 public:
  static constexpr std::size_t limit = 2000;  // events kept; further ones are only counted

  // Events of the constructing thread are marked "main".
  EventLog();

  [[nodiscard]] std::chrono::nanoseconds elapsed() const;  // since the scenario began

  [[nodiscard]] bool on_main_thread() const { return std::this_thread::get_id() == main_thread_; }

  // The top-level step that is being performed from now on.
  void set_step(std::string id);

  void log(const std::string& name, nlohmann::json data = nlohmann::json::object());
  // Like an event for those who wait, but not shown. `name` is a name of the adapter's own, apart from those
  // of events.
  void note(const std::string& name);
  static std::string note_name(const std::string& name);  // under which to wait for it

  [[nodiscard]] bool reached(const std::vector<std::string>& names, std::uint64_t count) const;

  // Calls `notify` once, on the thread that logs the last event that is missing, and while the log is locked.
  class Watch;
  using WatchId = std::list<Watch>::iterator;
  // False (and no watch) if it is reached already.
  bool watch(std::vector<std::string> names, std::uint64_t count, std::function<void()> notify, WatchId& id);
  void unwatch(WatchId id);

  // Blocks the calling thread. False if the scenario ended before.
  bool block_until(const std::string& name, std::uint64_t count);
  // Nobody shall go on waiting for anything: every watch is notified, every blocked thread goes on.
  void abandon();
  [[nodiscard]] bool abandoned() const;

  // The steps are over: nothing is logged from now on.
  void seal();
  [[nodiscard]] bool sealed() const;

  // The events so far; to be called once, at the end.
  std::vector<loopcheck::protocol::Event> take_events();
  [[nodiscard]] std::uint64_t dropped() const;

 private:
  void count(const std::string& name);

  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  const std::thread::id main_thread_ = std::this_thread::get_id();
  // Recursive, since notifying may make a loop log something on the spot.
  mutable std::recursive_mutex mutex_;
  std::condition_variable_any changed_;
  std::string step_;
  std::vector<loopcheck::protocol::Event> events_;
  std::uint64_t dropped_ = 0;
  std::map<std::string, std::uint64_t> counts_;
  std::list<Watch> watches_;
  bool abandoned_ = false;
  bool sealed_ = false;
};

class EventLog::Watch {
 public:
  std::vector<std::string> names;
  std::uint64_t count = 1;
  std::function<void()> notify;  // empty once called
};

}  // namespace reference_subject
