#include "identity.hpp"

#include "asyncio/loops.hpp"
#include "asyncio/selector.hpp"
#include "chosen_defect.hpp"
#include "library_names.hpp"
#include "platform.hpp"

namespace reference_subject {
namespace {

loopcheck::protocol::Environment environment_of(const Guise& guise, const std::string& documented,
                                                const std::string& loop,
                                                std::optional<std::string> selector) {
  const Provenance where = provenance();
  loopcheck::protocol::Environment environment;
  environment.id = guise.label + '-' + loop + (selector ? '-' + *selector : "");
  environment.platform = platform_name();
  environment.platform_version = guise.version;
  environment.arch = architecture();
  environment.loop = loop;
  environment.selector = std::move(selector);
  // It runs on no Python: this is the version that it models.
  environment.python = documented;
  environment.documented = documented;
  environment.provenance = where.kind;
  environment.provenance_detail = where.detail;
  return environment;
}

std::unique_ptr<asyncio::Clock> make_clock(ClockChoice choice) {
  return choice == ClockChoice::documented ? asyncio::make_monotonic_clock()
                                           : asyncio::make_performance_clock();
}

std::unique_ptr<asyncio::Selector> selector_of(asyncio::SelectorKind kind) {
  return chosen_defect().spoil_selector(asyncio::make_selector(kind));
}

}  // namespace

loopcheck::protocol::SubjectIdentity identity() {
  return {"reference", LOOPCHECK_VERSION, "c++/1"};
}

std::vector<OfferedLoop> offered_loops(const std::string& documented, ClockChoice clock) {
  std::vector<OfferedLoop> loops;
  for (const Guise& guise : guises()) {
    for (const asyncio::SelectorKind kind : guise.selectors) {
      loops.push_back({environment_of(guise, documented, "selector", std::string(asyncio::to_string(kind))),
                       [kind, clock, assume = guise.assume] {
                         assume();
                         return chosen_defect().spoil_loop(
                             asyncio::new_selector_event_loop(selector_of(kind), make_clock(clock)));
                       },
                       [kind] { return selector_of(kind); }});
    }
    if (asyncio::has_implementation("ProactorEventLoop")) {
      // Datagrams came in Python 3.8.
      const asyncio::ProactorFeatures features{at_least(documented, 3, 8)};
      loops.push_back({environment_of(guise, documented, "proactor", std::nullopt),
                       [clock, features, assume = guise.assume] {
                         assume();
                         return chosen_defect().spoil_loop(
                             asyncio::new_proactor_event_loop(make_clock(clock), features));
                       },
                       nullptr});
    }
  }
  return loops;
}

std::unique_ptr<asyncio::EventLoop> default_loop(std::string_view documented) {
  // Until Python 3.7 the selector loop was the default one on Windows, too.
  if (platform_name() == "windows" && !at_least(documented, 3, 8)) {
    return chosen_defect().spoil_default(asyncio::new_selector_event_loop());
  }
  return chosen_defect().spoil_default(asyncio::new_event_loop());
}

}  // namespace reference_subject
