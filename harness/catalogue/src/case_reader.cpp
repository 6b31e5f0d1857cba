#include "case_reader.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "assertion_reader.hpp"
#include "expectation_checker.hpp"
#include "loopcheck/catalogue/nearest_name.hpp"
#include "object_reader.hpp"
#include "rule_reader.hpp"

namespace loopcheck::catalogue {
namespace {

using nlohmann::json;

// The checks of a case stop after so many combinations of its matrix that have faults: the rest is the same
// again.
constexpr std::size_t faulty_combination_limit = 20;

bool is_need(const std::string& need) {
  static const std::set<std::string> known = {"pty", "ipv6", "not-root", "console", "descriptors"};
  if (known.count(need) != 0) return true;
  constexpr std::string_view prefix = "descriptors:";
  return need.rfind(prefix, 0) == 0 && need.size() > prefix.size() &&
         need.find_first_not_of("0123456789", prefix.size()) == std::string::npos;
}

// Calls `visit` with each string and key of a value, and its place.
template <typename Visit>
void for_each_text(const json& value, const Place& place, const Visit& visit) {
  if (value.is_string()) visit(value.get_ref<const std::string&>(), place);
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) for_each_text(value[i], place / i, visit);
  }
  if (value.is_object()) {
    for (const auto& [key, inner] : value.items()) {
      visit(key, place / key);
      for_each_text(inner, place / key, visit);
    }
  }
}

class CaseReader {
 public:
  CaseReader(const json& document, const Place& place, const CaseSurroundings& surroundings, Faults& faults)
      : document_(document), place_(place), surroundings_(surroundings), faults_(faults) {}

  CaseTemplate read(std::uint32_t file) {
    ObjectReader reader(document_, place_, faults_, "a case");
    CaseTemplate result;
    result.file = file;
    result.line = static_cast<std::uint32_t>(faults_.line(place_));
    result.id = reader.text("id");
    if (!result.id.empty() && !is_permanent_id(result.id)) {
      faults_.error(place_ / "id", "bad-id",
                    fmt::format("the id \"{}\" is not lower case with dashes and dots", result.id));
    }
    result.title = reader.text("title");
    result.purpose = reader.optional_text("purpose");
    result.needs = reader.optional_texts("needs");
    for (const std::string& need : result.needs) {
      if (is_need(need)) continue;
      faults_.error(place_ / "needs", "unknown-need", fmt::format("unknown need \"{}\"", need),
                    nearest_name_hint(need, {"pty", "ipv6", "not-root", "console", "descriptors:N"}));
    }
    const json* matrix = reader.optional_object("matrix");
    const json* except = reader.optional_array("matrix_except");
    result.matrix = Matrix::read(matrix, except, place_, faults_);
    const json* excuses = reader.optional_array("notices_nothing");
    if (excuses != nullptr) read_excuses(*excuses, result);
    steps_ = reader.array("steps");
    expect_ = reader.array("expect");
    reader.finish();
    if (steps_ == nullptr || expect_ == nullptr) return result;
    if (steps_->empty()) faults_.error(place_ / "steps", "empty", "a case needs steps");
    if (expect_->empty()) faults_.error(place_ / "expect", "empty", "a case needs expectations");

    read_heads(result);
    check_combinations(result);
    result.body = body();
    return result;
  }

 private:
  void read_excuses(const json& list, CaseTemplate& result) {
    const Place place = place_ / "notices_nothing";
    for (std::size_t i = 0; i < list.size(); ++i) {
      const Place here = place / i;
      ObjectReader reader(list[i], here, faults_, "an entry of \"notices_nothing\"");
      Excuse excuse{nullptr, reader.text("because")};
      if (const json* where = reader.optional_object("where")) {
        excuse.where = *where;
        check_where(*where, result.matrix, here / "where");
      }
      reader.finish();
      result.excuses.push_back(std::move(excuse));
    }
  }

