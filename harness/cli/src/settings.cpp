#include "settings.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "command.hpp"
#include "exit_status.hpp"

namespace loopcheck::cli {
namespace {

// Options that say the same thing in two ways: where one of them is set, a lesser source sets neither.
constexpr std::array<std::string_view, 2> subject_options{"subject", "subject-command"};

bool same_matter(std::string_view left, std::string_view right) {
  const auto names_subjects = [](std::string_view name) {
    return std::find(subject_options.begin(), subject_options.end(), name) != subject_options.end();
  };
  return left == right || (names_subjects(left) && names_subjects(right));
}

bool takes_list(const CLI::Option& option) {
  return option.get_items_expected_max() > 1;
}

std::string variable_name(const CLI::App& command, const std::string& option) {
  const auto* top = &command;
  while (top->get_parent() != nullptr) top = top->get_parent();
  auto name = top->get_name() + " " + command_name(command) + " " + option;
  if (command.get_parent() == nullptr) name = top->get_name() + " " + option;
  for (char& c : name) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == ' ' || c == '-') c = '_';
  }
  return name;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  while (at <= text.size()) {
    const auto end = std::min(text.find('\n', at), text.size());
    if (end > at) lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// Whether the command line gives this option, or one that is refused beside it.
bool decided_on_the_command_line(const CLI::App& command, const CLI::Option& option) {
  if (option.count() > 0) return true;
  const auto excluded = option.get_excludes();
  if (std::any_of(excluded.begin(), excluded.end(), [](const auto* other) { return other->count() > 0; }))
    return true;
  const auto options = settable_options(command);
  return std::any_of(options.begin(), options.end(), [&](const auto* other) {
    return other->count() > 0 && same_matter(option_name(*other), option_name(option));
  });
}

Setting standard(const CLI::Option& option) {
  Setting setting;
  setting.option = option_name(option);
  // "[]" is an empty list.
  if (!option.get_default_str().empty() && option.get_default_str() != "[]")
    setting.values = {option.get_default_str()};
  return setting;
}

const FileValue* find(const SettingsFile* file, const std::string& command, const std::string& option) {
  if (file == nullptr) return nullptr;
  const auto table = file->commands.find(command);
  if (table == file->commands.end()) return nullptr;
  const auto value = table->second.find(option);
  return value == table->second.end() ? nullptr : &value->second;
}

}  // namespace

std::string option_name(const CLI::Option& option) {
  return option.get_lnames().empty() ? std::string() : option.get_lnames().front();
}

std::string command_name(const CLI::App& command) {
  std::string name;
  for (const auto* at = &command; at->get_parent() != nullptr; at = at->get_parent())
    name = at->get_name() + (name.empty() ? "" : " " + name);
  return name;
}

std::vector<CLI::Option*> settable_options(const CLI::App& command) {
  std::vector<CLI::Option*> options;
  // CLI11 hands the options of a constant App out as constants, though they are not part of it.
  for (auto* option : const_cast<CLI::App&>(command).get_options()) {
    if (option->get_configurable() && !option->get_positional() && !option->get_required() &&
        !option_name(*option).empty())
      options.push_back(option);
  }
  return options;
}

std::vector<Setting> settings_of(const CLI::App& command, const SettingsFile* file,
                                 const Variables& variables) {
  const auto options = settable_options(command);
  const auto variable_of = [&](const CLI::Option& option) {
    return variables(variable_name(command, option_name(option)));
  };
  std::vector<Setting> settings;
  for (const auto* option : options) {
    auto setting = standard(*option);
    if (decided_on_the_command_line(command, *option)) {
      if (option->count() > 0) {
        setting.values = option->results();
        setting.source = Source::option;
      }
      settings.push_back(std::move(setting));
      continue;
    }
    const bool environment_decides = std::any_of(options.begin(), options.end(), [&](const auto* other) {
      return same_matter(option_name(*other), setting.option) && variable_of(*other);
    });
    if (const auto text = variable_of(*option)) {
      setting.values = takes_list(*option) ? lines_of(*text) : std::vector<std::string>{*text};
      setting.source = Source::environment;
      setting.place = variable_name(command, setting.option);
    } else if (const auto* value = find(file, command_name(command), setting.option);
               value != nullptr && !environment_decides) {
      setting.values = value->values;
      setting.source = Source::file;
      setting.place = fmt::format("{}:{}", file->path.string(), value->line);
    }
    settings.push_back(std::move(setting));
  }
  return settings;
}

void apply_settings(CLI::App& command, const SettingsFile* file, const Variables& variables) {
  for (const auto& setting : settings_of(command, file, variables)) {
    if (setting.source != Source::environment && setting.source != Source::file) continue;
    if (setting.values.empty()) continue;
    auto* option = command.get_option("--" + setting.option);
    try {
      for (const auto& value : setting.values) option->add_result(value);
      option->run_callback();
    } catch (const CLI::ParseError& error) {
      throw Failure(exit_usage, fmt::format("{}: {}", setting.place, error.what()));
    }
  }
}

}  // namespace loopcheck::cli
