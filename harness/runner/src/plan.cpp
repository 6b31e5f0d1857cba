#include "loopcheck/runner/plan.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "loopcheck/catalogue/pattern.hpp"
#include "loopcheck/runner/shard.hpp"

namespace loopcheck::runner {

namespace {

// What is shown of a rule and of a restriction alike.
template <class Sentence>
record::RuleInfo sentence_info(const Sentence& sentence) {
  record::RuleInfo info;
  info.id = sentence.id;
  info.page = sentence.page;
  info.anchor = sentence.anchor;
  info.section = sentence.section;
  info.link = catalogue::link(sentence);
  info.statement = sentence.statement;
  info.documented = sentence.documented.text();
  return info;
}

}  // namespace

record::RuleInfo rule_info(const catalogue::Rule& rule) {
  record::RuleInfo info = sentence_info(rule);
  info.tier = rule.tier;
  info.note = rule.note;
  info.implied_by = rule.implied_by;
  info.applies = rule.applies_as_written;
  return info;
}

record::RuleInfo rule_info(const catalogue::Restriction& restriction) {
  record::RuleInfo info = sentence_info(restriction);
  info.tier = 2;
  info.applies = restriction.when_as_written;
  return info;
}

namespace {

record::CaseInfo case_info(const catalogue::Case& expanded) {
  record::CaseInfo info;
  info.id = expanded.id;
  info.title = expanded.title;
  info.purpose = expanded.purpose;
  const std::filesystem::path file(expanded.file);  // of a page's folder within that of the cases
  info.file = (file.parent_path().filename() / file.filename()).generic_string();
  info.line = static_cast<int>(expanded.line);
  info.steps = expanded.steps;
  return info;
}

bool taken(const Choice& choice, const SubjectSpec& subject, const protocol::Environment& environment) {
  return chosen(choice, environment) && catalogue::matches_any(subject.environments, environment.id);
}

// Rules that are not asked there, by the sentence for which they are not.
std::vector<record::NotAsked> not_asked_in(const protocol::Environment& environment,
                                           const std::vector<const catalogue::Rule*>& rules) {
  std::vector<record::NotAsked> result;
  for (const auto* rule : rules) {
    const auto* restriction = rule->restriction_in(environment);
    if (restriction == nullptr) continue;
    auto found = std::find_if(result.begin(), result.end(), [&](const record::NotAsked& known) {
      return known.statement == restriction->statement;
    });
    if (found == result.end())
      found = result.insert(found, {restriction->statement, catalogue::link(*restriction), {}});
    found->rules.push_back(rule->id);
  }
  return result;
}

// Cases that are not run there, by the reason for it.
std::vector<record::LeftOut> left_out_in(const catalogue::Catalogue& catalogue,
                                         const protocol::Environment& environment, const Choice& choice) {
  std::vector<record::LeftOut> result;
  for (const auto handle : choice.cases) {
    const auto reasons = catalogue.left_out(handle, environment, choice.selection);
    if (reasons.empty()) continue;
    const auto id = catalogue.id(handle);
    if (choice.shard && !in_shard(*choice.shard, id)) continue;
    for (const auto& reason : reasons) {
      auto found = std::find_if(result.begin(), result.end(),
                                [&](const record::LeftOut& known) { return known.reason == reason; });
      if (found == result.end()) found = result.insert(found, {reason, {}});
      found->cases.push_back(id);
    }
  }
  return result;
}

record::SubjectInfo subject_info(const catalogue::Catalogue& catalogue, const Introduction& introduction,
                                 const Choice& choice, const std::vector<const catalogue::Rule*>& rules) {
  record::SubjectInfo info;
  info.name = introduction.spec.name;
  info.version = introduction.identity.subject.version;
  info.adapter = introduction.identity.subject.adapter;
  info.command = introduction.spec.command;
  info.error = introduction.problem;
  info.stderr_excerpt = introduction.standard_error;
  for (const auto& environment : introduction.identity.environments) {
    if (!taken(choice, introduction.spec, environment)) continue;
    record::EnvironmentInfo& entry = info.environments.emplace_back();
    entry.environment = environment;
    for (const auto* rule : rules) {
      if (applies(*rule, environment)) entry.applicable_rules.push_back(rule->id);
    }
    entry.not_asked = not_asked_in(environment, rules);
    entry.left_out = left_out_in(catalogue, environment, choice);
  }
  return info;
}

}  // namespace

bool applies(const catalogue::Rule& rule, const protocol::Environment& environment) {
  const auto version = catalogue::Version::parse_prefix(environment.documented);
  return rule.speaks_of(environment) && version && rule.documented.contains(*version);
}

bool chosen(const Choice& choice, const protocol::Environment& environment) {
  return catalogue::matches_any(choice.environments, environment.id);
}

Plan make_plan(const catalogue::Catalogue& catalogue, const std::vector<Introduction>& subjects,
               const Choice& choice) {
  Plan plan;
  std::set<catalogue::CaseHandle> used;
  for (std::size_t subject = 0; subject < subjects.size(); ++subject) {
    const auto& environments = subjects[subject].identity.environments;
    const auto& name = subjects[subject].spec.name;
    for (const auto handle : choice.cases) {
      const auto id = choice.only || choice.shard ? catalogue.id(handle) : std::string();
      const bool here = !choice.shard || in_shard(*choice.shard, id);
      for (std::size_t environment = 0; environment < environments.size(); ++environment) {
        if (!taken(choice, subjects[subject].spec, environments[environment])) continue;
        if (choice.only && !choice.only->contains({name, environments[environment].id, id})) continue;
        if (!catalogue.applies(handle, environments[environment], choice.selection)) continue;
        ++plan.selected;
        if (!here) continue;
        plan.scenarios.push_back({subject, environment, handle});
        used.insert(handle);
      }
    }
  }

  std::vector<const catalogue::Rule*> rules;
  for (const auto& rule : catalogue.rules()) {
    if (choice.selection.selects_rule(rule)) rules.push_back(&rule);
  }
  auto& header = plan.header;
  header.suite.digest = catalogue.digest();
  header.shard = choice.shard;
  for (const auto* rule : rules) header.suite.rules.push_back(rule_info(*rule));
  for (const auto handle : used) {
    const auto expanded = catalogue.expand(handle);
    header.suite.cases.push_back(case_info(expanded));
    plan.needs.insert(expanded.needs.begin(), expanded.needs.end());
    plan.needs.insert(expanded.fixture_needs.begin(), expanded.fixture_needs.end());
  }
  for (const auto& introduction : subjects)
    header.subjects.push_back(subject_info(catalogue, introduction, choice, rules));
  return plan;
}

}  // namespace loopcheck::runner
