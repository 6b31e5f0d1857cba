// loopcheck support: what works where, by the rules.
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "command.hpp"
#include "exit_status.hpp"
#include "loopcheck/catalogue/pattern.hpp"
#include "loopcheck/catalogue/support.hpp"
#include "loopcheck/reports/support.hpp"
#include "loopcheck/runner/plan.hpp"
#include "report_files.hpp"

namespace loopcheck::cli {
namespace {

struct SupportArguments {
  std::vector<std::string> features;
  catalogue::SupportQuery query;
  std::filesystem::path run;
  std::string format = "text";
  std::filesystem::path output;
};

catalogue::Features load_features(const Program& program, const catalogue::Catalogue& catalogue) {
  auto loaded = catalogue::load_features(program.cases, catalogue);
  for (const auto& diagnostic : loaded.diagnostics)
    fmt::print(stderr, "{}\n", catalogue::to_string(diagnostic));
  if (!loaded.features) {
    throw Failure(exit_usage, fmt::format("the features in {} cannot be used; see the errors above",
                                          program.cases.string()));
  }
  return *std::move(loaded.features);
}

// In the order in which they were asked for, each once.
std::vector<const catalogue::Feature*> choose(const catalogue::Features& features,
                                              const std::vector<std::string>& names) {
  std::vector<const catalogue::Feature*> chosen;
  const auto add = [&](const catalogue::Feature& feature) {
    if (std::find(chosen.begin(), chosen.end(), &feature) == chosen.end()) chosen.push_back(&feature);
  };
  for (const auto& name : names) {
    const bool is_glob = name.find_first_of("*?") != std::string::npos;
    const auto before = chosen.size();
    const auto* found = is_glob ? nullptr : features.find(name);
    if (found != nullptr) add(*found);
    for (const auto& feature : features.features) {
      if (is_glob && catalogue::matches_glob(name, feature.id)) add(feature);
    }
    if (found != nullptr || chosen.size() != before) continue;
    const auto nearest = features.nearest(name);
    throw Failure(exit_usage,
                  fmt::format("there is no feature \"{}\"; {}", name,
                              nearest.empty() ? "loopcheck support lists them"
                                              : fmt::format("did you mean {}?", fmt::join(nearest, ", "))));
  }
  return chosen;
}

void check_query(const catalogue::Features& features, const catalogue::SupportQuery& query) {
  std::set<std::string> known;
  for (const auto& kind : features.kinds) known.insert(kind.platform);
  for (const auto& platform : query.platforms) {
    if (known.contains(platform)) continue;
    throw Failure(exit_usage, fmt::format("the rules do not speak of the platform \"{}\", only of {}",
                                          platform, fmt::join(known, ", ")));
  }
  for (const auto& text : query.versions) {
    const auto version = catalogue::Version::parse(text);
    if (!version)
      throw Failure(exit_usage, fmt::format("\"{}\" is not a version such as 3.12 or 3.13.2", text));
    if (*version < features.first_version) {
      throw Failure(exit_usage, fmt::format("the rules speak of Python {} and later, not of {}",
                                            features.first_version.text(), text));
    }
  }
}

reports::SupportAnswer answer_of(catalogue::Answer answer) {
  switch (answer) {
    case catalogue::Answer::yes:
      return reports::SupportAnswer::yes;
    case catalogue::Answer::partly:
      return reports::SupportAnswer::partly;
    case catalogue::Answer::no:
      return reports::SupportAnswer::no;
    case catalogue::Answer::not_documented:
      break;
  }
  return reports::SupportAnswer::not_documented;
}

// Fills in what the reports show.
class Gathering {
 public:
  Gathering(const catalogue::Catalogue& catalogue, const catalogue::Features& features,
            const record::Run* run)
      : catalogue_(catalogue), features_(features) {
    support_.suite = catalogue.digest();
    support_.run = run;
  }

  // Without answers.
  void add_name(const catalogue::Feature& feature) {
    support_.features.push_back({feature.id, feature.title, feature.group, feature.aliases, {}});
  }

  // False if no kind of environment is asked about.
  bool add_answers(const catalogue::Feature& feature, const catalogue::SupportQuery& query) {
    const auto rows = catalogue::support_of(catalogue_, features_, feature, query);
    add_name(feature);
    for (const auto& row : rows) support_.features.back().rows.push_back(shown(row, feature));
    return !rows.empty();
  }

  const reports::Support& support() const { return support_; }

 private:
  void mention(const std::vector<std::string>& rules) {
    for (const auto& id : rules) {
      const auto* rule = catalogue_.find_rule(id);
      support_.rules.emplace(id, rule != nullptr
                                     ? runner::rule_info(*rule)
                                     : runner::rule_info(*catalogue::find_restriction(catalogue_, id)));
    }
  }

