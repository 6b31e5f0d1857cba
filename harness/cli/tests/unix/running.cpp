#include "running.hpp"

#include <signal.h>

#include "system.hpp"

namespace loopcheck::cli {
namespace {

boost::process::environment with(const std::map<std::string, std::string>& more) {
  boost::process::environment environment = boost::this_process::environment();
  for (const auto& [name, value] : more) environment[name] = value;
  return environment;
}

}  // namespace

Running::Running(const std::vector<std::string>& command,
                 const std::map<std::string, std::string>& environment)
    : child_(boost::process::exe = command.front(),
             boost::process::args = std::vector<std::string>(command.begin() + 1, command.end()),
             with(environment), boost::process::std_in<input_, boost::process::std_out> output_) {}

bool Running::says(const std::string& text) {
  for (std::string line; std::getline(output_, line);) {
    if (line.find(text) != std::string::npos) return true;
  }
  return false;
}

void Running::send(int signal) const {
  ::kill(child_.id(), signal);
}

void Running::close_input() {
  input_.pipe().close();
}

int Running::status() {
  child_.wait();
  return status_of(child_.native_exit_code());
}

}  // namespace loopcheck::cli
