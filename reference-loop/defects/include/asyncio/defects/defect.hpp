// Faults that a loop could have: each breaks the rules that it names, and no other. They are laid over the
// reference loop from outside, as decorators of its public interfaces; the loop itself knows nothing of them.
//
//   const Defect* defect = find_defect("add-reader-refuses");
//   std::unique_ptr<EventLoop> loop = defect->spoil_loop(new_event_loop());
//
// `loopcheck sensitivity` runs the suite over all of them: docs/sensitivity.md says how to add one.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "asyncio/clock.hpp"
#include "asyncio/event_loop.hpp"
#include "asyncio/selector.hpp"

namespace asyncio::defects {

// Where a defect is to be tried; an empty list stands for all.
struct Scope {
  std::vector<std::string_view> platforms = {};  // "linux", "macos", "windows"
  std::vector<std::string_view> loops = {};      // "selector", "proactor"
  std::vector<std::string_view> selectors = {};  // "epoll", "select", …
  std::string_view documented = {};              // the version of the documentation; empty: the latest
};

// Rules that hold somewhere although the defect breaks them elsewhere, since what is asked for them differs.
struct Spared {
  std::vector<std::string_view> rules = {};
  Scope where = {};
};

using LoopFault = std::function<std::unique_ptr<EventLoop>(std::unique_ptr<EventLoop>)>;

using SelectorFault = std::function<std::unique_ptr<Selector>(std::unique_ptr<Selector>)>;

struct Defect {
  std::string id = {};     // permanent
  std::string about = {};  // what it does wrong
  std::vector<std::string_view> breaks =
      {};  // ids of rules; where one does not apply, it is not expected to fall
  Scope scope = {};
  std::vector<Spared> spares = {};
  LoopFault loop = nullptr;          // what is made of every loop; null: nothing
  LoopFault default_loop = nullptr;  // what is made of the loop that is the default
  SelectorFault selector = nullptr;  // what is made of every selector, a loop's or not
  std::vector<std::string_view> wrong_about =
      {};                                  // names of the library that it lacks or has, against the truth
  std::string_view default_selector = {};  // the class that "DefaultSelector" stands for; empty: the truth
  std::string_view child_watcher = {};     // the class that watches children by default; empty: the truth

  [[nodiscard]] std::unique_ptr<EventLoop> spoil_loop(std::unique_ptr<EventLoop> sound) const;
  [[nodiscard]] std::unique_ptr<EventLoop> spoil_default(std::unique_ptr<EventLoop> sound) const;
  [[nodiscard]] std::unique_ptr<Selector> spoil_selector(std::unique_ptr<Selector> sound) const;
  [[nodiscard]] bool spoil_answer(std::string_view name, bool truth) const;
};

std::span<const Defect> all_defects();
const Defect* find_defect(std::string_view id);  // null if there is none

}  // namespace asyncio::defects
