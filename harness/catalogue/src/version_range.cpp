#include "loopcheck/catalogue/version_range.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace loopcheck::catalogue {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + separator.size());
  }
}

// Reads "1.2.3" from the start of `text` and removes it. False if there is no number.
bool read_parts(std::string_view& text, std::vector<unsigned>& parts) {
  for (;;) {
    unsigned part = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), part);
    if (error != std::errc()) return !parts.empty() && error == std::errc::invalid_argument;
    parts.push_back(part);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const bool goes_on = text.size() > 1 && text[0] == '.' && text[1] >= '0' && text[1] <= '9';
    if (!goes_on) return true;
    text.remove_prefix(1);
  }
}

}  // namespace

std::optional<Version> Version::parse_prefix(std::string_view text) {
  Version version;
  if (!read_parts(text, version.parts_)) return std::nullopt;
  while (!version.parts_.empty() && version.parts_.back() == 0) version.parts_.pop_back();
  return version;
}

std::optional<Version> Version::parse(std::string_view text) {
  std::vector<unsigned> parts;
  std::string_view rest = text;
  if (!read_parts(rest, parts) || !rest.empty()) return std::nullopt;
  return parse_prefix(text);
}

std::string Version::text() const {
  std::string text;
  for (std::size_t i = 0; i < std::max<std::size_t>(2, parts_.size()); ++i)
    text += fmt::format("{}{}", i == 0 ? "" : ".", i < parts_.size() ? parts_[i] : 0);
  return text;
}

Version Version::after_all_of(std::string_view text) const {
  Version next;
  next.parts_ = parts_;
  next.parts_.resize(1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '.')));
  ++next.parts_.back();
  return next;
}

std::strong_ordering operator<=>(const Version& left, const Version& right) {
  return std::lexicographical_compare_three_way(left.parts_.begin(), left.parts_.end(), right.parts_.begin(),
                                                right.parts_.end());
}

bool operator==(const Version& left, const Version& right) {
  return left.parts_ == right.parts_;
}

std::optional<VersionRange> VersionRange::parse(std::string_view text, std::string& fault) {
  static constexpr std::pair<std::string_view, Comparison> operators[] = {
      {">=", Comparison::at_least},  {"<=", Comparison::at_most}, {"==", Comparison::equal},
      {"!=", Comparison::different}, {">", Comparison::above},    {"<", Comparison::below}};
  VersionRange range;
  range.text_ = text;
  for (const std::string_view alternative : split(text, "||")) {
    auto& terms = range.alternatives_.emplace_back();
    for (const std::string_view term : split(alternative, ",")) {
      if (term.empty()) {
        fault = fmt::format("\"{}\" has an empty comparison", text);
        return std::nullopt;
      }
      const auto* found = std::find_if(
          std::begin(operators), std::end(operators),
          [&](const auto& candidate) { return term.substr(0, candidate.first.size()) == candidate.first; });
      if (found == std::end(operators)) {
        fault = fmt::format("\"{}\" does not begin with one of >= > <= < == !=", term);
        return std::nullopt;
      }
      const std::string_view number = trimmed(term.substr(found->first.size()));
      const std::optional<Version> version = Version::parse(number);
      if (!version) {
        fault = fmt::format("\"{}\" is not a version", number);
        return std::nullopt;
      }
      terms.push_back({found->second, *version});
    }
  }
  return range;
}

bool VersionRange::contains(const Version& version) const {
  const auto holds = [&](const Term& term) {
    switch (term.comparison) {
      case Comparison::at_least:
        return version >= term.version;
      case Comparison::above:
        return version > term.version;
      case Comparison::at_most:
        return version <= term.version;
      case Comparison::below:
        return version < term.version;
      case Comparison::equal:
        return version == term.version;
      case Comparison::different:
        return version != term.version;
    }
    return false;
  };
  return std::any_of(alternatives_.begin(), alternatives_.end(), [&](const std::vector<Term>& terms) {
    return std::all_of(terms.begin(), terms.end(), holds);
  });
}

std::vector<Version> VersionRange::edges() const {
  std::vector<Version> edges;
  for (const auto& terms : alternatives_) {
    for (const Term& term : terms) {
      const bool after = term.comparison == Comparison::above || term.comparison == Comparison::at_most;
      const bool both = term.comparison == Comparison::equal || term.comparison == Comparison::different;
      if (!after) edges.push_back(term.version);
      // Nothing is between a release and the next one of four parts.
      if (after || both) edges.push_back(term.version.after_all_of(term.version.text() + ".0.0"));
    }
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

std::string span_text(const Version& since, const std::optional<Version>& until) {
  const std::string from = since.text();
  if (!until) return from + "–";
  std::vector<unsigned> last = until->parts_;
  if (last.empty() || last.back() == 0) return from + "–";
  const bool branch = last.size() == 2;  // up to 3.14, all that begins with 3.13 is in it
  --last.back();
  while (last.size() > 3 && last.back() == 0) last.pop_back();
  std::string to;
  for (const unsigned part : last) to += fmt::format("{}{}", to.empty() ? "" : ".", part);
  if (from == to) return from;
  if (branch && from.starts_with(to + ".")) return fmt::format("{}–{}.x", from, to);
  return fmt::format("{}–{}", from, to);
}

}  // namespace loopcheck::catalogue
