#include "identity.hpp"

#include "asyncio/loops.hpp"
#include "asyncio/selector.hpp"
#include "process.hpp"

namespace reference_subject {

loopcheck::protocol::SubjectIdentity identity() {
  return {"reference", LOOPCHECK_VERSION, "c++/1"};
}

std::vector<OfferedLoop> offered_loops(const std::string& documented) {
  std::vector<OfferedLoop> loops;
  for (const asyncio::SelectorKind kind : asyncio::available_selectors()) {
    const std::string selector(asyncio::to_string(kind));
    loopcheck::protocol::Environment environment;
    environment.id = platform_name() + "-selector-" + selector;
    environment.platform = platform_name();
    environment.platform_version = platform_version();
    environment.arch = architecture();
    environment.loop = "selector";
    environment.selector = selector;
    // It runs on no Python: this is the version that it models.
    environment.python = documented;
    environment.documented = documented;
    environment.provenance = "native";
    loops.push_back({std::move(environment),
                     [kind] { return asyncio::new_selector_event_loop(asyncio::make_selector(kind)); }});
  }
  return loops;
}

}  // namespace reference_subject
