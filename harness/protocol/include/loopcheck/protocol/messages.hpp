// The messages between harness and subject: JSON-RPC 2.0, one message a line. docs/protocol.md is the
// specification.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "loopcheck/protocol/environment.hpp"
#include "loopcheck/protocol/transcript.hpp"

namespace loopcheck::protocol {

inline constexpr int protocol_version = 1;
inline constexpr std::size_t line_limit = std::size_t{8} << 20;  // bytes, without the line end
inline constexpr std::size_t nesting_limit = 64;

// The error codes of JSON-RPC and ours, which start at -32001.
enum class ErrorCode : int {
  parse_error = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,
  internal_error = -32603,
  no_common_version = -32001,
  unknown_environment = -32002,
};

// A message that breaks the specification; what() says how.
class MalformedMessage : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// ---- harness to subject

struct InitializeRequest {
  int minimum_version = protocol_version;
  int maximum_version = protocol_version;
  std::string harness_name = "loopcheck";
  std::string harness_version;
  std::string child;  // absolute path of the helper of subprocess cases
};

struct RunRequest {
  std::string case_id;
  std::string environment;
  std::string nonce;
  std::string scratch;
  nlohmann::json steps;
};

struct ShutdownRequest {};

struct Request {
  std::int64_t id = 0;
  std::variant<InitializeRequest, RunRequest, ShutdownRequest> body;
};

// ---- subject to harness

struct SubjectIdentity {
  std::string name;
  std::string version;
  std::string adapter;
};

struct InitializeResult {
  int version = protocol_version;
  SubjectIdentity subject;
  std::vector<Environment> environments;
};

struct StepNotification {
  std::int64_t request = 0;
  std::string step;
};

struct Response {
  std::int64_t id = 0;
  nlohmann::json result;
};

struct ErrorResponse {
  std::optional<std::int64_t> id;
  int code = 0;
  std::string message;
};

using SubjectMessage = std::variant<StepNotification, Response, ErrorResponse>;

// One line, with its line end.
std::string serialize(const Request& request);
std::string serialize(const StepNotification& notification);
std::string serialize(const Response& response);
std::string serialize(const ErrorResponse& response);

// Parse one line (with or without its line end). Throw MalformedMessage; its text names the fault and quotes
// the start of the line.
Request parse_request(std::string_view line);
SubjectMessage parse_subject_message(std::string_view line);

void from_json(const nlohmann::json& json, InitializeResult& result);
void to_json(nlohmann::json& json, const InitializeResult& result);

}  // namespace loopcheck::protocol
