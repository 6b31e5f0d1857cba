// Answers the harness's requests, one after the other.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "channel.hpp"
#include "identity.hpp"

namespace reference_subject {

class Service {
 public:
  Service(Channel& channel, std::string documented, ClockChoice clock);

  // Serves until "shutdown" is answered or the input ends.
  void serve();

 private:
  // False after "shutdown".
  bool answer(std::string_view line);
  loopcheck::protocol::Response initialize(std::int64_t id,
                                           const loopcheck::protocol::InitializeRequest& request);
  loopcheck::protocol::Response run(std::int64_t id, const loopcheck::protocol::RunRequest& request);

  Channel& channel_;
  std::string documented_;
  std::vector<OfferedLoop> loops_;
  std::string child_;
};

}  // namespace reference_subject
