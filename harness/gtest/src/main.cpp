// loopcheck_gtest: the suite as a GoogleTest program.
#include <exception>

#include <fmt/format.h>

#include "application.hpp"
#include "case_test.hpp"
#include "exit_status.hpp"
#include "host.hpp"
#include "limit_options.hpp"
#include "standard_streams.hpp"
#include "subject_choice.hpp"

namespace {

using namespace loopcheck;

constexpr const char* description =
    R"(The suite of loopcheck as a GoogleTest program: one test for each case in each environment of a subject.

Examples:
  loopcheck_gtest --subject-command "./my_adapter"
  loopcheck_gtest --subject reference --gtest_filter='reference/linux_selector_epoll.add_reader*'
  loopcheck_gtest --tier 1 --gtest_output=xml:results.xml
  loopcheck_gtest --gtest_list_tests

GoogleTest's own options and variables hold too. Each of these options can be a variable instead, such as
LOOPCHECK_GTEST_SUBJECT_COMMAND; a list has one value a line. The subject is `reference` unless one is named.)";

struct Arguments {
  cli::SubjectOptions subjects;
  cli::SelectionOptions selection;
  cli::LimitOptions limits;
  std::vector<std::string> environments;
};

// Takes GoogleTest's own arguments out of the list.
std::vector<std::string> initialize_googletest(std::vector<std::string> arguments) {
  std::vector<char*> pointers;
  for (auto& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  int count = static_cast<int>(arguments.size());
  testing::InitGoogleTest(&count, pointers.data());
  return {pointers.begin(), pointers.begin() + count};
}

front::Suite make_suite(const cli::Program& program, Arguments arguments) {
  auto catalogue = cli::load_catalogue(program);
  runner::Choice choice;
  choice.selection = cli::selection_of(arguments.selection);
  choice.cases = cli::select_cases(catalogue, arguments.selection);
  choice.environments = std::move(arguments.environments);
  if (arguments.subjects.names.empty() && arguments.subjects.commands.empty())
    arguments.subjects.names.emplace_back("reference");
  return {std::move(catalogue), cli::choose_subjects(program, arguments.subjects).subjects, std::move(choice),
          cli::runner_options(program, arguments.limits, cli::this_host().processors)};
}

int run_tests() {
  // Each repetition runs the suite again.
  GTEST_FLAG_SET(recreate_environments_when_repeating, true);
  const int status = RUN_ALL_TESTS();
  const auto& tests = *testing::UnitTest::GetInstance();
  const bool listed = GTEST_FLAG_GET(list_tests);
  const bool sharded = cli::variable_of_this_process("GTEST_TOTAL_SHARDS").has_value();
  if (status == 0 && !listed && !sharded && tests.test_to_run_count() == 0) {
    fmt::print(stderr, "loopcheck_gtest: no test was chosen\n");
    return cli::exit_nothing;
  }
  return status;
}

int dispatch(std::vector<std::string> arguments) {
  auto program = cli::start_program(arguments);
  const auto typed = initialize_googletest(std::move(arguments));
  Arguments chosen;
  CLI::App app(description, "loopcheck_gtest");
  cli::add_subject_options(app, chosen.subjects);
  cli::add_selection_options(app, chosen.selection);
  app.add_option("--environment", chosen.environments, "Only environments whose id fits (repeatable)")
      ->type_name("PATTERN")
      ->allow_extra_args(false);
  cli::add_limit_options(app, chosen.limits);
  cli::add_cases_option(app, program);
  try {
    cli::parse(app, typed);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? cli::exit_success : cli::exit_usage;
  }
  try {
    cli::apply_settings(app, nullptr, cli::variable_of_this_process);
    auto suite = make_suite(program, std::move(chosen));
    suite.introduce();
    front::register_tests(std::make_unique<front::SuiteEnvironment>(std::move(suite)));
  } catch (const cli::Failure& failure) {
    fmt::print(stderr, "loopcheck_gtest: {}\n", failure.what());
    return failure.status();
  }
  return run_tests();
}

}  // namespace

int main(int argc, char** argv) {
  const cli::StandardStreams streams;
  try {
    return dispatch(cli::utf8_arguments(argc, argv));
  } catch (const std::exception& error) {
    fmt::print(stderr, "loopcheck_gtest: {}\n", error.what());
    return cli::exit_trouble;
  }
}
