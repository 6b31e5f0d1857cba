// What subjects and environments of several runs are called in the one that they are joined to.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "loopcheck/reports/merge.hpp"

namespace loopcheck::reports {

// By the rules that merge() documents. A name that a join gave before is recognised, so joining in steps
// gives the names that joining at once does.
class MergedNames {
 public:
  explicit MergedNames(const std::vector<MergeInput>& inputs);

  // Of a subject of that run.
  std::string subject(std::size_t run, const std::string& name) const { return subjects_.at({run, name}); }
  std::optional<std::string> known_subject(std::size_t run, const std::string& name) const;
  // Of an environment of that run, by the subject's name and the environment's id there.
  const protocol::Environment& environment(std::size_t run, const std::string& subject,
                                           const std::string& id) const {
    return environments_.at({run, subject, id});
  }

 private:
  void name_subjects(const std::vector<MergeInput>& inputs);
  void name_environments(const std::vector<MergeInput>& inputs);

  std::map<std::pair<std::size_t, std::string>, std::string> subjects_;
  std::map<std::tuple<std::size_t, std::string, std::string>, protocol::Environment> environments_;
};

}  // namespace loopcheck::reports
