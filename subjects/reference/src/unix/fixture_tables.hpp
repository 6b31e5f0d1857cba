// The tables that fixtures() is made of on Unix, by topic.
#pragma once

#include "fixtures.hpp"

namespace reference_subject {

FixtureTable file_fixtures();
FixtureTable socket_fixtures();
FixtureTable number_fixtures();
FixtureTable system_fixtures();  // those of one operating system: linux/, …

// Lets this process open more descriptors, at least `needed` in all. The limit is put back by
// undo_fixtures(). Throws Unmet.
void raise_descriptor_limit(std::size_t needed);

}  // namespace reference_subject
