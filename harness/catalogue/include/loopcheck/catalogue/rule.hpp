// A rule: one sentence of Python's documentation (docs/writing-a-case.md).
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "loopcheck/catalogue/version_range.hpp"
#include "loopcheck/catalogue/when.hpp"

namespace loopcheck::catalogue {

// A sentence that takes rules of other pages out of some environments: what a platform does not have at all.
struct Restriction {
  std::string id;
  std::string page;
  std::string section;
  std::string anchor;
  std::string statement;
  VersionRange documented;  // where the sentence stands; the rules are restricted whatever the version
  Applicability when;
  nlohmann::json when_as_written;
  std::vector<std::string> rules;  // ids, or globs over them

  std::string file;
  std::size_t line = 0;
};

struct Rule {
  std::string id;
  std::string page;  // such as "asyncio-platforms"
  int tier = 0;      // 1 or 2
  std::string section;
  std::string anchor;
  std::string statement;
  VersionRange documented;  // documented.text() is how the file says it
  Applicability applies;
  std::optional<Applicability>
      except;                         // within that: where another sentence says that there is no such thing
  nlohmann::json applies_as_written;  // the object of the file, for reports
  std::vector<std::string> implied_by;
  std::string note;
  std::vector<std::shared_ptr<const Restriction>> restrictions;  // those that name the rule

  std::string file;
  std::size_t line = 0;

  // Whether the rule is asked there at all: `applies` fits it, `except` and the restrictions do not.
  [[nodiscard]] bool speaks_of(const protocol::Environment& environment) const;

  // The sentence for which a rule that would apply is not asked there; null if there is none.
  [[nodiscard]] const Restriction* restriction_in(const protocol::Environment& environment) const;
};

// https://docs.python.org/3/library/<page>.html#<anchor>
std::string link(const Rule& rule);
std::string link(const Restriction& restriction);

}  // namespace loopcheck::catalogue
