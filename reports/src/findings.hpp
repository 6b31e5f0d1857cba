// The parts of the page that spell out what did not pass, as data for templates/finding.html.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <kainjow/mustache.hpp>

#include "view.hpp"

namespace loopcheck::reports {

enum class FindingKind { broken, trouble, notes };

struct Findings {
  kainjow::mustache::data list{kainjow::mustache::data::type::list};  // one for each rule
  std::size_t count = 0;                                              // rules with a finding
  std::size_t cut = 0;  // results that were left to the JSON evidence, to bound the size of the page
};

// Makes the findings of one page. Transcripts and steps are spelled out once; later findings refer to them.
class FindingsWriter {
 public:
  explicit FindingsWriter(const View& view);

  Findings broken();   // rules that are broken somewhere: documented failures, crashes and timeouts
  Findings trouble();  // broken protocol, failures of the harness
  Findings notes();    // observed expectations that were not met

  // By experiment: the id of the element that shows its transcript, or "".
  const std::vector<std::string>& shown_at() const { return shown_at_; }
  // By rule: the id of its first finding.
  const std::map<std::string, std::string>& first_of_rule() const { return first_of_rule_; }

 private:
  using data = kainjow::mustache::data;

  Findings write(FindingKind kind);
  data finding(FindingKind kind, const RuleView& rule, const std::vector<const ResultView*>& results);
  data one_case(const std::vector<const ResultView*>& results);
  data outcome(const ResultView& entry);
  void add_transcript(data& target, const ResultView& entry);
  std::vector<std::size_t> broken_columns(const RuleView& rule) const;

  const View& view_;
  std::size_t results_shown_ = 0;
  std::vector<std::string> shown_at_;
  std::map<std::size_t, std::string> tried_at_;  // by case
  std::map<std::string, std::string> first_of_rule_;
};

// A text as part of an element's id: what is not a letter, a digit, "." or "-" becomes "_".
std::string id_text(const std::string& text);

}  // namespace loopcheck::reports
