// What works where, by the rules, and what a run has verified of it.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "loopcheck/record/reader.hpp"

namespace loopcheck::reports {

enum class SupportAnswer { yes, partly, no, not_documented };

std::string_view to_text(SupportAnswer answer);  // "yes", "partly", "no", "not documented"

// The same answer for some versions of the documentation.
struct SupportSpan {
  SupportAnswer answer = SupportAnswer::not_documented;
  std::string versions;            // for people: "3.8–", "3.4–3.7"
  std::string since;               // "3.8"
  std::string until;               // the first version that is not one of them; empty if there is none
  std::vector<std::string> rules;  // by id
};

// One kind of environment.
struct SupportRow {
  std::string platform;                // "windows"
  std::string title;                   // "Windows"
  std::string loop;                    // "selector", "proactor", "other"
  std::vector<std::string> selectors;  // with these answers; empty if the loop has none
  bool all_selectors = true;           // false: other selectors of that loop have other answers
  bool is_default = false;
  std::vector<SupportSpan> spans;  // newest first
  std::vector<std::string> notes;  // rules that change no answer, by id
  std::vector<std::size_t>
      environments;  // of the run that are of this kind: their numbers among all of its record
};

struct SupportFeature {
  std::string id;
  std::string title;
  std::string group;
  std::vector<std::string> aliases;
  std::vector<SupportRow> rows;
};

struct Support {
  std::string suite;  // the digest of the rules
  std::vector<SupportFeature> features;
  std::map<std::string, record::RuleInfo> rules;  // every rule that is named, by id
  const record::Run* run = nullptr;               // whose evidence is told; null: none
};

// Each ends with a line end. Texts of the run are harmless, as in all formats.
std::string render_support_text(const Support& support, bool colour = false);
std::string render_support_json(const Support& support);  // cases/schema/support.schema.json
std::string render_support_markdown(const Support& support);
std::string render_support_html(const Support& support);

// The features alone, without answers: what one can ask for.
std::string render_features_text(const Support& support);
std::string render_features_json(const Support& support);
std::string render_features_markdown(const Support& support);
std::string render_features_html(const Support& support);

}  // namespace loopcheck::reports
