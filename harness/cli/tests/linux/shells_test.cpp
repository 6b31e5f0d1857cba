// The shells' functions of completion, loaded by the shells themselves. scripts/bootstrap installs them.
#include <gtest/gtest.h>

#include "loopcheck_program.hpp"

namespace loopcheck::cli {
namespace {

struct Shell {
  const char* name;
  const char* start;
  const char* load;  // then offer WORD... prints what is offered for a line that ends with the last word
};

// zsh's compadd works only while zle asks; here a function of that name shows what it was given.
constexpr Shell shells[] = {{"bash", "bash --noprofile --norc", R"(
source <("$LOOPCHECK" completion bash)
complete -p loopcheck >/dev/null || exit 9
offer() { COMP_LINE="$LOOPCHECK $*" COMP_POINT=${#COMP_LINE}; COMP_POINT=${#COMP_LINE}; _loopcheck "$LOOPCHECK"
          printf '%s\n' "${COMPREPLY[@]}"; }
)"},
                            {"zsh", "zsh -f", R"(
autoload -U compinit && compinit -u -D
source <("$LOOPCHECK" completion zsh)
[[ ${_comps[loopcheck]} == _loopcheck ]] || exit 9
compadd() { [[ "$*" == "-l -d shown -a texts" ]] && print -rl -- $texts }
_files() { print -r -- "files $*" }
offer() { words=("$LOOPCHECK" "$@"); CURRENT=${#words}; _loopcheck }
)"},
                            {"fish", "fish --no-config", R"(
set -x PATH (dirname $LOOPCHECK) $PATH
loopcheck completion fish | source
function offer; complete -C "loopcheck $argv" | string replace -r '\t.*' ''; true; end
)"}};

class Shells : public testing::TestWithParam<Shell> {
 protected:
  Finished play(const std::string& commands) const {
    const auto& shell = GetParam();
    return work.shell(std::string("exec ") + shell.start + " <<'EOF'\n" + shell.load + commands + "\nEOF\n");
  }
  const Workplace work;
};

TEST_P(Shells, OfferWhatTheProgramKnows) {
  for (const auto& [line, offered] : std::vector<std::pair<std::string, std::string>>{
           {"repo", "report\n"},
           {"run --form", "--format\n"},
           {"run --format j", "json\n"},
           {"explain windows-selector-51", "windows-selector-512\n"},
           {"run --subject reference-sim", "reference-simulated-macos\n"}}) {
    const auto finished = play("offer " + line);
    EXPECT_EQ(finished.output, offered) << line << finished.error;
    EXPECT_EQ(finished.error, "");
    EXPECT_EQ(finished.status, 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Each, Shells, testing::ValuesIn(shells),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Bash, ReplacesOnlyWhatStandsBehindAnEqualsSign) {
  const Workplace work;
  const std::string load = shells[0].load;
  const auto play = [&](const std::string& line) {
    return work.shell("exec bash --noprofile --norc <<'EOF'\n" + load + "offer " + line + "\nEOF\n").output;
  };
  EXPECT_EQ(play("run --format=j"), "json\n");
  EXPECT_EQ(play("report \"$CASES/fixt\""), work.cases().string() + "/fixtures.json\n");
  EXPECT_EQ(play("run --output=\"${CASES%/*}/ca\""), work.cases().string() + "\n");
}

}  // namespace
}  // namespace loopcheck::cli
