// docs/rules.md (GitHub's flavour of Markdown).
#include "loopcheck/reports/rules.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "display.hpp"
#include "markup.hpp"
#include "support.hpp"

namespace loopcheck::reports {
namespace {

constexpr const char* head = R"(# The rules

{}, each a sentence of Python's documentation in our own words, and what executes it: {}. A rule names the version of the documentation since which its
sentence stands, where it is asked, and the loops of this project that are asked it: the reference loop, which runs natively on Linux, as a Windows build under Wine,
and over a simulated kqueue for macOS. A defect is a loop made wrong on purpose ([sensitivity](sensitivity.md)); named are those whose data says that they break the rule.

This page is made by `scripts/rules` from `cases/`, `subjects/manifests/` and the list of defects; a test fails when it is not up to date.

How many rules are executed, and how:

)";

using Group = std::vector<const RuleEntry*>;

// The entries with the same value of a field; the values in the order in which they first come.
std::vector<Group> groups(const Group& entries, std::string record::RuleInfo::*field) {
  std::vector<Group> groups;
  for (const auto* entry : entries) {
    auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& one) {
      return one.front()->rule.*field == entry->rule.*field;
    });
    if (group == groups.end()) group = groups.insert(groups.end(), Group{});
    group->push_back(entry);
  }
  return groups;
}

// The page that all of it is about comes first, then those that it leans on.
std::vector<Group> pages_of(const Group& entries) {
  auto pages = groups(entries, &record::RuleInfo::page);
  const auto tier = [](const Group& page) {
    const auto least = std::min_element(page.begin(), page.end(), [](const auto* one, const auto* other) {
      return one->rule.tier < other->rule.tier;
    });
    return (*least)->rule.tier;
  };
  std::stable_sort(pages.begin(), pages.end(),
                   [&](const Group& one, const Group& other) { return tier(one) < tier(other); });
  return pages;
}

// What a link to it says. Explicit anchors: those that a host makes of headings differ.
std::string section_anchor(const record::RuleInfo& rule) {
  std::string anchor = rule.page + "-" + rule.section;
  std::transform(anchor.begin(), anchor.end(), anchor.begin(), [](char c) {
    if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
  });
  return anchor;
}

std::string heading(const char* level, const std::string& anchor, const std::string& text) {
  return fmt::format("{} <a id=\"{}\"></a>{}\n\n", level, anchor, text);
}

const char* how(const std::string& provenance) {
  if (provenance == "native") return "natively";
  if (provenance == "wine") return "under Wine";
  return "simulated";
}

std::string platform_title(const std::string& platform) {
  if (platform == "linux") return "Linux";
  if (platform == "macos") return "macOS";
  return platform == "windows" ? "Windows" : platform;
}

std::string loop_name(const protocol::Environment& environment) {
  return environment.selector.value_or(environment.loop);
}

// Orders "3.7" before "3.13". A release of a branch comes after all branches, which nobody compares.
std::pair<std::size_t, std::string> age(const protocol::Environment& environment) {
  return {environment.documented.size(), environment.documented};
}

bool same_loop(const protocol::Environment& one, const protocol::Environment& other) {
  return one.platform == other.platform && one.platform_version == other.platform_version &&
         one.loop == other.loop && one.selector == other.selector && one.provenance == other.provenance;
}

// "Linux natively (epoll, poll); Windows under Wine, by the documentation of 3.7 (proactor)". A loop that
// answers to several documentations is told once, by the latest, and that one only where it is not `latest`.
std::string executed_text(const RuleEntry& entry, const std::string& latest) {
  if (entry.executed.empty()) return "nowhere";
  std::vector<std::pair<std::string, std::vector<std::string>>> places;
  for (const auto& environment : entry.executed) {
    const bool superseded =
        std::any_of(entry.executed.begin(), entry.executed.end(), [&](const protocol::Environment& other) {
          return same_loop(other, environment) && age(other) > age(environment);
        });
    if (superseded) continue;
    auto place = platform_title(environment.platform);
    if (!environment.platform_version.empty()) place += " " + environment.platform_version;
    place += fmt::format(" {}", how(environment.provenance));
    if (environment.documented != latest) place += ", by the documentation of " + environment.documented;
    auto found =
        std::find_if(places.begin(), places.end(), [&](const auto& one) { return one.first == place; });
    if (found == places.end()) found = places.insert(places.end(), {place, {}});
    found->second.push_back(loop_name(environment));
  }
  std::vector<std::string> texts;
  for (const auto& [place, loops] : places)
    texts.push_back(fmt::format("{} ({})", place, fmt::join(loops, ", ")));
  return fmt::format("{}", fmt::join(texts, "; "));
}