  void read_heads(CaseTemplate& result) {
    const Place place = place_ / "expect";
    bool all_known = true;
    for (std::size_t i = 0; i < expect_->size(); ++i) {
      const Place here = place / i;
      ObjectReader reader((*expect_)[i], here, faults_, "an expectation");
      ExpectationHead head;
      head.line = static_cast<std::uint32_t>(faults_.line(here));
      const std::string rule = reader.text("rule");
      const auto found = surroundings_.rule_index.find(rule);
      if (found != surroundings_.rule_index.end()) {
        head.rule = found->second;
      } else {
        all_known = false;
        if (!rule.empty()) {
          faults_.error(here / "rule", "unknown-rule", fmt::format("there is no rule \"{}\"", rule),
                        nearest_name_hint(rule, surroundings_.rule_names));
        }
      }
      if (const json* when = reader.optional_object("when")) {
        head.when = read_applicability(*when, here / "when", faults_);
      }
      if (const json* where = reader.optional_object("where")) {
        head.where = *where;
        check_where(*where, result.matrix, here / "where");
      }
      // Both are asked for, since a field that nobody asks for is an unknown one.
      const bool has_check = reader.optional("check") != nullptr;
      const bool has_claim = reader.optional("observed") != nullptr || has_check;
      if (const json* applies = reader.optional("applies"); applies != nullptr) {
        if (*applies != false) {
          faults_.error(here / "applies", "wrong-value", "\"applies\" is false or is left out");
        } else if (has_claim) {
          faults_.error(here, "contradiction", "an expectation that does not apply cannot claim anything");
        } else {
          head.asks = false;
          head.because = reader.text("note");  // reports tell it
        }
      } else if (!has_claim && reader.is_object()) {
        faults_.error(here, "missing-field", "an expectation needs \"check\" or \"observed\"",
                      "\"applies\": false says that the rule is not asked of these environments here");
      }
      if (head.asks) reader.optional_text("note");
      reader.finish();
      result.heads.push_back(std::move(head));
    }
    if (all_known) check_reachable(result.heads, surroundings_.rules, result.matrix, place, faults_);
  }

  void check_where(const json& where, const Matrix& matrix, const Place& place) {
    std::vector<std::string> names;
    for (const MatrixVariable& variable : matrix.variables()) names.push_back(variable.name);
    for (const auto& [name, wanted] : where.items()) {
      const auto variable =
          std::find_if(matrix.variables().begin(), matrix.variables().end(),
                       [&, &key = name](const auto& candidate) { return candidate.name == key; });
      if (variable == matrix.variables().end()) {
        faults_.error(place / name, "unknown-variable",
                      fmt::format("the matrix has no variable \"{}\"", name), nearest_name_hint(name, names));
        continue;
      }
      const std::vector<json> values =
          wanted.is_array() ? wanted.get<std::vector<json>>() : std::vector<json>{wanted};
      for (const json& value : values) {
        if (std::find(variable->values.begin(), variable->values.end(), value) != variable->values.end())
          continue;
        std::vector<std::string> known;
        for (const json& candidate : variable->values) known.push_back(printed(candidate));
        faults_.error(place / name, "unknown-value",
                      fmt::format("the variable \"{}\" never has the value {}", name, value.dump()),
                      nearest_name_hint(printed(value), known));
      }
    }
  }

  void check_combinations(const CaseTemplate& result) {
    check_placeholders(result);
    std::size_t faulty = 0;
    for (std::size_t i = 0; i < result.matrix.size() && faulty < faulty_combination_limit; ++i) {
      const std::size_t before = faults_.count();
      if (result.matrix.variables().empty()) {
        check_expanded(*steps_, *expect_, result, {});
      } else {
        const Matrix::Combination combination = result.matrix.combination(i);
        const PlaceholderValue value_of = [&](std::string_view name) {
          return result.matrix.value(combination, name);
        };
        check_expanded(substituted(*steps_, value_of), substituted(*expect_, value_of), result, combination);
      }
      if (faults_.count() != before) ++faulty;
    }
  }

  void check_expanded(const json& steps, const json& expect, const CaseTemplate& result,
                      const Matrix::Combination& combination) {
    const StepFacts facts =
        check_steps(steps, place_ / "steps", surroundings_.table, surroundings_.fixtures, faults_);
    if (facts.controls.empty()) {
      faults_.error(place_ / "steps", "no-control", "the case has no \"control\"",
                    "nothing is believed of a loop that shows no life");
    }
    const Place place = place_ / "expect";
    for (std::size_t i = 0; i < expect.size(); ++i) {
      if (!expect[i].is_object() || !result.matrix.fits(result.heads[i].where, combination)) continue;
      const Place here = place / i;
      for (const char* level : {"check", "observed"}) {
        const auto list = expect[i].find(level);
        if (list == expect[i].end()) continue;
        const Place list_place = here / level;
        const std::vector<Assertion> assertions = read_assertions(*list, list_place, faults_);
        check_assertions(assertions, level == std::string_view("check"), facts, list_place, faults_);
      }
    }
  }

