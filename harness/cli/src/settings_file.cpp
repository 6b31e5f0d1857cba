// loopcheck.toml: found, read and checked against the options of the command line.
#include <fstream>
#include <sstream>
#include <string_view>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "command.hpp"
#include "exit_status.hpp"
#include "loopcheck/catalogue/nearest_name.hpp"
#include "settings.hpp"

namespace loopcheck::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* file_name = "loopcheck.toml";

std::string utf8(const fs::path& path) {
  const auto text = path.u8string();
  return {text.begin(), text.end()};
}

// Whether the option takes such a text, as far as can be known without a run.
std::string refusal(CLI::Option& option, const std::vector<std::string>& values) {
  std::string fault;
  try {
    for (const auto& value : values) option.add_result(value);
    option.run_callback();
  } catch (const CLI::ParseError& error) {
    fault = error.what();
  }
  option.clear();
  return fault;
}

enum class Kind { flag, number, path, text };

// An option does not say of what type its value is; but a number is what takes 1 and does not take a word.
Kind kind_of(CLI::Option& option) {
  if (option.get_items_expected_max() == 0) return Kind::flag;
  const auto& value = option.get_type_name();
  if (value == "FOLDER" || value == "FILE") return Kind::path;
  if (value.find('{') != std::string::npos) return Kind::text;  // one of a set of words
  return refusal(option, {"1"}).empty() && !refusal(option, {"word"}).empty() ? Kind::number : Kind::text;
}

const char* words_for(Kind kind) {
  switch (kind) {
    case Kind::flag:
      return "true or false";
    case Kind::number:
      return "a number";
    case Kind::path:
    case Kind::text:
      break;
  }
  return "a text in quotes";
}

class Reader {
 public:
  explicit Reader(fs::path path) { file_.path = std::move(path); }

  SettingsFile read(CLI::App& app) {
    std::ifstream stream(file_.path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) throw Failure(exit_usage, fmt::format("{}: cannot be read", file_.path.string()));
    try {
      const toml::table table = toml::parse(text.str(), utf8(file_.path));
      read_table(table, app);
    } catch (const toml::parse_error& error) {
      refuse(error.source().begin.line, error.description());
    }
    return std::move(file_);
  }

 private:
  [[noreturn]] void refuse(std::size_t line, std::string_view fault) const {
    throw Failure(exit_usage, fmt::format("{}:{}: {}", file_.path.string(), line, fault));
  }

  // Inner tables last, so that they win.
  void read_table(const toml::table& table, CLI::App& command) {
    for (const auto& [key, node] : table) {
      if (!node.is_table()) read_value(std::string(key.str()), node, key.source().begin.line, command);
    }
    for (const auto& [key, node] : table) {
      if (const auto* inner = node.as_table())
        read_table(*inner, subcommand(std::string(key.str()), key.source().begin.line, command));
    }
  }

  CLI::App& subcommand(const std::string& name, std::size_t line, CLI::App& command) const {
    std::vector<std::string> known;
    for (auto* below : command.get_subcommands({})) {
      if (below->get_name() == name) return *below;
      known.push_back(below->get_name());
    }
    refuse(line, unknown("there is no command", name, command, known));
  }

  void read_value(const std::string& name, const toml::node& node, std::size_t line, CLI::App& command) {
    std::vector<std::string> known;
    if (give(name, node, line, command, known)) return;
    if (line == 0) line = node.source().begin.line;
    refuse(line, unknown("unknown key", name, command, known));
  }

  static std::string unknown(std::string_view what, const std::string& name, const CLI::App& command,
                             const std::vector<std::string>& known) {
    const auto table = command_name(command);
    auto text = fmt::format("{} \"{}\"", what, name);
    if (!table.empty()) text += fmt::format(" in [{}]", table);
    const auto hint = catalogue::nearest_name_hint(name, known);
    return hint.empty() ? text : fmt::format("{} ({})", text, hint);
  }

  // To every command from this one downwards that has the option. False if there is none.
  bool give(const std::string& name, const toml::node& node, std::size_t line, CLI::App& command,
            std::vector<std::string>& known) {
    bool taken = false;
    for (auto* option : settable_options(command)) {
      known.push_back(option_name(*option));
      if (known.back() != name) continue;
      taken = true;
      file_.commands[command_name(command)][name] = {values_of(name, node, line, *option), line};
    }
    for (auto* below : command.get_subcommands({})) taken = give(name, node, line, *below, known) || taken;
    return taken;
  }

  std::vector<std::string> values_of(const std::string& name, const toml::node& node, std::size_t line,
                                     CLI::Option& option) const {
    const auto kind = kind_of(option);
    std::vector<std::string> values;
    if (const auto* list = node.as_array()) {
      if (option.get_items_expected_max() <= 1)
        refuse(line, fmt::format("{} takes one value, not a list", name));
      for (const auto& element : *list) values.push_back(value_of(name, element, kind));
    } else {
      values.push_back(value_of(name, node, kind));
    }
    if (!values.empty()) {
      const auto fault = refusal(option, values);
      if (!fault.empty()) refuse(line, fault);
    }
    return values;
  }

  std::string value_of(const std::string& name, const toml::node& node, Kind kind) const {
    if (kind == Kind::flag && node.is_boolean()) return node.as_boolean()->get() ? "true" : "false";
    if (kind == Kind::number && node.is_integer()) return fmt::format("{}", node.as_integer()->get());
    if (kind == Kind::number && node.is_floating_point())
      return fmt::format("{}", node.as_floating_point()->get());
    if (kind == Kind::text && node.is_string()) return node.as_string()->get();
    if (kind == Kind::path && node.is_string()) {
      const auto& text = node.as_string()->get();
      return utf8(
          (file_.path.parent_path() / fs::path(std::u8string(text.begin(), text.end()))).lexically_normal());
    }
    refuse(node.source().begin.line, fmt::format("{} must be {}", name, words_for(kind)));
  }

  SettingsFile file_;
};

}  // namespace

std::optional<fs::path> find_settings_file(const fs::path& start) {
  for (fs::path at = start;; at = at.parent_path()) {
    std::error_code ignored;
    if (fs::is_regular_file(at / file_name, ignored)) return at / file_name;
    if (fs::exists(at / ".git", ignored) || at == at.root_path() || at.empty()) return std::nullopt;
  }
}

SettingsFile read_settings_file(const fs::path& path, CLI::App& app) {
  return Reader(fs::absolute(path)).read(app);
}

}  // namespace loopcheck::cli
