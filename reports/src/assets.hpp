// The files of templates/ and assets/, which are part of the program.
#pragma once

#include <string>
#include <string_view>

namespace loopcheck::reports {

struct Asset {
  std::string_view name;  // of the file, without its folder
  std::string_view text;
  std::string_view sha256;  // hexadecimal
};

// Throws std::logic_error for a name that is not there.
const Asset& asset(std::string_view name);

}  // namespace loopcheck::reports
