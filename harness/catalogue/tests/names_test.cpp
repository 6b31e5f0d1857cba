// Hints, patterns, diagnostics, and the names of exceptions and error numbers.
#include <algorithm>

#include <gtest/gtest.h>

#include "loopcheck/catalogue/diagnostic.hpp"
#include "loopcheck/catalogue/error_numbers.hpp"
#include "loopcheck/catalogue/nearest_name.hpp"
#include "loopcheck/catalogue/pattern.hpp"
#include "loopcheck/catalogue/python_exceptions.hpp"

namespace loopcheck::catalogue {
namespace {

protocol::Exception exception(std::string type, std::vector<std::string> bases = {}) {
  protocol::Exception result;
  result.type = std::move(type);
  result.bases = std::move(bases);
  return result;
}

TEST(NearestName, CountsEdits) {
  EXPECT_EQ(edit_distance("open", "open"), 0U);
  EXPECT_EQ(edit_distance("opne", "open"), 1U) << "neighbours swapped";
  EXPECT_EQ(edit_distance("opn", "open"), 1U);
  EXPECT_EQ(edit_distance("", "open"), 4U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(NearestName, HintsAtNearNamesOnly) {
  const std::vector<std::string> known = {"open", "close", "add_reader", "add_writer"};
  EXPECT_EQ(nearest_name_hint("opne", known), "did you mean \"open\"?");
  EXPECT_EQ(nearest_name_hint("add_raeder", known), "did you mean \"add_reader\"?");
  EXPECT_EQ(nearest_name_hint("something", known), "");
  EXPECT_EQ(nearest_name_hint("x", {}), "");
}

TEST(SimilarNames, AreThoseThatContainTheTextElseTheNearest) {
  const std::vector<std::string> known = {"windows-clock-best", "windows-clock-usual", "call-soon-once"};
  EXPECT_EQ(similar_names_hint("clock", known, "see the list"),
            "do you mean one of these: windows-clock-best, windows-clock-usual");
  EXPECT_EQ(similar_names_hint("call-son-once", known, "see the list"), "did you mean \"call-soon-once\"?");
  EXPECT_EQ(similar_names_hint("something", known, "see the list"), "see the list");
  EXPECT_EQ(similar_names_hint("clock", {}, "see the list"), "see the list");
}

TEST(SimilarNames, AreTenAtMost) {
  const std::vector<std::string> known(30, "name");
  const std::string hint = similar_names_hint("am", known, "");
  EXPECT_EQ(std::count(hint.begin(), hint.end(), ','), 9) << hint;
}

TEST(Pattern, GlobsMatchTheWholeName) {
  EXPECT_TRUE(matches_pattern("windows-*", "windows-selector-512"));
  EXPECT_FALSE(matches_pattern("windows-?", "windows-selector-512"));
  EXPECT_TRUE(matches_pattern("*[resource=pipe]", "watch[resource=pipe]")) << "brackets stand for themselves";
  EXPECT_TRUE(matches_glob("a*b*c", "a-b-b-c"));
  EXPECT_FALSE(matches_glob("a*b", "a-b-c"));
  EXPECT_TRUE(matches_glob("*", ""));
  EXPECT_FALSE(matches_glob("", "a"));
}

TEST(Pattern, OthersMatchAnyPart) {
  EXPECT_TRUE(matches_pattern("selector", "windows-selector-512"));
  EXPECT_TRUE(matches_pattern("", "anything"));
  EXPECT_FALSE(matches_pattern("Selector", "windows-selector-512"));
}

TEST(DiagnosticText, HasWhatAnEditorNeeds) {
  Diagnostic diagnostic{"cases/x.json",          12,
                        "/cases/0/steps/1/do",   "unknown-step",
                        "unknown step \"opne\"", "did you mean \"open\"?",
                        Severity::error};
  EXPECT_EQ(to_string(diagnostic),
            "cases/x.json:12: /cases/0/steps/1/do: unknown step \"opne\" (did you mean \"open\"?)");
  diagnostic.severity = Severity::warning;
  diagnostic.hint.clear();
  diagnostic.pointer.clear();
  diagnostic.line = 0;
  EXPECT_EQ(to_string(diagnostic), "cases/x.json: warning: unknown step \"opne\"");
}

TEST(DiagnosticText, SortsAndMerges) {
  std::vector<Diagnostic> diagnostics = {{"b", 1, "", "c", "m", "", Severity::warning},
                                         {"a", 10, "", "c", "m", "", Severity::warning},
                                         {"a", 9, "", "c", "m", "", Severity::warning},
                                         {"b", 1, "", "c", "m", "", Severity::warning}};
  EXPECT_FALSE(has_errors(diagnostics));
  sort_and_merge(diagnostics);
  ASSERT_EQ(diagnostics.size(), 3U);
  EXPECT_EQ(diagnostics[0].line, 9U);
  EXPECT_EQ(diagnostics[2].file, "b");
}

TEST(PythonExceptions, MatchTheirBaseClasses) {
  EXPECT_TRUE(is_a(exception("PermissionError"), "OSError"));
  EXPECT_TRUE(is_a(exception("BrokenPipeError"), "ConnectionError"));
  EXPECT_TRUE(is_a(exception("NotImplementedError"), "RuntimeError"));
  EXPECT_TRUE(is_a(exception("UnicodeDecodeError"), "ValueError"));
  EXPECT_TRUE(is_a(exception("KeyError"), "LookupError"));
  EXPECT_TRUE(is_a(exception("SendfileNotAvailableError"), "RuntimeError"));
  EXPECT_TRUE(is_a(exception("UnsupportedOperation"), "ValueError"));
  EXPECT_TRUE(is_a(exception("UnsupportedOperation"), "OSError"));
}

TEST(PythonExceptions, DoNotMatchOthers) {
  EXPECT_FALSE(is_a(exception("OSError"), "PermissionError")) << "a base class is not its subclass";
  EXPECT_FALSE(is_a(exception("CancelledError"), "Exception"));
  EXPECT_FALSE(is_a(exception("RuntimeError"), "NotImplementedError"));
  EXPECT_FALSE(is_a(exception("LibraryError"), "OSError"));
  EXPECT_FALSE(is_a(exception(""), "Exception"));
}

TEST(PythonExceptions, KnowAliases) {
  EXPECT_TRUE(is_a(exception("OSError"), "IOError"));
  EXPECT_TRUE(is_a(exception("PermissionError"), "EnvironmentError"));
  EXPECT_TRUE(is_a(exception("socket.error"), "OSError"));
  EXPECT_TRUE(is_a(exception("timeout"), "TimeoutError"));
}

TEST(PythonExceptions, BelieveTheBasesOfOtherTypesOnly) {
  EXPECT_TRUE(is_a(exception("UVError", {"PermissionError", "OSError", "Exception"}), "OSError"));
  EXPECT_TRUE(is_a(exception("UVError", {"PermissionError"}), "OSError")) << "through the tree";
  EXPECT_TRUE(is_a(exception("UVError", {"Base", "OSError"}), "Base"));
  EXPECT_FALSE(is_a(exception("TypeError", {"OSError"}), "OSError")) << "Python's own tree is known";
}

TEST(ErrorNumbers, DifferBetweenPlatforms) {
  EXPECT_EQ(error_number("ENOTSOCK", "linux"), 88);
  EXPECT_EQ(error_number("ENOTSOCK", "macos"), 38);
  EXPECT_EQ(error_number("ENOTSOCK", "windows"), 10038);
  EXPECT_EQ(error_number("EPERM", "windows"), 1);
  EXPECT_FALSE(error_number("WSAEINVAL", "linux"));
  EXPECT_FALSE(error_number("EPERM", "amiga"));
  EXPECT_FALSE(error_number("ENOSUCHNAME", "linux"));
  EXPECT_FALSE(is_error_name("ENOSUCHNAME"));
}

TEST(ErrorNumbers, HaveNamesInTexts) {
  EXPECT_EQ(error_name(1, "linux"), "EPERM");
  EXPECT_EQ(error_name(10038, "windows"), "ENOTSOCK");
  EXPECT_EQ(error_name(99999, "linux"), "");
  EXPECT_EQ(error_name(0, "linux"), "");
}

TEST(ErrorNumbers, AreFoundInExceptions) {
  protocol::Exception raised = exception("OSError");
  EXPECT_FALSE(has_error(raised, "EPERM", "linux")) << "no errno at all";
  raised.error_number = 1;
  EXPECT_TRUE(has_error(raised, "EPERM", "linux"));
  EXPECT_FALSE(has_error(raised, "EACCES", "linux"));
  raised.error_number = 22;
  raised.winerror = 10022;
  EXPECT_TRUE(has_error(raised, "WSAEINVAL", "windows"));
  EXPECT_TRUE(has_error(raised, "EINVAL", "windows"));
}

}  // namespace
}  // namespace loopcheck::catalogue
