#include "loopcheck/catalogue/catalogue.hpp"

#include <algorithm>

#include "case_reader.hpp"
#include "catalogue_content.hpp"
#include "loopcheck/catalogue/pattern.hpp"

namespace loopcheck::catalogue {
namespace {

// The expectations that count in that environment: of each rule that is selected and speaks of it, the first
// that fits.
std::vector<const ExpectationHead*> counting(const CaseTemplate& source, std::size_t combination_index,
                                             const std::vector<Rule>& rules,
                                             const protocol::Environment& environment,
                                             const Selection& selection) {
  const Matrix::Combination combination = source.matrix.combination(combination_index);
  std::vector<const ExpectationHead*> found;
  for (const ExpectationHead& head : source.heads) {
    const Rule& rule = rules[head.rule];
    const bool is_settled = std::any_of(found.begin(), found.end(), [&](const ExpectationHead* earlier) {
      return earlier->rule == head.rule;
    });
    if (!is_settled && head.when.matches(environment) && rule.speaks_of(environment) &&
        source.matrix.fits(head.where, combination) && selection.selects_rule(rule)) {
      found.push_back(&head);
    }
  }
  return found;
}

}  // namespace

bool Selection::selects_rule(const Rule& rule) const {
  const bool page_fits =
      pages.empty() || std::any_of(pages.begin(), pages.end(), [&](const std::string& pattern) {
        return matches_glob(pattern, rule.page);
      });
  return page_fits && matches_any(rules, rule.id) &&
         (tiers.empty() || std::find(tiers.begin(), tiers.end(), rule.tier) != tiers.end());
}

Catalogue::Catalogue(std::shared_ptr<const CatalogueContent> content) : content_(std::move(content)) {}

const std::vector<Rule>& Catalogue::rules() const {
  return content_->rules;
}

const std::vector<Fixture>& Catalogue::fixtures() const {
  return content_->fixtures;
}

const Rule* Catalogue::find_rule(std::string_view id) const {
  const auto found = content_->rule_index.find(id);
  return found == content_->rule_index.end() ? nullptr : &content_->rules[found->second];
}

const Fixture* Catalogue::find_fixture(std::string_view what) const {
  const auto found = content_->fixture_index.find(what);
  return found == content_->fixture_index.end() ? nullptr : &found->second;
}

std::size_t Catalogue::case_count() const {
  std::size_t count = 0;
  for (const CaseTemplate& source : content_->templates) count += source.matrix.size();
  return count;
}

std::vector<CaseHandle> Catalogue::cases() const {
  return select({});
}

std::optional<CaseHandle> Catalogue::find_case(std::string_view id) const {
  const auto found = content_->template_index.find(std::string(id.substr(0, id.find('['))));
  if (found == content_->template_index.end()) return std::nullopt;
  const CaseTemplate& source = content_->templates[found->second];
  for (std::size_t i = 0; i < source.matrix.size(); ++i) {
    if (source.matrix.expanded_id(source.id, source.matrix.combination(i)) == id) {
      return CaseHandle{found->second, static_cast<std::uint32_t>(i)};
    }
  }
  return std::nullopt;
}

std::vector<CaseHandle> Catalogue::select(const Selection& selection) const {
  std::vector<bool> is_selected(content_->rules.size());
  for (std::size_t i = 0; i < content_->rules.size(); ++i) {
    is_selected[i] = selection.selects_rule(content_->rules[i]);
  }
  std::vector<CaseHandle> handles;
  for (std::size_t index = 0; index < content_->templates.size(); ++index) {
    const CaseTemplate& source = content_->templates[index];
    const auto proves_selected = [&](const ExpectationHead& head) { return is_selected[head.rule]; };
    if (std::none_of(source.heads.begin(), source.heads.end(), proves_selected)) continue;
    for (std::size_t i = 0; i < source.matrix.size(); ++i) {
      const Matrix::Combination combination = source.matrix.combination(i);
      const bool proves =
          std::any_of(source.heads.begin(), source.heads.end(), [&](const ExpectationHead& head) {
            return proves_selected(head) && source.matrix.fits(head.where, combination);
          });
      if (!proves) continue;
      if (!selection.cases.empty() &&
          !matches_any(selection.cases, source.matrix.expanded_id(source.id, combination))) {
        continue;
      }
      handles.push_back({static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(i)});
    }
  }
  return handles;
}

std::string Catalogue::id(CaseHandle handle) const {
  const CaseTemplate& source = content_->templates.at(handle.template_index);
  return source.matrix.expanded_id(source.id, source.matrix.combination(handle.combination));
}

std::vector<std::string> Catalogue::rules_of(CaseHandle handle) const {
  const CaseTemplate& source = content_->templates.at(handle.template_index);
  const Matrix::Combination combination = source.matrix.combination(handle.combination);
  std::vector<std::string> ids;
  for (const ExpectationHead& head : source.heads) {
    const std::string& id = content_->rules[head.rule].id;
    if (source.matrix.fits(head.where, combination) && std::find(ids.begin(), ids.end(), id) == ids.end()) {
      ids.push_back(id);
    }
  }
  return ids;
}

Case Catalogue::expand(CaseHandle handle) const {
  const CaseTemplate& source = content_->templates.at(handle.template_index);
  return expand_template(source, handle.combination, content_->rules, content_->fixture_index,
                         content_->files.at(source.file));
}

bool Catalogue::applies(CaseHandle handle, const protocol::Environment& environment,
                        const Selection& selection) const {
  const auto heads = counting(content_->templates.at(handle.template_index), handle.combination,
                              content_->rules, environment, selection);
  return std::any_of(heads.begin(), heads.end(), [](const ExpectationHead* head) { return head->asks; });
}

std::vector<std::string> Catalogue::left_out(CaseHandle handle, const protocol::Environment& environment,
                                             const Selection& selection) const {
  const CaseTemplate& source = content_->templates.at(handle.template_index);
  const Matrix::Combination combination = source.matrix.combination(handle.combination);
  const PlaceholderValue value_of = [&](std::string_view name) {
    return source.matrix.value(combination, name);
  };
  std::vector<std::string> reasons;
  for (const ExpectationHead* head :
       counting(source, handle.combination, content_->rules, environment, selection)) {
    if (head->asks) return {};
    std::string reason = substituted_text(head->because, value_of);
    if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end())
      reasons.push_back(std::move(reason));
  }
  return reasons;
}

const std::string& Catalogue::digest() const {
  return content_->digest;
}

}  // namespace loopcheck::catalogue
