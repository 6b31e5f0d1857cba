#include "answers.hpp"

namespace scripted_subject {

namespace protocol = loopcheck::protocol;

protocol::InitializeResult introduction() {
  protocol::Environment environment;
  environment.id = "linux-selector-epoll";
  environment.platform = "linux";
  environment.platform_version = "6.1";
  environment.arch = "x86_64";
  environment.loop = "selector";
  environment.selector = "epoll";
  environment.python = "3.13";
  environment.documented = "3.13";
  environment.provenance = "native";
  return {protocol::protocol_version, {"scripted", "1", "scripted/1"}, {environment}};
}

protocol::Transcript empty_transcript(const protocol::RunRequest& request) {
  protocol::Transcript transcript;
  for (const nlohmann::json& step : request.steps) {
    protocol::StepOutcome outcome;
    outcome.step = step.value("id", "");
    transcript.steps.push_back(std::move(outcome));
  }
  return transcript;
}

std::string answer_line(std::int64_t id, const nlohmann::json& result) {
  return protocol::serialize(protocol::Response{id, result});
}

std::string hostile_text() {
  using namespace std::string_literals;
  return "<script>alert(1)</script> \" onload='x' ]]> --> &amp; \x1b[31mred\x1b[2J\x1b]0;title\x07 "
         "nul:\0: \u202Eright to left\u202C \u2066isolate\u2069 \u0085 \u2028line\u2029 \r\n\t\x7f"s;
}

std::string hostile_bytes() {
  using namespace std::string_literals;
  return hostile_text() + "\xff\xfe\xc3\x28\xed\xa0\x80\xf0\x28\x8c\xbc\n"s;
}

std::string repeated(std::string text, std::size_t size) {
  std::erase_if(text, [](char c) { return c == '\n' || c == '\r'; });
  std::string result;
  while (result.size() < size) result += text;
  return result;
}

}  // namespace scripted_subject
