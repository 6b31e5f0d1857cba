#include "matrix.hpp"

#include <gtest/gtest.h>

namespace loopcheck::catalogue {
namespace {

using nlohmann::json;

struct Read {
  Matrix matrix;
  std::vector<Diagnostic> diagnostics;
};

Read read(const json& matrix, const json& except = nullptr) {
  Read result;
  const Positions positions;
  Faults faults("x.json", positions, result.diagnostics);
  const Place root;
  result.matrix =
      Matrix::read(matrix.is_null() ? nullptr : &matrix, except.is_null() ? nullptr : &except, root, faults);
  return result;
}

std::vector<std::string> ids(const Matrix& matrix) {
  std::vector<std::string> result;
  for (std::size_t i = 0; i < matrix.size(); ++i)
    result.push_back(matrix.expanded_id("c", matrix.combination(i)));
  return result;
}

TEST(Matrix, HasOneCaseWithoutVariables) {
  EXPECT_EQ(ids(read(nullptr).matrix), std::vector<std::string>{"c"});
}

TEST(Matrix, CombinesAllValuesWithKeysSorted) {
  const Read result = read({{"z", {1, true}}, {"a", {"p", "q"}}});
  EXPECT_EQ(ids(result.matrix),
            (std::vector<std::string>{"c[a=p,z=1]", "c[a=p,z=true]", "c[a=q,z=1]", "c[a=q,z=true]"}));
}

TEST(Matrix, LeavesExceptionsOut) {
  const Read result = read({{"a", {"p", "q"}}, {"b", {1, 2}}},
                           json::array({{{"a", "p"}, {"b", 2}}, {{"a", "q"}, {"b", {1}}}}));
  EXPECT_TRUE(result.diagnostics.empty());
  EXPECT_EQ(ids(result.matrix), (std::vector<std::string>{"c[a=p,b=1]", "c[a=q,b=2]"}));
}

TEST(Matrix, FitsPartialCombinations) {
  const Matrix matrix = read({{"a", {"p", "q"}}, {"b", {1, 2}}}).matrix;
  const auto combination = matrix.combination(1);  // p, 2
  EXPECT_TRUE(matrix.fits(nullptr, combination));
  EXPECT_TRUE(matrix.fits({{"a", "p"}}, combination));
  EXPECT_TRUE(matrix.fits({{"b", {3, 2}}}, combination));
  EXPECT_FALSE(matrix.fits({{"b", 1}}, combination));
  EXPECT_FALSE(matrix.fits({{"b", "2"}}, combination)) << "types count";
  EXPECT_FALSE(matrix.fits({{"unknown", 1}}, combination));
}

TEST(Matrix, ReportsFaults) {
  const struct {
    json matrix;
    json except;
    const char* code;
    const char* pointer;
  } faults[] = {
      {{{"a", "p"}}, nullptr, "wrong-type", "/matrix/a"},
      {{{"a", json::array()}}, nullptr, "wrong-type", "/matrix/a"},
      {{{"a", {"p", json::object()}}}, nullptr, "wrong-type", "/matrix/a/1"},
      {{{"a", {"p", "p"}}}, nullptr, "duplicate-case", "/matrix/a/1"},
      {{{"a", {1, "1"}}}, nullptr, "duplicate-case", "/matrix/a/1"},
      {{{"a", {"p,q"}}}, nullptr, "bad-value", "/matrix/a/0"},
      {{{"a", {"p]"}}}, nullptr, "bad-value", "/matrix/a/0"},
      {{{"nonce", {"p"}}}, nullptr, "reserved-name", "/matrix/nonce"},
      {{{"a", {"p"}}}, json::array({{{"b", "p"}}}), "unknown-variable", "/matrix_except/0/b"},
      {{{"a", {"p"}}}, json::array({{{"a", "x"}}}), "unused-exception", "/matrix_except/0"},
      {{{"a", {"p"}}}, json::array({json::object()}), "wrong-type", "/matrix_except/0"},
      {{{"a", {"p"}}}, json::array({{{"a", "p"}}}), "no-combination", "/matrix_except"},
  };
  for (const auto& fault : faults) {
    const Read result = read(fault.matrix, fault.except);
    ASSERT_FALSE(result.diagnostics.empty()) << fault.code;
    EXPECT_EQ(result.diagnostics[0].code, fault.code);
    EXPECT_EQ(result.diagnostics[0].pointer, fault.pointer);
  }
}

TEST(Matrix, RefusesTooManyCombinations) {
  json matrix;
  for (const char* name : {"a", "b", "c", "d", "e", "f", "g"}) {
    for (int i = 0; i < 10; ++i) matrix[name].push_back(i);
  }
  const Read result = read(matrix);
  ASSERT_EQ(result.diagnostics.size(), 1U);
  EXPECT_EQ(result.diagnostics[0].code, "too-many-cases");
}

json replaced(const json& source) {
  static const json seven = 7;
  static const json name = "n";
  return substituted(source, [](std::string_view placeholder) -> const json* {
    if (placeholder == "seven") return &seven;
    return placeholder == "name" ? &name : nullptr;
  });
}

TEST(Placeholders, AloneTakeTheValueWithItsType) {
  EXPECT_EQ(replaced("${seven}"), 7);
  EXPECT_EQ(replaced(json::array({"${seven}", "x"})), (json::array({7, "x"})));
}

TEST(Placeholders, WithinATextBecomeText) {
  EXPECT_EQ(replaced("a${seven}b${name}"), "a7bn");
  EXPECT_EQ(replaced("${seven}${seven}"), "77");
}

TEST(Placeholders, AreReplacedInKeysAndDeepInside) {
  EXPECT_EQ(replaced({{"${name}", {{"x", {"${seven}"}}}}}), (json{{"n", {{"x", {7}}}}}));
}

TEST(Placeholders, StayWhereNothingReplacesThem) {
  for (const char* text : {"${other}", "a${other}", "${seven", "$seven", "{seven}", "${}", ""}) {
    EXPECT_EQ(replaced(text), text);
  }
}

}  // namespace
}  // namespace loopcheck::catalogue
