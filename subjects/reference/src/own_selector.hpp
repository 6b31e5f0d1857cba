// A selector that a scenario makes for itself, without a loop.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "asyncio/selector.hpp"

namespace reference_subject {

struct OwnSelector {
  std::unique_ptr<asyncio::Selector> selector;
  std::map<asyncio::FileDescriptor, std::string> ends;  // what was registered, as the step named it
};

}  // namespace reference_subject
