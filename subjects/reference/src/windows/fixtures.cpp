#include "fixtures.hpp"

#include "windows/fixture_tables.hpp"

namespace reference_subject {

const FixtureTable& fixtures() {
  static const FixtureTable table = [] {
    FixtureTable all = pipe_fixtures();
    all.merge(file_fixtures());
    all.merge(socket_fixtures());
    all.merge(number_fixtures());
    all.merge(console_fixtures());
    return all;
  }();
  return table;
}

}  // namespace reference_subject
