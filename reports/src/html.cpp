#include "loopcheck/reports/html.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <kainjow/mustache.hpp>

#include "assets.hpp"
#include "cases.hpp"
#include "display.hpp"
#include "evidence.hpp"
#include "findings.hpp"
#include "loopcheck/reports/merge.hpp"
#include "markup.hpp"
#include "matrix.hpp"
#include "mustache_data.hpp"
#include "packed.hpp"
#include "view.hpp"

namespace loopcheck::reports {

using kainjow::mustache::data;

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return shown_in_line(text);
}

// The answer, before anything else is read.
std::string headline(const record::Run& run) {
  std::set<std::string> broken;
  std::size_t environments = 0;
  std::size_t verified = 0;
  for (const auto& summary : run.summary.environments) {
    if (summary.broken > 0) ++environments;
    verified += summary.holds;
    for (const auto& [id, status] : summary.rules) {
      if (status == record::RuleStatus::broken) broken.insert(id);
    }
  }
  const std::string all = counted(run.summary.environments.size(), "environment");
  if (!broken.empty()) {
    return fmt::format("{} broken in {} of {}", counted(broken.size(), "rule"), environments, all);
  }
  if (verified == 0) return "No rule was verified";
  return run.summary.environments.size() == 1 ? "No rule is broken"
                                              : fmt::format("No rule is broken in {}", all);
}

// The sign of an environment: bad if a rule is broken, good if all that applies holds, open otherwise.
void put_mark(data& target, const record::EnvironmentSummary& summary) {
  const bool bad = summary.broken > 0;
  const bool good = !bad && summary.holds > 0 && summary.not_verified == 0;
  put(target, "mark", bad ? "bad" : good ? "good" : "open");
  put(target, "sign", bad ? "✗" : good ? "✓" : "?");
}

// A column: its head in the table, and its line among the verdicts.
data column_data(const Column& column) {
  const protocol::Environment& environment = column.info->environment;
  const record::EnvironmentSummary& summary = *column.summary;
  data row;
  put_mark(row, summary);
  put(row, "subject", shown_in_line(column.subject_text));
  put(row, "name", shown_in_line(column.subject->name));
  put(row, "environment", shown_in_line(column.environment_text));
  put(row, "environment_id", shown_in_line(environment.id));
  put(row, "platform", shown_in_line(environment.platform));
  put(row, "sentence", verdict_sentence(summary));
  put(row, "notes", summary.observed_notes > 0 ? counted(summary.observed_notes, "note") : "");
  put(row, "flaky", summary.flaky > 0 ? counted(summary.flaky, "flaky result") : "");
  put(row, "provenance", shown_in_line(environment.provenance));
  put(row, "provenance_detail", shown_in_line(environment.provenance_detail));
  std::string facts = environment.loop == "other" ? "a loop of its own kind" : environment.loop + " loop";
  if (environment.python) facts += ", Python " + *environment.python;
  facts += ", documentation of " + environment.documented + ", " + environment.platform + " " +
           environment.platform_version + " " + environment.arch;
  put(row, "facts", shown_in_line(facts));
  data not_asked(data::type::list);
  for (const auto& reason : column.info->not_asked) {
    data item;
    put(item, "count", counted(reason.rules.size(), "rule"));
    put(item, "statement", shown_in_line(reason.statement));
    put(item, "link", reason.link.starts_with("https://") ? shown_in_line(reason.link) : "");
    not_asked << item;
  }
  row.set("not_asked", not_asked);
  data left_out(data::type::list);
  for (const auto& reason : column.info->left_out) {
    data item;
    put(item, "count", counted(reason.cases.size(), "case"));
    put(item, "reason", shown_in_line(reason.reason));
    put(item, "cases", shown_in_line(fmt::format("{}", fmt::join(reason.cases, ", "))));
    left_out << item;
  }
  row.set("left_out", left_out);
  const double applicable = static_cast<double>(summary.holds + summary.broken + summary.not_verified);
  const auto share = [&](std::size_t count) {
    return applicable == 0 ? "0" : fmt::format("{:.2f}", 100.0 * static_cast<double>(count) / applicable);
  };
  put(row, "bar_holds", share(summary.holds));
  put(row, "bar_broken", share(summary.broken));
  return row;
}

