// The tables that fixtures() is made of on Windows, by topic.
#pragma once

#include "fixtures.hpp"

namespace reference_subject {

FixtureTable pipe_fixtures();
FixtureTable file_fixtures();
FixtureTable socket_fixtures();
FixtureTable number_fixtures();
FixtureTable console_fixtures();

}  // namespace reference_subject