  reports::SupportRow shown(const catalogue::SupportRow& row, const catalogue::Feature& feature) {
    reports::SupportRow result;
    result.platform = row.kind->platform;
    result.title = row.kind->title;
    result.loop = row.kind->loop;
    result.selectors = row.selectors;
    result.all_selectors = row.all_selectors;
    result.is_default = row.is_default;
    result.notes = row.notes;
    mention(row.notes);
    for (auto span = row.spans.rbegin(); span != row.spans.rend(); ++span) {
      result.spans.push_back({answer_of(span->answer), catalogue::span_text(span->since, span->until),
                              span->since.text(), span->until ? span->until->text() : "", span->rules});
      mention(span->rules);
    }
    if (support_.run == nullptr) return result;
    std::size_t number = 0;
    for (const auto& subject : support_.run->header.subjects) {
      for (const auto& info : subject.environments) {
        if (catalogue::is_of(row, info.environment, catalogue_, feature))
          result.environments.push_back(number);
        ++number;
      }
    }
    return result;
  }

  const catalogue::Catalogue& catalogue_;
  const catalogue::Features& features_;
  reports::Support support_;
};

// The platforms on which the run knows loops that are neither selector nor proactor loops.
std::vector<std::string> platforms_of_other_loops(const record::Run& run) {
  std::vector<std::string> platforms;
  for (const auto& subject : run.header.subjects) {
    for (const auto& info : subject.environments) {
      if (info.environment.loop == "other") platforms.push_back(info.environment.platform);
    }
  }
  return platforms;
}

std::string rendered(const reports::Support& support, const std::string& format, bool only_names,
                     bool colour) {
  using Render = std::string (*)(const reports::Support&);
  static const std::map<std::string, std::pair<Render, Render>> formats{
      {"json", {reports::render_support_json, reports::render_features_json}},
      {"markdown", {reports::render_support_markdown, reports::render_features_markdown}},
      {"html", {reports::render_support_html, reports::render_features_html}}};
  if (format == "text")
    return only_names ? reports::render_features_text(support)
                      : reports::render_support_text(support, colour);
  const auto& [answers, names] = formats.at(format);
  return only_names ? names(support) : answers(support);
}

int support(const Program& program, SupportArguments arguments) {
  const auto catalogue = load_catalogue(program);
  const auto features = load_features(program, catalogue);
  check_query(features, arguments.query);
  const auto chosen = choose(features, arguments.features);
  std::optional<record::Run> run;
  if (!arguments.run.empty()) run = stored_run(arguments.run);
  if (run) arguments.query.also_other_loops_on = platforms_of_other_loops(*run);

  Gathering gathering(catalogue, features, run ? &*run : nullptr);
  const bool only_names = chosen.empty();
  if (only_names) {
    for (const auto& feature : features.features) gathering.add_name(feature);
  }
  for (const auto* feature : chosen) {
    if (gathering.add_answers(*feature, arguments.query)) continue;
    throw Failure(exit_nothing,
                  fmt::format("asyncio has no {} loop on {}", fmt::join(arguments.query.loops, " or "),
                              fmt::join(arguments.query.platforms, " or ")));
  }
  const bool colour = arguments.output.empty() && use_colour(program.colour);
  write_or_print(arguments.output, rendered(gathering.support(), arguments.format, only_names, colour));
  return exit_success;
}

}  // namespace

void add_support_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("support", "What works where, by Python's documentation");
  const auto arguments = std::make_shared<SupportArguments>();
  command->footer(R"(Examples:
  loopcheck support                             what one can ask for
  loopcheck support add_reader
  loopcheck support "unix sockets" --platform windows
  loopcheck support subprocess_exec --loop selector --python 3.12
  loopcheck support pipes --run loopcheck-report      and what that run verified of it
  loopcheck support '*' --format html --output support.html

The answers come from the rules (loopcheck list rules), each of which is a sentence of the documentation:
  yes             it is there
  partly          it is there, with a limit
  no              it is not
  not documented  no rule says anything

Exit status:
  0    the question is answered
  2    wrong usage, an unknown feature (the nearest ones are named), data or a run that cannot be used
  3    the output could not be written
  4    asyncio has no such loop on that platform)");
  command
      ->add_option("feature", arguments->features,
                   "A method or a concept, or a glob over ids; none: list them all")
      ->type_name("FEATURE");
  command->add_option("--platform", arguments->query.platforms, "linux, macos or windows (repeatable)")
      ->type_name("PLATFORM")
      ->allow_extra_args(false);
  command->add_option("--loop", arguments->query.loops, "selector, proactor or other (repeatable)")
      ->check(CLI::IsMember({"selector", "proactor", "other"}))
      ->option_text("LOOP")
      ->allow_extra_args(false);
  command
      ->add_option("--python", arguments->query.versions,
                   "Only this version: 3.12 is all of that branch, 3.12.4 that release (repeatable)")
      ->type_name("VERSION")
      ->allow_extra_args(false);
  add_path_option(*command, "--run", arguments->run,
                  "Tell what this run verified: run.json, run.jsonl or its folder")
      ->type_name("RUN");
  command->add_option("--format", arguments->format, "text, json, markdown or html")
      ->check(CLI::IsMember({"text", "json", "markdown", "html"}))
      ->option_text("FORMAT");
  add_path_option(*command, "--output", arguments->output, "Write to this file instead of standard output")
      ->type_name("FILE");
  add_cases_option(*command, program);
  add_colour_option(*command, program);
  command->callback([&program, arguments] {
    program.chosen = [&program, arguments] { return support(program, *arguments); };
  });
}

}  // namespace loopcheck::cli
