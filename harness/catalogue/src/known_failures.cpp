#include "loopcheck/catalogue/known_failures.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "data_files.hpp"
#include "json_positions.hpp"
#include "loopcheck/catalogue/nearest_name.hpp"
#include "loopcheck/catalogue/pattern.hpp"
#include "object_reader.hpp"
#include "validate_files.hpp"

namespace loopcheck::catalogue {
namespace {

using nlohmann::json;

constexpr std::string_view wildcards = "*?";

// What the entries of a file may name.
class Known {
 public:
  explicit Known(const Catalogue& catalogue) : catalogue_(catalogue) {
    for (const Rule& rule : catalogue.rules()) rules_.push_back(rule.id);
    for (const CaseHandle handle : catalogue.cases()) cases_.push_back(catalogue.id(handle));
  }

  const std::vector<std::string>& rules() const { return rules_; }
  const std::vector<std::string>& cases() const { return cases_; }

  bool proves(const std::string& id, const std::string& rule) const {
    const auto handle = catalogue_.find_case(id);
    if (!handle) return false;
    const auto rules = catalogue_.rules_of(*handle);
    return std::find(rules.begin(), rules.end(), rule) != rules.end();
  }

 private:
  const Catalogue& catalogue_;
  std::vector<std::string> rules_;
  std::vector<std::string> cases_;
};

// Whether the wildcards of a pattern stand between the brackets of one case, where they are bounded by its
// matrix.
bool is_bounded(std::string_view pattern) {
  const auto bracket = pattern.find('[');
  return bracket != std::string_view::npos && pattern.ends_with(']') &&
         pattern.find_first_of(wildcards) > bracket;
}

class EntryReader {
 public:
  EntryReader(const json& document, const Place& place, const Known& known, Faults& faults)
      : document_(document), place_(place), known_(known), faults_(faults) {}

  KnownFailure read() {
    ObjectReader reader(document_, place_, faults_, "a known failure");
    KnownFailure entry;
    entry.pointer = place_.pointer();
    entry.line = faults_.line(place_);
    read_cases(reader.text_or_texts("case"), entry);
    check_bound(reader.optional("at_most"), entry);
    entry.rules = reader.text_or_texts("rule");
    check_rules(entry);
    if (reader.has("environment"))
      entry.environments = reader.text_or_texts("environment");
    else
      (void)reader.optional("environment");
    entry.versions = range(reader.optional_text("versions"), "versions");
    entry.documented = range(reader.optional_text("documented"), "documented");
    entry.verdict = reader.text("verdict");
    if (!entry.verdict.empty() && entry.verdict != "fail" && entry.verdict != "crash" &&
        entry.verdict != "timeout") {
      faults_.error(place_ / "verdict", "unknown-word",
                    fmt::format("\"{}\" is no verdict that counts against a subject", entry.verdict),
                    "fail, crash or timeout");
    }
    entry.message = reader.text("message");
    if (const json* flaky = reader.optional("flaky")) {
      if (!flaky->is_boolean())
        faults_.error(place_ / "flaky", "wrong-type", "\"flaky\" must be true or false");
      else
        entry.flaky = flaky->get<bool>();
    }
    entry.reason = reader.text("reason");
    entry.link = reader.optional_text("link");
    if (!entry.link.empty() && !entry.link.starts_with("https://"))
      faults_.error(place_ / "link", "bad-link", "a link starts with https://");
    entry.finding = reader.optional_text("finding");
    reader.finish();
    return entry;
  }

 private:
  bool is_array(const char* field) const {
    const auto found = document_.find(field);
    return found != document_.end() && found->is_array();
  }

  void read_cases(const std::vector<std::string>& patterns, KnownFailure& entry) {
    const Place field = place_ / "case";
    const bool is_list = is_array("case");
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      const Place item = field / i;
      const Place& place = is_list ? item : field;
      KnownCase one{patterns[i], {}, place.pointer(), faults_.line(place)};
      if (patterns[i].find_first_of(wildcards) == std::string::npos) {
        if (std::find(known_.cases().begin(), known_.cases().end(), patterns[i]) != known_.cases().end())
          one.ids.push_back(patterns[i]);
        else
          faults_.error(place, "unknown-case", fmt::format("there is no case \"{}\"", patterns[i]),
                        nearest_name_hint(patterns[i], known_.cases()));
      } else if (!is_bounded(patterns[i])) {
        faults_.error(place, "unbounded",
                      fmt::format("\"{}\" could name more than one case: * and ? may only stand between "
                                  "brackets, as in \"reader[resource=*]\"",
                                  patterns[i]));
      } else {
        for (const auto& id : known_.cases()) {
          if (matches_glob(patterns[i], id)) one.ids.push_back(id);
        }
        if (one.ids.empty())
          faults_.error(place, "unknown-case", fmt::format("no case fits \"{}\"", patterns[i]));
      }
      entry.cases.push_back(std::move(one));
    }
  }