  void check_placeholders(const CaseTemplate& result) {
    std::vector<std::string> names;
    std::set<std::string, std::less<>> unused;
    for (const MatrixVariable& variable : result.matrix.variables()) {
      names.push_back(variable.name);
      unused.insert(variable.name);
    }
    const auto check_text = [&](std::string_view text, const Place& place, auto is_allowed) {
      for_each_placeholder(text, [&](std::string_view name) {
        if (const auto found = unused.find(name); found != unused.end()) unused.erase(found);
        if (std::find(names.begin(), names.end(), name) != names.end() || is_allowed(name, place)) return;
        faults_.error(place, "unknown-placeholder", fmt::format("nothing replaces \"${{{}}}\" here", name),
                      nearest_name_hint(name, names));
      });
    };
    const auto in_steps = [](std::string_view name, const Place& place) {
      return name == "nonce" || name == "scratch" ||
             (name == "child" && place.pointer().ends_with("/command"));
    };
    const auto in_expectations = [](std::string_view name, const Place&) { return name == "nonce"; };
    const auto in_title = [](std::string_view, const Place&) { return false; };
    for_each_text(*steps_, place_ / "steps",
                  [&](std::string_view text, const Place& place) { check_text(text, place, in_steps); });
    for_each_text(*expect_, place_ / "expect", [&](std::string_view text, const Place& place) {
      check_text(text, place, in_expectations);
    });
    check_text(result.title, place_ / "title", in_title);
    for (const ExpectationHead& head : result.heads) {
      if (!head.where.is_object()) continue;
      for (const auto& [name, value] : head.where.items()) unused.erase(name);
    }
    for (const std::string& name : unused) {
      faults_.error(place_ / "matrix" / name, "unused-variable",
                    fmt::format("nothing in the case depends on the variable \"{}\"", name));
    }
  }

  std::string body() const {
    json expect = json::array();
    for (const json& entry : *expect_) {
      json kept = json::object();
      for (const char* field : {"check", "observed", "note"}) {
        if (entry.is_object() && entry.contains(field)) kept[field] = entry[field];
      }
      expect.push_back(std::move(kept));
    }
    return json{{"steps", *steps_}, {"expect", std::move(expect)}}.dump(-1, ' ', false,
                                                                        json::error_handler_t::replace);
  }

  const json& document_;
  const Place& place_;
  const CaseSurroundings& surroundings_;
  Faults& faults_;
  const json* steps_ = nullptr;
  const json* expect_ = nullptr;
};

}  // namespace

std::vector<CaseTemplate> read_cases(const json& document, std::uint32_t file,
                                     const CaseSurroundings& surroundings, Faults& faults) {
  const Place root;
  ObjectReader reader(document, root, faults, "a file of cases");
  const json* list = reader.array("cases");
  reader.finish();
  std::vector<CaseTemplate> cases;
  if (list == nullptr) return cases;
  const Place place = root / "cases";
  cases.reserve(list->size());
  for (std::size_t i = 0; i < list->size(); ++i) {
    const Place here = place / i;
    cases.push_back(CaseReader((*list)[i], here, surroundings, faults).read(file));
  }
  return cases;
}

Case expand_template(const CaseTemplate& source, std::size_t combination_index,
                     const std::vector<Rule>& rules, const Fixtures& fixtures, const std::string& file) {
  const Matrix::Combination combination = source.matrix.combination(combination_index);
  const PlaceholderValue value_of = [&](std::string_view name) {
    return source.matrix.value(combination, name);
  };
  json body = json::parse(source.body);
  if (!source.matrix.variables().empty()) body = substituted(body, value_of);

  Case result;
  result.id = source.matrix.expanded_id(source.id, combination);
  result.title = substituted_text(source.title, value_of);
  result.purpose = source.purpose;
  for (const Excuse& excuse : source.excuses) {
    if (result.notices_nothing.empty() && source.matrix.fits(excuse.where, combination)) {
      result.notices_nothing = excuse.because;
    }
  }
  result.file = file;
  result.line = source.line;
  result.needs = source.needs;
  result.steps = std::move(body["steps"]);
  result.fixture_needs = needs_of_fixtures(result.steps, fixtures);

  // The checks have passed, so that these faults stay empty.
  std::vector<Diagnostic> diagnostics;
  const Positions positions;
  Faults faults(file, positions, diagnostics);
  for (std::size_t i = 0; i < source.heads.size(); ++i) {
    const ExpectationHead& head = source.heads[i];
    if (!source.matrix.fits(head.where, combination)) continue;
    const json& entry = body["expect"][i];
    Expectation expectation;
    expectation.rule = rules[head.rule].id;
    expectation.when = head.when;
    expectation.line = head.line;
    expectation.note = entry.value("note", "");
    if (entry.contains("check")) expectation.check = read_assertions(entry["check"], Place(), faults);
    if (entry.contains("observed"))
      expectation.observed = read_assertions(entry["observed"], Place(), faults);
    result.expectations.push_back(std::move(expectation));
  }
  return result;
}

}  // namespace loopcheck::catalogue
