// The loop of macOS on Linux, over a simulated kqueue.
#include "platform.hpp"

#include "simulated_kqueue.hpp"

namespace reference_subject {

std::string platform_name() {
  return "macos";
}

Provenance provenance() {
  return {"simulated",
          "runs on Linux; the code for kqueue (selector, wake-up, child watcher) is that of macOS, the "
          "kernel's side "
          "of it is a small kqueue on top of epoll; poll, select, sockets, pipes, terminals, signals and "
          "processes "
          "are Linux's"};
}

// poll and select are Linux's own, and known from there; they are offered for the version whose documented
// way out they are.
std::vector<Guise> guises() {
  using asyncio::SelectorKind;
  using simulated_kqueue::Behaviour;
  return {{"macos", "15.0", {SelectorKind::kqueue}, [] { behave_like(Behaviour::modern); }},
          {"macos-10.8", "10.8", {SelectorKind::kqueue, SelectorKind::poll, SelectorKind::select}, [] {
             behave_like(Behaviour::macos_10_6_to_10_8);
           }}};
}

}  // namespace reference_subject
