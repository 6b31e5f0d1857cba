// Making the evidence small enough for a page of one file.
#pragma once

#include <string>
#include <string_view>

namespace loopcheck::reports {

// A raw deflate stream (RFC 1951), which a browser's DecompressionStream takes as "deflate-raw", in digits of
// base 85: a sixteenth smaller than base 64. No digit is markup. The same bytes give the same text.
std::string packed(std::string_view bytes);

// The way back, for tests. Throws std::invalid_argument for what packed() did not make.
std::string unpacked(std::string_view text);

}  // namespace loopcheck::reports
