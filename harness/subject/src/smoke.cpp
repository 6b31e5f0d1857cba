#include "loopcheck/subject/smoke.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "block_on.hpp"
#include "loopcheck/protocol/messages.hpp"
#include "loopcheck/protocol/values.hpp"
#include "loopcheck/subject/child_process.hpp"
#include "loopcheck/subject/companion.hpp"

namespace loopcheck::subject {
namespace {

namespace asio = boost::asio;
using nlohmann::json;

constexpr const char* nonce = "smoke1a2b3c4d5e6";

// What is wrong, for a user; nothing if all is well.
using Fault = std::optional<std::string>;

// A conversation in raw messages: what a Session would refuse to say can be said here.
class Conversation {
 public:
  Conversation(const std::vector<std::string>& command, const SmokeOptions& options)
      : limit_(options.limit),
        child_(context_, command, protocol::line_limit, options.surroundings.environment) {}

  struct Answer {
    json message;                    // the answer, if there was one
    std::vector<std::string> steps;  // announced before it
    std::string problem;             // why there is none
  };

  Answer ask(const json& request) {
    auto answer = block_on(context_, exchange(request.dump() + "\n"));
    over_ = !answer.problem.empty();
    return answer;
  }
  // The step that is announced first, whatever comes then; empty if none is.
  std::string first_step(const json& request) {
    over_ = true;
    return block_on(context_, until_announced(request.dump() + "\n"));
  }
  // The last question got no proper answer: nothing that comes now can be told from it.
  bool over() const { return over_; }
  void close_input() { child_.close_input(); }
  bool ends() { return block_on(context_, child_.wait_for_exit(deadline())); }
  std::string how_it_ended() const { return child_.how_it_ended(); }

 private:
  Deadline deadline() const { return std::chrono::steady_clock::now() + limit_; }

  asio::awaitable<Answer> exchange(std::string line) {
    Answer answer;
    const auto until = deadline();
    co_await child_.write(std::move(line), until);
    for (;;) {
      ReadResult read = co_await child_.read_line(until);
      if (std::holds_alternative<Ended>(read)) {
        const bool exited = co_await child_.wait_for_exit(until);
        co_await asio::post(context_, asio::use_awaitable);  // what it wrote last is here one turn later
        answer.problem =
            (exited ? "it ended with " + child_.how_it_ended() : "it closed its output") + last_words();
      }
      if (std::holds_alternative<DeadlineReached>(read))
        answer.problem =
            "no answer came in time: end each message by a line end, and flush it" + last_words();
      if (std::holds_alternative<LineTooLong>(read)) answer.problem = "a line is longer than 8 MiB";
      if (!answer.problem.empty()) co_return answer;
      const auto& text = std::get<Line>(read).text;
      json message = json::parse(text, nullptr, false);
      if (!message.is_object() || message.value("jsonrpc", json()) != "2.0") {
        answer.problem = fmt::format("this line is no JSON-RPC 2.0 message: {}", text.substr(0, 100));
        co_return answer;
      }
      if (!message.contains("method")) {
        answer.message = std::move(message);
        co_return answer;
      }
      answer.steps.push_back(message.value(json::json_pointer("/params/step"), std::string()));
    }
  }

  asio::awaitable<std::string> until_announced(std::string line) {
    const auto until = deadline();
    co_await child_.write(std::move(line), until);
    const ReadResult read = co_await child_.read_line(until);
    if (!std::holds_alternative<Line>(read)) co_return std::string();
    const json message = json::parse(std::get<Line>(read).text, nullptr, false);
    co_return message.is_object() ? message.value(json::json_pointer("/params/step"), std::string())
                                  : std::string();
  }

  // The last line of its standard error, which often says why.
  std::string last_words() const {
    std::string words = child_.standard_error();
    const auto end = words.find_last_not_of(" \t\r\n");
    if (end == std::string::npos) return {};
    words.erase(end + 1);
    if (const auto before = words.find_last_of("\r\n"); before != std::string::npos)
      words.erase(0, before + 1);
    return "; the last it wrote to standard error: " + words.substr(0, 300);
  }

