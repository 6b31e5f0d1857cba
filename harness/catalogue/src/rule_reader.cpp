#include "rule_reader.hpp"

#include <fmt/format.h>

#include "object_reader.hpp"

namespace loopcheck::catalogue {
namespace {

using nlohmann::json;

std::optional<VersionRange> parse_range(const std::string& text, const Place& place, Faults& faults) {
  if (text.empty()) return std::nullopt;
  std::string fault;
  std::optional<VersionRange> range = VersionRange::parse(text, fault);
  if (!range) faults.error(place, "bad-version-range", fault, "such as \">=3.8,<3.14 || >=3.14.2\"");
  return range;
}

// What a rule and a restriction have in common: a sentence of a page, with an id.
template <class Sentence>
void read_sentence(ObjectReader& reader, const Place& place, const std::string& page, Faults& faults,
                   Sentence& sentence) {
  sentence.page = page;
  sentence.file = faults.file();
  sentence.line = faults.line(place);
  sentence.id = reader.text("id");
  if (!sentence.id.empty() && !is_permanent_id(sentence.id)) {
    faults.error(place / "id", "bad-id",
                 fmt::format("the id \"{}\" is not lower case with dashes and dots", sentence.id));
  }
  sentence.section = reader.text("section");
  sentence.anchor = reader.text("anchor");
  sentence.statement = reader.text("statement");
  if (auto range = parse_range(reader.text("documented"), place / "documented", faults))
    sentence.documented = *range;
}

Rule read_rule(const json& document, const Place& place, const std::string& page, Faults& faults) {
  ObjectReader reader(document, place, faults, "a rule");
  Rule rule;
  read_sentence(reader, place, page, faults, rule);
  const json* tier = reader.optional("tier");
  if (tier == nullptr) {
    faults.error(place, "missing-field", "a rule needs the field \"tier\"");
  } else if (*tier != 1 && *tier != 2) {
    faults.error(place / "tier", "wrong-type", "\"tier\" must be 1 or 2");
  } else {
    rule.tier = tier->get<int>();
  }
  if (const json* applies = reader.object("applies")) {
    rule.applies_as_written = *applies;
    rule.applies = read_applicability(*applies, place / "applies", faults);
  }
  if (const json* except = reader.optional_object("except")) {
    rule.except = read_applicability(*except, place / "except", faults);
    if (!rule.applies.can_meet(*rule.except)) {
      faults.error(place / "except", "unreachable",
                   "no environment fits both this and what the rule applies to");
    }
  }
  rule.implied_by = reader.optional_texts("implied_by");
  rule.note = reader.optional_text("note");
  reader.finish();
  return rule;
}

Restriction read_restriction(const json& document, const Place& place, const std::string& page,
                             Faults& faults) {
  ObjectReader reader(document, place, faults, "a restriction");
  Restriction restriction;
  read_sentence(reader, place, page, faults, restriction);
  if (const json* when = reader.object("when")) {
    restriction.when_as_written = *when;
    restriction.when = read_applicability(*when, place / "when", faults);
  }
  restriction.rules = reader.text_or_texts("rules");
  reader.finish();
  return restriction;
}

Fixture read_fixture(const json& document, const Place& place, Faults& faults) {
  ObjectReader reader(document, place, faults, "a fixture");
  Fixture fixture;
  fixture.what = reader.text("what");
  fixture.ends = reader.text_or_texts("ends");
  fixture.platforms = reader.text_or_texts("platforms");
  fixture.needs = reader.optional_texts("needs");
  fixture.about = reader.text("about");
  reader.finish();
  return fixture;
}

}  // namespace

bool is_permanent_id(std::string_view id) {
  bool after_mark = true;
  for (const char c : id) {
    const bool is_mark = c == '-' || c == '.';
    if (!is_mark && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) return false;
    if (is_mark && after_mark) return false;
    after_mark = is_mark;
  }
  return !after_mark;
}

Applicability read_applicability(const json& document, const Place& place, Faults& faults) {
  ObjectReader reader(document, place, faults, "a description of environments");
  Applicability result;
  const auto words = [&](std::string_view field, std::vector<std::string>& target) {
    if (reader.has(field))
      target = reader.text_or_texts(field);
    else
      reader.optional(field);
  };
  const auto range = [&](std::string_view field, std::optional<VersionRange>& target) {
    target = parse_range(reader.optional_text(field), place / field, faults);
  };
  words("platform", result.platform);
  words("arch", result.arch);
  words("loop", result.loop);
  words("selector", result.selector);
  words("provenance", result.provenance);
  range("platform_version", result.platform_version);
  range("python", result.python);
  range("documented", result.documented);
  reader.finish();

  const auto closed = [&](std::string_view field, const std::vector<std::string>& given,
                          const std::vector<std::string>& known) {
    for (const std::string& word : given) {
      if (std::find(known.begin(), known.end(), word) != known.end()) continue;
      faults.error(place / field, "unknown-word", fmt::format("no environment has {} \"{}\"", field, word),
                   fmt::format("one of {}", fmt::join(known, ", ")));
    }
  };
  closed("loop", result.loop, {"selector", "proactor", "other"});
  closed("selector", result.selector, {"epoll", "poll", "select", "kqueue"});
  closed("provenance", result.provenance, {"native", "wine", "simulated"});
  return result;
}

PageOfRules read_rules(const json& document, Faults& faults) {
  const Place root;
  ObjectReader reader(document, root, faults, "a file of rules");
  const std::string page = reader.text("page");
  const json* rules = reader.array("rules");
  const json* restrictions = reader.optional_array("restrictions");
  reader.finish();
  PageOfRules result;
  const Place place_of_rules = root / "rules";
  for (std::size_t i = 0; rules != nullptr && i < rules->size(); ++i)
    result.rules.push_back(read_rule((*rules)[i], place_of_rules / i, page, faults));
  const Place place_of_restrictions = root / "restrictions";
  for (std::size_t i = 0; restrictions != nullptr && i < restrictions->size(); ++i) {
    result.restrictions.push_back(
        read_restriction((*restrictions)[i], place_of_restrictions / i, page, faults));
  }
  return result;
}

std::vector<Fixture> read_fixtures(const json& document, Faults& faults) {
  const Place root;
  ObjectReader reader(document, root, faults, "the file of fixtures");
  const json* list = reader.array("fixtures");
  reader.finish();
  std::vector<Fixture> fixtures;
  if (list == nullptr) return fixtures;
  const Place place = root / "fixtures";
  for (std::size_t i = 0; i < list->size(); ++i)
    fixtures.push_back(read_fixture((*list)[i], place / i, faults));
  return fixtures;
}

}  // namespace loopcheck::catalogue
