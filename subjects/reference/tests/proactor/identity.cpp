// The loop of Windows' shared half on Unix, over a proactor for tests: what the suite says of that half can
// be asked without Windows. It passes for a loop that is neither of the two that rules know by name.
#include "identity.hpp"

#include "asyncio/loops.hpp"
#include "chosen_defect.hpp"
#include "loop_kind.hpp"
#include "platform.hpp"

namespace reference_subject {

loopcheck::protocol::SubjectIdentity identity() {
  return {"reference-over-proactor", LOOPCHECK_VERSION, "c++/1"};
}

std::vector<OfferedLoop> offered_loops(const std::string& documented, ClockChoice /*clock*/) {
  loopcheck::protocol::Environment environment;
  environment.id = platform_name() + "-proactor";
  environment.platform = platform_name();
  environment.platform_version = platform_version();
  environment.arch = architecture();
  environment.loop = "other";
  environment.python = documented;
  environment.documented = documented;
  environment.provenance = "simulated";
  environment.provenance_detail = "the code that Windows shares, over a proactor made of poll()";
  return {{std::move(environment),
           [] {
             return chosen_defect().spoil_loop(
                 asyncio::testing::make_proactor_loop(asyncio::testing::make_proactor()));
           },
           nullptr}};
}

std::unique_ptr<asyncio::EventLoop> default_loop(std::string_view /*documented*/) {
  return chosen_defect().spoil_default(asyncio::new_event_loop());
}

}  // namespace reference_subject
