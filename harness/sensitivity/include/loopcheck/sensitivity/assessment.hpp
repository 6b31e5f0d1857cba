// Does the suite notice each defect, by exactly the rules that its data says it breaks? Pure: the trials are
// run elsewhere.
//
//   Assessment assessment = assess(suite, defects, trials);
//   if (!assessment.complete()) …
//
// A trial is the suite over one defect in one environment.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "loopcheck/sensitivity/defect.hpp"

namespace loopcheck::sensitivity {

// What the assessment has to know of a rule.
struct RuleFacts {
  std::string id;
  int tier = 0;
  std::string statement;
  bool sums_up = false;        // it has implied_by, and stands and falls with other rules
  bool only_observed = false;  // no case makes a documented claim of it, so that nothing can break it

  [[nodiscard]] bool needs_a_defect() const { return why_none().empty(); }
  // Why it needs none; empty: it needs one.
  [[nodiscard]] std::string_view why_none() const;
};

struct Suite {
  std::vector<RuleFacts> rules;
  // Those that make a documented claim: id -> why no defect can make it notice anything; empty: one can.
  std::map<std::string, std::string> cases;
};

struct Trial {
  std::string defect;  // empty: the sound loop
  std::string subject;
  std::string environment;
  std::string provenance;
  std::set<std::string> applicable;                   // rules that apply there
  std::map<std::string, std::set<std::string>> fell;  // rule -> the cases that noticed
  std::string trouble;                                // the subject was given up, say; empty: none
  std::set<std::string> spared = {};                  // that the defect does not break in this environment
  bool brief = false;                                 // only with the cases of the defect's own rules
  int attempts = 1;                                   // of which the last one counts
};

// A trial, held against the data of its defect.
struct JudgedTrial {
  Trial trial;
  std::vector<std::string> noticed;     // broken, as the data says
  std::vector<std::string> missed;      // the data says broken, and they hold
  std::vector<std::string> unexpected;  // broken, and the data says nothing of it

  [[nodiscard]] bool exact() const { return missed.empty() && unexpected.empty() && trial.trouble.empty(); }
};

JudgedTrial judge(const Trial& trial, const Defect& defect, const Suite& suite);
// One line: which defect where, and what is not as its data says.
std::string as_line(const JudgedTrial& judged);

struct Assessment {
  std::vector<JudgedTrial> trials;                       // of defects
  std::vector<std::string> broken_without_defect;        // "rule in environment"
  std::map<std::string, std::set<std::string>> killers;  // rule -> defects that its cases noticed as said
  std::vector<std::string> rules_without_killer;         // that need a defect, and apply somewhere
  std::vector<std::string> rules_not_tried;              // that apply in no environment that was tried
  std::vector<std::string> rules_exempt;                 // that need none: "rule: why"
  std::vector<std::string> unnoticed_defects;            // no rule fell in any trial
  std::vector<std::string> untried_defects;              // no environment was for them
  std::vector<std::string> idle_cases;                   // never noticed anything, and do not say why
  std::vector<std::string> excused_cases;                // never noticed anything, and say why
  std::vector<std::string> wrongly_excused_cases;        // say that they notice nothing, and did
  std::vector<std::string> unknown_rules;                // that a defect names and the suite does not have
  std::size_t rules = 0;
  std::string unfinished;  // why there are not all the trials that there were to be; empty: there are

  [[nodiscard]] std::size_t inexact_trials() const;
  // What was tried is as the data says.
  [[nodiscard]] bool sound() const;
  // And nothing is left: every rule, defect and case had its part.
  [[nodiscard]] bool complete() const;
};

Assessment assess(const Suite& suite, const std::vector<Defect>& defects, const std::vector<Trial>& trials);

// One line of figures.
std::string figures(const Assessment& assessment);
// Everything, for a terminal: the figures and every error.
std::string as_text(const Assessment& assessment);
nlohmann::json as_json(const Assessment& assessment, const Suite& suite, const std::vector<Defect>& defects);
// The table rule x defect, one page without scripts.
std::string as_page(const Assessment& assessment, const Suite& suite, const std::vector<Defect>& defects);

}  // namespace loopcheck::sensitivity
