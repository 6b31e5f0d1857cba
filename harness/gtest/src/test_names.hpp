// Names as GoogleTest, its filters and CTest can take them: letters, digits, `_` and `/`. A filter has its
// own meaning for `-`, `*`, `?` and `:`, and CMake for brackets and semicolons.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace loopcheck::front {

// "add-reader[resource=pipe,times=2]" becomes "add_reader/resource_pipe/times_2".
std::string test_name(std::string_view id);

// Keeps names apart that have become the same: the second gets a number.
class Names {
 public:
  std::string unique(std::string name);

 private:
  std::set<std::string> taken_;
};

}  // namespace loopcheck::front
