#include <array>
#include <map>

#include <fmt/format.h>

#include "display.hpp"
#include "loopcheck/reports/formats.hpp"
#include "loopcheck/reports/merge.hpp"
#include "loopcheck/reports/standing.hpp"
#include "view.hpp"

namespace loopcheck::reports {

namespace {

// What ends a message or a property of a workflow command, as GitHub wants it written.
std::string escaped(const std::string& text, bool property) {
  std::string result;
  for (const char c : shown_in_line(text)) {
    const bool special = c == '%' || (property && (c == ':' || c == ','));
    result += special ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
  }
  return result;
}

std::string command(const char* name, const std::string& title, const record::CaseInfo* info,
                    const std::string& message) {
  std::string place;
  if (info != nullptr && !info->file.empty()) {
    place = ",file=" + escaped("cases/" + info->file, true);
    if (info->line > 0) place += fmt::format(",line={}", info->line);
  }
  return fmt::format("::{} title={}{}::{}\n", name, escaped(title, true), place, escaped(message, false));
}

}  // namespace

std::string render_github(const record::Run& run) {
  const View view = make_view(run);
  std::map<std::string, const record::RuleInfo*> rules;
  for (const auto& rule : run.header.suite.rules) rules.emplace(rule.id, &rule);
  std::array<std::string, 3> texts;  // errors, warnings, notices
  for (const auto& name : run.summary.failed_subjects) {
    std::string error = "no reason was recorded";
    for (const auto& subject : run.header.subjects) {
      if (subject.name == name && !subject.error.empty()) error = subject.error;
    }
    texts[0] += command("error", "the subject " + name, nullptr, error);
  }
  // By column, so that what one reader looks for stands together.
  for (std::size_t i = 0; i < view.columns.size(); ++i) {
    for (const auto& page : view.pages) {
      for (const auto& section : page.sections) {
        for (const auto& rule : section.rules) {
          for (const auto& entry : rule.results) {
            if (entry.column != i) continue;
            const record::CaseInfo* info = view.experiments[entry.experiment].info;
            const std::string title = rule.info->id + " on " + view.columns[i].full_text();
            const Standing standing = standing_of(*entry.result);
            std::string message = fmt::format("{} {} ({}) Again: {}", rule.info->statement,
                                              reason_of(*entry.result), info->id, entry.result->rerun);
            if (standing == Standing::known_failure)
              message = fmt::format("Known failure: {} {}", known_reason_of(*entry.result), message);
            switch (standing) {
              case Standing::failure:
              case Standing::known_pass:
                texts[0] += command("error", title, info, message);
                break;
              case Standing::trouble:
                texts[1] += command("warning", title, info, message);
                break;
              case Standing::note:
              case Standing::known_failure:
                texts[2] += command("notice", title, info, message);
                break;
              case Standing::pass:
              case Standing::skipped:
                break;
            }
          }
        }
      }
    }
  }
  for (const auto& sentence : what_is_missing(run))
    texts[1] += command("warning", "loopcheck", nullptr, sentence);
  if (!run.complete) texts[1] += command("warning", "loopcheck", nullptr, "This run is not complete.");
  return texts[0] + texts[1] + texts[2];
}

}  // namespace loopcheck::reports
