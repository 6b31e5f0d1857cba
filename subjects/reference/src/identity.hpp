// Who this subject is, and which loops it offers.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "asyncio/event_loop.hpp"
#include "loopcheck/protocol/messages.hpp"
#include "scenario.hpp"

namespace reference_subject {

struct OfferedLoop {
  loopcheck::protocol::Environment environment;
  LoopFactory make;
  SelectorFactory make_selector;  // null for a loop without one
};

// The latest version of the documentation that the library answers to.
inline constexpr const char* latest_documented = "3.15";

loopcheck::protocol::SubjectIdentity identity();

// By which clock the loops go: the one that the documentation means, or the finer one where there are two. On
// Windows that is the performance counter, which Python takes since 3.13, while the text still means the
// ticks.
enum class ClockChoice { documented, performance_counter };

// One selector loop for each selector of this platform, the most efficient first, and the proactor loop where
// there is one.
std::vector<OfferedLoop> offered_loops(const std::string& documented, ClockChoice clock);

// The loop that whoever goes by that documentation gets without asking for a class.
std::unique_ptr<asyncio::EventLoop> default_loop(std::string_view documented);

}  // namespace reference_subject
