// loopcheck: conformance harness and compatibility checker for asyncio event loops.
#include <exception>

#include <fmt/format.h>

#include "application.hpp"
#include "exit_status.hpp"
#include "standard_streams.hpp"

namespace {

int dispatch(std::vector<std::string> arguments) {
  using namespace loopcheck::cli;
  auto program = start_program(arguments);
  const auto app = make_application(program);
  if (arguments.size() > 1 && arguments[1] == "__complete")
    return print_completions(program, *app, {arguments.begin() + 2, arguments.end()});
  try {
    parse(*app, std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return app->exit(error) == 0 ? exit_success : exit_usage;
  }
  try {
    take_settings(*app, program);
    return program.chosen();
  } catch (const Failure& failure) {
    fmt::print(stderr, "loopcheck: {}\n", failure.what());
    return failure.status();
  }
}

}  // namespace

int main(int argc, char** argv) {
  const loopcheck::cli::StandardStreams streams;
  try {
    return dispatch(loopcheck::cli::utf8_arguments(argc, argv));
  } catch (const std::exception& error) {
    fmt::print(stderr, "loopcheck: {}\n", error.what());
    return loopcheck::cli::exit_trouble;
  }
}
