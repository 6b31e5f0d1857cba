#include "loopcheck/protocol/environment.hpp"

#include "fields.hpp"

namespace loopcheck::protocol {

void from_json(const nlohmann::json& json, Environment& environment) {
  fields::object(json, "an environment");
  environment.id = fields::text(json, "id");
  environment.platform = fields::text(json, "platform");
  environment.platform_version = fields::text_or(json, "platform_version", "");
  environment.arch = fields::text_or(json, "arch", "");
  environment.loop = fields::text(json, "loop");
  environment.selector = fields::optional_text(json, "selector");
  environment.python = fields::optional_text(json, "python");
  environment.documented = fields::text(json, "documented");
  environment.provenance = fields::text(json, "provenance");
  environment.provenance_detail = fields::text_or(json, "provenance_detail", "");
  if (environment.id.empty()) fields::fail("id", "is empty");
  if (environment.loop != "selector" && environment.loop != "proactor" && environment.loop != "other") {
    fields::fail("loop", "is none of selector, proactor, other");
  }
  if (environment.provenance != "native" && environment.provenance != "wine" &&
      environment.provenance != "simulated") {
    fields::fail("provenance", "is none of native, wine, simulated");
  }
}

void to_json(nlohmann::json& json, const Environment& environment) {
  json = {{"id", environment.id},
          {"platform", environment.platform},
          {"platform_version", environment.platform_version},
          {"arch", environment.arch},
          {"loop", environment.loop},
          {"selector", nullptr},
          {"python", nullptr},
          {"documented", environment.documented},
          {"provenance", environment.provenance}};
  if (environment.selector) json["selector"] = *environment.selector;
  if (environment.python) json["python"] = *environment.python;
  if (!environment.provenance_detail.empty()) json["provenance_detail"] = environment.provenance_detail;
}

}  // namespace loopcheck::protocol