  asio::io_context context_;
  std::chrono::nanoseconds limit_;
  ChildProcess child_;
  bool over_ = false;
};

class Smoke {
 public:
  Smoke(const std::vector<std::string>& command, const SmokeOptions& options)
      : command_(command), options_(options) {}

  std::vector<SmokeCheck> run() {
    check("starts and answers to initialize with who it is and what it offers",
          [this] { return initialize(); });
    if (!checks_.back().passed) return std::move(checks_);
    check("answers an unknown method with error -32601",
          [this] { return error("no-such-method", json::object(), -32601); });
    check("answers a run in an unknown environment with error -32002",
          [this] { return error("run", run_params("no-such-environment", json::array()), -32002); });
    check("answers a run without steps with error -32602", [this] {
      json params = run_params(environments_.front(), json::array());
      params.erase("steps");
      return error("run", params, -32602);
    });
    for (const auto& environment : environments_) check_environment(environment);
    check("answers to shutdown and ends with exit status 0", [this] { return shutdown(); });
    check("ends when its standard input does", [this] { return end_of_input(); });
    return std::move(checks_);
  }

 private:
  void check(std::string what, const std::function<Fault()>& test) {
    SmokeCheck& entry = checks_.emplace_back();
    entry.what = std::move(what);
    try {
      // A subject that ended over the last check is started again, so that each check speaks for itself.
      if (conversation_ && conversation_->over()) (void)converse();
      remark_.clear();
      const Fault fault = test();
      entry.passed = !fault;
      entry.found = fault.value_or(remark_);
    } catch (const StartError& error) {
      entry.found = error.what();
    }
  }

  void check_environment(const std::string& environment) {
    for (const char* with : {"callbacks", "tcp"}) {
      check(fmt::format("{}: does the work of the control step with {}", environment, with),
            [&, with] { return control(environment, with); });
    }
    check(fmt::format("{}: announces every step before it performs it", environment),
          [&] { return announces(environment); });
    check(fmt::format("{}: answers an unknown step with outcome unsupported, and goes on", environment),
          [&] { return unknown_step(environment); });
    check(fmt::format("{}: says not-run of a step that refers to nothing, and goes on", environment),
          [&] { return dangling_reference(environment); });
    check(fmt::format("{}: logs a callback with its arguments, its thread and the step that it ran in",
                      environment),
          [&] { return logged_callback(environment); });
    check(fmt::format("{}: logs what its callbacks raise as loop.exception", environment),
          [&] { return raising_callback(environment); });
    check(fmt::format("{}: ignores fields that it does not know", environment),
          [&] { return unknown_field(environment); });
    check(fmt::format("{}: keeps the protocol away from its children", environment),
          [&] { return chatty_child(environment); });
  }

  Conversation::Answer converse() {
    conversation_ = std::make_unique<Conversation>(command_, options_);
    return conversation_->ask(initialize_request());
  }

  Fault initialize() {
    const auto answer = converse();
    if (auto fault = refused(answer)) return fault;
    try {
      const auto result = answer.message.at("result").get<protocol::InitializeResult>();
      for (const auto& environment : result.environments) {
        if (environment.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") != std::string::npos) {
          return fmt::format("the id \"{}\" of an environment may have a-z, 0-9, . and - only",
                             environment.id);
        }
        environments_.push_back(environment.id);
      }
    } catch (const protocol::MalformedMessage& fault) {
      return fault.what();
    }
    return std::nullopt;
  }

  json initialize_request() {
    return request("initialize",
                   {{"protocol", {{"min", protocol::protocol_version}, {"max", protocol::protocol_version}}},
                    {"harness", {{"name", "loopcheck"}, {"version", "smoke"}}},
                    {"child", options_.child}});
  }

  json request(const char* method, json params) {
    return {{"jsonrpc", "2.0"}, {"id", ++id_}, {"method", method}, {"params", std::move(params)}};
  }

  json run_params(const std::string& environment, json steps) const {
    return {{"case", "smoke"},
            {"environment", environment},
            {"nonce", nonce},
            {"scratch", path_for(options_.surroundings.paths, options_.scratch)},
            {"steps", std::move(steps)}};
  }

