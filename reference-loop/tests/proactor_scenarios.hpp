// Small worlds of connections for proactor loops, with witnesses who write down what went wrong. Each must
// come to an end whatever happens to a single operation.
#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "asyncio/event_loop.hpp"

namespace asyncio::testing {

// What the witnesses of one run have seen.
class Ledger {
 public:
  explicit Ledger(EventLoop& owner) : loop(owner) {}

  EventLoop& loop;
  std::vector<std::string> faults;  // promises that were broken
  int made = 0;
  int lost = 0;
  int served = 0;  // what a scenario is for: replies, streams that came through whole

  // Something failed: whatever is still open is given up.
  void give_up();
  // Called by give_up(), and when the run ends; at once if that has been.
  void at_end(std::function<void()> call);
  void wake() const { loop.stop(); }

 private:
  std::vector<std::function<void()>> at_end_;
  bool given_up_ = false;
};

struct Scenario {
  std::string_view name;
  // Done when all has been started and waited for that is no transport; transports end by themselves.
  Future<void> (*run)(EventLoop& loop, Ledger& ledger);
  int served;  // what the ledger must show after an undisturbed run
};

inline void PrintTo(const Scenario& scenario, std::ostream* out) {
  *out << scenario.name;
}

[[nodiscard]] const std::vector<Scenario>& scenarios();

}  // namespace asyncio::testing
