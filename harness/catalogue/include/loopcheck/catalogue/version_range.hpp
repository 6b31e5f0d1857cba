// Versions and ranges of them, as docs/writing-a-case.md defines them.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loopcheck::catalogue {

// Digits and dots. Missing parts are zero, so that 3.8 and 3.8.0 are equal.
class Version {
 public:
  // The whole of `text` must be a version: "3.8", "3.13.9". Anything else gives nothing.
  static std::optional<Version> parse(std::string_view text);

  // The version that `text` begins with: "3.14.0rc1" gives 3.14.0, "6.18.0-amd64" gives 6.18.0. For what
  // subjects say about themselves.
  static std::optional<Version> parse_prefix(std::string_view text);

  // "3.8", "3.13.15": at least two parts.
  std::string text() const;

  // The first version after all that begin as `text` does, which is what this was parsed from: after "3.12"
  // comes 3.13, after "3.12.4" 3.12.5.
  Version after_all_of(std::string_view text) const;

  friend std::strong_ordering operator<=>(const Version& left, const Version& right);
  friend bool operator==(const Version& left, const Version& right);

 private:
  friend std::string span_text(const Version& since, const std::optional<Version>& until);

  std::vector<unsigned> parts_;  // without trailing zeros
};

// ">=3.13.9,<3.14 || >=3.14.2": a comma means "and", two bars mean "or". Comparisons: >= > <= < == !=.
class VersionRange {
 public:
  // On a fault: nothing, and `fault` says what is wrong with the text.
  static std::optional<VersionRange> parse(std::string_view text, std::string& fault);

  bool contains(const Version& version) const;

  // The versions from which on contains() may answer otherwise than just before, sorted.
  std::vector<Version> edges() const;

  // As it was written.
  const std::string& text() const { return text_; }

 private:
  enum class Comparison { at_least, above, at_most, below, equal, different };
  struct Term {
    Comparison comparison;
    Version version;
  };

  std::string text_;
  std::vector<std::vector<Term>> alternatives_;
};

// Versions from `since` up to `until`, which is not one of them, as people write them: "3.4–3.7", "3.8–",
// "3.13.15–3.13.x", "3.12" for all of a branch.
std::string span_text(const Version& since, const std::optional<Version>& until);

}  // namespace loopcheck::catalogue
