#include <algorithm>

#include "groups.hpp"

namespace asyncio::defects {

std::unique_ptr<EventLoop> Defect::spoil_loop(std::unique_ptr<EventLoop> sound) const {
  return loop ? loop(std::move(sound)) : std::move(sound);
}

std::unique_ptr<EventLoop> Defect::spoil_default(std::unique_ptr<EventLoop> sound) const {
  return default_loop ? default_loop(std::move(sound)) : std::move(sound);
}

std::unique_ptr<Selector> Defect::spoil_selector(std::unique_ptr<Selector> sound) const {
  return selector ? selector(std::move(sound)) : std::move(sound);
}

bool Defect::spoil_answer(std::string_view name, bool truth) const {
  const bool wrong = std::find(wrong_about.begin(), wrong_about.end(), name) != wrong_about.end();
  return wrong ? !truth : truth;
}

std::span<const Defect> all_defects() {
  static const Defects all = [] {
    Defects made;
    for (const auto group :
         {defects_of_running, defects_of_callbacks, defects_of_watching, defects_of_files_and_devices,
          defects_of_what_exists, defects_of_methods, defects_of_acceptance, defects_of_servers,
          defects_of_ports, defects_of_transports, defects_of_closing, defects_of_selectors,
          defects_of_subprocesses}) {
      Defects some = group();
      std::move(some.begin(), some.end(), std::back_inserter(made));
    }
    return made;
  }();
  return all;
}

const Defect* find_defect(std::string_view id) {
  const auto all = all_defects();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Defect& one) { return one.id == id; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace asyncio::defects
