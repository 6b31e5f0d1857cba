// The whole command line: every command with its options, as one object that can be parsed, asked and walked.
#pragma once

#include <memory>

#include <CLI/CLI.hpp>

#include "command.hpp"

namespace loopcheck::cli {

// `program` must outlive it. Parsing sets program.chosen.
std::unique_ptr<CLI::App> make_application(Program& program);

// The program as it stands before its command line is read: what it finds beside itself.
Program start_program(std::vector<std::string> argv);

// After parsing: reads loopcheck.toml, if there is one, and gives the options that were not typed the values
// that it and the environment have. Throws Failure.
void take_settings(CLI::App& app, Program& program);

// What a shell may offer for an unfinished command line; see completion.hpp.
int print_completions(const Program& program, const CLI::App& app, const std::vector<std::string>& words);

// Parses what main() was called with, the program's name first. Throws CLI::ParseError.
void parse(CLI::App& app, std::vector<std::string> argv);

}  // namespace loopcheck::cli
