// A small suite, three defects and their trials, all made up.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "loopcheck/sensitivity/assessment.hpp"

namespace loopcheck::sensitivity {

using Strings = std::vector<std::string>;

inline Suite small_suite() {
  return {{{"a", 1, "A holds.", false, false},
           {"b", 2, "B holds.", false, false},
           {"sum", 1, "All hold.", true, false},
           {"usual", 1, "Mostly.", false, true}},
          {{"case-a", ""}, {"case-b", ""}}};
}

inline Defect defect(std::string id, std::set<std::string> breaks) {
  return {std::move(id), "is wrong", std::move(breaks), {}, "", {}};
}

inline Trial trial(std::string defect, std::map<std::string, std::set<std::string>> fell,
                   std::set<std::string> applicable = {"a", "b", "sum", "usual"}) {
  return {std::move(defect), "made-up", "linux-selector-epoll", "native", std::move(applicable),
          std::move(fell),   ""};
}

}  // namespace loopcheck::sensitivity
