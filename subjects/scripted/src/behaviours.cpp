#include "behaviours.hpp"

#include <array>

#include "answers.hpp"
#include "find_named.hpp"
#include "streams.hpp"

namespace scripted_subject {
namespace {

namespace protocol = loopcheck::protocol;
using nlohmann::json;
using protocol::RunRequest;

void say(std::string_view text) {
  if (!write_all(standard_output, text)) {
    exit_now(0);  // the harness is gone
  }
}

void notify(std::int64_t id, const json& step) {
  say(protocol::serialize(protocol::StepNotification{id, step.value("id", "")}));
}

void notify_first(std::int64_t id, const RunRequest& request) {
  if (!request.steps.empty()) {
    notify(id, request.steps.front());
  }
}

void notify_all(std::int64_t id, const RunRequest& request) {
  for (const json& step : request.steps) {
    notify(id, step);
  }
}

// ---- At the start and in "initialize"

void exit_at_once() {
  exit_now(3);
}

void hang_in_initialize(std::int64_t) {
  hang();
}

void no_environments(std::int64_t id) {
  protocol::InitializeResult result = introduction();
  result.environments.clear();
  say(answer_line(id, result));
}

void duplicate_environments(std::int64_t id) {
  protocol::InitializeResult result = introduction();
  result.environments.push_back(result.environments.front());
  say(answer_line(id, result));
}

void bad_version(std::int64_t id) {
  protocol::InitializeResult result = introduction();
  result.version = 99;
  say(answer_line(id, result));
}

void hostile_introduction(std::int64_t id) {
  protocol::InitializeResult result = introduction();
  result.subject = {hostile_text(), hostile_text(), hostile_text()};
  result.environments.front().provenance_detail = hostile_text();
  write_all(standard_error, hostile_bytes());
  say(answer_line(id, result));
}

void long_introduction(std::int64_t id) {
  protocol::InitializeResult result = introduction();
  const std::string megabyte = repeated(hostile_text(), std::size_t{1} << 20);
  result.subject = {"long", megabyte, megabyte};
  result.environments.front().platform_version = megabyte;
  result.environments.front().provenance_detail = megabyte;
  say(answer_line(id, result));
}

// ---- In "run"

void exit_in_step(std::int64_t id, const RunRequest& request) {
  notify_first(id, request);
  exit_now(3);
}

void crash_in_step(std::int64_t id, const RunRequest& request) {
  notify_first(id, request);
  crash();
}

void hang_in_step(std::int64_t id, const RunRequest& request) {
  notify_first(id, request);
  hang();
}

void stubborn(std::int64_t id, const RunRequest& request) {
  ignore_requests_to_end();
  notify_first(id, request);
  hang();
}

void garbage(std::int64_t id, const RunRequest& request) {
  notify_all(id, request);
  say("this is no JSON\n");
}

void unknown_id(std::int64_t id, const RunRequest& request) {
  notify_all(id, request);
  say(answer_line(id + 1000, empty_transcript(request)));
}

void say_half(std::int64_t id, const RunRequest& request) {
  notify_all(id, request);
  const std::string line = answer_line(id, empty_transcript(request));
  say(std::string_view(line).substr(0, line.size() / 2));
}

void half_line(std::int64_t id, const RunRequest& request) {
  say_half(id, request);
  exit_now(0);
}

void half_line_hang(std::int64_t id, const RunRequest& request) {
  say_half(id, request);
  hang();
}

void flood_stdout(std::int64_t id, const RunRequest& request) {
  notify_first(id, request);
  const std::string block(65536, 'x');
  while (true) {
    say(block);
  }
}

void flood_stderr(std::int64_t id, const RunRequest& request) {
  constexpr std::size_t flood = std::size_t{64} << 20;
  const std::string block(65535, 'x');
  for (std::size_t written = 0; written < flood; written += block.size() + 1) {
    if (!write_all(standard_error, block + "\n")) {
      break;
    }
  }
  pass_through(id, request);
}

void close_stdout(std::int64_t id, const RunRequest& request) {
  notify_first(id, request);
  close_output();  // and on to the next request
}

void deep_nesting(std::int64_t id, const RunRequest& request) {
  notify_all(id, request);
  constexpr std::size_t depth = 100'000;
  say(R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"result":)" + std::string(depth, '[') +
      std::string(depth, ']') + "}\n");
}

void too_long_line(std::int64_t id, const RunRequest& request) {
  notify_all(id, request);
  json result = empty_transcript(request);
  result["padding"] = std::string(protocol::line_limit, 'x');
  say(answer_line(id, result));
}

void wrong_types(std::int64_t id, const RunRequest& request) {
  notify_all(id, request);
  say(answer_line(id, {{"steps", "no list"}, {"events", json::array()}, {"events_dropped", 0}}));
}

void missing_step(std::int64_t id, const RunRequest& request) {
  notify_all(id, request);
  protocol::Transcript transcript = empty_transcript(request);
  if (!transcript.steps.empty()) {
    transcript.steps.pop_back();
  }
  say(answer_line(id, transcript));
}

void error_answer(std::int64_t id, const RunRequest& request) {
  notify_all(id, request);
  say(protocol::serialize(protocol::ErrorResponse{id, static_cast<int>(protocol::ErrorCode::internal_error),
                                                  "the adapter has failed, as it was told to"}));
}

void grandchild(std::int64_t id, const RunRequest& request) {
  notify_first(id, request);
  leave_grandchild();
  exit_now(0);
}

void grandchild_hang(std::int64_t id, const RunRequest& request) {
  notify_first(id, request);
  leave_grandchild();
  hang();
}

void drip(std::int64_t id, const RunRequest& request) {
  notify_all(id, request);
  constexpr int pause_ms = 20;
  // Blanks within an answer mean nothing, so it never ends.
  std::string answer = R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"result":{"steps":[)";
  for (std::size_t i = 0; output_is_read(pause_ms); ++i) {
    say(i < answer.size() ? std::string_view(answer).substr(i, 1) : std::string_view(" "));
  }
  exit_now(0);
}

void hostile_transcript(std::int64_t id, const RunRequest& request) {
  notify_all(id, request);
  write_all(standard_error, hostile_bytes());
  protocol::Transcript transcript = empty_transcript(request);
  for (protocol::StepOutcome& step : transcript.steps) {
    step.outcome = protocol::Outcome::raised;
    step.exception = protocol::Exception{hostile_text(), hostile_text(), 1, std::nullopt, {hostile_text()}};
  }
  protocol::Event event;
  event.name = hostile_text();
  event.thread = "main";
  event.data = {{"args", {hostile_text()}}, {hostile_text(), hostile_text()}};
  transcript.events.push_back(std::move(event));
  say(answer_line(id, transcript));
}

void long_transcript(std::int64_t id, const RunRequest& request) {
  notify_all(id, request);
  write_all(standard_error, repeated(hostile_bytes(), std::size_t{10} << 20));
  protocol::Transcript transcript = empty_transcript(request);
  const std::string megabyte = repeated(hostile_text(), std::size_t{1} << 20);
  transcript.steps.front().outcome = protocol::Outcome::raised;
  transcript.steps.front().exception = protocol::Exception{megabyte, megabyte, 1, std::nullopt, {}};
  say(answer_line(id, transcript));
}

void lone_surrogate(std::int64_t id, const RunRequest& request) {
  notify_all(id, request);
  say(R"({"jsonrpc":"2.0","id":)" + std::to_string(id) +
      R"(,"result":{"steps":[],"events":[],"events_dropped":0,"note":"\ud800"}})" + "\n");
}

void duplicate_answer(std::int64_t id, const RunRequest& request) {
  notify_all(id, request);
  const std::string line = answer_line(id, empty_transcript(request));
  say(line + line);
}

constexpr auto table = std::to_array<Behaviour>({
    {"pass-through", "answers that every step returned null", nullptr, nullptr, nullptr},
    {"exit-at-once", "exits with status 3 before it reads anything", exit_at_once, nullptr, nullptr},
    {"hang-in-initialize", "never answers the first request", nullptr, hang_in_initialize, nullptr},
    {"no-environments", "offers no loop at all", nullptr, no_environments, nullptr},
    {"duplicate-environments", "offers two loops with the same id", nullptr, duplicate_environments, nullptr},
    {"bad-version", "picks protocol version 99", nullptr, bad_version, nullptr},
    {"exit-in-step", "exits with status 3 in the first step", nullptr, nullptr, exit_in_step},
    {"crash-in-step", "dies by SIGSEGV in the first step", nullptr, nullptr, crash_in_step},
    {"hang-in-step", "hangs in the first step", nullptr, nullptr, hang_in_step},
    {"stubborn", "ignores SIGTERM and SIGINT, and hangs in the first step", nullptr, nullptr, stubborn},
    {"garbage", "answers with a line that is no JSON", nullptr, nullptr, garbage},
    {"unknown-id", "answers a request that was never sent", nullptr, nullptr, unknown_id},
    {"half-line", "writes half an answer and exits with status 0", nullptr, nullptr, half_line},
    {"half-line-hang", "writes half an answer and hangs", nullptr, nullptr, half_line_hang},
    {"flood-stdout", "writes to stdout for ever, without a line end", nullptr, nullptr, flood_stdout},
    {"flood-stderr", "writes 64 MiB to stderr, then answers properly", nullptr, nullptr, flood_stderr},
    {"close-stdout", "closes stdout in the first step and goes on reading", nullptr, nullptr, close_stdout},
    {"deep-nesting", "answers with 100,000 nested lists", nullptr, nullptr, deep_nesting},
    {"too-long-line", "answers with a line of more than 8 MiB", nullptr, nullptr, too_long_line},
    {"wrong-types", "answers with a transcript whose steps are a string", nullptr, nullptr, wrong_types},
    {"missing-step", "answers with a transcript that lacks the last step", nullptr, nullptr, missing_step},
    {"error-answer", "answers with error -32603", nullptr, nullptr, error_answer},
    {"grandchild", "leaves a process that holds stdout, and exits with status 0", nullptr, nullptr,
     grandchild},
    {"grandchild-hang", "leaves such a process, and hangs", nullptr, nullptr, grandchild_hang},
    {"drip", "answers one byte at a time, every 20 ms, for ever", nullptr, nullptr, drip},
    {"hostile-text", "fills every text with markup, control sequences and worse", nullptr,
     hostile_introduction, hostile_transcript},
    {"long-texts", "the same, each of a megabyte, and 10 MiB of it on stderr", nullptr, long_introduction,
     long_transcript},
    {"lone-surrogate", "answers with an escape that stands for no character", nullptr, nullptr,
     lone_surrogate},
    {"duplicate-answer", "answers twice", nullptr, nullptr, duplicate_answer},
});

}  // namespace

std::span<const Behaviour> behaviours() {
  return table;
}

const Behaviour* find_behaviour(std::string_view name) {
  return subjects::find_named(table, name);
}

void introduce(std::int64_t id) {
  say(answer_line(id, introduction()));
}

void pass_through(std::int64_t id, const RunRequest& request) {
  notify_all(id, request);
  say(answer_line(id, empty_transcript(request)));
}

}  // namespace scripted_subject
