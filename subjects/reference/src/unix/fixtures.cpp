#include "fixtures.hpp"

#include "unix/fixture_tables.hpp"

namespace reference_subject {

const FixtureTable& fixtures() {
  static const FixtureTable table = [] {
    FixtureTable all = file_fixtures();
    all.merge(socket_fixtures());
    all.merge(number_fixtures());
    all.merge(system_fixtures());
    return all;
  }();
  return table;
}

}  // namespace reference_subject
