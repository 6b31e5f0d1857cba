// What is offered for an unfinished command line.
#include "completion.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "application.hpp"
#include "loopcheck_program.hpp"

namespace loopcheck::cli {
namespace {

using Words = std::vector<std::string>;

class Completion : public testing::Test {
 protected:
  Completions complete(const Words& words) const {
    return cli::complete(*app_, words, [](const std::string& command, const std::string& name) {
      return std::vector<Candidate>{{command + ":" + name, "known"}, {"other", ""}};
    });
  }
  Words offered(const Words& words) const {
    Words texts;
    for (const auto& word : complete(words).words) texts.push_back(word.text);
    return texts;
  }
  bool offers(const Words& words, const std::string& text) const {
    const auto texts = offered(words);
    return std::find(texts.begin(), texts.end(), text) != texts.end();
  }

  CLI::App& app() { return *app_; }

 private:
  Program program_ = start_program({});
  std::unique_ptr<CLI::App> app_ = make_application(program_);
};

TEST_F(Completion, OffersEveryCommandWithWhatItDoes) {
  const auto all = complete({""});
  for (const auto* command : app().get_subcommands({})) {
    const auto found = std::find_if(all.words.begin(), all.words.end(),
                                    [&](const auto& word) { return word.text == command->get_name(); });
    ASSERT_NE(found, all.words.end()) << command->get_name();
    EXPECT_FALSE(found->about.empty());
  }
  EXPECT_EQ(offered({"ru"}), Words{"run"});
  EXPECT_EQ(offered({"list", "ru"}), Words{"rules"});
  EXPECT_EQ(offered({"nonsense", "ru"}), Words{});
}

// Every option of every command, so that a new one is there without a word here.
void expect_options(CLI::App& at, const Words& words, int& count,
                    const std::function<bool(const Words&, const std::string&)>& offers) {
  for (const auto* option : at.get_options()) {
    if (option->get_lnames().empty()) continue;
    const auto name = "--" + option->get_lnames().front();
    auto typed = words;
    typed.push_back(name.substr(0, 4));
    EXPECT_TRUE(offers(typed, name)) << name;
    ++count;
  }
  for (auto* below : at.get_subcommands({})) {
    auto longer = words;
    longer.push_back(below->get_name());
    expect_options(*below, longer, count, offers);
  }
}

TEST_F(Completion, OffersEveryOptionOfEveryCommand) {
  int count = 0;
  expect_options(app(), {}, count,
                 [&](const Words& words, const std::string& text) { return offers(words, text); });
  EXPECT_GT(count, 50);
}

TEST_F(Completion, OffersAnOptionOnceUnlessItIsRepeatable) {
  EXPECT_FALSE(offers({"run", "--quiet", "--"}, "--quiet"));
  EXPECT_FALSE(offers({"run", "-q", "--"}, "--quiet"));
  EXPECT_TRUE(offers({"run", "--case", "a", "--"}, "--case"));
  EXPECT_TRUE(offers({"run", "--"}, "--no-config"));
  EXPECT_FALSE(offers({"run", "--"}, "--version"));
}

TEST_F(Completion, OffersTheWordsOfAnOption) {
  EXPECT_EQ(offered({"run", "--format", ""}), (Words{"text", "json"}));
  EXPECT_EQ(offered({"run", "--format", "j"}), Words{"json"});
  EXPECT_EQ(offered({"run", "--format=j"}), Words{"--format=json"});
  auto colours = offered({"run", "--color", ""});
  std::sort(colours.begin(), colours.end());
  EXPECT_EQ(colours, (Words{"always", "auto", "never"}));
  EXPECT_EQ(offered({"completion", ""}), (Words{"bash", "zsh", "fish"}));
  EXPECT_TRUE(offers({"report", "--format", ""}, "sarif"));
}

TEST_F(Completion, OffersWhatIsKnownOfIds) {
  EXPECT_EQ(offered({"run", "--subject", ""}), (Words{"run:subject", "other"}));
  EXPECT_EQ(offered({"run", "--rule=r"}), Words{"--rule=run:rule"});
  EXPECT_EQ(offered({"explain", "e"}), Words{"explain:id"});
  EXPECT_EQ(offered({"smoke", "s"}), Words{"smoke:subject"});
  EXPECT_EQ(offered({"smoke", "--", "s"}), Words{"smoke:subject"});
  EXPECT_EQ(offered({"explain", "one", "e"}), Words{});
}

TEST_F(Completion, LeavesFilesToTheShell) {
  EXPECT_EQ(complete({"report", ""}).kind, Completions::Kind::files);
  EXPECT_EQ(complete({"run", "--output", ""}).kind, Completions::Kind::folders);
  EXPECT_EQ(complete({"run", "--output=x"}).kind, Completions::Kind::folders);
  EXPECT_EQ(complete({"--config", ""}).kind, Completions::Kind::files);
  EXPECT_EQ(complete({"merge", "one", "two", ""}).kind, Completions::Kind::files);
  EXPECT_EQ(complete({"run", "--format", ""}).kind, Completions::Kind::words);
}

TEST_F(Completion, HasNothingForWhatIsUnknown) {
  EXPECT_EQ(offered({"run", "--no-such=x"}), Words{});
  EXPECT_EQ(offered({"run", "--quiet=x"}), Words{});
  EXPECT_EQ(offered({}), offered({""}));
}

TEST(CompletionLines, AreOneForEachWord) {
  EXPECT_EQ(to_lines({Completions::Kind::words, {{"a", "b\tc\nd"}, {"e", ""}}}), "words\na\tb c d\ne\t\n");
  EXPECT_EQ(to_lines({Completions::Kind::folders, {}}), "folders\n");
}

TEST(CompletionOfTheProgram, KnowsRulesCasesAndSubjects) {
  const Workplace work;
  EXPECT_EQ(work.loopcheck({"__complete", "run", "--subject", "refer"}).output.substr(0, 16),
            "words\nreference\t");
  const auto rules = work.loopcheck({"__complete", "explain", "windows-selector-5"});
  EXPECT_NE(rules.output.find("\nwindows-selector-512\t"), std::string::npos) << rules.output;
  EXPECT_EQ(rules.status, 0);
  const auto cases = work.loopcheck({"__complete", "run", "--case", "call-soon"});
  EXPECT_NE(cases.output.find("\ncall-soon"), std::string::npos) << cases.output;
  EXPECT_EQ(work.loopcheck({"completion", "powershell"}).status, 2);
}

}  // namespace
}  // namespace loopcheck::cli
