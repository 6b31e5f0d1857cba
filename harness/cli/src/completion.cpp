#include "completion.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace loopcheck::cli {
namespace {

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

// An app from which all options can be got; CLI11 hands them out of a constant one as constants.
std::vector<const CLI::Option*> options_of(const CLI::App& app) {
  return app.get_options();
}

bool takes_value(const CLI::Option& option) {
  return option.get_items_expected_max() > 0;
}

bool takes_list(const CLI::Option& option) {
  return option.get_items_expected_max() > 1;
}

// From what CLI11 says of a set of words, "{text,json}" or "value in {auto->0,…} OR
// …".
std::vector<Candidate> words_of_validator(const CLI::Option& option) {
  std::vector<Candidate> words;
  auto& asked = const_cast<CLI::Option&>(option);  // get_validator() changes nothing
  CLI::Validator* validator = nullptr;
  try {
    validator = asked.get_validator(0);
  } catch (const CLI::OptionNotFound&) {
    return words;
  }
  const auto text = validator->get_description();
  const auto open = text.find('{');
  const auto close = text.find('}', open);
  if (open == std::string::npos || close == std::string::npos) return words;
  for (std::size_t at = open + 1; at < close;) {
    const auto end = std::min(text.find(',', at), close);
    const auto word = text.substr(at, end - at);
    words.push_back({word.substr(0, word.find("->")), ""});
    at = end + 1;
  }
  return words;
}

class Line {
 public:
  Line(const CLI::App& app, const std::vector<std::string>& words, const KnownValues& known)
      : known_(known), at_(&app) {
    for (std::size_t i = 0; i + 1 < words.size(); ++i) pass(words[i]);
    if (!words.empty()) current_ = words.back();
  }

  Completions complete() const {
    if (wants_value_ != nullptr) return values(*wants_value_, current_, "");
    const auto equals = current_.find('=');
    if (!only_arguments_ && current_.starts_with("--") && equals != std::string::npos) {
      const auto* option = find(current_.substr(0, equals));
      if (option == nullptr || !takes_value(*option)) return {};
      return values(*option, current_.substr(equals + 1), current_.substr(0, equals + 1));
    }
    if (!only_arguments_ && current_.starts_with("-")) return options();
    return arguments();
  }

 private:
  // A word that is behind the cursor.
  void pass(const std::string& word) {
    if (wants_value_ != nullptr) {
      wants_value_ = nullptr;
    } else if (only_arguments_) {
      ++arguments_;
    } else if (word == "--") {
      only_arguments_ = true;
    } else if (word.size() > 1 && word.front() == '-') {
      given_.push_back(word.substr(0, word.find('=')));
      const auto* option = find(given_.back());
      if (option != nullptr && takes_value(*option) && word.find('=') == std::string::npos)
        wants_value_ = option;
    } else if (const auto* below = command_below(word)) {
      at_ = below;
      arguments_ = 0;
    } else {
      ++arguments_;
    }
  }

  const CLI::App* command_below(const std::string& name) const {
    for (const auto* below : at_->get_subcommands([](const CLI::App*) { return true; })) {
      if (below->get_name() == name) return below;
    }
    return nullptr;
  }

  // Of this command or, as they may stand anywhere, of those above it.
  const CLI::Option* find(const std::string& name) const {
    for (const auto* app = at_; app != nullptr; app = app->get_parent()) {
      for (const auto* option : options_of(*app)) {
        if (option->nonpositional() && option->check_name(name)) return option;
      }
    }
    return nullptr;
  }

  Completions options() const {
    Completions completions;
    for (const auto* app = at_; app != nullptr; app = app->get_parent()) {
      for (const auto* option : options_of(*app)) {
        if (option->get_lnames().empty()) continue;
        const auto name = "--" + option->get_lnames().front();
        const bool help_above = app != at_ && (name == "--help" || name == "--version");
        if (!name.starts_with(current_) || help_above) continue;
        const bool again = takes_list(*option);
        const bool given = std::any_of(given_.begin(), given_.end(),
                                       [&](const std::string& word) { return option->check_name(word); });
        if (given && !again) continue;
        completions.words.push_back({name, first_line(option->get_description())});
      }
    }
    return completions;
  }

  Completions arguments() const {
    Completions completions;
    std::size_t number = 0;
    for (const auto* option : options_of(*at_)) {
      if (!option->get_positional()) continue;
      const bool this_one = number == arguments_ || (number < arguments_ && takes_list(*option));
      ++number;
      if (this_one) completions = values(*option, current_, "");
    }
    if (arguments_ > 0) return completions;
    for (const auto* below : at_->get_subcommands([](const CLI::App*) { return true; })) {
      if (below->get_name().starts_with(current_))
        completions.words.push_back({below->get_name(), first_line(below->get_description())});
    }
    return completions;
  }

