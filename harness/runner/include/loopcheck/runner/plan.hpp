// Which scenario is to be run on which subject: everything that is known before the first one starts.
#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "loopcheck/catalogue/catalogue.hpp"
#include "loopcheck/protocol/messages.hpp"
#include "loopcheck/record/types.hpp"
#include "loopcheck/subject/surroundings.hpp"

namespace loopcheck::runner {

// A program that a user wants to have checked.
struct SubjectSpec {
  std::string name;  // unique within a run
  std::vector<std::string> command;
  std::vector<std::string> rerun;  // the options of `loopcheck run` that name it
  subject::Surroundings surroundings = {};
  std::vector<std::string> environments = {};  // globs over ids; empty: all that it offers
};

// A subject as it introduced itself; `problem` is set instead if it did not.
struct Introduction {
  SubjectSpec spec;
  protocol::InitializeResult identity;
  std::string problem;
  std::string standard_error;
};

struct Scenario {
  std::size_t subject = 0;      // index into the introductions
  std::size_t environment = 0;  // index into that subject's environments
  catalogue::CaseHandle handle;
};

struct Plan {
  // Subject by subject and, within one, case by case: what differs between environments is seen side by side,
  // and a case is expanded once for all of them.
  std::vector<Scenario> scenarios;
  std::size_t selected = 0;     // scenarios of all shards together
  std::set<std::string> needs;  // of all cases and fixtures that are to be run
  record::RunHeader header;
};

// A scenario as a run record knows it.
struct ScenarioName {
  std::string subject;
  std::string environment;  // its id
  std::string case_id;

  friend auto operator<=>(const ScenarioName&, const ScenarioName&) = default;
};

struct Choice {
  std::vector<catalogue::CaseHandle> cases;
  catalogue::Selection selection;              // of rules: only these get results
  std::vector<std::string> environments;       // globs over ids; empty: all
  std::optional<std::set<ScenarioName>> only;  // of what the others choose; nothing: all
  std::optional<record::Shard> shard;          // only the cases of this part
};

// Whether the rule is in the documentation that the environment answers to, and speaks of it.
bool applies(const catalogue::Rule& rule, const protocol::Environment& environment);

// A rule as reports know it.
record::RuleInfo rule_info(const catalogue::Rule& rule);
// A restriction, shown as a rule is.
record::RuleInfo rule_info(const catalogue::Restriction& restriction);

// Which of the subject's environments are chosen.
bool chosen(const Choice& choice, const protocol::Environment& environment);

// The header lacks what only the caller knows: record::HarnessInfo.
Plan make_plan(const catalogue::Catalogue& catalogue, const std::vector<Introduction>& subjects,
               const Choice& choice);

}  // namespace loopcheck::runner
