// All rules, fixtures and cases of a folder such as cases/, checked.
//
//   LoadResult loaded = load("cases");
//   for (const Diagnostic& fault : loaded.diagnostics) fmt::print(stderr, "{}\n", to_string(fault));
//   if (!loaded.catalogue) return 2;
//   for (CaseHandle handle : loaded.catalogue->select(Selection{.rules = {"windows-*"}}))
//     if (loaded.catalogue->applies(handle, environment)) {
//       Case expanded = loaded.catalogue->expand(handle);   // steps and assertions exist from here on
//       …steps_for_run(expanded, nonce, scratch)…
//     }
//
// A catalogue keeps its cases compactly, as templates and combinations of matrix values: expand a case when
// its turn comes and drop it afterwards. It is immutable, and can be read from several threads.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loopcheck/catalogue/case.hpp"
#include "loopcheck/catalogue/diagnostic.hpp"
#include "loopcheck/catalogue/fixture.hpp"
#include "loopcheck/catalogue/rule.hpp"
#include "loopcheck/protocol/environment.hpp"

namespace loopcheck::catalogue {

// Names an expanded case within its catalogue. Handles are ordered as the files and the cases in them are.
struct CaseHandle {
  std::uint32_t template_index = 0;
  std::uint32_t combination = 0;

  friend auto operator<=>(const CaseHandle&, const CaseHandle&) = default;
};

// Patterns with `*` and `?` are globs over the whole name, others match any part of it; `[` stands for
// itself. Of the patterns of one list, one must match; an empty list lets everything through.
struct Selection {
  std::vector<std::string> cases;  // ids of expanded cases
  std::vector<std::string> rules;
  std::vector<std::string> pages;  // whole names, or globs
  std::vector<int> tiers;

  bool selects_rule(const Rule& rule) const;
};

struct CatalogueContent;

class Catalogue {
 public:
  // For load(): what it has read and checked.
  explicit Catalogue(std::shared_ptr<const CatalogueContent> content);

  const std::vector<Rule>& rules() const;
  const std::vector<Fixture>& fixtures() const;
  const Rule* find_rule(std::string_view id) const;          // null if there is none
  const Fixture* find_fixture(std::string_view what) const;  // null if there is none

  // Every expanded case, in order.
  std::vector<CaseHandle> cases() const;
  std::size_t case_count() const;
  std::optional<CaseHandle> find_case(std::string_view id) const;

  // The cases that match and prove at least one rule that matches.
  std::vector<CaseHandle> select(const Selection& selection) const;

  std::string id(CaseHandle handle) const;
  std::vector<std::string> rules_of(CaseHandle handle) const;  // each once
  Case expand(CaseHandle handle) const;

  // Whether the case gives a result in that environment: of a rule that is selected and speaks of it, the
  // first expectation that fits asks something. Cheap.
  bool applies(CaseHandle handle, const protocol::Environment& environment,
               const Selection& selection = {}) const;

  // Why a case whose expectations fit the environment gives no result there: what their notes say, each once.
  // Empty if it gives one, and if nothing in it speaks of the environment.
  std::vector<std::string> left_out(CaseHandle handle, const protocol::Environment& environment,
                                    const Selection& selection = {}) const;

  // A stable hash (version 5 UUID) of the content of all files, the schemas left out.
  const std::string& digest() const;

 private:
  std::shared_ptr<const CatalogueContent> content_;
};

struct LoadResult {
  std::optional<Catalogue> catalogue;   // there unless a diagnostic is an error
  std::vector<Diagnostic> diagnostics;  // all faults of all files, sorted
};

// Reads and checks every file: everything that would make a case mean something else than its author thinks.
// Never throws for faults of the data or a folder that is not there; those are diagnostics.
LoadResult load(const std::filesystem::path& folder);

// The same, then the JSON Schemas and the checks of `loopcheck lint` that look at the suite as a whole: rules
// without a case, expectations that cannot be reached. Slower.
LoadResult lint(const std::filesystem::path& folder);

}  // namespace loopcheck::catalogue