  void check_bound(const json* at_most, const KnownFailure& entry) {
    std::set<std::string> named;
    bool any = false;
    for (const KnownCase& one : entry.cases) {
      if (one.pattern.find_first_of(wildcards) == std::string::npos) continue;
      any = true;
      named.insert(one.ids.begin(), one.ids.end());
    }
    if (at_most == nullptr) {
      if (any)
        faults_.error(place_, "unbounded", "a glob needs \"at_most\", the number of cases that it may name",
                      fmt::format("now {}", named.size()));
      return;
    }
    const Place place = place_ / "at_most";
    if (!at_most->is_number_unsigned() || *at_most == 0)
      faults_.error(place, "wrong-type", "\"at_most\" must be a whole number from 1");
    else if (!any)
      faults_.error(place, "useless", "\"at_most\" is for globs, and there is none");
    else if (named.size() > at_most->get<std::size_t>())
      faults_.error(
          place, "too-many",
          fmt::format("{} cases fit, and {} are allowed: a new case is to be looked at before it is listed",
                      named.size(), at_most->get<std::size_t>()));
  }

  void check_rules(const KnownFailure& entry) {
    const Place field = place_ / "rule";
    const bool is_list = is_array("rule");
    for (std::size_t i = 0; i < entry.rules.size(); ++i) {
      const Place item = field / i;
      const Place& place = is_list ? item : field;
      const auto& rule = entry.rules[i];
      if (std::find(known_.rules().begin(), known_.rules().end(), rule) == known_.rules().end()) {
        faults_.error(place, "unknown-rule", fmt::format("there is no rule \"{}\"", rule),
                      nearest_name_hint(rule, known_.rules()));
        continue;
      }
      for (const KnownCase& one : entry.cases) {
        for (const auto& id : one.ids) {
          if (known_.proves(id, rule)) continue;
          faults_.error(place, "wrong-rule",
                        fmt::format("the case \"{}\" says nothing of the rule \"{}\"", id, rule));
        }
      }
    }
  }

  std::optional<VersionRange> range(const std::string& text, std::string_view field) {
    if (text.empty()) return std::nullopt;
    std::string fault;
    auto range = VersionRange::parse(text, fault);
    if (!range) faults_.error(place_ / field, "bad-version-range", fault, "such as \">=3.8,<3.12\"");
    return range;
  }

  const json& document_;
  const Place& place_;
  const Known& known_;
  Faults& faults_;
};

}  // namespace

bool KnownFailures::speaks_of(std::string_view subject) const {
  return std::any_of(subjects.begin(), subjects.end(),
                     [&](const std::string& pattern) { return matches_glob(pattern, subject); });
}

std::optional<KnownFailures> read_known_failures(const std::filesystem::path& file,
                                                 const Catalogue& catalogue,
                                                 std::vector<Diagnostic>& diagnostics) {
  std::string text;
  PositionedJson document;
  const std::size_t before = diagnostics.size();
  if (!read_text(file, text, diagnostics) || !parse_positioned(text, file.string(), document, diagnostics) ||
      diagnostics.size() != before)
    return std::nullopt;
  Faults faults(file.string(), document.positions, diagnostics);
  const Place root;
  ObjectReader reader(document.value, root, faults, "a list of known failures");
  KnownFailures result;
  result.file = file.string();
  result.subjects = reader.text_or_texts("subject");
  (void)reader.optional_text("about");
  const json* list = reader.array("known_failures");
  reader.finish();
  const Known known(catalogue);
  const Place place = root / "known_failures";
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const Place item = place / i;
    if ((*list)[i].is_object())
      result.entries.push_back(EntryReader((*list)[i], item, known, faults).read());
    else
      faults.error(item, "wrong-type", "a known failure must be an object");
  }
  if (faults.count() > 0) return std::nullopt;
  return result;
}

std::optional<KnownFailures> lint_known_failures(const std::filesystem::path& file,
                                                 const std::filesystem::path& schemas,
                                                 const Catalogue& catalogue,
                                                 std::vector<Diagnostic>& diagnostics) {
  auto result = read_known_failures(file, catalogue, diagnostics);
  if (!result) return std::nullopt;
  for (const KnownFailure& entry : result->entries) {
    if (!entry.reason.starts_with(missing_reason)) continue;
    diagnostics.push_back({result->file, entry.line, entry.pointer + "/reason", "missing-reason",
                           "nobody has said why this fails", "look into it, then write a sentence",
                           Severity::error});
  }
  validate_files(schemas / "known-failures.schema.json", {file}, {}, diagnostics);
  return has_errors(diagnostics) ? std::nullopt : std::move(result);
}

}  // namespace loopcheck::catalogue
