// Lists of known failures: what a good one says, and each way in which one can be wrong.
#include "loopcheck/catalogue/known_failures.hpp"

#include "suite.hpp"

namespace loopcheck::catalogue {
namespace {

using nlohmann::json;

const char* const sound = R"({"subject": ["cpython", "cpython-3.*"], "about": "Looked into.",
  "known_failures": [
    {"case": ["reader[resource=pipe,turns=*]", "plain"], "at_most": 2, "rule": "reader-refused",
     "environment": "linux-*", "versions": ">=3.8,<3.12", "documented": ">=3.9", "verdict": "fail",
     "message": "expected", "reason": "It is so.", "link": "https://example.org/1", "finding": "reader"},
    {"case": "reader[resource=fifo,turns=1]", "rule": ["reader-runs", "reader-refused"], "verdict": "crash",
     "message": "the subject ended", "flaky": true, "reason": "TODO: say why"}]})";

struct Loaded {
  std::optional<KnownFailures> list;
  std::vector<Diagnostic> diagnostics;
};

Loaded read(const std::string& text, bool lint = false) {
  const Suite suite;
  const auto loaded = suite.load();
  suite.write("known.json", text);
  const auto file = suite.folder / "known.json";
  Loaded result;
  result.list =
      lint ? lint_known_failures(file, suite.folder / "schema", *loaded.catalogue, result.diagnostics)
           : read_known_failures(file, *loaded.catalogue, result.diagnostics);
  return result;
}

TEST(KnownFailures, AreReadWithTheirPlaces) {
  const auto [list, diagnostics] = read(sound);
  ASSERT_TRUE(list) << all_texts(diagnostics);
  EXPECT_TRUE(list->speaks_of("cpython-3.12"));
  EXPECT_FALSE(list->speaks_of("uvloop"));
  ASSERT_EQ(list->entries.size(), 2U);
  const KnownFailure& first = list->entries[0];
  ASSERT_EQ(first.cases.size(), 2U);
  EXPECT_EQ(first.cases[0].ids,
            (std::vector<std::string>{"reader[resource=pipe,turns=1]", "reader[resource=pipe,turns=2]"}));
  EXPECT_EQ(first.cases[1].pointer, "/known_failures/0/case/1");
  EXPECT_EQ(first.cases[1].line, 3U);
  EXPECT_TRUE(first.versions->contains(*Version::parse("3.11.2")));
  EXPECT_FALSE(first.documented->contains(*Version::parse("3.8")));
  EXPECT_EQ(list->entries[1].line, 6U);
  EXPECT_EQ(list->entries[1].cases[0].pointer, "/known_failures/1/case");
  EXPECT_TRUE(list->entries[1].flaky);
  EXPECT_TRUE(list->entries[1].environments.empty());
}

TEST(KnownFailures, MustSayWhyOnceTheyAreKept) {
  const auto [list, diagnostics] = read(sound, true);
  EXPECT_FALSE(list);
  ASSERT_EQ(diagnostics.size(), 1U) << all_texts(diagnostics);
  EXPECT_EQ(diagnostics[0].code, "missing-reason");
  EXPECT_EQ(diagnostics[0].pointer, "/known_failures/1/reason");
}

struct Fault {
  const char* name;
  const char* patch;  // JSON Patch on the sound list
  const char* code;
  const char* pointer;
  const char* hint = "";
};

std::ostream& operator<<(std::ostream& stream, const Fault& fault) {
  return stream << fault.name;
}

class BadList : public ::testing::TestWithParam<Fault> {};

