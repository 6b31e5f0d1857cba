// One bad suite for each fault that the catalogue knows: what is changed, and what must be said about it.
#include <gtest/gtest.h>

#include "suite.hpp"

namespace loopcheck::catalogue {
namespace {

using nlohmann::json;

struct Fault {
  const char* name;
  const char* file;     // "rules", "fixtures" or "cases"
  const char* patch;    // JSON Patch (RFC 6902) on the sound suite
  const char* code;     // of a diagnostic that must be there
  const char* pointer;  // where it must be
  const char* hint = "";
};

std::ostream& operator<<(std::ostream& stream, const Fault& fault) {
  return stream << fault.name;
}

class BadSuite : public ::testing::TestWithParam<Fault> {};

LoadResult load_with(const Fault& fault, bool lint) {
  Suite suite;
  json& document = fault.file == std::string("rules")      ? suite.rules
                   : fault.file == std::string("fixtures") ? suite.fixtures
                                                           : suite.cases;
  document = document.patch(json::parse(fault.patch));
  return lint ? suite.lint() : suite.load();
}

const Diagnostic* find(const LoadResult& result, const Fault& fault) {
  for (const Diagnostic& diagnostic : result.diagnostics) {
    if (diagnostic.code == fault.code && diagnostic.pointer == fault.pointer) return &diagnostic;
  }
  return nullptr;
}

TEST_P(BadSuite, IsRefused) {
  const LoadResult result = load_with(GetParam(), false);
  EXPECT_FALSE(result.catalogue);
  const Diagnostic* diagnostic = find(result, GetParam());
  ASSERT_NE(diagnostic, nullptr) << all_texts(result.diagnostics);
  EXPECT_GT(diagnostic->line, 0U);
  EXPECT_NE(diagnostic->hint.find(GetParam().hint), std::string::npos) << diagnostic->hint;
  EXPECT_EQ(diagnostic->severity, Severity::error);
}

const Fault rule_faults[] = {
    {"MissingPage", "rules", R"([{"op":"remove","path":"/page"}])", "missing-field", ""},
    {"RulesNoList", "rules", R"([{"op":"replace","path":"/rules","value":{}}])", "wrong-type", "/rules"},
    {"RestrictionsNoList", "rules", R"([{"op":"add","path":"/restrictions","value":{}}])", "wrong-type",
     "/restrictions"},
    {"RestrictionNoObject", "rules", R"([{"op":"add","path":"/restrictions","value":[1]}])", "wrong-type",
     "/restrictions/0"},
    {"RestrictionWithoutRules", "rules",
     R"([{"op":"add","path":"/restrictions","value":[{"id":"none","section":"s","anchor":"a","statement":"There is none.","documented":">=3.11","when":{"platform":"emscripten"}}]}])",
     "missing-field", "/restrictions/0"},
    {"RestrictionBadId", "rules",
     R"([{"op":"add","path":"/restrictions","value":[{"id":"None","section":"s","anchor":"a","statement":"There is none.","documented":">=3.11","when":{"platform":"emscripten"},"rules":["reader-refused"]}]}])",
     "bad-id", "/restrictions/0/id"},
    {"RestrictionUnknownLoop", "rules",
     R"([{"op":"add","path":"/restrictions","value":[{"id":"none","section":"s","anchor":"a","statement":"There is none.","documented":">=3.11","when":{"loop":"web"},"rules":["reader-refused"]}]}])",
     "unknown-word", "/restrictions/0/when/loop"},
    {"RestrictionOfNoRule", "rules",
     R"([{"op":"add","path":"/restrictions","value":[{"id":"none","section":"s","anchor":"a","statement":"There is none.","documented":">=3.11","when":{"platform":"emscripten"},"rules":["reader-refused","reader-?"]}]}])",
     "unknown-rule", ""},
    {"RestrictionOutOfReach", "rules",
     R"([{"op":"add","path":"/restrictions","value":[{"id":"none","section":"s","anchor":"a","statement":"There is none.","documented":">=3.11","when":{"platform":"emscripten"},"rules":["reader-runs"]}]}])",
     "unknown-rule", ""},
    {"RuleNoObject", "rules", R"([{"op":"replace","path":"/rules/0","value":1}])", "wrong-type", "/rules/0"},
    {"MissingStatement", "rules", R"([{"op":"remove","path":"/rules/0/statement"}])", "missing-field",
     "/rules/0"},
    {"EmptyStatement", "rules", R"([{"op":"replace","path":"/rules/0/statement","value":""}])", "empty",
     "/rules/0/statement"},
    {"MissingTier", "rules", R"([{"op":"remove","path":"/rules/0/tier"}])", "missing-field", "/rules/0"},
    {"BadTier", "rules", R"([{"op":"replace","path":"/rules/0/tier","value":3}])", "wrong-type",
     "/rules/0/tier"},
    {"MisspeltField", "rules", R"([{"op":"add","path":"/rules/0/ancor","value":"x"}])", "unknown-field",
     "/rules/0/ancor", "anchor"},
    {"BadRuleId", "rules", R"([{"op":"replace","path":"/rules/0/id","value":"Reader_Runs"}])", "bad-id",
     "/rules/0/id"},
    {"DuplicateRule", "rules", R"([{"op":"replace","path":"/rules/1/id","value":"reader-runs"}])",
     "duplicate-rule", "/rules/1/id", "asyncio-eventloop.json:"},
    {"BadRange", "rules", R"([{"op":"replace","path":"/rules/0/documented","value":"3.4-"}])",
     "bad-version-range", "/rules/0/documented", "such as"},
    {"MisspeltEnvironment", "rules", R"([{"op":"add","path":"/rules/0/applies/platfrom","value":"linux"}])",
     "unknown-field", "/rules/0/applies/platfrom", "platform"},
    {"UnknownLoop", "rules", R"([{"op":"add","path":"/rules/0/applies/loop","value":"procator"}])",
     "unknown-word", "/rules/0/applies/loop", "proactor"},
    {"EmptyPlatforms", "rules", R"([{"op":"replace","path":"/rules/0/applies/platform","value":[]}])",
     "wrong-type", "/rules/0/applies/platform"},
    {"ExceptWhereItNeverApplies", "rules",
     R"([{"op":"add","path":"/rules/0/except","value":{"platform":"no-such-platform"}}])", "unreachable",
     "/rules/0/except"},
    {"ImpliedByUnknown", "rules", R"([{"op":"add","path":"/rules/0/implied_by","value":["none"]}])",
     "unknown-rule", ""},
    {"ImpliesItself", "rules", R"([{"op":"add","path":"/rules/0/implied_by","value":["reader-runs"]}])",
     "unknown-rule", ""},
    {"DuplicateFixture", "fixtures", R"([{"op":"replace","path":"/fixtures/1/what","value":"pipe"}])",
     "duplicate-fixture", "/fixtures/1/what"},
    {"FixtureWithoutEnds", "fixtures", R"([{"op":"remove","path":"/fixtures/1/ends"}])", "missing-field",
     "/fixtures/1"},
};

const Fault case_faults[] = {
    {"CasesNoList", "cases", R"([{"op":"replace","path":"/cases","value":{}}])", "wrong-type", "/cases"},
    {"CaseNoObject", "cases", R"([{"op":"replace","path":"/cases/1","value":[]}])", "wrong-type", "/cases/1"},
    {"MissingTitle", "cases", R"([{"op":"remove","path":"/cases/0/title"}])", "missing-field", "/cases/0"},
    {"MisspeltExpect", "cases", R"([{"op":"move","from":"/cases/1/expect","path":"/cases/1/expects"}])",
     "unknown-field", "/cases/1/expects", "expect"},
    {"DuplicateCase", "cases", R"([{"op":"replace","path":"/cases/1/id","value":"reader"}])",
     "duplicate-case", "/cases/1/id", "readers.json:"},
    {"BadCaseId", "cases", R"([{"op":"replace","path":"/cases/1/id","value":"plain[x]"}])", "bad-id",
     "/cases/1/id"},
    {"UnknownNeed", "cases", R"([{"op":"replace","path":"/cases/0/needs/0","value":"notroot"}])",
     "unknown-need", "/cases/0/needs", "not-root"},
    {"BadDescriptorNeed", "cases",
     R"([{"op":"replace","path":"/cases/0/needs/0","value":"descriptors:many"}])", "unknown-need",
     "/cases/0/needs"},
    {"NoSteps", "cases", R"([{"op":"replace","path":"/cases/1/steps","value":[]}])", "empty",
     "/cases/1/steps"},
    {"NoExpectations", "cases", R"([{"op":"replace","path":"/cases/1/expect","value":[]}])", "empty",
     "/cases/1/expect"},
    {"NoControl", "cases", R"([{"op":"remove","path":"/cases/1/steps/0"}])", "no-control", "/cases/1/steps"},
    {"DuplicateValue", "cases", R"([{"op":"add","path":"/cases/0/matrix/resource/-","value":"pipe"}])",
     "duplicate-case", "/cases/0/matrix/resource/2"},
    {"UnusedVariable", "cases", R"([{"op":"add","path":"/cases/0/matrix/extra","value":[1,2]}])",
     "unused-variable", "/cases/0/matrix/extra"},
    {"UnknownPlaceholder", "cases",
     R"([{"op":"replace","path":"/cases/0/steps/1/what","value":"${resorce}"}])", "unknown-placeholder",
     "/cases/0/steps/1/what", "resource"},
    {"PlaceholderInTitle", "cases",
     R"([{"op":"replace","path":"/cases/0/title","value":"${nonce} ${resource}"}])", "unknown-placeholder",
     "/cases/0/title"},
    {"ScratchInExpectation", "cases",
     R"([{"op":"replace","path":"/cases/1/expect/0/check/0/returns","value":"${scratch}"}])",
     "unknown-placeholder", "/cases/1/expect/0/check/0/returns"},
    {"ChildOutsideCommand", "cases",
     R"([{"op":"replace","path":"/cases/0/steps/3/data","value":"${child}"}])", "unknown-placeholder",
     "/cases/0/steps/3/data"},
};

const Fault step_faults[] = {
    {"StepNoObject", "cases", R"([{"op":"replace","path":"/cases/1/steps/1","value":"time"}])", "wrong-type",
     "/cases/1/steps/1"},
    {"TopLevelWithoutId", "cases", R"([{"op":"remove","path":"/cases/1/steps/1/id"}])", "missing-field",
     "/cases/1/steps/1"},
    {"IdWithDot", "cases", R"([{"op":"replace","path":"/cases/1/steps/1/id","value":"t.x"}])", "bad-id",
     "/cases/1/steps/1/id"},
    {"WithoutDo", "cases", R"([{"op":"remove","path":"/cases/1/steps/1/do"}])", "missing-field",
     "/cases/1/steps/1"},
    {"UnknownStep", "cases", R"([{"op":"replace","path":"/cases/0/steps/1/do","value":"opne"}])",
     "unknown-step", "/cases/0/steps/1/do", "did you mean \"open\"?"},
    {"UnknownStepInCallback", "cases",
     R"([{"op":"replace","path":"/cases/0/steps/2/callback/do/0/do","value":"raed"}])", "unknown-step",
     "/cases/0/steps/2/callback/do/0/do", "read"},
    {"MissingParameter", "cases", R"([{"op":"remove","path":"/cases/0/steps/3/data"}])", "missing-parameter",
     "/cases/0/steps/3"},
    {"MisspeltParameter", "cases",
     R"([{"op":"move","from":"/cases/0/steps/3/data","path":"/cases/0/steps/3/date"}])", "unknown-parameter",
     "/cases/0/steps/3/date", "data"},
    {"WrongType", "cases",
     R"([{"op":"replace","path":"/cases/0/steps/4/turns","value":"three"},{"op":"add","path":"/cases/0/steps/5/args","value":["${turns}"]}])",
     "bad-parameter", "/cases/0/steps/4/turns"},
    {"Negative", "cases",
     R"([{"op":"replace","path":"/cases/0/steps/4/turns","value":-1},{"op":"add","path":"/cases/0/steps/5/args","value":["${turns}"]}])",
     "bad-parameter", "/cases/0/steps/4/turns"},
    {"WrongTypeByMatrix", "cases", R"([{"op":"add","path":"/cases/0/matrix/turns/-","value":"many"}])",
     "bad-parameter", "/cases/0/steps/4/turns"},
    {"UnknownWord", "cases", R"([{"op":"add","path":"/cases/1/steps/0/with","value":"udp"}])",
     "bad-parameter", "/cases/1/steps/0/with"},
    {"UnknownDataField", "cases", R"([{"op":"replace","path":"/cases/0/steps/3/data","value":{"patern":5}}])",
     "bad-parameter", "/cases/0/steps/3/data"},
    {"DuplicateStep", "cases", R"([{"op":"replace","path":"/cases/1/steps/1/id","value":"alive"}])",
     "duplicate-step", "/cases/1/steps/1/id"},
    {"DuplicateInnerStep", "cases",
     R"([{"op":"replace","path":"/cases/0/steps/2/callback/do/0/id","value":"feed"}])", "duplicate-step",
     "/cases/0/steps/3/id"},
    {"UnknownFixture", "cases", R"([{"op":"replace","path":"/cases/0/matrix/resource/0","value":"pip"}])",
     "unknown-fixture", "/cases/0/steps/1/what", "pipe"},
    {"UnknownEnd", "cases", R"([{"op":"replace","path":"/cases/0/steps/3/on","value":"p.wirte"}])",
     "unknown-end", "/cases/0/steps/3/on", "read, write"},
    {"NotAnEnd", "cases", R"([{"op":"replace","path":"/cases/0/steps/3/on","value":"p"}])", "not-an-end",
     "/cases/0/steps/3/on"},
    {"UnknownReference", "cases", R"([{"op":"replace","path":"/cases/0/steps/3/on","value":"q.write"}])",
     "unknown-step-reference", "/cases/0/steps/3/on"},
    {"LaterReference", "cases", R"([{"op":"move","from":"/cases/0/steps/1","path":"/cases/0/steps/3"}])",
     "later-step-reference", "/cases/0/steps/1/on"},
    {"EndOfAStepWithoutEnds", "cases",
     R"([{"op":"replace","path":"/cases/0/steps/3/on","value":"alive.write"}])", "unknown-end",
     "/cases/0/steps/3/on"},
    {"CancelWithoutHandle", "cases",
     R"([{"op":"add","path":"/cases/1/steps/-","value":{"id":"c","do":"cancel","on":"t"}}])",
     "wrong-reference", "/cases/1/steps/2/on"},
    {"AwaitWithoutTask", "cases",
     R"([{"op":"add","path":"/cases/1/steps/-","value":{"id":"c","do":"await","on":"t"}}])", "not-a-task",
     "/cases/1/steps/2/on"},
    {"TransportOfNothing", "cases",
     R"([{"op":"add","path":"/cases/1/steps/-","value":{"id":"c","do":"transport","on":"t","call":"close"}}])",
     "wrong-reference", "/cases/1/steps/2/on"},
    {"WaitForNothing", "cases",
     R"([{"op":"replace","path":"/cases/0/steps/6/event","value":["cb","tiemr"]}])", "unknown-event",
     "/cases/0/steps/6/event", "timer"},
    {"LoopInCallback", "cases",
     R"([{"op":"add","path":"/cases/0/steps/2/callback/do/-","value":{"do":"run","turns":1}}])",
     "loop-in-callback", "/cases/0/steps/2/callback/do/1/do"},
    {"AwaitEventOutsideThread", "cases",
     R"([{"op":"add","path":"/cases/1/steps/-","value":{"id":"c","do":"await_event","event":"loop.exception"}}])",
     "not-in-thread", "/cases/1/steps/2/do"},
    {"ControlWithoutIdInThread", "cases",
     R"([{"op":"add","path":"/cases/1/steps/-","value":{"id":"c","do":"in_thread","steps":[{"do":"control"}]}}])",
     "missing-field", "/cases/1/steps/2/steps/0"},
    {"InspectWithoutEnd", "cases",
     R"([{"op":"add","path":"/cases/1/steps/-","value":{"id":"c","do":"inspect","what":"blocking"}}])",
     "missing-parameter", "/cases/1/steps/2"},
    {"InspectUnknownProtocol", "cases",
     R"([{"op":"add","path":"/cases/1/steps/-","value":{"id":"c","do":"inspect","what":"received","on":"r"}}])",
     "unknown-protocol", "/cases/1/steps/2/on"},
    {"InspectUnknownThing", "cases",
     R"([{"op":"add","path":"/cases/1/steps/-","value":{"id":"c","do":"inspect","what":"blocked"}}])",
     "bad-parameter", "/cases/1/steps/2/what"},
    {"OpenWithoutCount", "cases",
     R"([{"op":"add","path":"/cases/1/steps/-","value":{"id":"c","do":"open","what":"socketpairs"}}])",
     "missing-parameter", "/cases/1/steps/2"},
    {"OpenWithUselessSize", "cases",
     R"([{"op":"add","path":"/cases/1/steps/-","value":{"id":"c","do":"open","what":"pipe","size":5}}])",
     "unknown-parameter", "/cases/1/steps/2/size"},
    {"WriteWithoutData", "cases",
     R"([{"op":"add","path":"/cases/1/steps/-","value":{"id":"s","do":"create_connection","protocol":"p","port":1}},{"op":"add","path":"/cases/1/steps/-","value":{"id":"w","do":"transport","on":"s","call":"write"}}])",
     "missing-parameter", "/cases/1/steps/3"},
};

const Fault expectation_faults[] = {
    {"UnknownRule", "cases", R"([{"op":"replace","path":"/cases/1/expect/0/rule","value":"reader-refusd"}])",
     "unknown-rule", "/cases/1/expect/0/rule", "reader-refused"},
    {"MissingRule", "cases", R"([{"op":"remove","path":"/cases/1/expect/0/rule"}])", "missing-field",
     "/cases/1/expect/0"},
    {"NoClaim", "cases", R"([{"op":"remove","path":"/cases/1/expect/0/check"}])", "missing-field",
     "/cases/1/expect/0"},
    {"AppliesTrue", "cases",
     R"([{"op":"replace","path":"/cases/1/expect/0","value":{"rule":"reader-refused","applies":true}}])",
     "wrong-value", "/cases/1/expect/0/applies"},
    {"ClaimThatDoesNotApply", "cases", R"([{"op":"add","path":"/cases/1/expect/0/applies","value":false}])",
     "contradiction", "/cases/1/expect/0"},
    {"DoesNotApplyForNoReason", "cases",
     R"([{"op":"replace","path":"/cases/1/expect/0","value":{"rule":"reader-refused","applies":false}}])",
     "missing-field", "/cases/1/expect/0"},
    {"DoesNotApplyForAnEmptyReason", "cases",
     R"([{"op":"replace","path":"/cases/1/expect/0","value":{"rule":"reader-refused","applies":false,"note":""}}])",
     "empty", "/cases/1/expect/0/note"},
    {"EmptyClaim", "cases", R"([{"op":"replace","path":"/cases/1/expect/0/check","value":[]}])", "wrong-type",
     "/cases/1/expect/0/check"},
    {"UnreachableByRule", "cases",
     R"([{"op":"add","path":"/cases/0/expect/1/when","value":{"platform":"windows"}}])", "unreachable",
     "/cases/0/expect/1/when"},
    {"UnreachableByEarlier", "cases",
     R"([{"op":"add","path":"/cases/1/expect/-","value":{"rule":"reader-refused","when":{"loop":"proactor"},"check":[{"no_errors":true}]}}])",
     "unreachable", "/cases/1/expect/1"},
    {"UnreachableByRulesPlatforms", "cases",
     R"([{"op":"add","path":"/cases/0/expect/1/when","value":{"platform":["linux","macos"]}},{"op":"add","path":"/cases/0/expect/-","value":{"rule":"reader-runs","check":[{"no_errors":true}]}}])",
     "unreachable", "/cases/0/expect/3"},
    {"WhereUnknownVariable", "cases",
     R"([{"op":"replace","path":"/cases/0/expect/0/where","value":{"resorce":"fifo"}}])", "unknown-variable",
     "/cases/0/expect/0/where/resorce", "resource"},
    {"WhereUnknownValue", "cases",
     R"([{"op":"replace","path":"/cases/0/expect/0/where","value":{"resource":["fifo","pip"]}}])",
     "unknown-value", "/cases/0/expect/0/where/resource", "pipe"},
    {"NoticesNothingWithoutAReason", "cases",
     R"([{"op":"add","path":"/cases/1/notices_nothing","value":[{}]}])", "missing-field",
     "/cases/1/notices_nothing/0"},
    {"NoticesNothingUnknownVariable", "cases",
     R"([{"op":"add","path":"/cases/0/notices_nothing","value":[{"where":{"resorce":"fifo"},"because":"x"}]}])",
     "unknown-variable", "/cases/0/notices_nothing/0/where/resorce", "resource"},
    {"WhenBadRange", "cases", R"([{"op":"add","path":"/cases/1/expect/0/when","value":{"python":"new"}}])",
     "bad-version-range", "/cases/1/expect/0/when/python"},
    {"AssertionNoObject", "cases", R"([{"op":"replace","path":"/cases/1/expect/0/check/0","value":true}])",
     "wrong-type", "/cases/1/expect/0/check/0"},
    {"UnknownForm", "cases",
     R"([{"op":"replace","path":"/cases/1/expect/0/check/0","value":{"step":"t","return":1}}])",
     "unknown-form", "/cases/1/expect/0/check/0"},
    {"TwoForms", "cases", R"([{"op":"add","path":"/cases/1/expect/0/check/0/raises","value":"any"}])",
     "unknown-form", "/cases/1/expect/0/check/0"},
    {"StrayField", "cases", R"([{"op":"add","path":"/cases/1/expect/0/check/0/count","value":1}])",
     "unknown-field", "/cases/1/expect/0/check/0/count"},
    {"NoErrorsFalse", "cases",
     R"([{"op":"replace","path":"/cases/0/expect/0/check/0/no_errors","value":false}])", "wrong-type",
     "/cases/0/expect/0/check/0/no_errors"},
    {"UnknownStepInClaim", "cases",
     R"([{"op":"replace","path":"/cases/0/expect/2/check/0/step","value":"wach"}])", "unknown-step-reference",
     "/cases/0/expect/2/check/0/step", "watch"},
    {"UnknownEventInClaim", "cases",
     R"([{"op":"replace","path":"/cases/0/expect/1/check/1/event","value":"cbx"}])", "unknown-event",
     "/cases/0/expect/1/check/1/event", "cb"},
    {"UnknownDuring", "cases", R"([{"op":"add","path":"/cases/0/expect/1/check/1/during","value":["turn"]}])",
     "unknown-step-reference", "/cases/0/expect/1/check/1/during", "turns"},
    {"DuringInnerStep", "cases",
     R"([{"op":"add","path":"/cases/0/expect/1/check/1/during","value":"inner"}])", "not-top-level",
     "/cases/0/expect/1/check/1/during"},
    {"UnknownThread", "cases", R"([{"op":"add","path":"/cases/0/expect/1/check/1/thread","value":"worker"}])",
     "unknown-word", "/cases/0/expect/1/check/1/thread"},
    {"CountIsNoNumber", "cases",
     R"([{"op":"replace","path":"/cases/0/expect/1/check/1/count","value":1.5},{"op":"add","path":"/cases/0/steps/5/args","value":["${turns}"]}])",
     "wrong-type", "/cases/0/expect/1/check/1/count"},
    {"CountWithMinimum", "cases", R"([{"op":"add","path":"/cases/0/expect/1/check/1/min","value":1}])",
     "contradiction", "/cases/0/expect/1/check/1"},
    {"MinimumAboveMaximum", "cases",
     R"([{"op":"add","path":"/cases/0/expect/0/check/-","value":{"event":"cb","min":3,"max":2}}])",
     "contradiction", "/cases/0/expect/0/check/1"},
    {"EmptyOrder", "cases", R"([{"op":"add","path":"/cases/0/expect/0/check/-","value":{"order":[]}}])",
     "empty", "/cases/0/expect/0/check/1/order"},
    {"OrderOfNothing", "cases",
     R"([{"op":"add","path":"/cases/0/expect/0/check/-","value":{"starts":["cb","nothing"]}}])",
     "unknown-event", "/cases/0/expect/0/check/1/starts"},
    {"NotBeforeWithoutDeadline", "cases",
     R"([{"op":"replace","path":"/cases/0/expect/1/observed/0/not_before","value":"turns"}])", "no-deadline",
     "/cases/0/expect/1/observed/0/not_before"},
    {"ByDeadlineOfOne", "cases",
     R"([{"op":"add","path":"/cases/0/expect/0/check/-","value":{"by_deadline":{"timer":"later"}}}])",
     "empty", "/cases/0/expect/0/check/1/by_deadline"},
    {"ByDeadlineWithoutDeadline", "cases",
     R"([{"op":"add","path":"/cases/0/expect/0/check/-","value":{"by_deadline":{"timer":"later","cb":"turns"}}}])",
     "no-deadline", "/cases/0/expect/0/check/1/by_deadline/cb"},
    {"ByDeadlineWithoutStep", "cases",
     R"([{"op":"add","path":"/cases/0/expect/0/check/-","value":{"by_deadline":{"timer":"later","cb":1}}}])",
     "wrong-type", "/cases/0/expect/0/check/1/by_deadline/cb"},
    {"NotDecreasingOfOne", "cases",
     R"([{"op":"add","path":"/cases/0/expect/0/check/-","value":{"not_decreasing":["later"]}}])", "empty",
     "/cases/0/expect/0/check/1/not_decreasing"},
    {"NotDecreasingWithoutStep", "cases",
     R"([{"op":"add","path":"/cases/0/expect/0/check/-","value":{"not_decreasing":["later","nothing"]}}])",
     "unknown-step-reference", "/cases/0/expect/0/check/1/not_decreasing"},
    {"UnknownErrno", "cases", R"([{"op":"add","path":"/cases/0/expect/2/check/0/errno","value":"EPREM"}])",
     "unknown-errno", "/cases/0/expect/2/check/0/errno", "EPERM"},
    {"UnknownOperator", "cases",
     R"([{"op":"replace","path":"/cases/1/expect/0/check/0/returns","value":{"$mn":1}}])", "unknown-operator",
     "/cases/1/expect/0/check/0/returns/$mn", "$min"},
    {"OperatorOfWrongType", "cases",
     R"([{"op":"replace","path":"/cases/1/expect/0/check/0/returns","value":{"$min":"1"}}])", "wrong-type",
     "/cases/1/expect/0/check/0/returns/$min"},
    {"EmptyAnyOf", "cases", R"([{"op":"add","path":"/cases/0/expect/0/check/-","value":{"any_of":[]}}])",
     "empty", "/cases/0/expect/0/check/1/any_of"},
    {"FaultInAnyOf", "cases",
     R"([{"op":"add","path":"/cases/0/expect/0/check/-","value":{"any_of":[[{"no_errors":true}],[{"step":"none","returns":1}]]}}])",
     "unknown-step-reference", "/cases/0/expect/0/check/1/any_of/1/0/step"},
    {"FaultInNot", "cases",
     R"([{"op":"add","path":"/cases/0/expect/0/check/-","value":{"not":{"event":"none"}}}])", "unknown-event",
     "/cases/0/expect/0/check/1/not/event"},
    {"RefusalBeforeControl", "cases",
     R"([{"op":"move","from":"/cases/0/steps/0","path":"/cases/0/steps/7"}])", "refusal-without-control",
     "/cases/0/expect/2/check/0/step", "alive"},
    {"RefusalBeforeControlInAnyOf", "cases",
     R"([{"op":"move","from":"/cases/1/steps/0","path":"/cases/1/steps/1"},{"op":"replace","path":"/cases/1/expect/0/check/0","value":{"any_of":[[{"step":"t","raises":"any"}]]}}])",
     "refusal-without-control", "/cases/1/expect/0/check/0/any_of/0/0/step"},
};

std::string name_of(const ::testing::TestParamInfo<Fault>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Rules, BadSuite, ::testing::ValuesIn(rule_faults), name_of);
INSTANTIATE_TEST_SUITE_P(Cases, BadSuite, ::testing::ValuesIn(case_faults), name_of);
INSTANTIATE_TEST_SUITE_P(Steps, BadSuite, ::testing::ValuesIn(step_faults), name_of);
INSTANTIATE_TEST_SUITE_P(Expectations, BadSuite, ::testing::ValuesIn(expectation_faults), name_of);

// ---- what only lint says, or says as a warning

TEST(Lint, FindsRulesOfTier1WithoutACase) {
  Suite suite;
  suite.rules["rules"].push_back(suite.rules["rules"][1]);
  suite.rules["rules"][2]["id"] = "nobody-proves-this";
  EXPECT_TRUE(suite.load().catalogue) << "a part of a suite can be loaded";
  const LoadResult result = suite.lint();
  EXPECT_FALSE(result.catalogue);
  ASSERT_EQ(result.diagnostics.size(), 1U) << all_texts(result.diagnostics);
  EXPECT_EQ(result.diagnostics[0].code, "rule-without-case");
}

TEST(Lint, OnlyWarnsOfRulesOfTier2WithoutACase) {
  Suite suite;
  suite.rules["rules"].push_back(suite.rules["rules"][0]);
  suite.rules["rules"][2]["id"] = "nobody-proves-this";
  const LoadResult result = suite.lint();
  EXPECT_TRUE(result.catalogue);
  ASSERT_EQ(result.diagnostics.size(), 1U);
  EXPECT_EQ(result.diagnostics[0].severity, Severity::warning);
}

TEST(Lint, AsksForNoCaseOfARuleThatSumsUp) {
  Suite suite;
  suite.rules["rules"].push_back(suite.rules["rules"][1]);
  suite.rules["rules"][2]["id"] = "sums-up";
  suite.rules["rules"][2]["implied_by"] = {"reader-runs"};
  EXPECT_TRUE(suite.lint().diagnostics.empty());
}

TEST(Lint, WarnsOfUnknownExceptions) {
  Suite suite;
  suite.cases["cases"][0]["expect"][2]["check"][0]["raises"] = "NotImplementedEror";
  const LoadResult result = suite.load();
  EXPECT_TRUE(result.catalogue);
  ASSERT_EQ(result.diagnostics.size(), 1U);
  EXPECT_EQ(result.diagnostics[0].code, "unknown-exception");
  EXPECT_NE(result.diagnostics[0].hint.find("NotImplementedError"), std::string::npos);
}

TEST(Lint, AsksTheSchemasToo) {
  Suite suite;
  suite.fixtures["fixtures"][0]["what"] = "Pipe";  // no case uses the name then
  suite.cases["cases"].erase(0);
  suite.rules["rules"].erase(0);
  EXPECT_TRUE(suite.load().catalogue);
  const LoadResult result = suite.lint();
  EXPECT_FALSE(result.catalogue);
  ASSERT_FALSE(result.diagnostics.empty());
  EXPECT_EQ(result.diagnostics[0].code, "schema");
  EXPECT_EQ(result.diagnostics[0].pointer, "/fixtures/0/what");
  EXPECT_GT(result.diagnostics[0].line, 1U);
}

TEST(Lint, ReportsABrokenSchema) {
  const Suite suite;
  suite.write("schema/rules.schema.json", "{");
  const LoadResult result = suite.lint();
  EXPECT_FALSE(result.catalogue);
  ASSERT_EQ(result.diagnostics.size(), 1U) << all_texts(result.diagnostics);
  EXPECT_EQ(result.diagnostics[0].code, "bad-schema");
}

TEST(LaterFaults, OfACallbackMayReferToLaterSteps) {
  Suite suite;
  suite.cases["cases"][0]["steps"][2]["callback"]["do"].push_back({{"do", "cancel"}, {"on", "later"}});
  EXPECT_TRUE(suite.load().catalogue) << all_texts(suite.load().diagnostics);
}

TEST(DuplicateKeys, AreRefusedInEveryFile) {
  const Suite suite;
  suite.write_all();
  suite.write("asyncio-eventloop/readers.json", "{\"cases\": [],\n\"cases\": []}");
  const LoadResult result = load(suite.folder);
  EXPECT_FALSE(result.catalogue);
  ASSERT_EQ(result.diagnostics.size(), 1U);
  EXPECT_EQ(result.diagnostics[0].code, "duplicate-key");
  EXPECT_EQ(result.diagnostics[0].line, 2U);
}

}  // namespace
}  // namespace loopcheck::catalogue
