// A program that simulates nothing: it is what it runs on.
#include "platform.hpp"

namespace reference_subject {

std::vector<Guise> guises() {
  const auto selectors = asyncio::available_selectors();
  return {{platform_name(), platform_version(), {selectors.begin(), selectors.end()}, [] {}}};
}

}  // namespace reference_subject
