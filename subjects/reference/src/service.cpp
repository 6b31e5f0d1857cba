#include "service.hpp"

#include <algorithm>
#include <exception>
#include <utility>
#include <variant>

#include "asyncio/exceptions.hpp"
#include "outcome.hpp"

namespace reference_subject {
namespace {

using loopcheck::protocol::ErrorCode;
using loopcheck::protocol::ErrorResponse;
using loopcheck::protocol::InitializeRequest;
using loopcheck::protocol::Request;
using loopcheck::protocol::Response;
using loopcheck::protocol::RunRequest;

// A request that is answered with an error of that code.
class Refused : public std::runtime_error {
 public:
  Refused(ErrorCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  [[nodiscard]] ErrorCode code() const noexcept { return code_; }

 private:
  ErrorCode code_;
};

ErrorResponse error_response(std::optional<std::int64_t> id, ErrorCode code, const std::string& message) {
  return {id, static_cast<int>(code), message};
}

// What is wrong with a line that is no request, as JSON-RPC tells it.
ErrorResponse explain(std::string_view line, const std::string& fault) {
  const Json message = Json::parse(line, nullptr, false);
  if (message.is_discarded()) {
    return error_response(std::nullopt, ErrorCode::parse_error, fault);
  }
  if (!message.is_object() || !message.contains("method") || !message["method"].is_string()) {
    return error_response(std::nullopt, ErrorCode::invalid_request, fault);
  }
  std::optional<std::int64_t> id;
  if (message.contains("id") && message["id"].is_number_integer()) {
    id = message["id"].get<std::int64_t>();
  }
  const bool known =
      message["method"] == "initialize" || message["method"] == "run" || message["method"] == "shutdown";
  return error_response(id, known ? ErrorCode::invalid_params : ErrorCode::method_not_found, fault);
}

std::string message_of(const std::exception_ptr& exception) {
  try {
    std::rethrow_exception(exception);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "an exception of an unknown kind";
  }
}

}  // namespace

Service::Service(Channel& channel, std::string documented, ClockChoice clock)
    : channel_(channel), documented_(std::move(documented)), loops_(offered_loops(documented_, clock)) {}

void Service::serve() {
  while (const std::optional<std::string> line = channel_.read_line()) {
    if (!answer(*line)) {
      return;
    }
  }
}

bool Service::answer(std::string_view line) {
  Request request;
  try {
    request = loopcheck::protocol::parse_request(line);
  } catch (const loopcheck::protocol::MalformedMessage& fault) {
    channel_.write(loopcheck::protocol::serialize(explain(line, fault.what())));
    return true;
  }
  try {
    Response response{request.id, nullptr};
    if (const auto* initialization = std::get_if<InitializeRequest>(&request.body)) {
      response = initialize(request.id, *initialization);
    } else if (const auto* scenario = std::get_if<RunRequest>(&request.body)) {
      response = run(request.id, *scenario);
    }
    channel_.write(loopcheck::protocol::serialize(response));
  } catch (const Refused& refused) {
    channel_.write(
        loopcheck::protocol::serialize(error_response(request.id, refused.code(), refused.what())));
  } catch (const InvalidScenario& invalid) {
    channel_.write(loopcheck::protocol::serialize(
        error_response(request.id, ErrorCode::invalid_params, invalid.what())));
  } catch (...) {
    channel_.write(loopcheck::protocol::serialize(
        error_response(request.id, ErrorCode::internal_error, message_of(std::current_exception()))));
  }
  return !std::holds_alternative<loopcheck::protocol::ShutdownRequest>(request.body);
}

Response Service::initialize(std::int64_t id, const InitializeRequest& request) {
  constexpr int version = loopcheck::protocol::protocol_version;
  if (request.minimum_version > version || request.maximum_version < version) {
    throw Refused(ErrorCode::no_common_version, "no common protocol version: this subject speaks 1");
  }
  child_ = request.child;
  loopcheck::protocol::InitializeResult result{version, identity(), {}};
  for (const OfferedLoop& loop : loops_) {
    result.environments.push_back(loop.environment);
  }
  return {id, result};
}

Response Service::run(std::int64_t id, const RunRequest& request) {
  const auto loop = std::find_if(loops_.begin(), loops_.end(), [&](const OfferedLoop& offered) {
    return offered.environment.id == request.environment;
  });
  if (loop == loops_.end()) {
    throw Refused(ErrorCode::unknown_environment, "there is no environment '" + request.environment + "'");
  }
  const Surroundings surroundings{loop->make, loop->make_selector, documented_, child_};
  Scenario scenario(surroundings, request);
  return {id, scenario.perform([&](const std::string& step) {
            channel_.write(loopcheck::protocol::serialize(loopcheck::protocol::StepNotification{id, step}));
          })};
}

}  // namespace reference_subject
