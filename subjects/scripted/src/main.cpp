// A subject that misbehaves as it is told, for tests of the harness.
#include <exception>
#include <filesystem>
#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "answers.hpp"
#include "behaviours.hpp"
#include "play.hpp"
#include "streams.hpp"

namespace scripted_subject {
namespace {

constexpr int wrong_usage = 2;

std::string help() {
  std::string text =
      "scripted-subject --behaviour NAME [--on TEXT] [--once FILE]\n"
      "scripted-subject --play WORD...\n"
      "A subject that misbehaves as it is told: in the first run request of the process, or with --on\n"
      "in every run request whose case id contains TEXT. All others it answers properly. With --once only\n"
      "as long as there is no FILE, which it makes then.\n\nBehaviours:\n";
  for (const Behaviour& behaviour : behaviours()) {
    std::string name = "  " + std::string(behaviour.name);
    name.resize(26, ' ');
    text += name + std::string(behaviour.about) + "\n";
  }
  return text + "\nWords that are played one after the other, without any protocol:\n" + words_help() +
         "\nExample:\n  loopcheck run --subject-command 'scripted-subject --behaviour crash-in-step --on "
         "pipe'\n";
}

struct Options {
  const Behaviour* behaviour = nullptr;
  std::optional<std::string> on;
  std::optional<std::filesystem::path> once;
};

std::optional<Options> refuse(const std::string& message) {
  write_all(standard_error, "scripted-subject: " + message + "; see --help\n");
  return std::nullopt;
}

std::optional<Options> parse(const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); i += 2) {
    if (i + 1 == arguments.size()) {
      return refuse("cannot make sense of '" + arguments[i] + "'");
    }
    if (arguments[i] == "--behaviour") {
      options.behaviour = find_behaviour(arguments[i + 1]);
      if (options.behaviour == nullptr) {
        return refuse("there is no behaviour '" + arguments[i + 1] + "'");
      }
    } else if (arguments[i] == "--on") {
      options.on = arguments[i + 1];
    } else if (arguments[i] == "--once") {
      options.once = arguments[i + 1];
    } else {
      return refuse("cannot make sense of '" + arguments[i] + "'");
    }
  }
  return options.behaviour == nullptr ? refuse("no --behaviour is given") : options;
}

class Script {
 public:
  explicit Script(Options options) : options_(std::move(options)) {}

  // Until "shutdown" or the end of the input.
  void play() {
    if (options_.behaviour->at_start != nullptr) {
      options_.behaviour->at_start();
    }
    while (const std::optional<std::string> line = read_line()) {
      const loopcheck::protocol::Request request = loopcheck::protocol::parse_request(*line);
      if (std::holds_alternative<loopcheck::protocol::ShutdownRequest>(request.body)) {
        write_all(standard_output, answer_line(request.id, nullptr));
        return;
      }
      if (const auto* run = std::get_if<loopcheck::protocol::RunRequest>(&request.body)) {
        const bool now = is_meant(*run) && options_.behaviour->at_run != nullptr;
        (now ? options_.behaviour->at_run : pass_through)(request.id, *run);
      } else {
        const bool now = options_.behaviour->at_initialize != nullptr;
        (now ? options_.behaviour->at_initialize : introduce)(request.id);
      }
    }
  }

 private:
  bool is_meant(const loopcheck::protocol::RunRequest& request) {
    const bool first = runs_++ == 0;
    const bool meant = options_.on ? request.case_id.find(*options_.on) != std::string::npos : first;
    if (!meant || !options_.once) return meant;
    if (std::filesystem::exists(*options_.once)) return false;
    std::ofstream(*options_.once) << "done\n";
    return true;
  }

  Options options_;
  int runs_ = 0;
};

}  // namespace
}  // namespace scripted_subject

int main(int count, char** values) {
  using namespace scripted_subject;
  prepare();
  const std::vector<std::string> arguments = arguments_of(count, values);
  if (arguments == std::vector<std::string>{"--help"}) {
    write_all(standard_output, help());
    return 0;
  }
  if (!arguments.empty() && arguments.front() == "--play") {
    return play(std::span(arguments).subspan(1));
  }
  const std::optional<Options> options = parse(arguments);
  if (!options) {
    return wrong_usage;
  }
  try {
    Script(*options).play();
    return 0;
  } catch (const std::exception& error) {
    write_all(standard_error, std::string("scripted-subject: ") + error.what() + "\n");
    return 1;
  }
}
