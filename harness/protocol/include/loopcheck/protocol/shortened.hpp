// Long texts of subjects, cut. Sizes are bytes of UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace loopcheck::protocol {

// How many bytes of the text to keep for at most `limit` of them, so that no character is cut in two.
std::size_t size_within(std::string_view text, std::size_t limit);

// At most `limit` bytes, cut between characters, with "…" if something was cut.
std::string shortened(std::string_view text, std::size_t limit);

}  // namespace loopcheck::protocol
