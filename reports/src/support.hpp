// What the formats of `loopcheck support` have in common.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "loopcheck/reports/support.hpp"
#include "view.hpp"

namespace loopcheck::reports {

// What one environment of the run says of the rules that give a row its answer.
struct SupportEvidence {
  const Column* column = nullptr;
  record::RuleStatus status = record::RuleStatus::not_verified;  // of all of them together
  std::vector<std::pair<std::string, record::RuleStatus>> rules;
};

class SupportView {
 public:
  explicit SupportView(const Support& support);

  // One for each environment that was asked at least one of the row's rules.
  [[nodiscard]] std::vector<SupportEvidence> evidence(const SupportRow& row) const;

  // In words, one for each status and provenance: "verified (native): cpython 3.11.2 on linux/epoll". Says so
  // if there is a run and it verified nothing; empty without a run.
  [[nodiscard]] std::vector<std::string> evidence_texts(const SupportRow& row) const;

  // What to know before one reads on: a run of other rules, one that is not complete.
  [[nodiscard]] std::vector<std::string> warnings() const;

 private:
  const Support& support_;
  std::optional<View> view_;
};

// "selector loop (epoll, poll), default"
std::string loop_text(const SupportRow& row);

// The rules of a feature in the order in which its rows name them; those that give answers first.
std::vector<const record::RuleInfo*> rules_of(const Support& support, const SupportFeature& feature);

// Where a rule is in that list, from 1 on: what rows refer to it by.
std::size_t number_of(const std::vector<const record::RuleInfo*>& rules, const std::string& id);

// References to rules: "1, 4–9". Each is put between `before` and `after`.
std::string references_text(const std::vector<const record::RuleInfo*>& rules,
                            const std::vector<std::string>& ids, const std::string& before,
                            const std::string& after);

// "documented >=3.13.15,<3.14 || >=3.14.7"
std::string documented_text(const record::RuleInfo& rule);

}  // namespace loopcheck::reports