// Each subject with its sentence and its environments.
data subjects_data(const View& view, const record::Run& run) {
  data list(data::type::list);
  for (const auto& subject : run.header.subjects) {
    data item;
    data columns(data::type::list);
    bool bad = false;
    bool good = true;
    bool any = false;
    for (const auto& column : view.columns) {
      if (column.subject != &subject) continue;
      any = true;
      bad = bad || column.summary->broken > 0;
      good = good && column.summary->not_verified == 0 && column.summary->holds > 0;
      columns.push_back(column_data(column));
    }
    const auto& failed = run.summary.failed_subjects;
    const bool ended_badly = std::find(failed.begin(), failed.end(), subject.name) != failed.end();
    if (!any && ended_badly) continue;  // told by what failed
    put(item, "mark", bad ? "bad" : good && any ? "good" : "open");
    put(item, "sign", bad ? "✗" : good && any ? "✓" : "?");
    put(item, "name", shown_in_line(subject_text(subject)));
    put(item, "sentence", subject_sentence(view, subject));
    item.set("columns", columns);
    list.push_back(item);
  }
  return list;
}

void put_disagreements(data& page, const View& view) {
  const auto found = disagreements(view);
  data list(data::type::list);
  for (const auto& one : found) {
    data item;
    put(item, "rule", shown_in_line(one.rule->info->id));
    put(item, "statement", shown_in_line(one.rule->info->statement));
    put(item, "holds", where(view, one.holds));
    put(item, "broken", where(view, one.broken));
    list.push_back(item);
  }
  page.set("has_disagreements", !found.empty());
  put(page, "disagreements_count", std::to_string(found.size()));
  page.set("disagreements", list);
}

data failed_subjects(const record::Run& run) {
  data list(data::type::list);
  for (const auto& name : run.summary.failed_subjects) {
    data item;
    std::string error;
    for (const auto& subject : run.header.subjects) {
      if (subject.name == name) error = subject.error;
    }
    put(item, "name", shown_in_line(name));
    put(item, "error", error.empty() ? "no reason was recorded" : shown_in_line(error));
    list.push_back(item);
  }
  return list;
}

constexpr std::size_t reason_limit = 1'000;  // bytes

// Why nothing is known of a rule in a column.
std::string reason(const RuleView& rule, std::size_t column) {
  std::string found;
  for (const auto& entry : rule.results) {
    if (entry.column != column) continue;
    const auto verdict = entry.result->verdict;
    const bool told = verdict == record::Verdict::skipped || verdict == record::Verdict::unsupported;
    if (told)
      return std::string(to_text(verdict)) + ": " + excerpt_in_line(entry.result->message, reason_limit);
    if (verdict == record::Verdict::protocol_violation) found = "the subject broke the protocol";
    if (verdict == record::Verdict::harness_error) found = "the harness failed";
    if (found.empty()) found = "only observed results, which prove nothing";
  }
  if (!found.empty()) return found;
  if (!rule.info->implied_by.empty()) return "rules that it sums up are not verified";
  return "no case asked it";
}

// Returns how many rules are open somewhere.
std::size_t put_not_verified(data& page, const View& view) {
  struct Open {
    const RuleView* rule;
    std::vector<std::string> where;
  };
  std::vector<std::pair<std::string, std::vector<Open>>> by_reason;
  std::set<std::string> rules;
  for (const auto& page_of_rules : view.pages) {
    for (const auto& section : page_of_rules.sections) {
      for (const auto& rule : section.rules) {
        for (std::size_t i = 0; i < view.columns.size(); ++i) {
          const Column& column = view.columns[i];
          if (column.summary->rules.at(rule.info->id) != record::RuleStatus::not_verified) continue;
          rules.insert(rule.info->id);
          const std::string why = reason(rule, i);
          auto place =
              std::find_if(by_reason.begin(), by_reason.end(), [&](const auto& r) { return r.first == why; });
          if (place == by_reason.end()) place = by_reason.insert(by_reason.end(), {why, {}});
          if (place->second.empty() || place->second.back().rule != &rule)
            place->second.push_back({&rule, {}});
          place->second.back().where.push_back(column.full_text());
        }
      }
    }
  }
  data list(data::type::list);
  for (const auto& [why, opens] : by_reason) {
    data group;
    put(group, "reason", why);
    put(group, "count", counted(opens.size(), "rule"));
    data items(data::type::list);
    for (const auto& open : opens) {
      data item;
      put(item, "rule", shown_in_line(open.rule->info->id));
      std::string where;
      for (const auto& text : open.where) where += (where.empty() ? "" : ", ") + text;
      put(item, "where",
          open.where.size() == view.columns.size() && view.columns.size() > 1 ? "everywhere"
                                                                              : shown_in_line(where));
      items.push_back(item);
    }
    group.set("rules", items);
    list.push_back(group);
  }
  page.set("open", list);
  return rules.size();
}

// The runs that this one was joined of.
data parts_data(const record::Run& run) {
  data list(data::type::list);
  for (const auto& part : run.header.parts) {
    data item;
    std::string what;
    for (const auto& ran : part.environments)
      what += (what.empty() ? "" : ", ") + ran.subject + " on " + ran.environment;
    put(item, "machine", machine_text(part.harness.host));
    put(item, "started", shown_in_line(part.harness.started));
    put(item, "shard", part.shard ? fmt::format("shard {} of {}", part.shard->index, part.shard->count) : "");
    put(item, "broken_off", part.complete ? "" : "not complete");
    put(item, "what", shown_in_line(what));
    put(item, "command", joined(part.harness.argv));
    list.push_back(item);
  }
  return list;
}

