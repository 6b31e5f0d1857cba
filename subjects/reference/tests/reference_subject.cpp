#include "reference_subject.hpp"

#include <algorithm>
#include <filesystem>
#include <random>
#include <stdexcept>

namespace loopcheck::testing {
namespace {

std::vector<std::string> command(std::vector<std::string> options) {
  options.insert(options.begin(), LOOPCHECK_REFERENCE_SUBJECT);
  return options;
}

// A new empty folder, removed at the end.
class Scratch {
 public:
  Scratch() {
    std::random_device random;
    do {
      path_ = std::filesystem::temp_directory_path() / ("lc-" + std::to_string(random()));
    } while (!std::filesystem::create_directory(path_));
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  // A subject that hangs may hold on to a file in it, which Windows then does not remove.
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string path() const { return path_.generic_string(); }

 private:
  std::filesystem::path path_;
};

void replace_all(std::string& text, const std::string& what, const std::string& with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

}  // namespace

json step(const std::string& id, const std::string& kind, json parameters) {
  parameters["do"] = kind;
  if (!id.empty()) {
    parameters["id"] = id;
  }
  return parameters;
}

const protocol::StepOutcome& Result::step(const std::string& id) const {
  for (const protocol::StepOutcome& outcome : transcript_.steps) {
    if (outcome.step == id) {
      return outcome;
    }
  }
  throw std::runtime_error("the transcript has no step '" + id + "'");
}

json Result::value(const std::string& id) const {
  const protocol::StepOutcome& outcome = step(id);
  EXPECT_EQ(outcome.outcome, protocol::Outcome::returned)
      << id << ": "
      << (outcome.exception ? outcome.exception->type + ": " + outcome.exception->message : outcome.reason);
  return outcome.value;
}

std::string Result::raised(const std::string& id) const {
  const protocol::StepOutcome& outcome = step(id);
  EXPECT_EQ(outcome.outcome, protocol::Outcome::raised) << id << " gave " << outcome.value << outcome.reason;
  return outcome.exception ? outcome.exception->type : "";
}

std::size_t Result::count(const std::string& event) const {
  const std::vector<std::string> all = events();
  return static_cast<std::size_t>(std::count(all.begin(), all.end(), event));
}

json Result::data(const std::string& event) const {
  for (const protocol::Event& one : transcript_.events) {
    if (one.name == event) {
      return one.data;
    }
  }
  throw std::runtime_error("there was no event '" + event + "'");
}

std::vector<std::string> Result::events() const {
  std::vector<std::string> names;
  for (const protocol::Event& event : transcript_.events) {
    names.push_back(event.name);
  }
  return names;
}

ReferenceSubject::ReferenceSubject(std::vector<std::string> options)
    : ChildProcess(command(std::move(options))) {}

protocol::SubjectMessage ReferenceSubject::receive() {
  while (true) {
    const std::optional<std::string> line = read_line();
    if (!line) {
      throw std::runtime_error("the subject ended");
    }
    protocol::SubjectMessage message = protocol::parse_subject_message(*line);
    if (const auto* step = std::get_if<protocol::StepNotification>(&message)) {
      notified.push_back(step->step);
    } else {
      return message;
    }
  }
}

protocol::InitializeResult ReferenceSubject::initialize() {
  protocol::InitializeRequest request;
  request.child = LOOPCHECK_CHILD;
  write(protocol::serialize(protocol::Request{next_id_++, request}));
  return std::get<protocol::Response>(receive()).result.get<protocol::InitializeResult>();
}

protocol::SubjectMessage ReferenceSubject::request_run(const std::string& environment, const json& scenario) {
  const Scratch scratch;
  std::string text = scenario.dump();
  replace_all(text, "${scratch}", scratch.path());
  protocol::RunRequest request{"a-case", environment, nonce, scratch.path(), json::parse(text)};
  notified.clear();
  write(protocol::serialize(protocol::Request{next_id_++, request}));
  return receive();
}

Result ReferenceSubject::run(const std::string& environment, const json& scenario) {
  const protocol::SubjectMessage message = request_run(environment, scenario);
  if (const auto* error = std::get_if<protocol::ErrorResponse>(&message)) {
    throw std::runtime_error("the subject answered with an error: " + error->message);
  }
  return Result(std::get<protocol::Response>(message).result.get<protocol::Transcript>());
}

Ending ReferenceSubject::shut_down() {
  write(protocol::serialize(protocol::Request{next_id_++, protocol::ShutdownRequest{}}));
  EXPECT_EQ(std::get<protocol::Response>(receive()).result, nullptr);
  return wait();
}

void OnEveryLoop::SetUp() {
  subject_.initialize();
  // What the libraries of the system open on first use stays open.
  subject_.run(GetParam(), warm_up());
  before_ = holdings_of(subject_.pid());
}

void OnEveryLoop::TearDown() {
  const Holdings after = holdings_of(subject_.pid());
  EXPECT_LE(after.descriptors, before_.descriptors) << "descriptors are left behind";
  // Not 0: Windows uses the numbers of processes again, and what outlived another one may name this as its
  // parent.
  EXPECT_LE(after.children, before_.children) << "children are left behind";
  EXPECT_LE(after.threads, before_.threads) << "threads are left behind";
  EXPECT_EQ(subject_.shut_down(), exited(0)) << subject_.read_error();
}

std::string test_name(const ::testing::TestParamInfo<std::string>& environment) {
  std::string name = environment.param;
  std::erase_if(name, [](char c) { return c == '-' || c == '.'; });
  return name;
}

}  // namespace loopcheck::testing
