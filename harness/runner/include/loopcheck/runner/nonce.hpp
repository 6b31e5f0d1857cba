// Words that nobody can know before: what a control step must transform.
#pragma once

#include <random>
#include <string>

namespace loopcheck::runner {

class NonceSource {
 public:
  NonceSource();
  // 16 lower-case letters and digits; never the same backwards.
  std::string next();

 private:
  std::mt19937_64 engine_;
};

}  // namespace loopcheck::runner
