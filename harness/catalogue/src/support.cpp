#include "loopcheck/catalogue/support.hpp"

#include <algorithm>
#include <set>

namespace loopcheck::catalogue {
namespace {

bool is_among(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Versions from `since` up to `until`, which is not one of them.
struct Interval {
  Version since;
  std::optional<Version> until;
};

std::vector<Interval> intervals_of(const SupportQuery& query, const Version& first) {
  if (query.versions.empty()) return {{first, std::nullopt}};
  std::vector<Interval> intervals;
  for (const std::string& text : query.versions) {
    const auto since = Version::parse(text);
    if (since) intervals.push_back({*since, since->after_all_of(text)});
  }
  std::sort(intervals.begin(), intervals.end(),
            [](const Interval& left, const Interval& right) { return left.since < right.since; });
  return intervals;
}

// The environment that stands for a kind, a selector and a version.
protocol::Environment example(const EnvironmentKind& kind, const std::string& selector,
                              const Version& version) {
  protocol::Environment environment;
  environment.platform = kind.platform;
  environment.platform_version = kind.platform_version;
  environment.arch = "x86_64";
  environment.loop = kind.loop;
  if (!selector.empty()) environment.selector = selector;
  environment.python = version.text();
  environment.documented = version.text();
  environment.provenance = "native";
  return environment;
}

bool speaks_of(const FeatureRule& entry, const Rule& rule, const protocol::Environment& environment) {
  return rule.speaks_of(environment) && (!entry.when || entry.when->matches(environment));
}

// Whether the sentence stands in the documentation of that version or of a later one.
bool stands_from(const VersionRange& range, const Version& version) {
  if (range.contains(version)) return true;
  const auto edges = range.edges();
  return std::any_of(edges.begin(), edges.end(),
                     [&](const Version& edge) { return edge > version && range.contains(edge); });
}

AnswerSpan answer_at(const Catalogue& catalogue, const Feature& feature, const EnvironmentKind& kind,
                     const std::string& selector, const Version& version) {
  const protocol::Environment environment = example(kind, selector, version);
  std::vector<std::string> by_relation[4];
  for (const FeatureRule& entry : feature.rules) {
    const Rule& rule = *catalogue.find_rule(entry.rule);
    if (entry.relation == Relation::yes && (!entry.when || entry.when->matches(environment))) {
      const Restriction* restriction = rule.restriction_in(environment);
      auto& no = by_relation[static_cast<std::size_t>(Relation::no)];
      if (restriction != nullptr && !is_among(no, restriction->id)) no.push_back(restriction->id);
    }
    if (entry.relation == Relation::note || !speaks_of(entry, rule, environment)) continue;
    const bool counts = entry.relation == Relation::partly ? stands_from(rule.documented, version)
                                                           : rule.documented.contains(version);
    if (counts) by_relation[static_cast<std::size_t>(entry.relation)].push_back(entry.rule);
  }
  const auto& yes = by_relation[static_cast<std::size_t>(Relation::yes)];
  auto& partly = by_relation[static_cast<std::size_t>(Relation::partly)];
  const auto& no = by_relation[static_cast<std::size_t>(Relation::no)];
  AnswerSpan span;
  span.since = version;
  if (!no.empty()) {
    span.answer = Answer::no;
    span.rules = no;
  } else if (!partly.empty()) {
    span.answer = Answer::partly;
    span.rules = std::move(partly);
    span.rules.insert(span.rules.end(), yes.begin(), yes.end());
  } else if (!yes.empty()) {
    span.answer = Answer::yes;
    span.rules = yes;
  }
  return span;
}

// The versions at which an answer may change.
std::set<Version> edges_of(const Catalogue& catalogue, const Feature& feature) {
  std::set<Version> edges;
  for (const FeatureRule& entry : feature.rules) {
    for (const Version& edge : catalogue.find_rule(entry.rule)->documented.edges()) edges.insert(edge);
    if (!entry.when || !entry.when->documented) continue;
    for (const Version& edge : entry.when->documented->edges()) edges.insert(edge);
  }
  return edges;
}

std::vector<AnswerSpan> spans_of(const Catalogue& catalogue, const Feature& feature,
                                 const EnvironmentKind& kind, const std::string& selector,
                                 const std::vector<Interval>& intervals) {
  const std::set<Version> edges = edges_of(catalogue, feature);
  std::vector<AnswerSpan> spans;
  for (const Interval& interval : intervals) {
    std::vector<Version> starts{interval.since};
    for (const Version& edge : edges) {
      if (edge > interval.since && (!interval.until || edge < *interval.until)) starts.push_back(edge);
    }
    for (std::size_t i = 0; i < starts.size(); ++i) {
      AnswerSpan span = answer_at(catalogue, feature, kind, selector, starts[i]);
      span.until = i + 1 < starts.size() ? std::optional(starts[i + 1]) : interval.until;
      if (!spans.empty() && spans.back().answer == span.answer && spans.back().until == span.since) {
        for (const std::string& rule : span.rules) {
          if (!is_among(spans.back().rules, rule)) spans.back().rules.push_back(rule);
        }
        spans.back().until = span.until;
      } else {
        spans.push_back(std::move(span));
      }
    }
  }
  return spans;
}

std::vector<std::string> notes_of(const Catalogue& catalogue, const Feature& feature,
                                  const EnvironmentKind& kind, const std::string& selector,
                                  const Version& version) {
  const protocol::Environment environment = example(kind, selector, version);
  std::vector<std::string> notes;
  for (const FeatureRule& entry : feature.rules) {
    if (entry.relation == Relation::note && speaks_of(entry, *catalogue.find_rule(entry.rule), environment))
      notes.push_back(entry.rule);
  }
  return notes;
}

bool same(const AnswerSpan& left, const AnswerSpan& right) {
  return left.since == right.since && left.until == right.until && left.answer == right.answer &&
         left.rules == right.rules;
}

bool same_answers(const SupportRow& left, const SupportRow& right) {
  return std::equal(left.spans.begin(), left.spans.end(), right.spans.begin(), right.spans.end(), same);
}

// Notes say themselves what they speak of, so rows that differ in nothing else are one.
void add_notes(SupportRow& row, const std::vector<std::string>& notes) {
  for (const std::string& note : notes) {
    if (!is_among(row.notes, note)) row.notes.push_back(note);
  }
}

// Whether a platform is told of only if somebody asks for it.
bool is_on_request_alone(const Features& features, const std::string& platform) {
  return std::all_of(features.kinds.begin(), features.kinds.end(), [&](const EnvironmentKind& kind) {
    return kind.on_request || kind.platform != platform;
  });
}

bool is_default(const Catalogue& catalogue, const EnvironmentKind& kind, const Interval& newest) {
  return std::any_of(kind.default_rules.begin(), kind.default_rules.end(), [&](const std::string& id) {
    const VersionRange& range = catalogue.find_rule(id)->documented;
    if (newest.until) return range.contains(newest.since);
    const auto edges = range.edges();  // past the last of them nothing changes
    return range.contains(edges.empty() ? newest.since : std::max(newest.since, edges.back()));
  });
}

std::vector<SupportRow> rows_of_kind(const Catalogue& catalogue, const Feature& feature,
                                     const EnvironmentKind& kind, const std::vector<Interval>& intervals) {
  std::vector<SupportRow> rows;
  const std::vector<std::string> selectors =
      kind.selectors.empty() ? std::vector<std::string>{""} : kind.selectors;
  for (const std::string& selector : selectors) {
    SupportRow row;
    row.kind = &kind;
    row.is_default = &selector == &selectors.front() && is_default(catalogue, kind, intervals.back());
    row.spans = spans_of(catalogue, feature, kind, selector, intervals);
    row.notes = notes_of(catalogue, feature, kind, selector, intervals.back().since);
    const auto twin = std::find_if(rows.begin(), rows.end(),
                                   [&](const SupportRow& known) { return same_answers(known, row); });
    if (twin != rows.end()) {
      add_notes(*twin, row.notes);
      twin->selectors.push_back(selector);
      continue;
    }
    if (!selector.empty()) row.selectors.push_back(selector);
    rows.push_back(std::move(row));
  }
  for (SupportRow& row : rows) row.all_selectors = rows.size() == 1;
  return rows;
}

}  // namespace

std::string_view to_text(Answer answer) {
  switch (answer) {
    case Answer::yes:
      return "yes";
    case Answer::partly:
      return "partly";
    case Answer::no:
      return "no";
    case Answer::not_documented:
      break;
  }
  return "not documented";
}

std::vector<SupportRow> support_of(const Catalogue& catalogue, const Features& features,
                                   const Feature& feature, const SupportQuery& query) {
  const std::vector<Interval> intervals = intervals_of(query, features.first_version);
  std::vector<SupportRow> rows;
  for (const EnvironmentKind& kind : features.kinds) {
    if (!query.platforms.empty() && !is_among(query.platforms, kind.platform)) continue;
    if (!query.loops.empty() && !is_among(query.loops, kind.loop)) continue;
    const bool is_requested = !query.loops.empty() || is_among(query.also_other_loops_on, kind.platform) ||
                              (!query.platforms.empty() && is_on_request_alone(features, kind.platform));
    if (kind.on_request && !is_requested) continue;
    const std::vector<SupportRow> found = rows_of_kind(catalogue, feature, kind, intervals);
    // The rows of an earlier kind of that platform and loop.
    const auto first = std::find_if(rows.begin(), rows.end(), [&](const SupportRow& row) {
      return row.kind->platform == kind.platform && row.kind->loop == kind.loop;
    });
    const bool nothing_new =
        static_cast<std::size_t>(rows.end() - first) == found.size() &&
        std::equal(found.begin(), found.end(), first, [](const auto& left, const auto& right) {
          return left.selectors == right.selectors && same_answers(left, right);
        });
    if (!nothing_new) {
      rows.insert(rows.end(), found.begin(), found.end());
      continue;
    }
    for (std::size_t i = 0; i < found.size(); ++i)
      add_notes(*(first + static_cast<std::ptrdiff_t>(i)), found[i].notes);
  }
  return rows;
}

const Restriction* find_restriction(const Catalogue& catalogue, std::string_view id) {
  for (const Rule& rule : catalogue.rules()) {
    for (const auto& restriction : rule.restrictions) {
      if (restriction->id == id) return restriction.get();
    }
  }
  return nullptr;
}

bool is_of(const SupportRow& row, const protocol::Environment& environment, const Catalogue& catalogue,
           const Feature& feature) {
  const EnvironmentKind& kind = *row.kind;
  const std::string selector = environment.selector.value_or("");
  if (environment.platform != kind.platform || environment.loop != kind.loop) return false;
  if (!row.selectors.empty() && !is_among(row.selectors, selector)) return false;
  const auto documented = Version::parse_prefix(environment.documented);
  if (!documented) return false;
  const protocol::Environment usual = example(kind, selector, *documented);
  return std::all_of(feature.rules.begin(), feature.rules.end(), [&](const FeatureRule& entry) {
    const Rule& rule = *catalogue.find_rule(entry.rule);
    return speaks_of(entry, rule, environment) == speaks_of(entry, rule, usual);
  });
}

}  // namespace loopcheck::catalogue
