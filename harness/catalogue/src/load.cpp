#include <algorithm>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>

#include "case_reader.hpp"
#include "catalogue_content.hpp"
#include "data_files.hpp"
#include "json_positions.hpp"
#include "loopcheck/catalogue/catalogue.hpp"
#include "loopcheck/catalogue/pattern.hpp"
#include "rule_reader.hpp"

namespace loopcheck::catalogue {
namespace {

// Reads the files of a folder in a fixed order, whose diagnostics and content it collects.
class Loader {
 public:
  explicit Loader(const std::filesystem::path& folder) : folder_(folder) {}

  LoadResult run() {
    const std::optional<DataFiles> files = find_data_files(folder_, diagnostics_);
    if (files) {
      read_steps_schema(files->schema / "steps.schema.json");
      read_fixtures_file(files->fixtures);
      for (const std::filesystem::path& file : files->rules) read_rules_file(file);
      for (const auto& restriction : restrictions_) restrict_rules(restriction);
      for (const std::filesystem::path& file : files->cases) read_cases_file(file);
      check_implied();
    }
    sort_and_merge(diagnostics_);
    LoadResult result;
    if (!has_errors(diagnostics_)) {
      content_->digest = digest_of(digests_);
      result.catalogue = Catalogue(std::move(content_));
    }
    result.diagnostics = std::move(diagnostics_);
    return result;
  }

 private:
  // The digest of one file is that of its name within the folder and its bytes.
  void add_to_digest(const std::filesystem::path& file, const std::string& text) {
    digests_ += digest_of(file.lexically_relative(folder_).generic_string() + '\n' + text) + '\n';
  }

  static std::string digest_of(const std::string& text) {
    static const boost::uuids::name_generator_sha1 generator(boost::uuids::ns::url());
    return boost::uuids::to_string(generator(text.data(), text.size()));
  }

  bool read(const std::filesystem::path& file, PositionedJson& document) {
    std::string text;
    if (!read_text(file, text, diagnostics_)) return false;
    add_to_digest(file, text);
    return parse_positioned(text, file.string(), document, diagnostics_);
  }

  void read_steps_schema(const std::filesystem::path& file) {
    std::string text;
    PositionedJson document;
    if (!read_text(file, text, diagnostics_) ||
        !parse_positioned(text, file.string(), document, diagnostics_))
      return;
    Faults faults(file.string(), document.positions, diagnostics_);
    table_ = StepTable::read(document.value, faults);
    has_table_ = true;
  }

  void read_fixtures_file(const std::filesystem::path& file) {
    PositionedJson document;
    if (!read(file, document)) return;
    Faults faults(file.string(), document.positions, diagnostics_);
    content_->fixtures = read_fixtures(document.value, faults);
    const Place root;
    const Place list = root / "fixtures";
    for (std::size_t i = 0; i < content_->fixtures.size(); ++i) {
      const Fixture& fixture = content_->fixtures[i];
      if (!content_->fixture_index.emplace(fixture.what, fixture).second) {
        faults.error(list / i / "what", "duplicate-fixture",
                     fmt::format("there is a fixture \"{}\" already", fixture.what));
      }
    }
  }

  void read_rules_file(const std::filesystem::path& file) {
    PositionedJson document;
    if (!read(file, document)) return;
    Faults faults(file.string(), document.positions, diagnostics_);
    auto [rules, restrictions] = read_rules(document.value, faults);
    for (Restriction& restriction : restrictions)
      restrictions_.push_back(std::make_shared<const Restriction>(std::move(restriction)));
    const Place root;
    const Place list = root / "rules";
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const auto [found, is_new] =
          content_->rule_index.emplace(rules[i].id, static_cast<std::uint32_t>(content_->rules.size()));
      if (is_new) {
        content_->rules.push_back(std::move(rules[i]));
        continue;
      }
      const Rule& first = content_->rules[found->second];
      faults.error(list / i / "id", "duplicate-rule", fmt::format("there is a rule \"{}\" already", first.id),
                   fmt::format("{}:{}", first.file, first.line));
    }
  }

  // Tells the rules of all pages that they are restricted. A pattern that restricts nothing is a fault.
  void restrict_rules(const std::shared_ptr<const Restriction>& restriction) {
    for (const std::string& pattern : restriction->rules) {
      bool restricts = false;
      for (Rule& rule : content_->rules) {
        if (!matches_glob(pattern, rule.id)) continue;
        if (!rule.applies.can_meet(restriction->when)) continue;
        restricts = true;
        if (std::find(rule.restrictions.begin(), rule.restrictions.end(), restriction) ==
            rule.restrictions.end()) {
          rule.restrictions.push_back(restriction);
        }
      }
      if (restricts) continue;
      diagnostics_.push_back({restriction->file, restriction->line, "", "unknown-rule",
                              fmt::format("the restriction \"{}\" names \"{}\", and no rule of that name "
                                          "speaks of these environments",
                                          restriction->id, pattern),
                              "", Severity::error});
    }
  }

  void read_cases_file(const std::filesystem::path& file) {
    PositionedJson document;
    if (!read(file, document) || !has_table_) return;
    if (surroundings_ == nullptr) {
      surroundings_ = std::make_unique<CaseSurroundings>(
          CaseSurroundings{table_, content_->fixture_index, content_->rules, content_->rule_index, {}});
      for (const Rule& rule : content_->rules) surroundings_->rule_names.push_back(rule.id);
    }
    Faults faults(file.string(), document.positions, diagnostics_);
    const auto file_index = static_cast<std::uint32_t>(content_->files.size());
    content_->files.push_back(file.string());
    std::vector<CaseTemplate> cases = read_cases(document.value, file_index, *surroundings_, faults);
    const Place root;
    const Place list = root / "cases";
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const auto [found, is_new] = content_->template_index.emplace(
          cases[i].id, static_cast<std::uint32_t>(content_->templates.size()));
      if (is_new) {
        content_->templates.push_back(std::move(cases[i]));
        continue;
      }
      const CaseTemplate& first = content_->templates[found->second];
      faults.error(list / i / "id", "duplicate-case", fmt::format("there is a case \"{}\" already", first.id),
                   fmt::format("{}:{}", content_->files[first.file], first.line));
    }
  }

  void check_implied() {
    for (const Rule& rule : content_->rules) {
      for (const std::string& implied : rule.implied_by) {
        if (implied != rule.id && content_->rule_index.count(implied) != 0) continue;
        diagnostics_.push_back(
            {rule.file, rule.line, "", "unknown-rule",
             implied == rule.id
                 ? fmt::format("the rule \"{}\" implies itself", rule.id)
                 : fmt::format("the rule \"{}\" is implied by \"{}\", which there is not", rule.id, implied),
             "", Severity::error});
      }
    }
  }

  std::filesystem::path folder_;
  std::vector<Diagnostic> diagnostics_;
  std::shared_ptr<CatalogueContent> content_ = std::make_shared<CatalogueContent>();
  std::unique_ptr<CaseSurroundings> surroundings_;
  StepTable table_;
  bool has_table_ = false;
  std::vector<std::shared_ptr<const Restriction>> restrictions_;
  std::string digests_;
};

}  // namespace

LoadResult load(const std::filesystem::path& folder) {
  return Loader(folder).run();
}

}  // namespace loopcheck::catalogue
