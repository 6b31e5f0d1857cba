// The table as one page: a section for each rule, with the defects that it noticed and the cases that did.
#include <algorithm>
#include <utility>

#include <kainjow/mustache.hpp>

#include <fmt/format.h>

#include "loopcheck/sensitivity/assessment.hpp"

namespace loopcheck::sensitivity {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

constexpr const char* page_template = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>loopcheck: sensitivity</title>
<style>
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 78rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; font-weight: 600; }
th, td { border-bottom: 1px solid #8886; padding: .3rem .6rem; text-align: left; vertical-align: top; }
tbody th { font-weight: 400; width: 24%; } tbody th + td { width: 36%; } .trials th + td { width: 22%; } a { color: inherit; }
code { font-size: .92em; overflow-wrap: anywhere; } .no { color: #b00020; font-weight: 600; } ul { margin: 0; padding-left: 1.1rem; }
.list { columns: 24rem; } .list li { break-inside: avoid; } li span, td > span { display: inline-block; overflow-wrap: anywhere; }
@media (max-width: 46rem) {
  thead { position: absolute; clip-path: inset(50%); } table, tbody, tr, th, td { display: block; }
  tr { border-bottom: 1px solid #8886; padding: .5rem 0; } tbody th, tbody th + td, .trials th + td, td { border: 0; padding: .1rem 0; width: auto; }
}
@media (prefers-color-scheme: dark) { body { background: #16181c; color: #e8e8e8; } .no { color: #ff8a94; } }
</style></head><body><main>
<h1>Does the suite notice a loop that is wrong?</h1>
<p>{{figures}}.</p>
{{#unfinished}}<p class="no">Not finished: {{text}}.</p>{{/unfinished}}
{{#lists}}<h2>{{title}} ({{count}})</h2><ul class="list">{{#entries}}<li><code>{{text}}</code></li>{{/entries}}</ul>{{/lists}}
<h2>Rules and the defects that they noticed</h2>
<table><thead><tr><th scope="col">Rule</th><th scope="col">Statement</th><th scope="col">Killed defects</th></tr></thead><tbody>
{{#rules}}<tr id="rule-{{id}}"><th scope="row"><code>{{id}}</code></th><td>{{statement}}</td>
<td>{{#none}}<span class="no">none</span>{{/none}}{{#exempt}}needs none: {{why}}{{/exempt}}<ul>{{#killers}}<li><a href="#defect-{{id}}"><code>{{id}}</code></a></li>{{/killers}}</ul></td></tr>
{{/rules}}</tbody></table>
<h2>Defects, and who noticed them where</h2>
<table class="trials"><thead><tr><th scope="col">Defect</th><th scope="col">Environment</th><th scope="col">Rules that fell, and the cases that noticed</th></tr></thead><tbody>
{{#defects}}{{#trials}}<tr{{#first}} id="defect-{{id}}"{{/first}}><th scope="row"><code>{{id}}</code>{{#first}}<br>{{about}}{{/first}}</th>
<td>{{#environments}}<span>{{text}}{{^last}},{{/last}}</span> {{/environments}}</td><td><ul>{{#fell}}<li><a href="#rule-{{rule}}"><code>{{rule}}</code></a>{{#unexpected}} <span class="no">not in its data</span>{{/unexpected}}: {{#cases}}<span>{{text}}{{^last}},{{/last}}</span> {{/cases}}</li>{{/fell}}{{#missed}}<li><code>{{text}}</code> <span class="no">did not notice</span></li>{{/missed}}</ul>{{#trouble}}<span class="no">{{text}}</span>{{/trouble}}</td></tr>
{{/trials}}{{/defects}}</tbody></table>
</main></body></html>
)";

// "text", and whether it is the "last" one.
template <class Strings>
data texts(const Strings& entries) {
  data list = data::type::list;
  std::size_t left = entries.size();
  for (const std::string& entry : entries) {
    data one("text", entry);
    one.set("last", --left == 0);
    list << one;
  }
  return list;
}

void add_list(data& lists, const std::string& title, const std::vector<std::string>& entries) {
  if (entries.empty()) return;
  data list;
  list.set("title", title);
  list.set("count", std::to_string(entries.size()));
  list.set("entries", texts(entries));
  lists << list;
}

data rules_of(const Assessment& assessment, const Suite& suite) {
  data rules = data::type::list;
  for (const RuleFacts& rule : suite.rules) {
    const auto killers = assessment.killers.find(rule.id);
    const bool killed = killers != assessment.killers.end();
    data row;
    row.set("id", rule.id);
    row.set("statement", rule.statement);
    row.set("none", !killed && rule.needs_a_defect());
    data exempt = data::type::list;
    if (!rule.needs_a_defect()) exempt << data("why", std::string(rule.why_none()));
    row.set("exempt", exempt);
    data list = data::type::list;
    if (killed) {
      for (const std::string& defect : killers->second) list << data("id", defect);
    }
    row.set("killers", list);
    rules << row;
  }
  return rules;
}

data fallen(const JudgedTrial& one) {
  const std::set<std::string> unexpected(one.unexpected.begin(), one.unexpected.end());
  data list = data::type::list;
  for (const auto& [rule, cases] : one.trial.fell) {
    data entry;
    entry.set("rule", rule);
    entry.set("unexpected", unexpected.count(rule) != 0);
    entry.set("cases", texts(cases));
    list << entry;
  }
  return list;
}

std::string place_of(const Trial& trial) {
  std::string place = trial.environment;
  if (trial.provenance != "native") place += fmt::format(" ({})", trial.provenance);
  if (trial.brief) place += ": the cases of its rules alone";
  return place;
}

bool ended_alike(const JudgedTrial& one, const JudgedTrial& other) {
  return one.trial.fell == other.trial.fell && one.missed == other.missed &&
         one.unexpected == other.unexpected && one.trial.trouble == other.trial.trouble;
}

// Of one defect; environments where the same rules and cases noticed share a row.
data trials_of(const Defect& defect, const std::vector<JudgedTrial>& trials) {
  std::vector<std::pair<const JudgedTrial*, std::vector<std::string>>> rows;
  for (const JudgedTrial& one : trials) {
    if (one.trial.defect != defect.id) continue;
    const auto like =
        std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return ended_alike(*row.first, one); });
    auto& row = like != rows.end() ? *like : rows.emplace_back(&one, std::vector<std::string>());
    row.second.push_back(place_of(one.trial));
  }
  data list = data::type::list;
  for (const auto& [one, places] : rows) {
    data row;
    row.set("id", defect.id);
    row.set("about", defect.about);
    row.set("first", list.list_value().empty());
    row.set("environments", texts(places));
    row.set("fell", fallen(*one));
    row.set("missed", texts(one->missed));
    std::vector<std::string> trouble;
    if (!one->trial.trouble.empty()) trouble.push_back(one->trial.trouble);
    row.set("trouble", texts(trouble));
    list << row;
  }
  return list;
}

data defects_of(const Assessment& assessment, const std::vector<Defect>& defects) {
  data list = data::type::list;
  for (const Defect& defect : defects) {
    data entry;
    entry.set("trials", trials_of(defect, assessment.trials));
    list << entry;
  }
  return list;
}

}  // namespace

std::string as_page(const Assessment& assessment, const Suite& suite, const std::vector<Defect>& defects) {
  data lists = data::type::list;
  add_list(lists, "Broken without any defect", assessment.broken_without_defect);
  add_list(lists, "Defects that nobody noticed", assessment.unnoticed_defects);
  add_list(lists, "Defects that were not tried", assessment.untried_defects);
  add_list(lists, "Rules without a killed defect", assessment.rules_without_killer);
  add_list(lists, "Rules that apply in no environment that was tried", assessment.rules_not_tried);
  add_list(lists, "Cases that never noticed anything", assessment.idle_cases);
  add_list(lists, "Cases that say that they notice nothing, and did", assessment.wrongly_excused_cases);
  add_list(lists, "Rules that need no defect, and why", assessment.rules_exempt);
  add_list(lists, "Cases that no defect can make notice anything, and why", assessment.excused_cases);
  data page;
  page.set("figures", figures(assessment));
  std::vector<std::string> unfinished;
  if (!assessment.unfinished.empty()) unfinished.push_back(assessment.unfinished);
  page.set("unfinished", texts(unfinished));
  page.set("lists", lists);
  page.set("rules", rules_of(assessment, suite));
  page.set("defects", defects_of(assessment, defects));
  return mustache(page_template).render(page);
}

}  // namespace loopcheck::sensitivity
