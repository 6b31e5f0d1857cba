// loopcheck merge: the runs of several machines, and the shards of one, as one record and report.
#include <optional>

#include <fmt/format.h>

#include "command.hpp"
#include "exit_status.hpp"
#include "loopcheck/record/summary.hpp"
#include "loopcheck/record/writer.hpp"
#include "loopcheck/reports/html.hpp"
#include "loopcheck/reports/merge.hpp"
#include "loopcheck/reports/text.hpp"
#include "loopcheck/runner/plan.hpp"
#include "report_files.hpp"
#include "version.hpp"

namespace loopcheck::cli {
namespace {

struct MergeArguments {
  std::vector<std::string> runs;
  std::filesystem::path output = "loopcheck-report";
  bool allow_different_suites = false;
  bool allow_different_results = false;
  std::string format = "text";
};

std::vector<reports::MergeInput> inputs_of(const MergeArguments& arguments) {
  std::vector<reports::MergeInput> inputs;
  std::vector<std::filesystem::path> seen;
  std::error_code ignored;
  for (const auto& name : arguments.runs) {
    auto path = path_of(name);
    if (!path.has_filename()) path = path.parent_path();  // "run/": on Windows no file is equivalent to that
    for (const auto& other : seen) {
      if (std::filesystem::equivalent(path, other, ignored))
        throw Failure(exit_usage, fmt::format("{} is given twice", path.string()));
    }
    seen.push_back(path);
    // Its own report would be written over.
    const auto folder = std::filesystem::is_directory(path, ignored) ? path : absolute(path).parent_path();
    if (std::filesystem::equivalent(folder, arguments.output, ignored)) {
      throw Failure(exit_usage,
                    fmt::format("{}: the joined report cannot be written where one of its runs is",
                                arguments.output.string()));
    }
    inputs.push_back({name, stored_run(path)});
  }
  return inputs;
}

// What the rules of this program say of environments whose runs did not select them. Loaded when it is asked.
class RulesHere {
 public:
  explicit RulesHere(const Program& program) : program_(program) {}

  bool apply(const std::string& id, const protocol::Environment& environment) {
    if (!catalogue_) catalogue_ = load_catalogue(program_);
    const auto* rule = catalogue_->find_rule(id);
    return rule != nullptr && runner::applies(*rule, environment);
  }

 private:
  const Program& program_;
  std::optional<catalogue::Catalogue> catalogue_;
};

void write_record(const std::filesystem::path& folder, const record::Run& run) {
  record::RunWriter writer(folder, run.header);
  for (const auto& result : run.results) writer.add(result);
  writer.finish({run.header.harness.finished, run.header.subjects, run.summary, run.complete});
}

int merge(const Program& program, const MergeArguments& arguments) {
  reports::MergeOptions options;
  options.allow_different_suites = arguments.allow_different_suites;
  options.allow_different_results = arguments.allow_different_results;
  RulesHere rules(program);
  options.applies = [&](const std::string& rule, const protocol::Environment& environment) {
    return rules.apply(rule, environment);
  };
  record::Run run;
  try {
    run = reports::merge(inputs_of(arguments), options);
  } catch (const reports::MergeRefused& refused) {
    throw Failure(exit_usage, refused.what());
  }
  run.header.harness.version = version;
  run.header.harness.argv = program.argv;

  make_report_folder(arguments.output);
  write_record(arguments.output, run);
  const auto page = arguments.output / "index.html";
  write_file(page, reports::render_html(run));
  if (arguments.format == "json") {
    fmt::print("{}\n",
               nlohmann::json(run.summary).dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  } else {
    fmt::print("{}\n{}\n{}\n", reports::render_text(run, {.colour = use_colour(program.colour)}),
               (arguments.output / "run.json").string(), page.string());
  }
  record::RunConditions conditions;
  conditions.harness_failed = !run.complete;
  return static_cast<int>(record::exit_status(run.summary, conditions));
}

}  // namespace

void add_merge_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("merge", "Join the runs of several machines, and shards, to one report");
  const auto arguments = std::make_shared<MergeArguments>();
  command->footer(R"(Examples:
  loopcheck merge linux/run.json windows macos --output all
  loopcheck merge part-1 part-2 part-3 --output whole        the shards of loopcheck run --shard I/3
  loopcheck merge artifacts/*/run.json --output all --format json

Subjects are told apart by name and version, environments by all that is known of them; where an id is not enough
any more, it gets an ending: cpython-3.12.1, macos-selector-kqueue@arm64. Every run stays known with its machine.

Exit status:
  0    every documented rule that applies holds, everywhere
  1    a rule does not hold
  2    wrong usage; a file is no record, or is given twice; the runs are of different suites, or differ in a
       result of one environment, and that was not allowed
  3    a subject could not be started or broke the protocol; a run or a shard is missing or incomplete; the report
       could not be written
  4    nothing could be verified)");
  command
      ->add_option("runs", arguments->runs, "run.json, run.jsonl or the folder of a run; any number of them")
      ->required()
      ->type_name("RUN");
  add_path_option(*command, "--output", arguments->output,
                  "Folder of the joined report (default: loopcheck-report)")
      ->type_name("FOLDER");
  command->add_flag("--allow-different-suites", arguments->allow_different_suites,
                    "Join runs of different rules and cases");
  command->add_flag("--allow-different-results", arguments->allow_different_results,
                    "Call an experiment flaky that came out differently in two runs of one environment; its\n"
                    "worst verdict counts");
  add_format_option(*command, arguments->format);
  add_cases_option(*command, program);
  add_colour_option(*command, program);
  command->callback([&program, arguments] {
    program.chosen = [&program, arguments] { return merge(program, *arguments); };
  });
}

}  // namespace loopcheck::cli