  Fault refused(const Conversation::Answer& answer) const {
    if (!answer.problem.empty()) return answer.problem;
    if (answer.message.value("id", json()) != id_) {
      return fmt::format("the answer's id is {}, the request's was {}",
                         answer.message.value("id", json()).dump(), id_);
    }
    if (answer.message.contains("error"))
      return "it answered with an error: " + answer.message["error"].dump();
    if (!answer.message.contains("result")) return "its answer has neither result nor error";
    return std::nullopt;
  }

  Fault error(const char* method, json params, int code) {
    const auto answer = conversation_->ask(request(method, std::move(params)));
    if (!answer.problem.empty()) return answer.problem;
    const auto found = answer.message.value(json::json_pointer("/error/code"), json());
    if (found == code) return std::nullopt;
    return fmt::format("it answered {}; answer with the error code {}", answer.message.dump().substr(0, 200),
                       code);
  }

  // Runs the steps; the fault, or the transcript in `transcript_`. `more` is put into the request and its
  // parameters.
  Fault run_steps(const std::string& environment, json steps, const json& more = json::object()) {
    json params = run_params(environment, std::move(steps));
    params.update(more);
    json asked = request("run", std::move(params));
    asked.update(more);
    const auto answer = conversation_->ask(asked);
    announced_ = answer.steps;
    if (auto fault = refused(answer)) return fault;
    try {
      transcript_ = answer.message["result"].get<protocol::Transcript>();
    } catch (const protocol::MalformedMessage& fault) {
      return fault.what();
    }
    return std::nullopt;
  }

  Fault outcome(const char* step, protocol::Outcome wanted) const {
    for (const auto& entry : transcript_.steps) {
      if (entry.step != step) continue;
      if (entry.outcome == wanted) return std::nullopt;
      return fmt::format("step {} has the outcome \"{}\" instead of \"{}\"", step, to_string(entry.outcome),
                         to_string(wanted));
    }
    return fmt::format("step {} is missing in its answer", step);
  }

  Fault control(const std::string& environment, const char* with) {
    if (auto fault = run_steps(environment, {{{"id", "alive"}, {"do", "control"}, {"with", with}}}))
      return fault;
    if (auto fault = outcome("alive", protocol::Outcome::returned)) return fault;
    if (transcript_.steps.front().value == protocol::control_answer(nonce)) return std::nullopt;
    return "the value must be the nonce reversed, it is " + transcript_.steps.front().value.dump();
  }

