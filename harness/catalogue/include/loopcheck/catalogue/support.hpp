// What works where, by the rules.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loopcheck/catalogue/feature.hpp"
#include "loopcheck/catalogue/rule.hpp"

namespace loopcheck::catalogue {

enum class Answer { yes, partly, no, not_documented };

std::string_view to_text(Answer answer);  // "yes", "partly", "no", "not documented"

// The same answer for all versions of the documentation from `since` up to `until`, which is not one of them.
struct AnswerSpan {
  Version since;
  std::optional<Version> until;
  Answer answer = Answer::not_documented;
  std::vector<std::string> rules;  // that give the answer, in the order of the feature; or restrictions
};

// One row of a feature's table.
struct SupportRow {
  const EnvironmentKind* kind = nullptr;
  std::vector<std::string> selectors;  // those of the kind with these answers
  bool all_selectors = true;
  bool is_default = false;         // asyncio makes this loop by default, in the newest version asked for
  std::vector<AnswerSpan> spans;   // oldest first, without gaps but those of the query
  std::vector<std::string> notes;  // rules that change no answer
};

// Empty lists ask for everything.
struct SupportQuery {
  std::vector<std::string> platforms;
  std::vector<std::string> loops;
  std::vector<std::string> versions;  // "3.12" is all of that branch, "3.12.4" is that release
  // Platforms of which those kinds are told, too, that are there on request alone.
  std::vector<std::string> also_other_loops_on;
};

// Where a rule speaks of an environment, by order of weight:
// - a rule that says no: no. Else one with a limit: partly. Else one that says yes: yes. Else nothing is
// documented.
// - yes and no count in the versions in whose documentation they stand. A limit counts in all older ones,
// too: a
//   sentence on what never worked may come late.
// - notes are told whatever the version, for the same reason.
// - a rule that says yes and is restricted there says no, in every version: platforms that lack something are
//   younger than most rules.
// Selectors with the same answers share a row, and so do kinds of the same platform and loop; the notes of
// all of them are the row's. The first selector of a kind is the one that it takes by default. The versions
// of the query must be versions.
std::vector<SupportRow> support_of(const Catalogue& catalogue, const Features& features,
                                   const Feature& feature, const SupportQuery& query);

// The restriction of that id which some rule has; null if there is none.
const Restriction* find_restriction(const Catalogue& catalogue, std::string_view id);

// Whether an environment that was run is one that the row speaks of, as far as the rules of the feature can
// tell.
bool is_of(const SupportRow& row, const protocol::Environment& environment, const Catalogue& catalogue,
           const Feature& feature);

}  // namespace loopcheck::catalogue
