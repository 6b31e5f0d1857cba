// Windows programs under Wine, from the harness on this system and from loopcheck.exe: what they do wrong is
// told, and however a run ends, nothing of it is left.
#include <algorithm>
#include <csignal>
#include <fstream>
#include <memory>

#include <gtest/gtest.h>

#include "loopcheck_program.hpp"
#include "offers.hpp"
#include "running.hpp"

namespace loopcheck::cli {
namespace {

using Words = std::vector<std::string>;

const std::string wine = LOOPCHECK_SCRIPTS "/wine";
const std::string wine_session = LOOPCHECK_SCRIPTS "/wine-session";

std::string windows_program(const std::string& name) {
  return LOOPCHECK_WINDOWS_BIN "/" + name;
}

// One way to check a Windows subject. The words of its commands begin with the program.
class Way {
 public:
  virtual ~Way() = default;
  virtual std::string name() const = 0;
  // `loopcheck run` over a subject with that behaviour.
  virtual Words run(const Workplace& work, const std::string& behaviour) = 0;
  virtual Words run_without_a_subject(const Workplace& work) = 0;
  // Nobody sees that a program under Wine closes its output, if the reader is not under Wine too.
  virtual std::string verdict_of_a_closed_output() const = 0;
  virtual std::map<std::string, std::string> environment() const { return {}; }
};

Words options(const Workplace& work) {
  return {"run", "--cases", work.cases().string(), "--output", work.report().string(), "--case", "alive"};
}

std::filesystem::path manifests(const Workplace& work) {
  return work.cases().parent_path() / "manifests";
}

class HarnessOutsideWine : public Way {
 public:
  std::string name() const override { return "from outside"; }
  Words run(const Workplace& work, const std::string& behaviour) override {
    write_manifest(work, behaviour, windows_program("scripted-subject.exe"));
    return command(work);
  }
  Words run_without_a_subject(const Workplace& work) override {
    write_manifest(work, "pass-through", windows_program("no-such-program.exe"));
    return command(work);
  }
  std::string verdict_of_a_closed_output() const override { return "timeout"; }

 private:
  static Words command(const Workplace& work) {
    Words words{LOOPCHECK_BIN "/loopcheck"};
    for (auto& word : options(work)) words.push_back(std::move(word));
    words.insert(words.end(), {"--manifests", manifests(work).string(), "--subject", "hostile"});
    return words;
  }
  static void write_manifest(const Workplace& work, const std::string& behaviour,
                             const std::string& subject) {
    const nlohmann::json manifest = {
        {"name", "hostile"},
        {"title", ""},
        {"about", ""},
        {"command", {wine, windows_program("loopcheck-job.exe"), subject, "--behaviour", behaviour}},
        {"paths", "windows"},
        {"environment", {{"LOOPCHECK_WINEPREFIX", "${run}/wine"}}},
        {"companion", {wine_session, "${run}/wine"}},
        {"install", ""}};
    std::filesystem::create_directory(manifests(work));
    std::ofstream(manifests(work) / "hostile.json") << manifest;
  }
};

// loopcheck.exe in a Wine of the tests' own, which is there before and after.
class HarnessInWine : public Way {
 public:
  HarnessInWine() : folder_(testing::TempDir() + "loopcheck-wine-tests-" + std::to_string(::getpid())) {
    session_ = std::make_unique<Running>(Words{wine_session, folder_}, std::map<std::string, std::string>{});
    if (!session_->says("ready")) throw std::runtime_error("Wine cannot be started");
  }
  ~HarnessInWine() override {
    session_->close_input();
    (void)session_->status();
  }
  std::string name() const override { return "from loopcheck.exe"; }
  Words run(const Workplace& work, const std::string& behaviour) override {
    return command(work, windows_program("scripted-subject.exe") + " --behaviour " + behaviour);
  }
  Words run_without_a_subject(const Workplace& work) override {
    return command(work, windows_program("no-such-program.exe"));
  }
  std::string verdict_of_a_closed_output() const override { return "protocol-violation"; }
  std::map<std::string, std::string> environment() const override {
    return {{"LOOPCHECK_WINEPREFIX", folder_}};
  }

 private:
  static Words command(const Workplace& work, const std::string& subject) {
    Words words{wine, windows_program("loopcheck.exe")};
    for (auto& word : options(work)) words.push_back(std::move(word));
    words.insert(words.end(), {"--subject-command", subject});
    return words;
  }

  std::string folder_;
  std::unique_ptr<Running> session_;
};

class UnderWine : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ways_.push_back(std::make_unique<HarnessOutsideWine>());
    ways_.push_back(std::make_unique<HarnessInWine>());
  }
  static void TearDownTestSuite() { ways_.clear(); }

  static Running start(Way& way, const Workplace& work, Words command, const Words& more = {}) {
    auto environment = way.environment();
    environment["LOOPCHECK_TEST_MARK"] = work.mark().substr(work.mark().find('=') + 1);
    command.insert(command.end(), more.begin(), more.end());
    return Running(command, environment);
  }

  static std::vector<std::unique_ptr<Way>> ways_;
};

std::vector<std::unique_ptr<Way>> UnderWine::ways_;

struct Misbehaviour {
  const char* name;
  int status;
  std::string verdict;
};