TEST_P(BadList, IsRefusedWithThePlaceOfItsFault) {
  const auto document = json::parse(sound).patch(json::parse(GetParam().patch));
  const auto [list, diagnostics] = read(document.dump(1));
  EXPECT_FALSE(list);
  const auto found = std::find_if(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& diagnostic) {
    return diagnostic.code == GetParam().code && diagnostic.pointer == GetParam().pointer;
  });
  ASSERT_NE(found, diagnostics.end()) << all_texts(diagnostics);
  EXPECT_GT(found->line, 0U);
  EXPECT_NE(found->hint.find(GetParam().hint), std::string::npos) << found->hint;
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadList,
    ::testing::Values(
        Fault{"no_subject", R"([{"op":"remove","path":"/subject"}])", "missing-field", ""},
        Fault{"no_list", R"([{"op":"remove","path":"/known_failures"}])", "missing-field", ""},
        Fault{"no_object", R"([{"op":"replace","path":"/known_failures/0","value":"reader"}])", "wrong-type",
              "/known_failures/0"},
        Fault{"no_reason", R"([{"op":"remove","path":"/known_failures/0/reason"}])", "missing-field",
              "/known_failures/0"},
        Fault{"empty_reason", R"([{"op":"replace","path":"/known_failures/0/reason","value":""}])", "empty",
              "/known_failures/0/reason"},
        Fault{"empty_message", R"([{"op":"replace","path":"/known_failures/0/message","value":""}])", "empty",
              "/known_failures/0/message"},
        Fault{"unknown_field", R"([{"op":"add","path":"/known_failures/0/reson","value":"x"}])",
              "unknown-field", "/known_failures/0/reson", "reason"},
        Fault{"unknown_case", R"([{"op":"replace","path":"/known_failures/0/case/1","value":"plein"}])",
              "unknown-case", "/known_failures/0/case/1", "plain"},
        Fault{"glob_of_nothing",
              R"([{"op":"replace","path":"/known_failures/0/case/0","value":"reader[resource=pty,*]"}])",
              "unknown-case", "/known_failures/0/case/0"},
        Fault{"glob_over_families", R"([{"op":"replace","path":"/known_failures/0/case/0","value":"rea*"}])",
              "unbounded", "/known_failures/0/case/0"},
        Fault{"glob_that_leaves_the_brackets",
              R"([{"op":"replace","path":"/known_failures/0/case/0","value":"r?ader[resource=*]"}])",
              "unbounded", "/known_failures/0/case/0"},
        Fault{"no_bound", R"([{"op":"remove","path":"/known_failures/0/at_most"}])", "unbounded",
              "/known_failures/0", "now 2"},
        Fault{"bound_exceeded", R"([{"op":"replace","path":"/known_failures/0/at_most","value":1}])",
              "too-many", "/known_failures/0/at_most"},
        Fault{"bound_of_nothing", R"([{"op":"add","path":"/known_failures/1/at_most","value":1}])", "useless",
              "/known_failures/1/at_most"},
        Fault{"bound_zero", R"([{"op":"replace","path":"/known_failures/0/at_most","value":0}])",
              "wrong-type", "/known_failures/0/at_most"},
        Fault{"unknown_rule", R"([{"op":"replace","path":"/known_failures/1/rule/0","value":"reader-run"}])",
              "unknown-rule", "/known_failures/1/rule/0", "reader-runs"},
        Fault{"rule_of_other_case",
              R"([{"op":"replace","path":"/known_failures/0/rule","value":"reader-runs"}])", "wrong-rule",
              "/known_failures/0/rule"},
        Fault{"verdict_that_does_not_count",
              R"([{"op":"replace","path":"/known_failures/0/verdict","value":"skipped"}])", "unknown-word",
              "/known_failures/0/verdict", "timeout"},
        Fault{"bad_versions", R"([{"op":"replace","path":"/known_failures/0/versions","value":"3.8"}])",
              "bad-version-range", "/known_failures/0/versions"},
        Fault{"bad_documented", R"([{"op":"replace","path":"/known_failures/0/documented","value":">="}])",
              "bad-version-range", "/known_failures/0/documented"},
        Fault{"flaky_word", R"([{"op":"replace","path":"/known_failures/1/flaky","value":"yes"}])",
              "wrong-type", "/known_failures/1/flaky"},
        Fault{"link_without_https",
              R"([{"op":"replace","path":"/known_failures/0/link","value":"http://x"}])", "bad-link",
              "/known_failures/0/link"}),
    [](const auto& info) { return info.param.name; });

TEST(KnownFailures, ThatCannotBeReadAreAFault) {
  std::vector<Diagnostic> diagnostics;
  const Suite suite;
  const auto loaded = suite.load();
  EXPECT_FALSE(read_known_failures("no-such-file.json", *loaded.catalogue, diagnostics));
  EXPECT_TRUE(has_errors(diagnostics));
  EXPECT_FALSE(read("{").list);
  EXPECT_FALSE(read("[]").list);
}

// The typed reading and the schema are two descriptions of one form.
TEST(KnownFailures, OfASoundListFitTheSchema) {
  auto document = json::parse(sound);
  document["known_failures"][1]["reason"] = "It is so, too.";
  const auto [list, diagnostics] = read(document.dump(1), true);
  EXPECT_TRUE(list) << all_texts(diagnostics);
}

}  // namespace
}  // namespace loopcheck::catalogue
