#include "json_positions.hpp"

#include <gtest/gtest.h>

namespace loopcheck::catalogue {
namespace {

struct Parsed {
  bool complete = false;
  PositionedJson document;
  std::vector<Diagnostic> diagnostics;
};

Parsed parse(std::string_view text) {
  Parsed result;
  result.complete = parse_positioned(text, "x.json", result.document, result.diagnostics);
  return result;
}

TEST(JsonPositions, GivesTheSameValueAsAnyParser) {
  const std::string text = R"({"a": [1, -2, 3.5, "x", true, null, {}], "b": {"c": []}, "é": "\u00e9"})";
  const Parsed parsed = parse(text);
  EXPECT_TRUE(parsed.complete);
  EXPECT_TRUE(parsed.diagnostics.empty());
  EXPECT_EQ(parsed.document.value, nlohmann::json::parse(text));
}

TEST(JsonPositions, KnowsTheLineOfEveryPointer) {
  const Parsed parsed = parse("{\n \"a\": [\n  1,\n  {\"b\":\n   \"x\"}\n ],\n \"n\": 5\n}\n");
  const Positions& positions = parsed.document.positions;
  EXPECT_EQ(positions.at("").line, 1U);
  EXPECT_EQ(positions.at("/a").line, 2U);
  EXPECT_EQ(positions.at("/a/0").line, 3U);
  EXPECT_EQ(positions.at("/a/1").line, 4U);
  EXPECT_EQ(positions.at("/a/1/b").line, 5U);
  EXPECT_EQ(positions.at("/n").line, 7U) << "the parser reads one character beyond a number";
}

TEST(JsonPositions, KnowsColumns) {
  const Parsed parsed = parse("{\"a\": [1,\n  22\n]}");
  EXPECT_EQ(parsed.document.positions.at("/a").column, 7U);
  EXPECT_EQ(parsed.document.positions.at("/a/0").column, 8U);
  EXPECT_EQ(parsed.document.positions.at("/a/1").column, 4U);
}

TEST(JsonPositions, FallsBackToTheNearestAncestor) {
  const Parsed parsed = parse("{\n\"a\":\n{\"b\": 1}}");
  EXPECT_EQ(parsed.document.positions.at("/a/missing/deeper").line, 3U);
  EXPECT_EQ(parsed.document.positions.at("/a/b/0").line, 3U);
  EXPECT_EQ(parsed.document.positions.at("/missing").line, 1U);
}

TEST(JsonPositions, UnescapesPointers) {
  const Parsed parsed = parse("{\"a/b\":\n1, \"c~d\":\n\n2}");
  EXPECT_EQ(parsed.document.positions.at("/a~1b").line, 2U);
  EXPECT_EQ(parsed.document.positions.at("/c~0d").line, 4U);
}

TEST(JsonPositions, RefusesDuplicateKeysAndReadsOn) {
  const Parsed parsed = parse("{\"a\": {\"k\": 1,\n \"k\": {\"k\": [2]},\n \"z\": 3, \"z\": 4}}");
  EXPECT_TRUE(parsed.complete);
  ASSERT_EQ(parsed.diagnostics.size(), 2U);
  EXPECT_EQ(to_string(parsed.diagnostics[0]), "x.json:2: /a/k: the key \"k\" is there twice");
  EXPECT_EQ(parsed.diagnostics[1].pointer, "/a/z");
  EXPECT_EQ(parsed.diagnostics[1].line, 3U);
  EXPECT_EQ(parsed.document.value["a"]["k"], 1) << "the first value stays";
}

TEST(JsonPositions, FindsDuplicatesWithinLists) {
  const Parsed parsed = parse("[0, {\"k\": 1, \"k\": 2}]");
  ASSERT_EQ(parsed.diagnostics.size(), 1U);
  EXPECT_EQ(parsed.diagnostics[0].pointer, "/1/k");
}

TEST(JsonPositions, PlacesSyntaxErrors) {
  for (const char* text : {"{\n\"a\": }", "{\n\"a\" 1}", "{\n\"a\": \"\x01\"}", "{\n\"a\": tru}"}) {
    const Parsed parsed = parse(text);
    EXPECT_FALSE(parsed.complete) << text;
    ASSERT_EQ(parsed.diagnostics.size(), 1U) << text;
    EXPECT_EQ(parsed.diagnostics[0].code, "syntax");
    EXPECT_EQ(parsed.diagnostics[0].line, 2U) << text;
    EXPECT_EQ(parsed.diagnostics[0].message.find("json.exception"), std::string::npos);
  }
}

TEST(JsonPositions, RefusesWhatIsNoDocument) {
  for (const char* text : {"", "   ", "{} {}", "[1,]", "{'a': 1}", "// x\n1", "\xff"}) {
    EXPECT_FALSE(parse(text).complete) << text;
  }
}

TEST(JsonPositions, RefusesDeepNesting) {
  EXPECT_TRUE(parse(std::string(64, '[') + std::string(64, ']')).complete);
  const Parsed parsed = parse(std::string(100000, '['));
  EXPECT_FALSE(parsed.complete);
  ASSERT_EQ(parsed.diagnostics.size(), 1U);
  EXPECT_EQ(parsed.diagnostics[0].code, "too-deep");
}

}  // namespace
}  // namespace loopcheck::catalogue
