#include "display.hpp"

#include <gtest/gtest.h>

namespace loopcheck::reports {
namespace {

TEST(Shown, LeavesPlainTextAsItIs) {
  EXPECT_EQ(shown("add_reader() – ✓ 日本 🎉\n\tx"), "add_reader() – ✓ 日本 🎉\n\tx");
  EXPECT_EQ(shown(""), "");
}

TEST(Shown, SpellsOutWhatSteersATerminal) {
  EXPECT_EQ(shown("\x1b[31mred\x07\x7f\r"), "\\x1b[31mred\\x07\\x7f\\x0d");
  EXPECT_EQ(shown(std::string("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(shown("\xc2\x9b"
                  "31m"),
            "\\x9b31m");
  EXPECT_EQ(shown_in_line("a\nb\tc"), "a\\nb\\tc");
}

TEST(Shown, SpellsOutMarksOfDirection) {
  EXPECT_EQ(shown("a\u202Eb\u2066"), "a\\u202eb\\u2066");
}

TEST(Shown, ReplacesWhatIsNoUtf8) {
  const std::string replacement = "\xEF\xBF\xBD";
  EXPECT_EQ(shown("a\xff"
                  "b"),
            "a" + replacement + "b");
  EXPECT_EQ(shown("\xc3("), replacement + "(");
  EXPECT_EQ(shown("\xe2\x82"), replacement + replacement);                    // cut short
  EXPECT_EQ(shown("\xc0\xaf"), replacement + replacement);                    // overlong
  EXPECT_EQ(shown("\xe0\x80\xaf"), replacement + replacement + replacement);  // overlong
  EXPECT_EQ(shown("\xed\xa0\x80"), replacement + replacement + replacement);  // a surrogate
  EXPECT_EQ(shown("\xf4\x90\x80\x80"),
            replacement + replacement + replacement + replacement);  // beyond Unicode
}

TEST(Shortened, CutsBetweenCharacters) {
  EXPECT_EQ(shortened("abc", 3), "abc");
  EXPECT_EQ(shortened("abcd", 3), "abc…");
  EXPECT_EQ(shortened("aäöü", 2), "a…");
  EXPECT_EQ(shortened("日", 1), "…");
}

TEST(Shown, ReplacesWhatIsNoCharacter) {
  EXPECT_EQ(shown("a\uFFFE\uFFFFb\U0001FFFEc"),
            "a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDb\uFFFD\uFFFD\uFFFD\uFFFDc");
}

TEST(IsTimestamp, TakesNothingElse) {
  EXPECT_TRUE(is_timestamp("2026-01-02T03:04:05.678Z"));
  for (const char* bad : {"", "2026-01-02T03:04:05Z", "2026-13-02T03:04:05.678Z", "2026-01-02T24:04:05.678Z",
                          "2026-01-02T03:04:05.678z", "2026-01-0 T03:04:05.678Z", "<script>alert(1)</script"})
    EXPECT_FALSE(is_timestamp(bad)) << bad;
}

TEST(DurationText, PicksTheUnit) {
  using namespace std::chrono_literals;
  EXPECT_EQ(duration_text(0ns), "0 ns");
  EXPECT_EQ(duration_text(999ns), "999 ns");
  EXPECT_EQ(duration_text(1200ns), "1.2 µs");
  EXPECT_EQ(duration_text(15600us), "15.6 ms");
  EXPECT_EQ(duration_text(2500ms), "2.50 s");
}

TEST(EnvironmentText, NamesSelectorOrLoop) {
  protocol::Environment environment;
  environment.platform = "linux";
  environment.loop = "selector";
  environment.selector = "epoll";
  EXPECT_EQ(environment_text(environment), "linux/epoll");
  environment.platform = "windows";
  environment.loop = "proactor";
  environment.selector = std::nullopt;
  EXPECT_EQ(environment_text(environment), "windows/proactor");
  environment.loop = "other";
  EXPECT_EQ(environment_text(environment), "windows");
  environment.platform_version = "10.0";
  EXPECT_EQ(environment_text_with_version(environment), "windows 10.0");
  environment.selector = "select";
  EXPECT_EQ(environment_text_with_version(environment), "windows 10.0/select");
}

TEST(DocumentationLink, IsNeverAnythingButHttps) {
  record::RuleInfo rule;
  rule.page = "asyncio-platforms";
  rule.anchor = "windows";
  EXPECT_EQ(documentation_link(rule), "https://docs.python.org/3/library/asyncio-platforms.html#windows");
  rule.anchor = "";
  EXPECT_EQ(documentation_link(rule), "https://docs.python.org/3/library/asyncio-platforms.html");
  rule.link = "javascript:alert(1)";
  EXPECT_EQ(documentation_link(rule), "https://docs.python.org/3/library/asyncio-platforms.html");
  rule.link = "https://docs.python.org/3.7/library/x.html";
  EXPECT_EQ(documentation_link(rule), rule.link);
  rule.link = "https://x/\")<\xff y";
  EXPECT_EQ(documentation_link(rule), "https://x/%22%29%3C%EF%BF%BD%20y");
  rule.link = "https://x/%20%zz#a#b";
  EXPECT_EQ(documentation_link(rule), "https://x/%20%25zz#a%23b");
}

}  // namespace
}  // namespace loopcheck::reports
