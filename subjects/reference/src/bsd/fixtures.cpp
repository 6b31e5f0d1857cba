// macOS and the BSDs have no fixtures of their own, and what only Linux has is refused there.
#include "unix/fixture_tables.hpp"

namespace reference_subject {

FixtureTable system_fixtures() {
  return {};
}

}  // namespace reference_subject