std::string case_text(const RuleCase& one) {
  auto text = fmt::format("[`{}`](../cases/{})", one.id, one.file);
  if (one.combinations > 1) text += fmt::format(" ({} combinations)", one.combinations);
  return text + ": " + for_markdown(one.title);
}

std::string rule_text(const RuleEntry& entry, const std::string& latest, bool defects_known) {
  const auto& rule = entry.rule;
  auto text = heading("####", rule.id, "`" + rule.id + "`");
  text += for_markdown(rule.statement) + "\n\n";
  text += fmt::format("- Source: [{}, {}]({}), {}; tier {}\n", rule.page, for_markdown(rule.section),
                      documentation_link(rule), for_markdown(documented_text(rule)), rule.tier);
  text += fmt::format("- Speaks of: {}\n", for_markdown(entry.applies));
  text += fmt::format("- Executed: {}\n", for_markdown(executed_text(entry, latest)));
  if (!rule.implied_by.empty()) {
    text += "- Sums up: ";
    for (std::size_t i = 0; i < rule.implied_by.size(); ++i)
      text += fmt::format("{}[`{}`](#{})", i == 0 ? "" : ", ", rule.implied_by[i], rule.implied_by[i]);
    text += "\n";
  }
  if (!rule.note.empty()) text += fmt::format("- Note: {}\n", for_markdown(rule.note));
  text += "- Cases:\n";
  for (const auto& one : entry.cases) text += fmt::format("  - {}\n", case_text(one));
  if (defects_known && rule.implied_by.empty()) {
    text += entry.defects.empty() ? "- Defects: none\n"
                                  : fmt::format("- Defects: `{}`\n", fmt::join(entry.defects, "`, `"));
  }
  return text + "\n";
}

bool executed_with(const RuleEntry& entry, const char* provenance) {
  return std::any_of(entry.executed.begin(), entry.executed.end(),
                     [&](const auto& environment) { return environment.provenance == provenance; });
}

// The latest documentation that any environment answers to.
std::string latest_of(const RulesPage& page) {
  protocol::Environment latest;
  for (const auto& entry : page.entries) {
    for (const auto& environment : entry.executed) {
      if (age(environment) > age(latest)) latest = environment;
    }
  }
  return latest.documented;
}

// "| name | rules | natively | under Wine | simulated |"
std::string contents_row(const std::string& name, const Group& entries) {
  const auto count = [&](const char* provenance) {
    return std::count_if(entries.begin(), entries.end(),
                         [&](const auto* entry) { return executed_with(*entry, provenance); });
  };
  return fmt::format("| {} | {} | {} | {} | {} |\n", name, entries.size(), count("native"), count("wine"),
                     count("simulated"));
}

}  // namespace

std::string render_rules_markdown(const RulesPage& page) {
  Group all;
  for (const auto& entry : page.entries) all.push_back(&entry);
  const auto pages = pages_of(all);
  const auto latest = latest_of(page);

  auto text = fmt::format(head, counted(all.size(), "rule"), counted(page.cases, "case"));
  text += "| page and section | rules | natively | under Wine | simulated |\n|---|---|---|---|---|\n";
  for (const auto& of_page : pages) {
    const auto& name = of_page.front()->rule.page;
    text += contents_row(fmt::format("**[{}](#{})**", name, name), of_page);
    for (const auto& of_section : groups(of_page, &record::RuleInfo::section)) {
      const auto& first = of_section.front()->rule;
      text += contents_row(fmt::format("[{}](#{})", for_markdown(first.section), section_anchor(first)),
                           of_section);
    }
  }
  text += contents_row("all", all);
  for (const auto& of_page : pages) {
    const auto& name = of_page.front()->rule.page;
    text += "\n" + heading("##", name, name);
    for (const auto& of_section : groups(of_page, &record::RuleInfo::section)) {
      const auto& first = of_section.front()->rule;
      text += heading("###", section_anchor(first), for_markdown(first.section));
      for (const auto* entry : of_section) text += rule_text(*entry, latest, page.defects_known);
    }
    text.pop_back();
  }
  return text;
}

}  // namespace loopcheck::reports
