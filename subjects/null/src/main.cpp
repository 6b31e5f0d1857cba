// A subject that does no work: it answers every scenario in the same way, without any loop. The suite must
// give it no rule.
#include <cstdint>
#include <exception>
#include <iostream>
#include <string>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "behaviours.hpp"
#include "guises.hpp"

namespace null_subject {
namespace {

namespace protocol = loopcheck::protocol;

struct Options {
  std::string behaviour;
  std::uint64_t seed = 1;
  std::vector<std::string> platforms;
};

std::vector<std::string> known_platforms() {
  return {platforms().begin(), platforms().end()};
}

void declare(CLI::App& app, Options& options) {
  std::vector<std::string> names;
  std::string footer = "Behaviours:\n";
  for (const Behaviour& behaviour : behaviours()) {
    names.emplace_back(behaviour.name);
    footer += fmt::format("  {:8} {}\n", behaviour.name, behaviour.about);
  }
  footer +=
      "\nExample:\n  loopcheck run --subject-command 'null-subject --behaviour refuse --platform windows'\n";
  app.add_option("--behaviour", options.behaviour, "How it does nothing")
      ->required()
      ->check(CLI::IsMember(names));
  app.add_option("--seed", options.seed, "Of the random one's hat")->capture_default_str();
  app.add_option("--platform", options.platforms, "What it claims to be; repeatable (default: all)")
      ->check(CLI::IsMember(known_platforms()))
      ->expected(1);
  app.footer(footer);
}

void say(const std::string& line) {
  std::cout << line << std::flush;
}

protocol::InitializeResult introduction(const Options& options) {
  protocol::InitializeResult result{
      protocol::protocol_version, {"null-" + options.behaviour, "1", "null/1"}, {}};
  for (const std::string& platform : options.platforms.empty() ? known_platforms() : options.platforms) {
    const auto environments = environments_of(platform);
    result.environments.insert(result.environments.end(), environments.begin(), environments.end());
  }
  return result;
}

// Until "shutdown" or the end of the input.
void serve(const Options& options) {
  const Behaviour& behaviour = *find_behaviour(options.behaviour);
  std::string line;
  while (std::getline(std::cin, line)) {
    const protocol::Request request = protocol::parse_request(line);
    if (const auto* run = std::get_if<protocol::RunRequest>(&request.body)) {
      for (const nlohmann::json& step : run->steps) {
        say(protocol::serialize(protocol::StepNotification{request.id, step.value("id", "")}));
      }
      say(protocol::serialize(protocol::Response{request.id, behaviour.answer(*run, options.seed)}));
    } else if (std::holds_alternative<protocol::ShutdownRequest>(request.body)) {
      say(protocol::serialize(protocol::Response{request.id, nullptr}));
      return;
    } else {
      say(protocol::serialize(protocol::Response{request.id, introduction(options)}));
    }
  }
}

}  // namespace
}  // namespace null_subject

int main(int count, char** values) {
  constexpr int wrong_usage = 2;
  CLI::App app("null-subject: a subject that does no work");
  null_subject::Options options;
  null_subject::declare(app, options);
  try {
    app.parse(count, values);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : wrong_usage;
  }
  try {
    null_subject::serve(options);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "null-subject: " << error.what() << "\n";
    return 1;
  }
}