TEST_F(UnderWine, EveryMisbehaviourGetsItsVerdictInTimeAndLeavesNothing) {
  for (const auto& way : ways_) {
    const std::string closed = way->verdict_of_a_closed_output();
    for (const auto& one :
         {Misbehaviour{"pass-through", 1, "fail"}, Misbehaviour{"exit-in-step", 1, "crash"},
          Misbehaviour{"crash-in-step", 1, "crash"}, Misbehaviour{"hang-in-step", 1, "timeout"},
          Misbehaviour{"stubborn", 1, "timeout"}, Misbehaviour{"half-line", 1, "crash"},
          Misbehaviour{"grandchild", 1, "crash"}, Misbehaviour{"grandchild-hang", 1, "timeout"},
          Misbehaviour{"drip", 1, "timeout"}, Misbehaviour{"garbage", 3, "protocol-violation"},
          Misbehaviour{"flood-stdout", 3, "protocol-violation"},
          Misbehaviour{"close-stdout", closed == "timeout" ? 1 : 3, closed}}) {
      SCOPED_TRACE(way->name() + ": " + one.name);
      const Workplace work;
      const char* timeout = one.verdict == "timeout" ? "1" : "60";
      auto run = start(*way, work, way->run(work, one.name), {"--timeout", timeout});
      EXPECT_EQ(run.status(), one.status);
      EXPECT_EQ(verdicts(work.record()), Words{one.verdict});
      EXPECT_EQ(work.left_behind(), Words{});
    }
  }
}

TEST_F(UnderWine, ACrashIsNamed) {
  for (const auto& way : ways_) {
    const Workplace work;
    auto run = start(*way, work, way->run(work, "crash-in-step"));
    EXPECT_EQ(run.status(), 1);
    EXPECT_NE(work.record().dump().find("0xC0000005 (access violation)"), std::string::npos) << way->name();
  }
}

TEST_F(UnderWine, ReportsGoToFoldersOfAnyName) {
  for (const auto& way : ways_) {
    SCOPED_TRACE(way->name());
    const Workplace work;
    const auto folder = work.cases().parent_path() / u8"gr\u00FCn \u20AC";
    auto command = way->run(work, "pass-through");
    std::replace(command.begin(), command.end(), work.report().string(), folder.string());
    auto run = start(*way, work, command);
    EXPECT_EQ(run.status(), 1);
    EXPECT_TRUE(std::filesystem::exists(folder / "run.json"));
    EXPECT_TRUE(std::filesystem::exists(folder / "index.html"));
  }
}

TEST_F(UnderWine, ASubjectThatIsMissingIsTroubleAndLeavesNothing) {
  for (const auto& way : ways_) {
    SCOPED_TRACE(way->name());
    const Workplace work;
    auto run = start(*way, work, way->run_without_a_subject(work));
    EXPECT_EQ(run.status(), 3);
    EXPECT_EQ(work.left_behind(), Words{});
  }
}

TEST_F(UnderWine, ABudgetThatIsUsedUpLeavesNothing) {
  for (const auto& way : ways_) {
    SCOPED_TRACE(way->name());
    const Workplace work;
    auto run = start(*way, work, way->run(work, "grandchild-hang"), {"--budget", "5"});
    EXPECT_EQ(run.status(), 3);
    EXPECT_EQ(work.left_behind(), Words{});
  }
}

TEST_F(UnderWine, AnInterruptLeavesAReportAndNothingElse) {
  for (const auto& way : ways_) {
    SCOPED_TRACE(way->name());
    const Workplace work;
    auto run = start(*way, work, way->run(work, "grandchild-hang"), {"--timeout", "60"});
    ASSERT_TRUE(run.says("checking"));
    run.send(SIGINT);
    EXPECT_EQ(run.status(), 130);
    EXPECT_FALSE(work.record().at("complete"));
    EXPECT_EQ(work.left_behind(), Words{});
  }
}

TEST_F(UnderWine, AHarnessThatIsKilledLeavesNothing) {
  for (const auto& way : ways_) {
    SCOPED_TRACE(way->name());
    const Workplace work;
    auto run = start(*way, work, way->run(work, "grandchild-hang"), {"--timeout", "60"});
    ASSERT_TRUE(run.says("checking"));
    run.send(SIGKILL);
    EXPECT_EQ(run.status(), 128 + SIGKILL);
    EXPECT_EQ(work.left_behind(), Words{});
  }
}

TEST_F(UnderWine, ManifestsSayWhatTheReferenceLoopOffers) {
  for (const char* name : {"reference-windows", "reference-windows-3.13", "reference-windows-3.7"}) {
    const auto offers = offers_of(name);
    EXPECT_FALSE(offers.of_the_manifest.empty()) << name;
    EXPECT_EQ(offers.of_the_manifest, offers.of_the_subject) << name;
  }
}

TEST_F(UnderWine, RunsAtTheSameTimeDoNotEndEachOthersWine) {
  auto& way = *ways_.front();
  const Workplace first;
  auto stays = start(way, first, way.run(first, "hang-in-step"), {"--timeout", "60"});
  ASSERT_TRUE(stays.says("checking"));
  {
    auto ends = start(way, first,
                      Words{LOOPCHECK_BIN "/loopcheck", "list", "environments", "--manifests",
                            manifests(first).string(), "--subject", "hostile"});
    EXPECT_EQ(ends.status(), 0);
  }
  stays.send(SIGINT);
  EXPECT_EQ(stays.status(), 130);  // by the interrupt, and not since its Wine was gone
  EXPECT_EQ(first.left_behind(), Words{});
}

}  // namespace
}  // namespace loopcheck::cli