  Fault announces(const std::string& environment) {
    const json steps = {{{"id", "first"}, {"do", "time"}}, {{"id", "second"}, {"do", "run"}, {"turns", 1}}};
    if (auto fault = run_steps(environment, steps)) return fault;
    // That it comes before the step shows only where the step does not end.
    const json endless = {{{"id", "endless"}, {"do", "run"}, {"turns", 1'000'000'000}}};
    if (announced_ == std::vector<std::string>{"first", "second"} &&
        conversation_->first_step(request("run", run_params(environment, endless))) == "endless") {
      return std::nullopt;
    }
    return "write and flush a \"step\" notification before each step: without it a crash cannot be placed";
  }

  Fault logged_callback(const std::string& environment) {
    const json arguments = {1, "a"};
    const json steps = {{{"id", "soon"}, {"do", "call_soon"}, {"callback", "cb"}, {"args", arguments}},
                        {{"id", "turns"}, {"do", "run"}, {"turns", 1}}};
    if (auto fault = run_steps(environment, steps)) return fault;
    for (const auto& event : transcript_.events) {
      if (event.name != "cb") continue;
      if (event.during != "turns")
        return fmt::format("its \"during\" is \"{}\" instead of \"turns\"", event.during);
      if (event.thread != "main")
        return fmt::format("its \"thread\" is \"{}\" instead of \"main\"", event.thread);
      if (event.data.value("args", json()) != arguments) {
        return fmt::format("its \"data\" is {} and lacks \"args\": {}", event.data.dump(), arguments.dump());
      }
      return std::nullopt;
    }
    return "no event has the callback's name, cb";
  }

  Fault unknown_step(const std::string& environment) {
    const json steps = {{{"id", "odd"}, {"do", "no-such-step"}}, {{"id", "next"}, {"do", "time"}}};
    if (auto fault = run_steps(environment, steps)) return fault;
    if (auto fault = outcome("odd", protocol::Outcome::unsupported)) return fault;
    return outcome("next", protocol::Outcome::returned);
  }

  Fault dangling_reference(const std::string& environment) {
    const json steps = {{{"id", "odd"}, {"do", "cancel"}, {"on", "nothing"}},
                        {{"id", "next"}, {"do", "time"}}};
    if (auto fault = run_steps(environment, steps)) return fault;
    if (auto fault = outcome("odd", protocol::Outcome::not_run)) return fault;
    return outcome("next", protocol::Outcome::returned);
  }

  Fault raising_callback(const std::string& environment) {
    const json steps = {
        {{"id", "soon"}, {"do", "call_soon"}, {"callback", {{"name", "boom"}, {"raise", "ValueError"}}}},
        {{"id", "turns"}, {"do", "run"}, {"turns", 3}}};
    if (auto fault = run_steps(environment, steps)) return fault;
    for (const auto& event : transcript_.events) {
      if (event.name == "loop.exception" &&
          event.data.value(json::json_pointer("/exception/type"), "") == "ValueError") {
        return std::nullopt;
      }
    }
    return "no event loop.exception with a ValueError: install an exception handler that logs it";
  }

  Fault unknown_field(const std::string& environment) {
    const json more = {{"no-such-field", {1, 2}}};
    json step = {{"id", "t"}, {"do", "time"}};
    step.update(more);
    if (auto fault = run_steps(environment, json::array({step}), more)) return fault;
    return outcome("t", protocol::Outcome::returned);
  }

  Fault chatty_child(const std::string& environment) {
    remark_ = "not tried: it starts none";
    if (options_.child.empty()) return std::nullopt;
    json steps = json::array({{{"id", "child"},
                               {"do", "subprocess_exec"},
                               {"args", {"print", "not a message"}},
                               {"stdin", "inherit"},
                               {"stdout", "inherit"},
                               {"protocol", "p"}}});
    // A loop without subprocesses has no children to keep it away from, and no end of one to wait for.
    if (auto fault = run_steps(environment, steps)) return fault;
    if (outcome("child", protocol::Outcome::returned)) return std::nullopt;
    remark_.clear();
    steps.push_back({{"id", "end"}, {"do", "run_until"}, {"event", "p.process_exited"}});
    if (auto fault = run_steps(environment, steps)) {
      return *fault +
             "; move the protocol to private descriptors, then point 0 at the null device and 1 at standard "
             "error";
    }
    return std::nullopt;
  }

  Fault shutdown() {
    const auto answer = conversation_->ask(request("shutdown", json::object()));
    if (auto fault = refused(answer)) return fault;
    conversation_->close_input();
    if (!conversation_->ends()) return "it answered, and did not end";
    if (conversation_->how_it_ended() == "exit status 0") return std::nullopt;
    return "it ended with " + conversation_->how_it_ended();
  }

  Fault end_of_input() {
    Conversation second(command_, options_);
    (void)second.ask(initialize_request());
    second.close_input();
    if (second.ends()) return std::nullopt;
    return "it still runs; read until the end of the input, then exit";
  }

  std::vector<std::string> command_;
  SmokeOptions options_;
  std::vector<SmokeCheck> checks_;
  std::unique_ptr<Conversation> conversation_;
  std::vector<std::string> environments_;
  std::vector<std::string> announced_;
  std::string remark_;  // on the check that is made, though it passes
  protocol::Transcript transcript_;
  int id_ = 0;
};

}  // namespace

std::vector<SmokeCheck> smoke(const std::vector<std::string>& command, const SmokeOptions& options) {
  const auto& companion_command = options.surroundings.companion;
  if (companion_command.empty()) return Smoke(command, options).run();
  constexpr std::chrono::seconds patience{30};
  const auto deadline = [patience] { return std::chrono::steady_clock::now() + patience; };
  asio::io_context context;
  Companion companion(context, companion_command);
  std::string problem = block_on(context, companion.ready(deadline()));
  std::vector<SmokeCheck> checks;
  if (problem.empty()) {
    checks = Smoke(command, options).run();
  } else {
    checks.push_back({"can be started here", false, std::move(problem)});
  }
  companion.dismiss();
  (void)block_on(context, companion.gone(deadline()));
  return checks;
}

}  // namespace loopcheck::subject
