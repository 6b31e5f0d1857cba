// What people ask about (`loopcheck support`): methods and concepts, and which rules answer for them. The
// data is cases/features.json; it says how a rule bears on a feature, and never what the answer is: where and
// since when is the rule's own.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loopcheck/catalogue/catalogue.hpp"
#include "loopcheck/catalogue/version_range.hpp"
#include "loopcheck/catalogue/when.hpp"

namespace loopcheck::catalogue {

// What a rule says of a feature, where it applies: it is there; it is there with a limit; it is not there; or
// something that one should know and that changes no answer.
enum class Relation { yes, partly, no, note };

std::string_view to_text(Relation relation);  // "yes", "partly", "no", "note"

struct FeatureRule {
  std::string rule;
  Relation relation = Relation::yes;
  std::optional<Applicability>
      when;  // within what the rule speaks of: some sentences say yes here and no there
};

struct Feature {
  std::string id;     // "add_reader", "unix-sockets"
  std::string title;  // "loop.add_reader()"
  std::string group;
  std::vector<std::string> aliases;
  std::vector<FeatureRule> rules;
  std::size_t line = 0;
};

// A kind of environment for which answers are given.
struct EnvironmentKind {
  std::string platform;
  std::string title;             // of the platform: "macOS 10.6 to 10.8"
  std::string platform_version;  // one that stands for all of the kind
  std::string loop;
  std::vector<std::string> selectors;      // the usual one first; empty: the loop has none
  std::vector<std::string> default_rules;  // those by which this loop is the default
  bool on_request = false;                 // shown only if somebody asks for its loop
};

struct Features {
  Version first_version;               // of the documentation; there is nothing to say about older ones
  std::vector<EnvironmentKind> kinds;  // those of one platform and loop: the usual one first
  std::vector<Feature> features;       // those of a group stand together

  // The feature of that id or alias. Case, "asyncio.", "loop." and "()" do not matter, nor whether words are
  // joined by dashes, underscores or spaces. Null if there is none.
  [[nodiscard]] const Feature* find(std::string_view name) const;

  // Ids of features that may have been meant, the nearest first; may be empty.
  [[nodiscard]] std::vector<std::string> nearest(std::string_view name) const;
};

struct FeaturesResult {
  std::optional<Features> features;     // there unless a diagnostic is an error
  std::vector<Diagnostic> diagnostics;  // sorted
};

// features.json of the folder that the catalogue was loaded from.
FeaturesResult load_features(const std::filesystem::path& folder, const Catalogue& catalogue);

}  // namespace loopcheck::catalogue
