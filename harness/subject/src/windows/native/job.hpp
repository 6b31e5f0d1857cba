// A job object: processes that end together.
#pragma once

#include "native/handle.hpp"

namespace loopcheck::subject::native {

// Whatever is in it ends when it is closed, also when that is because its owner was killed. What its
// processes start is in it too, and nothing can leave it.
class Job {
 public:
  Job();  // throws std::system_error
  void add(HANDLE process) const;
  void terminate() const;

 private:
  Handle handle_;
};

}  // namespace loopcheck::subject::native
