// What several attempts at one scenario say together.
#pragma once

#include <vector>

#include "loopcheck/record/types.hpp"

namespace loopcheck::runner {

// The results of a scenario, each the worst of its attempts, with what the attempts were; flaky where they
// differ in their verdict. The results of an attempt are in one order always: by expectation. An attempt that
// gave other results than the first makes all of them flaky.
class Attempts {
 public:
  explicit Attempts(std::vector<record::Result> first);

  void add(std::vector<record::Result> results);
  const std::vector<record::Result>& results() const { return results_; }
  bool flaky() const;

 private:
  std::vector<record::Result> results_;
};

// Whether the first is the worse one: crash, timeout, fail, then what gives no verdict, then a pass.
bool is_worse(record::Verdict verdict, record::Verdict than);

}  // namespace loopcheck::runner
