// loopcheck.toml, the environment, and which of them counts.
#include "settings.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "application.hpp"
#include "loopcheck_program.hpp"

namespace loopcheck::cli {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A folder of the test's own with a file in it.
class Settings : public testing::Test {
 protected:
  fs::path write(const std::string& text) const {
    const auto path = work.report() / "loopcheck.toml";
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  std::string refusal(const std::string& text) const {
    auto program = start_program({});
    try {
      (void)read_settings_file(write(text), *make_application(program));
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.status(), 2);
      return failure.what();
    }
    return "";
  }

  SettingsFile read(const std::string& text) const {
    auto program = start_program({});
    return read_settings_file(write(text), *make_application(program));
  }

  const Workplace work;
};

struct Wrong {
  const char* name;
  const char* text;
  const char* fault;  // begins with the line
};

class WrongSettings : public Settings, public testing::WithParamInterface<Wrong> {};

TEST_P(WrongSettings, AreRefusedWithFileAndLine) {
  const auto fault = refusal(GetParam().text);
  EXPECT_TRUE(contains(fault, std::string("loopcheck.toml:") + GetParam().fault)) << fault;
}

INSTANTIATE_TEST_SUITE_P(
    Each, WrongSettings,
    testing::Values(
        Wrong{"no_toml", "[run]\noutput = \n", "2: "},
        Wrong{"same_key_twice", "[run]\njobs = 1\njobs = 2\n", "3: "},
        Wrong{"unknown_key", "[run]\n\noutptu = 'x'\n",
              "3: unknown key \"outptu\" in [run] (did you mean \"output\"?)"},
        Wrong{"key_of_no_command", "nonsense = 1\n", "1: unknown key \"nonsense\""},
        Wrong{"unknown_command", "[rum]\n", "1: there is no command \"rum\" (did you mean \"run\"?)"},
        Wrong{"unknown_inner_command", "[list.rulse]\n",
              "1: there is no command \"rulse\" in [list] (did you mean \"rules\"?)"},
        Wrong{"table_for_a_value", "[run.output]\n", "1: there is no command \"output\" in [run]"},
        Wrong{"text_for_a_number", "[run]\njobs = 'two'\n", "2: jobs must be a number"},
        Wrong{"quoted_number", "[run]\ntimeout = '10'\n", "2: timeout must be a number"},
        Wrong{"fraction_for_a_count", "[run]\njobs = 1.5\n", "2: "},
        Wrong{"number_out_of_range", "[run]\njobs = 0\n", "2: "},
        Wrong{"number_for_a_text", "[run]\nsubject = 3\n", "2: subject must be a text in quotes"},
        Wrong{"number_in_a_list", "[run]\nsubject = [\n  'a',\n  3]\n",
              "4: subject must be a text in quotes"},
        Wrong{"number_for_a_path", "[run]\noutput = 3\n", "2: output must be a text in quotes"},
        Wrong{"text_for_a_flag", "[run]\nquiet = 'yes'\n", "2: quiet must be true or false"},
        Wrong{"list_for_one_value", "[run]\njobs = [1, 2]\n", "2: jobs takes one value, not a list"},
        Wrong{"date_for_a_text", "[run]\nenvironment = 2026-01-01\n",
              "2: environment must be a text in quotes"},
        Wrong{"word_that_is_none", "[run]\nformat = 'xml'\n", "2: --format: xml not in {text,json}"},
        Wrong{"expression_that_is_none", "[run]\nkeywords = '(a'\n", "2: "},
        // Every command that has the option must take it.
        Wrong{"format_for_all", "format = 'junit'\n", "1: --format: junit not in"},
        Wrong{"not_settable", "[run]\nlast-failed = true\n", "2: unknown key \"last-failed\""},
        Wrong{"not_settable_either", "config = 'x'\n", "1: unknown key \"config\""}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_F(Settings, AreReadForTheCommandsOfTheirTable) {
  const auto file = read(
      "color = 'never'\n"
      "subject = ['a', 'b']\n"
      "[run]\n"
      "subject = 'c'\n"
      "quiet = true\n"
      "timeout = 2.5\n"
      "[list]\n"
      "format = 'json'\n"
      "[list.cases]\n"
      "tier = [1]\n");
  EXPECT_EQ(file.commands.at("run").at("color").values, Words{"never"});
  EXPECT_EQ(file.commands.at("report").at("color").values, Words{"never"});
  EXPECT_EQ(file.commands.at("smoke").at("subject").values, (Words{"a", "b"}));
  EXPECT_EQ(file.commands.at("run").at("subject").values, Words{"c"});
  EXPECT_EQ(file.commands.at("run").at("subject").line, 4U);
  EXPECT_EQ(file.commands.at("run").at("quiet").values, Words{"true"});
  EXPECT_EQ(file.commands.at("run").at("timeout").values, Words{"2.5"});
  EXPECT_EQ(file.commands.at("list rules").at("format").values, Words{"json"});
  EXPECT_EQ(file.commands.at("list cases").at("tier").values, Words{"1"});
  EXPECT_FALSE(file.commands.at("run").contains("tier"));
}

TEST_F(Settings, NamePathsFromWhereTheFileIs) {
  const auto file = read("[run]\noutput = 'build/../report'\n");
  EXPECT_EQ(fs::path(file.commands.at("run").at("output").values.at(0)), work.report() / "report");
}

TEST_F(Settings, AreFoundUpwardsWithinTheRepository) {
  const auto file = write("");
  const auto root = file.parent_path();
  fs::create_directories(root / "a" / "b");
  EXPECT_EQ(find_settings_file(root / "a" / "b"), file);
  EXPECT_EQ(find_settings_file(root), file);
  fs::create_directories(root / "a" / ".git");
  EXPECT_EQ(find_settings_file(root / "a" / "b"), std::nullopt);
  // A submodule or a worktree has a file of that name; one beside it is within.
  std::ofstream(root / "a" / "b" / ".git") << "gitdir: x";
  std::ofstream(root / "a" / "b" / "loopcheck.toml") << "";
  EXPECT_EQ(find_settings_file(root / "a" / "b"), root / "a" / "b" / "loopcheck.toml");
}

class Precedence : public Settings {
 protected:
  // Where the values of `loopcheck run`'s options come from.
  std::map<std::string, Setting> settings(const Words& typed, const std::string& toml,
                                          const std::map<std::string, std::string>& environment) {
    program_ = start_program({});
    app_ = make_application(program_);
    Words argv{"loopcheck", "run"};
    argv.insert(argv.end(), typed.begin(), typed.end());
    parse(*app_, argv);
    const auto file = read(toml);
    const auto variables = [&](const std::string& name) -> std::optional<std::string> {
      const auto found = environment.find(name);
      return found == environment.end() ? std::nullopt : std::optional(found->second);
    };
    std::map<std::string, Setting> result;
    for (const auto& setting : settings_of(*app_->get_subcommand("run"), &file, variables))
      result[setting.option] = setting;
    return result;
  }

 private:
  Program program_;
  std::unique_ptr<CLI::App> app_;
};

TEST_F(Precedence, IsOptionEnvironmentFileDefault) {
  const std::string file = "[run]\njobs = 3\n";
  const std::map<std::string, std::string> environment{{"LOOPCHECK_RUN_JOBS", "4"}};
  EXPECT_EQ(settings({}, "", {}).at("jobs").source, Source::standard);
  EXPECT_EQ(settings({}, file, {}).at("jobs").values, Words{"3"});
  EXPECT_TRUE(contains(settings({}, file, {}).at("jobs").place, "loopcheck.toml:2"));
  EXPECT_EQ(settings({}, file, environment).at("jobs").values, Words{"4"});
  EXPECT_EQ(settings({}, file, environment).at("jobs").place, "LOOPCHECK_RUN_JOBS");
  EXPECT_EQ(settings({"-j", "5"}, file, environment).at("jobs").values, Words{"5"});
  EXPECT_EQ(settings({"-j", "5"}, file, environment).at("jobs").source, Source::option);
}

TEST_F(Precedence, ReplacesListsAsAWhole) {
  const std::string file = "[run]\nsubject = ['a', 'b']\n";
  EXPECT_EQ(settings({"--subject", "c"}, file, {}).at("subject").values, Words{"c"});
  EXPECT_EQ(settings({}, file, {{"LOOPCHECK_RUN_SUBJECT", "c\nd e\n"}}).at("subject").values,
            (Words{"c", "d e"}));
}

TEST_F(Precedence, TakesTheTwoWaysToNameSubjectsForOneMatter) {
  const std::string file = "[run]\nsubject-command = ['python3 x.py']\n";
  EXPECT_EQ(settings({"--subject", "a"}, file, {}).at("subject-command").source, Source::standard);
  EXPECT_EQ(settings({}, file, {{"LOOPCHECK_RUN_SUBJECT", "a"}}).at("subject-command").source,
            Source::standard);
}

TEST_F(Precedence, LeavesOutWhatATypedOptionContradicts) {
  const std::string file = "[run]\ncase = ['a*']\n";
  EXPECT_EQ(settings({"--last-failed"}, file, {}).at("case").source, Source::standard);
}

TEST_F(Settings, DecideWhatARunDoes) {
  const auto file =
      write("[run]\ncase = ['alive']\nsubject = 'reference'\ncases = '../cases'\noutput = 'from-file'\n");
  const auto finished = work.loopcheck({"run", "--config", file.string()});
  EXPECT_EQ(finished.status, 0) << finished.error;
  EXPECT_TRUE(fs::exists(work.report() / "from-file" / "run.json"));
  // In either place.
  EXPECT_EQ(work.loopcheck({"--config", file.string(), "run", "--case", "wrong"}).status, 1);
}

TEST_F(Settings, ThatAreWrongAreStatusTwo) {
  const auto file = write("[run]\njobs = 'two'\n");
  const auto finished = work.loopcheck({"list", "cases", "--config", file.string()});
  EXPECT_EQ(finished.status, 2);
  EXPECT_TRUE(contains(finished.error, "loopcheck.toml:2: jobs must be a number")) << finished.error;
  EXPECT_EQ(work.loopcheck({"list", "cases", "--config", "/no/such/file"}).status, 2);
  EXPECT_EQ(work.loopcheck({"list", "cases", "--config", file.string(), "--no-config"}).status, 2);
}

TEST_F(Settings, AreShownWithTheirSource) {
  const auto file = write("[run]\njobs = 3\n");
  const auto text = work.loopcheck({"config", "run", "--config", file.string()});
  EXPECT_EQ(text.status, 0) << text.error;
  EXPECT_TRUE(contains(text.output, "loopcheck.toml:2")) << text.output;
  const auto list =
      nlohmann::json::parse(work.loopcheck({"config", "--format", "json", "--config", file.string()}).output);
  std::map<std::string, nlohmann::json> run;
  std::set<std::string> commands;
  for (const auto& setting : list) {
    commands.insert(setting.at("command").get<std::string>());
    if (setting.at("command") == "run") run[setting.at("option").get<std::string>()] = setting;
  }
  EXPECT_EQ(run.at("jobs").at("values"), nlohmann::json::array({"3"}));
  EXPECT_EQ(run.at("jobs").at("source"), "file");
  EXPECT_EQ(run.at("timeout").at("values"), nlohmann::json::array({"10"}));
  EXPECT_EQ(run.at("output").at("values"), nlohmann::json::array({"loopcheck-report"}));
  EXPECT_EQ(run.at("timeout").at("source"), "default");
  EXPECT_TRUE(commands.contains("list rules"));
  EXPECT_EQ(work.loopcheck({"config", "rum"}).status, 2);
}

}  // namespace
}  // namespace loopcheck::cli
