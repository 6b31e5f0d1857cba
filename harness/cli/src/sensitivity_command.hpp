#pragma once

#include "command.hpp"

namespace loopcheck::cli {

void add_sensitivity_command(CLI::App& app, Program& program);

}  // namespace loopcheck::cli
