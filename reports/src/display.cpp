#include "display.hpp"

#include <array>
#include <cstdint>

#include <fmt/format.h>

namespace loopcheck::reports {

namespace {

constexpr char32_t invalid = 0xFFFFFFFF;

// One character from the front of `text`, and its bytes; `invalid` and one byte where it is no UTF-8
// (overlong forms, surrogates and what is beyond U+10FFFF included).
std::pair<char32_t, std::size_t> decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return {first, 1};
  std::size_t length = 0;
  char32_t character = 0;
  char32_t smallest = 0;
  if (first >= 0xC2 && first < 0xE0) {
    length = 2, character = first & 0x1F, smallest = 0x80;
  } else if (first >= 0xE0 && first < 0xF0) {
    length = 3, character = first & 0x0F, smallest = 0x800;
  } else if (first >= 0xF0 && first < 0xF5) {
    length = 4, character = first & 0x07, smallest = 0x10000;
  } else {
    return {invalid, 1};
  }
  if (text.size() < length) return {invalid, 1};
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {invalid, 1};
    character = (character << 6) | (byte(i) & 0x3F);
  }
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  // The last two of each plane are no characters, and XML does not take them.
  const bool no_character = (character & 0xFFFE) == 0xFFFE;
  if (character < smallest || character > 0x10FFFF || surrogate || no_character) return {invalid, 1};
  return {character, length};
}

bool turns_direction(char32_t character) {
  return character == 0x061C || character == 0x200E || character == 0x200F ||
         (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
}

std::string shown(std::string_view text, bool one_line) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const auto [character, length] = decode(text);
    if (character == invalid) {
      result += "\xEF\xBF\xBD";
    } else if (!one_line && (character == '\n' || character == '\t')) {
      result += static_cast<char>(character);
    } else if (character == '\n' || character == '\t') {
      result += character == '\n' ? "\\n" : "\\t";
    } else if (character < 0x20 || (character >= 0x7F && character < 0xA0)) {
      result += fmt::format("\\x{:02x}", static_cast<std::uint32_t>(character));
    } else if (turns_direction(character)) {
      result += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(character));
    } else {
      result += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return result;
}

}  // namespace

std::string shown(std::string_view text) {
  return shown(text, false);
}
std::string shown_in_line(std::string_view text) {
  return shown(text, true);
}

std::string excerpt_in_line(const std::string& text, std::size_t limit) {
  return shown_in_line(shortened(text, limit));
}

bool is_timestamp(std::string_view text) {
  constexpr std::string_view form = "0000-00-00T00:00:00.000Z";
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (form[i] == '0' ? !digit : text[i] != form[i]) return false;
  }
  const auto number = [&](std::size_t at) { return (text[at] - '0') * 10 + text[at + 1] - '0'; };
  return number(5) >= 1 && number(5) <= 12 && number(8) >= 1 && number(8) <= 28 + 3 && number(11) < 24 &&
         number(14) < 60 && number(17) < 60;
}

std::string duration_text(std::chrono::nanoseconds duration) {
  const auto count = static_cast<double>(duration.count());
  if (duration < std::chrono::microseconds(1)) return fmt::format("{} ns", duration.count());
  if (duration < std::chrono::milliseconds(1)) return fmt::format("{:.1f} µs", count / 1e3);
  if (duration < std::chrono::seconds(1)) return fmt::format("{:.1f} ms", count / 1e6);
  return fmt::format("{:.2f} s", count / 1e9);
}

std::string counted(std::size_t count, const std::string& noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

namespace {

std::string environment_text(const std::string& platform, const protocol::Environment& environment) {
  if (environment.selector) return platform + "/" + *environment.selector;
  if (environment.loop == "other") return platform;
  return platform + "/" + environment.loop;
}

}  // namespace

std::string subject_text(const record::SubjectInfo& subject) {
  const auto ending = "-" + subject.version;
  if (subject.version.empty()) return subject.name;
  if (!subject.name.ends_with(ending)) return subject.name + " " + subject.version;
  return subject.name.substr(0, subject.name.size() - ending.size()) + " " + subject.version;
}

std::string environment_text(const protocol::Environment& environment) {
  return environment_text(environment.platform, environment);
}
std::string environment_text_with_version(const protocol::Environment& environment) {
  return environment_text(environment.platform + " " + environment.platform_version, environment);
}

std::string documentation_link(const record::RuleInfo& rule) {
  std::string link = rule.link;
  if (!link.starts_with("https://")) {
    link = "https://docs.python.org/3/library/" + rule.page + ".html";
    if (!rule.anchor.empty()) link += "#" + rule.anchor;
  }
  link = shown_in_line(link);
  // Only what an address may hold (RFC 3986): neither a quotation mark nor a bracket ends it early wherever
  // it is put, and there is one fragment.
  const auto is_hex = [&](std::size_t at) {
    return at < link.size() &&
           std::string_view("0123456789abcdefABCDEF").find(link[at]) != std::string_view::npos;
  };
  const std::size_t fragment = link.find('#');
  std::string result;
  for (std::size_t i = 0; i < link.size(); ++i) {
    const char c = link[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    const bool special = (c == '%' && is_hex(i + 1) && is_hex(i + 2)) || (c == '#' && i == fragment);
    if (letter || special || std::string_view("-._~:/?@!$&*+,;=").find(c) != std::string_view::npos) {
      result += c;
    } else {
      result += fmt::format("%{:02X}", static_cast<std::uint8_t>(c));
    }
  }
  return result;
}

}  // namespace loopcheck::reports
