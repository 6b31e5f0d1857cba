// The defects by topic; each file makes a list of its own.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "asyncio/defects/defect.hpp"
#include "asyncio/defects/loop_decorator.hpp"

namespace asyncio::defects {

using Defects = std::vector<Defect>;

Defects defects_of_running();
Defects defects_of_callbacks();
Defects defects_of_closing();
Defects defects_of_watching();
Defects defects_of_files_and_devices();
Defects defects_of_what_exists();
Defects defects_of_methods();
Defects defects_of_acceptance();
Defects defects_of_selectors();
Defects defects_of_servers();
Defects defects_of_ports();
Defects defects_of_transports();
Defects defects_of_subprocesses();

// A loop of that class around the sound one.
template <class Decorator>
LoopFault with() {
  return [](std::unique_ptr<EventLoop> sound) { return std::make_unique<Decorator>(std::move(sound)); };
}
template <class Decorator, class... Arguments>
LoopFault with(Arguments... arguments) requires(sizeof...(Arguments) > 0) {
  return [=](std::unique_ptr<EventLoop> sound) {
    return std::make_unique<Decorator>(std::move(sound), arguments...);
  };
}

inline const Scope unix_only{.platforms = {"linux", "macos"}};
inline const Scope windows_only{.platforms = {"windows"}};
inline const Scope selector_loops{.loops = {"selector"}};
inline const Scope windows_selector{.platforms = {"windows"}, .loops = {"selector"}};
inline const Scope windows_proactor{.platforms = {"windows"}, .loops = {"proactor"}};

}  // namespace asyncio::defects
