#include "rules_page.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "loopcheck/runner/plan.hpp"

namespace loopcheck::cli {
namespace {

void add_words(std::vector<std::string>& parts, const std::vector<std::string>& words, const char* noun) {
  if (!words.empty()) parts.push_back(fmt::format("{}{}", fmt::join(words, ", "), noun));
}

void add_range(std::vector<std::string>& parts, const std::optional<catalogue::VersionRange>& range,
               const char* of) {
  if (range) parts.push_back(fmt::format("{} {}", of, range->text()));
}

// "linux, macos; selector loops"
std::string in_words(const catalogue::Applicability& where) {
  std::vector<std::string> parts;
  add_words(parts, where.platform, "");
  add_range(parts, where.platform_version, "version");
  add_words(parts, where.loop, " loops");
  add_words(parts, where.selector, "");
  add_words(parts, where.arch, "");
  add_words(parts, where.provenance, "");
  add_range(parts, where.python, "Python");
  add_range(parts, where.documented, "documentation");
  return parts.empty() ? "every platform and loop" : fmt::format("{}", fmt::join(parts, "; "));
}

std::string in_words(const catalogue::Rule& rule) {
  std::string text = in_words(rule.applies);
  if (rule.except) text += fmt::format(", except {}", in_words(*rule.except));
  for (const auto& restriction : rule.restrictions)
    text += fmt::format(", but for {}: {}", in_words(restriction->when), restriction->statement);
  return text;
}

reports::RuleCase shown(const catalogue::Case& expanded) {
  const std::filesystem::path file(expanded.file);
  return {expanded.id.substr(0, expanded.id.find('[')), expanded.title,
          (file.parent_path().filename() / file.filename()).generic_string(), 1};
}

// A case asks a rule there by the first of its entries that fits, unless that says that it does not.
bool asks(const catalogue::Case& expanded, const catalogue::Rule& rule,
          const protocol::Environment& environment) {
  const auto found =
      std::find_if(expanded.expectations.begin(), expanded.expectations.end(),
                   [&](const auto& one) { return one.rule == rule.id && one.when.matches(environment); });
  return found != expanded.expectations.end() && !(found->check.empty() && found->observed.empty());
}

// Fills in the cases of each rule and where they ask it.
class Gathering {
 public:
  Gathering(const std::vector<const catalogue::Rule*>& rules,
            const std::vector<protocol::Environment>& environments)
      : environments_(environments) {
    for (const auto* rule : rules) {
      auto& entry = page_.entries.emplace_back();
      entry.rule = runner::rule_info(*rule);
      entry.applies = in_words(*rule);
      places_[rule->id] = {rule, page_.entries.size() - 1, {}};
    }
  }

  void add(const catalogue::Case& expanded, const std::vector<std::string>& rules) {
    bool counts = false;
    for (const auto& id : rules) {
      const auto place = places_.find(id);
      if (place == places_.end()) continue;
      counts = true;
      add(expanded, place->second);
    }
    if (counts) ++page_.cases;
  }

  void add(const sensitivity::Defect& defect) {
    for (const auto& id : defect.breaks) {
      if (const auto place = places_.find(id); place != places_.end())
        page_.entries[place->second.entry].defects.push_back(defect.id);
    }
  }

  reports::RulesPage finish(bool defects_known) {
    for (const auto& [id, place] : places_) {
      for (const auto number : place.environments)
        page_.entries[place.entry].executed.push_back(environments_[number]);
    }
    page_.defects_known = defects_known;
    return std::move(page_);
  }

 private:
  struct Place {
    const catalogue::Rule* rule = nullptr;
    std::size_t entry = 0;
    std::set<std::size_t> environments;
  };

  void add(const catalogue::Case& expanded, Place& place) {
    auto& cases = page_.entries[place.entry].cases;
    auto one = shown(expanded);
    if (!cases.empty() && cases.back().id == one.id) {
      ++cases.back().combinations;
    } else {
      cases.push_back(std::move(one));
    }
    for (std::size_t i = 0; i < environments_.size(); ++i) {
      if (runner::applies(*place.rule, environments_[i]) && asks(expanded, *place.rule, environments_[i]))
        place.environments.insert(i);
    }
  }

  const std::vector<protocol::Environment>& environments_;
  reports::RulesPage page_;
  std::map<std::string, Place> places_;
};

}  // namespace

reports::RulesPage rules_page(const catalogue::Catalogue& catalogue,
                              const std::vector<const catalogue::Rule*>& rules,
                              const std::vector<protocol::Environment>& environments,
                              const std::vector<sensitivity::Defect>* defects) {
  Gathering gathering(rules, environments);
  for (const auto handle : catalogue.cases())
    gathering.add(catalogue.expand(handle), catalogue.rules_of(handle));
  if (defects != nullptr) {
    for (const auto& defect : *defects) gathering.add(defect);
  }
  return gathering.finish(defects != nullptr);
}

}  // namespace loopcheck::cli
