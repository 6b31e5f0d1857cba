#include "guises.hpp"

#include <array>

namespace null_subject {
namespace {

using loopcheck::protocol::Environment;

// Their words for no selector and for each of the others are those of the protocol.
struct Guise {
  std::string_view platform;
  std::string_view version;
  std::string_view loop;
  std::string_view selector;
};

constexpr std::array<std::string_view, 3> known_platforms{"linux", "macos", "windows"};

constexpr auto guises = std::to_array<Guise>({
    {"linux", "6.1", "selector", "epoll"},
    {"linux", "6.1", "selector", "poll"},
    {"linux", "6.1", "selector", "select"},
    {"linux", "6.1", "other", ""},
    {"macos", "15.0", "selector", "kqueue"},
    {"macos", "15.0", "selector", "poll"},
    {"macos", "15.0", "selector", "select"},
    {"macos", "10.8", "selector", "kqueue"},
    {"macos", "10.8", "selector", "poll"},
    {"macos", "10.8", "selector", "select"},
    {"windows", "10.0", "selector", "select"},
    {"windows", "10.0", "proactor", ""},
});

// Since when and until when rules stand differs; these three see each of them.
constexpr std::array<std::string_view, 3> documentations{"3.15", "3.13", "3.7"};

Environment environment_of(const Guise& guise, std::string_view documented) {
  Environment environment;
  environment.platform = guise.platform;
  environment.platform_version = guise.version;
  environment.arch = "x86_64";
  environment.loop = guise.loop;
  if (!guise.selector.empty()) environment.selector = std::string(guise.selector);
  environment.python = std::string(documented);
  environment.documented = documented;
  environment.provenance = "simulated";
  environment.provenance_detail = "there is no loop at all";
  environment.id = environment.platform + '-' + environment.platform_version + '-' + environment.loop;
  if (environment.selector) environment.id += '-' + *environment.selector;
  environment.id += "-docs-" + environment.documented;
  return environment;
}

}  // namespace

std::span<const std::string_view> platforms() {
  return known_platforms;
}

std::vector<Environment> environments_of(std::string_view platform) {
  std::vector<Environment> environments;
  for (const Guise& guise : guises) {
    if (guise.platform != platform) continue;
    for (const std::string_view documented : documentations) {
      environments.push_back(environment_of(guise, documented));
    }
  }
  return environments;
}

}  // namespace null_subject
