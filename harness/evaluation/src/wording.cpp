#include "wording.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "loopcheck/catalogue/error_numbers.hpp"
#include "loopcheck/protocol/shortened.hpp"

namespace loopcheck::evaluation {
namespace {

constexpr std::size_t brief_limit = 200;  // bytes

}  // namespace

std::string brief(std::string_view text) {
  return protocol::shortened(text, brief_limit);
}

std::string brief(const nlohmann::json& value) {
  return brief(std::string_view(value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
}

std::string in_words(const protocol::Exception& exception, std::string_view platform) {
  std::string text = exception.type;
  if (exception.error_number) {
    const std::string name = catalogue::error_name(*exception.error_number, platform);
    text += name.empty() ? fmt::format(" [errno {}]", *exception.error_number) : fmt::format(" [{}]", name);
  }
  if (exception.winerror) text += fmt::format(" [winerror {}]", *exception.winerror);
  if (!exception.message.empty()) text += ": " + brief(std::string_view(exception.message));
  return text;
}

std::string in_words(const protocol::StepOutcome* outcome, std::string_view platform) {
  if (outcome == nullptr) return "was not performed";
  switch (outcome->outcome) {
    case protocol::Outcome::returned:
      return "returned " + brief(outcome->value);
    case protocol::Outcome::raised:
      return "raised " + (outcome->exception ? in_words(*outcome->exception, platform) : "an exception");
    case protocol::Outcome::unsupported:
      return "is not supported by the adapter: " + brief(std::string_view(outcome->reason));
    case protocol::Outcome::unmet:
      return fmt::format("lacks {}: {}", outcome->need, brief(std::string_view(outcome->reason)));
    case protocol::Outcome::not_run:
      return "was not performed: " + brief(std::string_view(outcome->reason));
  }
  return {};
}

std::string quoted_list(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += fmt::format("{}\"{}\"", text.empty() ? "" : ", ", name);
  return text;
}

const protocol::StepOutcome* find_outcome(const protocol::Transcript& transcript, std::string_view step) {
  const auto found = std::find_if(transcript.steps.begin(), transcript.steps.end(),
                                  [&](const protocol::StepOutcome& outcome) { return outcome.step == step; });
  return found == transcript.steps.end() ? nullptr : &*found;
}

}  // namespace loopcheck::evaluation
