#include "command.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "exit_status.hpp"
#include "keywords.hpp"

namespace loopcheck::cli {

std::filesystem::path path_of(const std::string& utf8) {
  return std::u8string(utf8.begin(), utf8.end());
}

namespace {

std::optional<Keywords> keywords_of(const SelectionOptions& options) {
  if (options.keywords.empty()) return std::nullopt;
  return Keywords::parse(options.keywords);
}

void keep_chosen_by_keywords(const catalogue::Catalogue& catalogue, const SelectionOptions& options,
                             std::set<catalogue::CaseHandle>& cases) {
  const auto keywords = keywords_of(options);
  if (!keywords) return;
  std::erase_if(cases, [&](const catalogue::CaseHandle handle) {
    const auto expanded = catalogue.expand(handle);
    auto names = catalogue.rules_of(handle);
    names.push_back(expanded.id);
    names.push_back(expanded.title);
    return !keywords->match(names);
  });
}

}  // namespace

CLI::Option* add_path_option(CLI::App& command, const std::string& names, std::filesystem::path& path,
                             const std::string& about) {
  auto* option = command.add_option_function<std::string>(
      names, [&path](const std::string& text) { path = path_of(text); }, about);
  option->default_function([&path] {
    const auto text = path.u8string();
    return std::string(text.begin(), text.end());
  });
  return option;
}

CLI::Option* add_paths_option(CLI::App& command, const std::string& names,
                              std::vector<std::filesystem::path>& paths, const std::string& about) {
  const auto take = [&paths](const std::vector<std::string>& texts) {
    paths.clear();
    for (const auto& text : texts) paths.push_back(path_of(text));
  };
  return command.add_option_function<std::vector<std::string>>(names, take, about)->allow_extra_args(false);
}

void add_cases_option(CLI::App& command, Program& program) {
  add_path_option(command, "--cases", program.cases,
                  "Folder of rules and cases (default: the ones that came with the program)")
      ->type_name("FOLDER");
}

void add_colour_option(CLI::App& command, Program& program) {
  static const std::map<std::string, ColourChoice> words{
      {"auto", ColourChoice::automatic}, {"always", ColourChoice::always}, {"never", ColourChoice::never}};
  command.add_option("--color", program.colour, "auto, always or never; NO_COLOR is respected")
      ->transform(CLI::CheckedTransformer(words))
      ->option_text("WHEN");
}

void add_format_option(CLI::App& command, std::string& format) {
  command.add_option("--format", format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->option_text("FORMAT");
}

void add_selection_options(CLI::App& command, SelectionOptions& options) {
  command
      .add_option("--case", options.cases,
                  "Only cases whose id has this text, or fits this glob (repeatable)")
      ->type_name("PATTERN")
      ->allow_extra_args(false);
  command
      .add_option("--rule", options.rules,
                  "Only rules whose id has this text, or fits this glob (repeatable)")
      ->type_name("PATTERN")
      ->allow_extra_args(false);
  command.add_option("--page", options.pages, "Only rules of this page of the documentation (repeatable)")
      ->type_name("PAGE")
      ->allow_extra_args(false);
  command.add_option("--tier", options.tiers, "Only rules of this tier, 1 or 2")
      ->check(CLI::Range(1, 2))
      ->type_name("N")
      ->allow_extra_args(false);
  command
      .add_option("-k,--keywords", options.keywords,
                  "Only cases with this text in id, title or rules, whatever its case; and, or, not, (…)")
      ->check(CLI::Validator(
          [](std::string& text) {
            try {
              (void)Keywords::parse(text);
              return std::string();
            } catch (const KeywordError& error) {
              return std::string(error.what());
            }
          },
          ""))
      ->type_name("TEXT");
}

bool keywords_choose(const SelectionOptions& options, const catalogue::Rule& rule) {
  const auto keywords = keywords_of(options);
  return !keywords || keywords->match({rule.id, rule.statement});
}

catalogue::Selection selection_of(const SelectionOptions& options) {
  catalogue::Selection selection;
  selection.cases = options.cases;
  selection.rules = options.rules;
  selection.pages = options.pages;
  selection.tiers = options.tiers;
  return selection;
}

std::vector<catalogue::CaseHandle> select_cases(const catalogue::Catalogue& catalogue,
                                                const SelectionOptions& options) {
  auto selection = selection_of(options);
  std::set<catalogue::CaseHandle> exact;
  std::erase_if(selection.cases, [&](const std::string& pattern) {
    const auto handle = catalogue.find_case(pattern);
    if (handle) exact.insert(*handle);
    return handle.has_value();
  });
  std::set<catalogue::CaseHandle> chosen;
  if (exact.empty() || !selection.cases.empty()) {
    const auto matching = catalogue.select(selection);
    chosen.insert(matching.begin(), matching.end());
  }
  selection.cases.clear();
  if (!exact.empty()) {
    for (const auto handle : catalogue.select(selection)) {
      if (exact.contains(handle)) chosen.insert(handle);
    }
  }
  keep_chosen_by_keywords(catalogue, options, chosen);
  return {chosen.begin(), chosen.end()};
}

catalogue::Catalogue load_catalogue(const Program& program) {
  if (program.cases.empty()) {
    throw Failure(exit_usage, "the folder of rules and cases was not found; name it with --cases");
  }
  auto loaded = catalogue::load(program.cases);
  for (const auto& diagnostic : loaded.diagnostics)
    fmt::print(stderr, "{}\n", catalogue::to_string(diagnostic));
  if (!loaded.catalogue) {
    throw Failure(exit_usage, fmt::format("the cases in {} cannot be used; see the errors above",
                                          program.cases.string()));
  }
  return *std::move(loaded.catalogue);
}

}  // namespace loopcheck::cli
