// Reads cases/features.json and checks it against the rules.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "data_files.hpp"
#include "json_positions.hpp"
#include "loopcheck/catalogue/feature.hpp"
#include "loopcheck/catalogue/nearest_name.hpp"
#include "object_reader.hpp"
#include "rule_reader.hpp"

namespace loopcheck::catalogue {
namespace {

using nlohmann::json;

class FeatureReader {
 public:
  FeatureReader(const Catalogue& catalogue, Faults& faults) : catalogue_(catalogue), faults_(faults) {
    for (const Rule& rule : catalogue.rules()) rule_names_.push_back(rule.id);
  }

  Features read(const json& document) {
    const Place root;
    ObjectReader reader(document, root, faults_, "the file of features");
    Features result;
    const Place first_place = root / "first_version";
    result.first_version = read_version(reader.text("first_version"), first_place);
    if (const json* list = reader.array("environments")) {
      const Place place = root / "environments";
      for (std::size_t i = 0; i < list->size(); ++i) result.kinds.push_back(read_kind((*list)[i], place / i));
    }
    if (const json* list = reader.array("features")) {
      const Place place = root / "features";
      for (std::size_t i = 0; i < list->size(); ++i) {
        const Place item = place / i;
        result.features.push_back(read_feature((*list)[i], item));
        check_names(result.features.back(), result, item);
      }
      check_rules_of_tier_one(place);
    }
    reader.finish();
    return result;
  }

 private:
  Version read_version(const std::string& text, const Place& place) {
    const auto version = Version::parse(text);
    if (!version && !text.empty())
      faults_.error(place, "bad-version", fmt::format("\"{}\" is not a version", text));
    return version.value_or(Version{});
  }

  void check_rule(const std::string& id, const Place& place) {
    if (id.empty() || catalogue_.find_rule(id) != nullptr) return;
    faults_.error(place, "unknown-rule", fmt::format("there is no rule \"{}\"", id),
                  nearest_name_hint(id, rule_names_));
  }

  EnvironmentKind read_kind(const json& document, const Place& place) {
    ObjectReader reader(document, place, faults_, "a kind of environment");
    EnvironmentKind kind;
    kind.platform = reader.text("platform");
    kind.title = reader.text("title");
    kind.platform_version = reader.text("platform_version");
    (void)read_version(kind.platform_version, place / "platform_version");
    kind.loop = reader.text("loop");
    kind.selectors = reader.optional_texts("selectors");
    kind.default_rules = reader.optional_texts("default");
    const Place defaults = place / "default";
    for (std::size_t i = 0; i < kind.default_rules.size(); ++i)
      check_rule(kind.default_rules[i], defaults / i);
    if (const json* on_request = reader.optional("on_request")) {
      if (on_request->is_boolean()) {
        kind.on_request = on_request->get<bool>();
      } else {
        faults_.error(place / "on_request", "wrong-type", "\"on_request\" must be true or false");
      }
    }
    reader.finish();
    return kind;
  }

  FeatureRule read_rule(const json& document, const Place& place, Relation relation) {
    FeatureRule result;
    result.relation = relation;
    if (document.is_string()) {
      result.rule = document.get<std::string>();
      check_rule(result.rule, place);
      return result;
    }
    ObjectReader reader(document, place, faults_, "a rule that answers");
    result.rule = reader.text("rule");
    check_rule(result.rule, place / "rule");
    if (const json* when = reader.object("when")) {
      const Place when_place = place / "when";
      result.when = read_applicability(*when, when_place, faults_);
      const Rule* rule = catalogue_.find_rule(result.rule);
      if (rule != nullptr && !rule->applies.can_meet(*result.when)) {
        faults_.error(when_place, "unreachable",
                      fmt::format("the rule \"{}\" speaks of no such environment", result.rule));
      }
    }
    reader.finish();
    return result;
  }

  Feature read_feature(const json& document, const Place& place) {
    ObjectReader reader(document, place, faults_, "a feature");
    Feature feature;
    feature.line = faults_.line(place);
    feature.id = reader.text("id");
    feature.title = reader.text("title");
    feature.group = reader.text("group");
    feature.aliases = reader.optional_texts("aliases");
    if (const json* rules = reader.object("rules")) {
      const Place rules_place = place / "rules";
      ObjectReader lists(*rules, rules_place, faults_, "the rules of a feature");
      for (const auto& [field, relation] : {std::pair{"yes", Relation::yes},
                                            {"partly", Relation::partly},
                                            {"no", Relation::no},
                                            {"notes", Relation::note}}) {
        const json* list = lists.optional_array(field);
        if (list == nullptr) continue;
        const Place list_place = rules_place / field;
        for (std::size_t i = 0; i < list->size(); ++i) {
          feature.rules.push_back(read_rule((*list)[i], list_place / i, relation));
          used_.insert(feature.rules.back().rule);
        }
      }
      lists.finish();
      const bool answers =
          std::any_of(feature.rules.begin(), feature.rules.end(),
                      [](const FeatureRule& rule) { return rule.relation != Relation::note; });
      if (!answers) {
        faults_.error(rules_place, "feature-without-rule",
                      fmt::format("no rule answers for the feature \"{}\"", feature.id));
      }
    }
    reader.finish();
    return feature;
  }

  // Whatever a name leads to is this feature.
  void check_names(const Feature& feature, const Features& features, const Place& place) {
    std::vector<std::string> names = feature.aliases;
    names.push_back(feature.id);
    for (const std::string& name : names) {
      const Feature* found = features.find(name);
      if (name.empty() || found == nullptr || found == &features.features.back()) continue;
      faults_.error(place, "duplicate-feature",
                    fmt::format("\"{}\" names the feature \"{}\" already", name, found->id));
    }
  }

  void check_rules_of_tier_one(const Place& place) {
    for (const Rule& rule : catalogue_.rules()) {
      if (rule.tier != 1 || used_.contains(rule.id)) continue;
      faults_.error(place, "rule-without-feature",
                    fmt::format("no feature has the rule \"{}\" of tier 1", rule.id));
    }
  }

  const Catalogue& catalogue_;
  Faults& faults_;
  std::vector<std::string> rule_names_;
  std::set<std::string> used_;
};

}  // namespace

FeaturesResult load_features(const std::filesystem::path& folder, const Catalogue& catalogue) {
  FeaturesResult result;
  const std::filesystem::path file = features_file(folder);
  std::string text;
  PositionedJson document;
  if (read_text(file, text, result.diagnostics) &&
      parse_positioned(text, file.string(), document, result.diagnostics)) {
    Faults faults(file.string(), document.positions, result.diagnostics);
    Features features = FeatureReader(catalogue, faults).read(document.value);
    sort_and_merge(result.diagnostics);
    if (!has_errors(result.diagnostics)) result.features = std::move(features);
  }
  return result;
}

}  // namespace loopcheck::catalogue
