// loopcheck new-case: the beginning of a case, which its author fills in.
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "exit_status.hpp"
#include "loopcheck/catalogue/nearest_name.hpp"

namespace loopcheck::cli {
namespace {

struct NewCaseArguments {
  std::string id;
  std::string rule;
  std::string title;
  bool print = false;
};

std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// In the layout of the files that are there. What it does is sound, and so it lints; what it should do
// instead is the author's business.
std::string skeleton(const NewCaseArguments& arguments, const catalogue::Rule& rule) {
  const auto& applies = rule.applies_as_written;
  const std::string when = applies.empty() ? "" : fmt::format(R"( "when": {},)", applies.dump());
  return fmt::format(R"({{ "cases": [
  {{ "id": {}, "title": {},
    "steps": [
      {{"id": "alive", "do": "control"}},
      {{"id": "soon", "do": "call_soon", "callback": "cb"}},
      {{"id": "turns", "do": "run_until", "event": "cb"}} ],
    "expect": [
      {{ "rule": {},{}
        "check": [ {{"no_errors": true}}, {{"event": "cb", "during": "turns", "count": 1}} ] }} ] }} ] }}
)",
                     quoted(arguments.id), quoted(arguments.title.empty() ? rule.statement : arguments.title),
                     quoted(rule.id), when);
}

const catalogue::Rule& rule_of(const catalogue::Catalogue& catalogue, const std::string& id) {
  if (const auto* rule = catalogue.find_rule(id)) return *rule;
  std::vector<std::string> ids;
  for (const auto& rule : catalogue.rules()) ids.push_back(rule.id);
  throw Failure(exit_usage, fmt::format("there is no rule \"{}\"; {}", id,
                                        catalogue::similar_names_hint(id, ids, "see loopcheck list rules")));
}

void write_new(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) throw Failure(exit_trouble, fmt::format("{} cannot be written", path.string()));
}

int new_case(const Program& program, const NewCaseArguments& arguments) {
  constexpr const char* letters = "abcdefghijklmnopqrstuvwxyz0123456789-.";
  if (arguments.id.empty() || arguments.id.find_first_not_of(letters) != std::string::npos) {
    throw Failure(exit_usage, fmt::format("\"{}\" is no id: use lower-case letters, digits, dashes and dots",
                                          arguments.id));
  }
  const auto catalogue = load_catalogue(program);
  const auto& rule = rule_of(catalogue, arguments.rule);
  for (const auto handle : catalogue.cases()) {
    // Of a case with a matrix, what stands before the bracket.
    if (const auto known = catalogue.id(handle); known.substr(0, known.find('[')) == arguments.id)
      throw Failure(exit_usage, fmt::format("there is a case \"{}\" already; see loopcheck explain {}",
                                            arguments.id, known));
  }
  const std::string text = skeleton(arguments, rule);
  if (arguments.print) {
    fmt::print("{}", text);
    return exit_success;
  }
  const auto path = program.cases / rule.page / (arguments.id + ".json");
  if (std::filesystem::exists(path))
    throw Failure(exit_usage, fmt::format("{} is there already; it is left as it is", path.string()));
  write_new(path, text);
  std::string folder, option;  // where these are not the cases that the next commands take by themselves
  if (program.cases != program.locations.cases) {
    folder = fmt::format(" \"{}\"", program.cases.string());
    option = " --cases" + folder;
  }
  fmt::print(
      "{}\nNext: put in the steps that show whether the rule holds, then\n  loopcheck lint{}\n  loopcheck "
      "run "
      "--case {}{}\n"
      "Steps are in docs/protocol.md, assertions in docs/writing-a-case.md.\n",
      path.string(), folder, arguments.id, option);
  return exit_success;
}

}  // namespace

void add_new_case_command(CLI::App& app, Program& program) {
  auto* command =
      app.add_subcommand("new-case",
                         "Write the beginning of a case: a file in the folder of the rule's page that "
                         "passes loopcheck lint");
  const auto arguments = std::make_shared<NewCaseArguments>();
  command->add_option("id", arguments->id, "Id of the case, such as add-reader-on-fifo")
      ->required()
      ->type_name("ID");
  command->add_option("--rule", arguments->rule, "The rule that it proves")->required()->type_name("RULE");
  command
      ->add_option("--title", arguments->title,
                   "What is tried, in one sentence; the rule's statement if absent")
      ->type_name("TEXT");
  command->add_flag("--print", arguments->print, "Print it and write nothing");
  add_cases_option(*command, program);
  command->footer(R"(Examples:
  loopcheck new-case reader-of-fifo --rule add-reader-runs-callback
  loopcheck new-case reader-of-fifo --rule add-reader-runs-callback --print)");
  command->callback([&program, arguments] {
    program.chosen = [&program, arguments] { return new_case(program, *arguments); };
  });
}

}  // namespace loopcheck::cli
