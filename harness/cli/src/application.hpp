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

// Parses what main() was called with, the program's name first. Throws CLI::ParseError.
void parse(CLI::App& app, std::vector<std::string> argv);

}  // namespace loopcheck::cli
