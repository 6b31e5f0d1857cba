#include "loopcheck/protocol/messages.hpp"

#include <algorithm>

#include "fields.hpp"

namespace loopcheck::protocol {
namespace {

using nlohmann::json;

// Strings of a subject may hold anything: bytes that are no UTF-8 become U+FFFD instead of an exception.
std::string line_of(const json& message) {
  return message.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
}

json envelope() {
  return {{"jsonrpc", "2.0"}};
}

std::string quoted_start(std::string_view line) {
  constexpr std::size_t shown = 60;
  std::string start;
  for (const char c : line.substr(0, shown))
    start += (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) ? '?' : c;
  return "\"" + start + (line.size() > shown ? "…\"" : "\"");
}

// The depth of brackets outside strings. Checked before parsing, since a parser's own limit is the stack.
bool nested_too_deeply(std::string_view line) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > nesting_limit) return true;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

json parse_line(std::string_view line) {
  if (line.size() > line_limit + 1) throw MalformedMessage("a line is longer than 8 MiB");
  if (nested_too_deeply(line)) throw MalformedMessage("a message is nested more than 64 levels deep");
  json message = json::parse(line, nullptr, false);
  if (message.is_discarded()) throw MalformedMessage("not a JSON text: " + quoted_start(line));
  fields::object(message, "the message");
  if (fields::text(message, "jsonrpc") != "2.0") fields::fail("jsonrpc", "is not \"2.0\"");
  return message;
}

const json& params_of(const json& message) {
  return fields::object(fields::required(message, "params"), "\"params\"");
}

json params_to_json(const InitializeRequest& request) {
  return {{"protocol", {{"min", request.minimum_version}, {"max", request.maximum_version}}},
          {"harness", {{"name", request.harness_name}, {"version", request.harness_version}}},
          {"child", request.child}};
}

json params_to_json(const RunRequest& request) {
  return {{"case", request.case_id},
          {"environment", request.environment},
          {"nonce", request.nonce},
          {"scratch", request.scratch},
          {"steps", request.steps}};
}

json params_to_json(const ShutdownRequest&) {
  return json::object();
}

const char* method_of(const InitializeRequest&) {
  return "initialize";
}
const char* method_of(const RunRequest&) {
  return "run";
}
const char* method_of(const ShutdownRequest&) {
  return "shutdown";
}

InitializeRequest parse_initialize(const json& params) {
  InitializeRequest request;
  const auto& versions = fields::object(fields::required(params, "protocol"), "\"protocol\"");
  request.minimum_version = static_cast<int>(fields::integer(versions, "min"));
  request.maximum_version = static_cast<int>(fields::integer(versions, "max"));
  const auto& harness = fields::object(fields::required(params, "harness"), "\"harness\"");
  request.harness_name = fields::text(harness, "name");
  request.harness_version = fields::text_or(harness, "version", "");
  request.child = fields::text_or(params, "child", "");
  return request;
}

RunRequest parse_run(const json& params) {
  RunRequest request;
  request.case_id = fields::text(params, "case");
  request.environment = fields::text(params, "environment");
  request.nonce = fields::text(params, "nonce");
  request.scratch = fields::text_or(params, "scratch", "");
  request.steps = fields::list(params, "steps");
  return request;
}

}  // namespace

std::string serialize(const Request& request) {
  json message = envelope();
  message["id"] = request.id;
  std::visit(
      [&](const auto& body) {
        message["method"] = method_of(body);
        message["params"] = params_to_json(body);
      },
      request.body);
  return line_of(message);
}

std::string serialize(const StepNotification& notification) {
  json message = envelope();
  message["method"] = "step";
  message["params"] = {{"request", notification.request}, {"step", notification.step}};
  return line_of(message);
}

std::string serialize(const Response& response) {
  json message = envelope();
  message["id"] = response.id;
  message["result"] = response.result;
  return line_of(message);
}

std::string serialize(const ErrorResponse& response) {
  json message = envelope();
  message["id"] = response.id ? json(*response.id) : json(nullptr);
  message["error"] = {{"code", response.code}, {"message", response.message}};
  return line_of(message);
}

Request parse_request(std::string_view line) {
  const json message = parse_line(line);
  Request request;
  request.id = fields::integer(message, "id");
  const std::string method = fields::text(message, "method");
  if (method == "initialize") {
    request.body = parse_initialize(params_of(message));
  } else if (method == "run") {
    request.body = parse_run(params_of(message));
  } else if (method == "shutdown") {
    request.body = ShutdownRequest{};
  } else {
    throw MalformedMessage("unknown method \"" + method + "\"");
  }
  return request;
}

SubjectMessage parse_subject_message(std::string_view line) {
  json message = parse_line(line);
  if (message.contains("method")) {
    const std::string method = fields::text(message, "method");
    if (method != "step") throw MalformedMessage("unexpected method \"" + method + "\" from a subject");
    const auto& params = params_of(message);
    return StepNotification{fields::integer(params, "request"), fields::text(params, "step")};
  }
  if (message.contains("error")) {
    const auto& error = fields::object(message["error"], "\"error\"");
    ErrorResponse response;
    if (message.contains("id") && !message["id"].is_null()) response.id = fields::integer(message, "id");
    response.code = static_cast<int>(fields::integer(error, "code"));
    response.message = fields::text_or(error, "message", "");
    return response;
  }
  if (!message.contains("result")) throw MalformedMessage("a message with neither method, result nor error");
  Response response;
  response.id = fields::integer(message, "id");
  response.result = std::move(message["result"]);
  return response;
}

void from_json(const json& source, InitializeResult& result) {
  fields::object(source, "the result of \"initialize\"");
  result.version = static_cast<int>(fields::integer(source, "protocol"));
  if (result.version != protocol_version) {
    fields::fail("protocol", "is " + std::to_string(result.version) + ", which was not offered");
  }
  const auto& subject = fields::object(fields::required(source, "subject"), "\"subject\"");
  result.subject.name = fields::text(subject, "name");
  result.subject.version = fields::text_or(subject, "version", "");
  result.subject.adapter = fields::text_or(subject, "adapter", "");
  result.environments.clear();
  for (const auto& environment : fields::list(source, "environments")) {
    result.environments.push_back(environment.get<Environment>());
  }
  if (result.environments.empty()) fields::fail("environments", "is empty: the subject offers no loop");
  for (auto one = result.environments.begin(); one != result.environments.end(); ++one) {
    const auto same = [&](const Environment& other) { return other.id == one->id; };
    if (std::any_of(std::next(one), result.environments.end(), same)) {
      fields::fail("environments", "has the id \"" + one->id + "\" twice");
    }
  }
}

void to_json(json& target, const InitializeResult& result) {
  target = {{"protocol", result.version},
            {"subject",
             {{"name", result.subject.name},
              {"version", result.subject.version},
              {"adapter", result.subject.adapter}}},
            {"environments", result.environments}};
}

}  // namespace loopcheck::protocol
