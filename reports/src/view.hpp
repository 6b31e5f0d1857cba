// A run, put in the order in which reports show it. Nothing here is HTML; nothing is escaped.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "loopcheck/record/reader.hpp"

namespace loopcheck::reports {

// One environment of one subject: a column of the matrix.
struct Column {
  const record::SubjectInfo* subject = nullptr;
  const record::EnvironmentInfo* info = nullptr;
  const record::EnvironmentSummary* summary = nullptr;
  std::string subject_text;  // "cpython 3.11.2"
  // "linux/epoll", with what tells it from its siblings where that is needed. Evidence that is not native
  // says so in the name itself, so that no text can leave it out: "windows/proactor (wine)".
  std::string environment_text;

  std::string full_text() const { return subject_text + " on " + environment_text; }
};

// All results of one case in one column; they share a transcript.
struct Experiment {
  const record::CaseInfo* info = nullptr;
  std::size_t case_index = 0;
  std::size_t column = 0;
  std::size_t attempt = 0;                 // 0 for the first transcript of its case in its column
  const record::Result* source = nullptr;  // its first result
  bool all_pass = true;
};

struct ResultView {
  const record::Result* result = nullptr;
  std::size_t column = 0;
  std::size_t experiment = 0;
};

struct RuleView {
  const record::RuleInfo* info = nullptr;
  std::vector<ResultView> results;  // by column, then in the order of the record
};

struct Section {
  std::string title;
  std::vector<RuleView> rules;
};

struct PageOfRules {
  std::string page;  // "asyncio-platforms"
  int tier = 1;      // the lowest of its rules
  std::vector<Section> sections;
};

// A rule that holds for one subject and is broken for another.
struct Disagreement {
  const RuleView* rule = nullptr;
  std::vector<std::size_t> holds;   // columns
  std::vector<std::size_t> broken;  // columns
};

// Points into the run, which must outlive it.
struct View {
  std::vector<Column> columns;
  std::vector<PageOfRules> pages;  // tier 1 first
  std::vector<Experiment> experiments;
};

View make_view(const record::Run& run);

// In the order of the pages.
std::vector<Disagreement> disagreements(const View& view);

// Columns in words: "cpython 3.11.2 on linux/epoll, linux/poll; uvloop 0.17.0 on linux"
std::string where(const View& view, const std::vector<std::size_t>& columns);

// How the evidence of a run came about: "native in 7 environments, simulated in 1"
std::string provenance_sentence(const View& view);

// One subject in words, all its environments together: "2 of 149 documented rules that apply are broken, …".
std::string subject_sentence(const View& view, const record::SubjectInfo& subject);

// The rules that hold, and nowhere natively, each group with how they were held: "in simulation", "under
// Wine".
struct HeldElsewhere {
  std::string how;
  std::vector<const record::RuleInfo*> rules;  // in the order of the pages
};
std::vector<HeldElsewhere> held_elsewhere(const View& view, const record::Run& run);

// Rules of one environment in words: "97 of 101 applicable documented rules hold, 1 broken, 3 not verified".
std::string verdict_sentence(const record::EnvironmentSummary& summary);

}  // namespace loopcheck::reports