  Completions values(const CLI::Option& option, const std::string& begun, const std::string& before) const {
    Completions completions;
    const auto& type = option.get_type_name();
    for (const char* file : {"FILE", "RUN", "OLD", "NEW"}) {
      if (type == file) completions.kind = Completions::Kind::files;
    }
    if (type == "FOLDER") completions.kind = Completions::Kind::folders;
    const auto name = option.get_lnames().empty() ? option.get_single_name() : option.get_lnames().front();
    auto words = words_of_validator(option);
    if (words.empty()) words = known_(at_->get_name(), name);
    for (auto& word : words) {
      if (word.text.starts_with(begun)) completions.words.push_back({before + word.text, word.about});
    }
    return completions;
  }

  const KnownValues& known_;
  const CLI::App* at_;
  const CLI::Option* wants_value_ = nullptr;
  std::vector<std::string> given_;
  std::size_t arguments_ = 0;
  bool only_arguments_ = false;
  std::string current_;
};

std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return text;
}

// Each calls the program under the name by which it was typed.
constexpr std::string_view bash_script =
    R"script(# Completion of loopcheck for bash 4.4 and later:  source <(loopcheck completion bash)
_loopcheck() {
  local line="${COMP_LINE:0:COMP_POINT}" kind= text about current cut
  local -a words=()
  read -ra words <<<"${line//\\/}"
  [[ $line == *[[:space:]] ]] && words+=('')
  current=${words[${#words[@]} - 1]}
  # bash replaces only what stands behind the last of these.
  cut=${current%"${current##*[=:]}"}
  COMPREPLY=()
  while IFS=$'\t' read -r text about; do
    if [[ -z $kind ]]; then
      kind=$text
    else
      printf -v text %q "${text#"$cut"}"
      COMPREPLY+=("$text")
    fi
  done < <("$1" __complete "${words[@]:1}" 2>/dev/null)
  case $kind in
    files) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "${current#"$cut"}") ;;
    folders) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "${current#"$cut"}") ;;
  esac
}
complete -F _loopcheck loopcheck
)script";

constexpr std::string_view zsh_script = R"script(#compdef loopcheck
# Completion of loopcheck for zsh:  source <(loopcheck completion zsh), after compinit; or a file _loopcheck in $fpath
_loopcheck() {
  local line kind
  local -a lines texts shown
  lines=("${(@f)$("${words[1]}" __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  kind=${lines[1]}
  for line in "${(@)lines[2,-1]}"; do
    texts+=("${line%%$'\t'*}")
    shown+=("${line%%$'\t'*}  ${line#*$'\t'}")
  done
  case $kind in
    files) compset -P 1 '--*='; _files ;;
    folders) compset -P 1 '--*='; _files -/ ;;
    *) compadd -l -d shown -a texts ;;
  esac
}
if [[ ${funcstack[1]} == _loopcheck ]]; then
  _loopcheck "$@"
else
  compdef _loopcheck loopcheck
fi
)script";

constexpr std::string_view fish_script =
    R"script(# Completion of loopcheck for fish:  loopcheck completion fish | source
function __loopcheck_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l lines ($words[1] __complete $words[2..-1] 2>/dev/null)
    set -l path (string replace -r -- '^--[^=]*=' '' $words[-1])
    switch "$lines[1]"
        case files
            __fish_complete_path $path
        case folders
            __fish_complete_directories $path
        case '*'
            printf '%s\n' $lines[2..-1]
    end
end
complete -c loopcheck -f -a '(__loopcheck_complete)'
)script";

}  // namespace

Completions complete(const CLI::App& app, const std::vector<std::string>& words, const KnownValues& known) {
  return Line(app, words, known).complete();
}

std::string to_lines(const Completions& completions) {
  static constexpr const char* kinds[] = {"words", "files", "folders"};
  std::string lines = fmt::format("{}\n", kinds[static_cast<std::size_t>(completions.kind)]);
  for (const auto& word : completions.words)
    lines += fmt::format("{}\t{}\n", one_line(word.text), one_line(word.about));
  return lines;
}

std::string_view completion_script(std::string_view shell) {
  if (shell == "bash") return bash_script;
  return shell == "zsh" ? zsh_script : fish_script;
}

}  // namespace loopcheck::cli
