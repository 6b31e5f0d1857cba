#include "offers.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "locations.hpp"
#include "loopcheck/subject/manifest.hpp"
#include "loopcheck_program.hpp"

namespace loopcheck::cli {
namespace {

std::string described(const protocol::Environment& environment) {
  return fmt::format("{} {} {} {}, documented {}, {}", environment.platform, environment.platform_version,
                     environment.loop, environment.selector.value_or("-"), environment.documented,
                     environment.provenance);
}

}  // namespace

Offers offers_of(const std::string& subject) {
  const auto locations = find_locations();
  Offers offers;
  bool names_versions = false;
  for (const auto& manifest :
       subject::load_manifests(locations.subjects / "manifests", locations.subjects, locations.bin)) {
    if (manifest.name != subject) continue;
    for (const auto& environment : manifest.offers) {
      names_versions = names_versions || !environment.platform_version.empty();
      offers.of_the_manifest.push_back(described(environment));
    }
  }
  const Workplace work;
  const auto finished = work.loopcheck({"list", "environments", "--subject", subject, "--format", "json"});
  for (const auto& entry : nlohmann::json::parse(finished.output, nullptr, false)) {
    auto environment = entry.get<protocol::Environment>();
    if (!names_versions) environment.platform_version.clear();
    offers.of_the_subject.push_back(described(environment));
  }
  std::sort(offers.of_the_manifest.begin(), offers.of_the_manifest.end());
  std::sort(offers.of_the_subject.begin(), offers.of_the_subject.end());
  return offers;
}

}  // namespace loopcheck::cli