void put_elsewhere(data& page, const View& view, const record::Run& run) {
  data groups(data::type::list);
  std::size_t count = 0;
  for (const auto& held : held_elsewhere(view, run)) {
    data group;
    data rules(data::type::list);
    for (const auto* info : held.rules) {
      data item;
      put(item, "rule", shown_in_line(info->id));
      rules.push_back(item);
    }
    put(group, "how", held.how);
    put(group, "count", counted(held.rules.size(), "rule"));
    group.set("rules", rules);
    groups.push_back(group);
    count += held.rules.size();
  }
  page.set("has_elsewhere", count > 0);
  put(page, "elsewhere_count", std::to_string(count));
  page.set("elsewhere", groups);
}

void put_run(data& page, const View& view, const record::Run& run) {
  const record::HarnessInfo& harness = run.header.harness;
  put(page, "started", shown_in_line(harness.started));
  put(page, "took", harness.finished.empty() ? "" : "until " + shown_in_line(harness.finished));
  put(page, "version", shown_in_line(harness.version));
  put(page, "commit", shown_in_line(harness.commit));
  put(page, "host", machine_text(harness.host));
  page.set("parts", parts_data(run));
  put(page, "suite",
      fmt::format("{}, {}, {}", counted(run.header.suite.rules.size(), "rule"),
                  counted(run.header.suite.cases.size(), "case"), counted(run.results.size(), "result")));
  put(page, "digest", shown_in_line(run.header.suite.digest));
  put(page, "command", joined(harness.argv));
  data subjects(data::type::list);
  for (const auto& subject : run.header.subjects) {
    data item;
    put(item, "name", shown_in_line(subject.name));
    put(item, "command", joined(subject.command));
    put(item, "adapter", shown_in_line(subject.adapter));
    put(item, "error", shown_in_line(subject.error));
    put(item, "stderr", shown(subject.stderr_excerpt));
    put(item, "stderr_anchor", stderr_anchor(view, subject));
    subjects.push_back(item);
  }
  page.set("subjects", subjects);
}

void put_findings(data& page, const std::string& name, const Findings& findings) {
  page.set("has_" + name, findings.count > 0);
  put(page, name + "_count", std::to_string(findings.count));
  put(page, name + "_cut", findings.cut > 0 ? std::to_string(findings.cut) : "");
  page.set(name, findings.list);
}

}  // namespace

std::string render_html(const record::Run& run) {
  const View view = make_view(run);
  data page;
  put(page, "headline", headline(run));
  page.set("incomplete", !run.complete && run.header.parts.empty());
  data missing(data::type::list);
  for (const auto& sentence : what_is_missing(run)) missing.push_back(data(sentence));
  page.set("missing", missing);
  put(page, "style", std::string(asset("report.css").text));
  put(page, "script", std::string(asset("report.js").text));
  put(page, "style_hash", base64_of_hex(asset("report.css").sha256));
  put(page, "script_hash", base64_of_hex(asset("report.js").sha256));

  data columns(data::type::list);
  for (const auto& column : view.columns) columns.push_back(column_data(column));
  page.set("columns", columns);
  put(page, "evidence_of", provenance_sentence(view));
  page.set("subjects_list", subjects_data(view, run));
  put_disagreements(page, view);
  page.set("failed_subjects", failed_subjects(run));

  FindingsWriter findings(view);
  put_findings(page, "broken", findings.broken());
  put_findings(page, "trouble", findings.trouble());
  put_findings(page, "notes", findings.notes());
  const std::size_t open = put_not_verified(page, view);
  page.set("has_open", open > 0);
  put(page, "open_count", std::to_string(open));

  put_elsewhere(page, view, run);
  put(page, "rules_count", std::to_string(run.header.suite.rules.size()));
  page.set("pages", matrix_data(view, findings.first_of_rule()));
  put_run(page, view, run);
  page.set("cases", cases_data(view, run));
  put(page, "cases_count", std::to_string(run.header.suite.cases.size()));
  put(page, "evidence", packed(evidence_json(view, findings.shown_at())));
  page.set("one_finding", kainjow::mustache::partial([] { return std::string(asset("finding.html").text); }));

  kainjow::mustache::mustache document{std::string(asset("page.html").text)};
  std::string html = document.render(page);
  if (!document.is_valid()) throw std::logic_error("the template of the page: " + document.error_message());
  return html;
}

}  // namespace loopcheck::reports
