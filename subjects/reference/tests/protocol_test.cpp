// The adapter's side of the protocol, apart from what the steps do.
#include "reference_subject.hpp"

namespace loopcheck::testing {
namespace {

// One that can do everything.
std::string best() {
  const std::vector<std::string> all = environments();
  return all.back().ends_with("-proactor") ? all.back() : all.front();
}

int error_code(const protocol::SubjectMessage& message) {
  return std::get<protocol::ErrorResponse>(message).code;
}

TEST(ReferenceSubject, OffersTheLoopsOfThePlatform) {
  ReferenceSubject subject;
  const protocol::InitializeResult result = subject.initialize();
  EXPECT_EQ(result.subject.name, "reference");
  EXPECT_EQ(result.subject.adapter, "c++/1");
  std::vector<std::string> offered;
  for (const protocol::Environment& environment : result.environments) {
    offered.push_back(environment.id);
    EXPECT_EQ(environment.id.rfind(environment.platform + "-" + environment.loop, 0), 0U);
    EXPECT_EQ(environment.selector.has_value(), environment.loop == "selector");
    EXPECT_EQ(environment.documented, "3.15");
    EXPECT_EQ(environment.python, "3.15");
    EXPECT_FALSE(environment.platform_version.empty());
    EXPECT_FALSE(environment.arch.empty());
    EXPECT_EQ(environment.provenance_detail.empty(), environment.provenance == "native");
  }
  EXPECT_EQ(offered, environments());
  EXPECT_EQ(subject.shut_down(), exited(0));
}

TEST(ReferenceSubject, AnswersToTheDocumentationThatItIsTold) {
  ReferenceSubject subject({"--documented", "3.7"});
  EXPECT_EQ(subject.initialize().environments.front().documented, "3.7");
  const Result result =
      subject.run(best(), steps(step("a", "inspect", {{"what", "has"}, {"name", "asyncio.EventLoop"}})));
  EXPECT_EQ(result.value("a"), false);
}

TEST(ReferenceSubject, RefusesAVersionThatItDoesNotSpeak) {
  ReferenceSubject subject;
  protocol::InitializeRequest request;
  request.minimum_version = 2;
  request.maximum_version = 3;
  subject.write(protocol::serialize(protocol::Request{1, request}));
  EXPECT_EQ(error_code(subject.receive()), -32001);
}

TEST(ReferenceSubject, EndsWithItsInput) {
  ReferenceSubject subject;
  subject.initialize();
  subject.close_input();
  EXPECT_EQ(subject.wait(), exited(0));
}

TEST(ReferenceSubject, AnswersWhatItCannotUnderstandWithAnError) {
  ReferenceSubject subject;
  const std::vector<std::pair<std::string, int>> wrong{
      {"no JSON\n", -32700},
      {"[1]\n", -32600},
      {R"({"jsonrpc":"2.0","id":1,"method":"dance","params":{}})"
       "\n",
       -32601},
      {R"({"jsonrpc":"2.0","id":1,"method":"run","params":{"case":1}})"
       "\n",
       -32602}};
  for (const auto& [line, code] : wrong) {
    subject.write(line);
    EXPECT_EQ(error_code(subject.receive()), code) << line;
  }
  EXPECT_EQ(subject.initialize().environments.size(), environments().size()) << "it goes on";
}

TEST(ReferenceSubject, RefusesAnUnknownEnvironment) {
  ReferenceSubject subject;
  subject.initialize();
  EXPECT_EQ(error_code(subject.request_run("mars-selector-best()", json::array())), -32002);
}

TEST(ReferenceSubject, RefusesScenariosThatCannotBeUnderstood) {
  ReferenceSubject subject;
  subject.initialize();
  const std::vector<json> wrong{
      json::parse(R"([{"id": "a"}])"),
      json::parse(R"(["no step"])"),
      json::parse(R"([{"id": 5, "do": "stop"}])"),
      steps(step("", "run", {{"turns", 1}})),
      steps(step("a", "run")),
      steps(step("a", "run", {{"turns", "many"}})),
      steps(step("a", "stop"), step("a", "stop")),
      steps(step("a", "call_soon", {{"callback", 5}})),
      steps(step("a", "call_soon", {{"callback", callback("c", json(5))}}), step("b", "run", {{"turns", 1}})),
      steps(step("a", "open", {{"what", 7}}))};
  for (const json& scenario : wrong) {
    EXPECT_EQ(error_code(subject.request_run(best(), scenario)), -32602) << scenario;
  }
  EXPECT_EQ(subject.run(best(), steps(step("alive", "control"))).value("alive"), answer_to_nonce);
}

TEST(ReferenceSubject, TellsEveryStepBeforeItIsPerformed) {
  ReferenceSubject subject;
  subject.initialize();
  const Result result = subject.run(
      best(), steps(step("one", "call_soon", {{"callback", callback("c", step("inner", "stop"))}}),
                    step("two", "run", {{"turns", 1}})));
  EXPECT_EQ(subject.notified, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(result.transcript().steps[0].step, "one");
  EXPECT_EQ(result.transcript().steps[1].step, "inner");
  EXPECT_EQ(result.transcript().steps[2].step, "two");
  EXPECT_EQ(result.transcript().events.front().during, "two");
  EXPECT_EQ(result.transcript().events.front().thread, "main");
}

TEST(ReferenceSubject, KnowsWhatItDoesNotKnow) {
  ReferenceSubject subject;
  subject.initialize();
  const Result result = subject.run(
      best(), steps(step("a", "levitate"), step("b", "open", {{"what", "wormhole"}}),
                    step("c", "write", {{"on", "b.end"}, {"data", "x"}}),
                    step("d", "inspect", {{"what", "aura"}}), step("e", "control", {{"with", "magic"}}),
                    step("f", "await", {{"on", "nothing"}}), step("g", "control")));
  for (const char* id : {"a", "b", "d", "e"}) {
    EXPECT_EQ(result.outcome(id), protocol::Outcome::unsupported) << id;
    EXPECT_FALSE(result.step(id).reason.empty());
  }
  EXPECT_EQ(result.outcome("c"), protocol::Outcome::not_run);
  EXPECT_EQ(result.outcome("f"), protocol::Outcome::not_run);
  EXPECT_EQ(result.value("g"), answer_to_nonce);
}

TEST(ReferenceSubject, CountsEventsBeyondItsLimit) {
  ReferenceSubject subject;
  subject.initialize();
  json noisy = callback("c");
  for (int i = 0; i < 50; ++i) {
    noisy["do"].push_back(step("", "log", {{"event", "e"}}));
  }
  json scenario = json::array();
  for (int i = 0; i < 50; ++i) {
    scenario.push_back(step("s" + std::to_string(i), "call_soon", {{"callback", noisy}}));
  }
  scenario.push_back(step("all", "run_until", {{"event", "e"}, {"count", 2500}}));
  const Result result = subject.run(best(), scenario);
  EXPECT_EQ(result.transcript().events.size(), 2000U);
  EXPECT_EQ(result.transcript().events_dropped, 550U);
  EXPECT_EQ(result.value("all"), nullptr);
}

TEST(ReferenceSubject, KeepsTheProtocolFromChildren) {
  ReferenceSubject subject;
  subject.initialize();
  const json inherit = {{"args", {"print-both", "out", "err"}},
                        {"stdin", "inherit"},
                        {"stdout", "inherit"},
                        {"stderr", "inherit"},
                        {"protocol", "c"}};
  const Result result =
      subject.run(best(), steps(step("p", "subprocess_exec", inherit),
                                step("end", "run_until", {{"event", "c.process_exited"}}),
                                step("code", "process", {{"on", "p"}, {"call", "get_returncode"}})));
  EXPECT_EQ(result.value("code"), 0);
  EXPECT_EQ(subject.shut_down(), exited(0));
  EXPECT_EQ(subject.read_error(), "outerr");
}

TEST(ReferenceSubject, ExplainsItself) {
  ReferenceSubject help({"--help"});
  EXPECT_NE(help.read_output().find("--documented"), std::string::npos);
  EXPECT_EQ(help.wait(), exited(0));
  ReferenceSubject version({"--version"});
  EXPECT_EQ(version.read_output().rfind("reference-subject ", 0), 0U);
  ReferenceSubject list({"--list"});
  std::string expected;
  for (const std::string& environment : environments()) {
    expected += environment + "\n";
  }
  EXPECT_EQ(list.read_output(), expected);
}

TEST(ReferenceSubject, RefusesWrongUsage) {
  const std::vector<std::vector<std::string>> wrong{{"--no-such-option"},
                                                    {"--documented"},
                                                    {"--documented", "three"},
                                                    {"--documented=3..7"},
                                                    {"--clock", "sundial"},
                                                    {"--clock"},
                                                    {"stray"}};
  for (const auto& options : wrong) {
    ReferenceSubject subject(options);
    EXPECT_EQ(subject.wait(), exited(2));
    EXPECT_NE(subject.read_error().find("reference-subject: "), std::string::npos);
  }
}

}  // namespace
}  // namespace loopcheck::testing
