// What the step "open" can open: the fixtures of cases/fixtures.json. Each operating system's folder has a
// table of them.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "end.hpp"
#include "step.hpp"

namespace reference_subject {

struct FixtureRequest {
  const Step& step;
  const std::string& scratch;  // folder of the scenario
  std::string unique_path;     // in that folder, not in use
  const std::string& child;    // path of the helper of subprocess cases
};

// Throws Unmet if the machine does not provide it, asyncio::OSError if a system call fails.
using Fixture = Ends (*)(const FixtureRequest&);
using FixtureTable = std::map<std::string_view, Fixture>;

const FixtureTable& fixtures();

}  // namespace reference_subject
