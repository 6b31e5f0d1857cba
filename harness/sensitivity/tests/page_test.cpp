#include <gtest/gtest.h>

#include "made_up.hpp"

namespace loopcheck::sensitivity {
namespace {

TEST(Page, ShowsRulesDefectsAndTheCasesThatNoticed) {
  const std::vector<Defect> defects{defect("break-a", {"a"})};
  const auto assessment = assess(small_suite(), defects, {trial("break-a", {{"a", {"case-a"}}})});
  const std::string page = as_page(assessment, small_suite(), defects);
  for (const char* part :
       {"id=\"rule-a\"", "href=\"#defect-break-a\"", "id=\"defect-break-a\"", "case-a", "B holds.",
        "<span class=\"no\">none</span>", "needs none: it sums up other rules", "linux-selector-epoll"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(page.find("Not finished"), std::string::npos);
}

TEST(Page, SaysThatItIsNotAllAndWhy) {
  auto assessment = assess(small_suite(), {}, {});
  assessment.unfinished = "it was <killed>";
  EXPECT_NE(as_page(assessment, small_suite(), {}).find("Not finished: it was &lt;killed&gt;."),
            std::string::npos);
  EXPECT_EQ(as_json(assessment, small_suite(), {}).at("unfinished"), "it was <killed>");
}

TEST(Page, ShowsEnvironmentsInOneRowWhereTheSameNoticed) {
  std::vector<Trial> trials{trial("break-a", {{"a", {"case-a"}}}), trial("break-a", {{"a", {"case-a"}}}),
                            trial("break-a", {{"a", {"case-a", "case-b"}}})};
  trials[0].environment = "one";
  trials[1].environment = "two";
  trials[2].environment = "three";
  trials[2].trouble = "given <up>";
  const std::vector<Defect> defects{defect("break-a", {"a"})};
  const std::string page = as_page(assess(small_suite(), defects, trials), small_suite(), defects);
  for (const char* part : {"<td><span>one,</span> <span>two</span> </td>", "<td><span>three</span> </td>",
                           ": <span>case-a</span> </li>", ": <span>case-a,</span> <span>case-b</span> </li>",
                           "given &lt;up&gt;"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part << "\n" << page;
  }
}

TEST(Page, EscapesEveryText) {
  Defect hostile = defect("break-a", {"a"});
  hostile.about = "<script>alert(1)</script>";
  const auto assessment = assess(small_suite(), {hostile}, {trial("break-a", {{"a", {"case-a"}}})});
  EXPECT_EQ(as_page(assessment, small_suite(), {hostile}).find("<script>"), std::string::npos);
}

TEST(Document, HoldsTheTable) {
  const std::vector<Defect> defects{defect("break-a", {"a"})};
  const auto assessment = assess(small_suite(), defects, {trial("break-a", {{"a", {"case-a"}}})});
  const auto document = as_json(assessment, small_suite(), defects);
  EXPECT_EQ(document.at("sound"), true);
  EXPECT_EQ(document.at("complete"), false);
  EXPECT_EQ(document.at("rules").at(0).at("killers"), nlohmann::json::array({"break-a"}));
  EXPECT_EQ(document.at("trials").at(0).at("fell").at("a"), nlohmann::json::array({"case-a"}));
  EXPECT_EQ(document.at("trials").at(0).at("exact"), true);
  EXPECT_EQ(document.at("unfinished"), "");
  EXPECT_EQ(document.at("rules").at(0).at("needs_none_since"), "");
  EXPECT_EQ(document.at("rules").at(2).at("needs_none_since"),
            "it sums up other rules, and falls with any of them");
}

}  // namespace
}  // namespace loopcheck::sensitivity
