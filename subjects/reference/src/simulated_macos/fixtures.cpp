// What only Linux has is refused here: macOS has no fixtures of its own.
#include "unix/fixture_tables.hpp"

namespace reference_subject {

FixtureTable system_fixtures() {
  return {};
}

}  // namespace reference_subject
