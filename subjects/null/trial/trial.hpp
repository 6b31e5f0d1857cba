// The whole suite against something that answers, without a process between: a scenario is sent, answered and
// judged on the spot. A thousand seeds take seconds.
//
//   Trial trial(catalogue, environment);
//   std::vector<Earned> earned = trial.hold(behaviour.answer, seed);
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "loopcheck/catalogue/catalogue.hpp"
#include "loopcheck/protocol/messages.hpp"

namespace null_subject {

using Answer = std::function<loopcheck::protocol::Transcript(const loopcheck::protocol::RunRequest& request,
                                                             std::uint64_t seed)>;

// A documented result that passed: the suite took it for work.
struct Earned {
  std::string case_id;
  std::string rule;
};

class Trial {
 public:
  // Keeps every case that applies, expanded. The catalogue must outlive it.
  Trial(const loopcheck::catalogue::Catalogue& catalogue, loopcheck::protocol::Environment environment);

  // Of every `stride` cases one, another one with each seed.
  [[nodiscard]] std::vector<Earned> hold(const Answer& answer, std::uint64_t seed,
                                         std::size_t stride = 1) const;

  [[nodiscard]] std::size_t case_count() const { return experiments_.size(); }
  [[nodiscard]] const loopcheck::protocol::Environment& environment() const { return environment_; }

 private:
  struct Experiment {
    loopcheck::catalogue::Case expanded;
    loopcheck::protocol::RunRequest request;
  };

  const loopcheck::catalogue::Catalogue& catalogue_;
  loopcheck::protocol::Environment environment_;
  std::vector<Experiment> experiments_;
};

}  // namespace null_subject
