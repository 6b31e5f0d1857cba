// What exists on this platform, and how to make it: the factory.
// https://docs.python.org/3/library/asyncio-eventloop.html#event-loop-implementations
#pragma once

#include <memory>
#include <string_view>

#include "asyncio/event_loop.hpp"
#include "asyncio/selector.hpp"

namespace asyncio {

// The platform's default loop: a selector loop with the most efficient selector on Unix, a proactor loop on
// Windows.
std::unique_ptr<EventLoop> new_event_loop();

// SelectorEventLoop(selector); the loop owns the selector. Without one: the most efficient.
std::unique_ptr<EventLoop> new_selector_event_loop(std::unique_ptr<Selector> selector = nullptr,
                                                   std::unique_ptr<Clock> clock = nullptr);

// What a proactor loop can do: the documentation before 3.8 knew it without create_datagram_endpoint().
struct ProactorFeatures {
  bool datagrams = true;
};

// ProactorEventLoop(). NotImplementedError where the platform does not have it.
std::unique_ptr<EventLoop> new_proactor_event_loop(std::unique_ptr<Clock> clock = nullptr,
                                                   ProactorFeatures features = {});

// Whether the platform has the class at all: "SelectorEventLoop", "ProactorEventLoop", "EventLoop".
bool has_implementation(std::string_view class_name) noexcept;

}  // namespace asyncio
