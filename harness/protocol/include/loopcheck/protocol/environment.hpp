// An environment: where a loop runs and what it is. The words are those of docs/protocol.md ("initialize").
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace loopcheck::protocol {

struct Environment {
  std::string id;                // unique within its subject
  std::string platform;          // "linux", "macos", "windows", …
  std::string platform_version;  // digits and dots, may be empty
  std::string arch;
  std::string loop;                     // "selector", "proactor", "other"
  std::optional<std::string> selector;  // "epoll", "poll", "select", "kqueue"
  std::optional<std::string> python;    // the Python version it runs on or models
  std::string documented;               // the version of the documentation that it answers to
  std::string provenance;               // "native", "wine", "simulated"
  std::string provenance_detail;        // what a provenance other than native covers

  friend bool operator==(const Environment&, const Environment&) = default;
};

// Throws protocol::MalformedMessage if a field is missing or of the wrong type.
void from_json(const nlohmann::json& json, Environment& environment);
void to_json(nlohmann::json& json, const Environment& environment);

}  // namespace loopcheck::protocol
