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
  std::string subject_text;      // "cpython 3.11.2"
  std::string environment_text;  // "linux/epoll", with what tells it from its siblings where that is needed

  std::string full_text() const { return subject_text + " on " + environment_text; }
};

// All results of one case in one column; they share a transcript.
struct Experiment {
  const record::CaseInfo* info = nullptr;
  std::size_t case_index = 0;
  std::size_t column = 0;
  const record::Result* source = nullptr;  // its first result
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

// Points into the run, which must outlive it.
struct View {
  std::vector<Column> columns;
  std::vector<PageOfRules> pages;  // tier 1 first
  std::vector<Experiment> experiments;
};

View make_view(const record::Run& run);

// Rules of one environment in words: "97 of 101 applicable documented rules hold, 1 broken, 3 not verified".
std::string verdict_sentence(const record::EnvironmentSummary& summary);

}  // namespace loopcheck::reports
