// Fixtures that only Linux has.
#include <sys/eventfd.h>

#include "unix/descriptor.hpp"
#include "unix/fixture_tables.hpp"

namespace reference_subject {
namespace {

Ends event_counter(const FixtureRequest&) {
  return {{"fd", std::make_shared<End>(checked(::eventfd(0, EFD_CLOEXEC), "eventfd"), End::Kind::counter)}};
}

}  // namespace

FixtureTable system_fixtures() {
  return {{"eventfd", event_counter}};
}

}  // namespace reference_subject
