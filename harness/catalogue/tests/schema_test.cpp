// The JSON Schemas accept what both sides of the protocol write, and refuse what docs/protocol.md does not
// allow.
#include "schema_validator.hpp"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "loopcheck/protocol/messages.hpp"
#include "suite.hpp"

namespace loopcheck::catalogue {
namespace {

using nlohmann::json;

std::vector<SchemaFault> faults(const std::string& schema, const json& document) {
  return SchemaValidator(real_cases() / "schema" / (schema + ".schema.json")).faults_of(document);
}

bool accepts(const std::string& schema, const json& document) {
  return faults(schema, document).empty();
}

template <typename Message>
json written(const Message& message) {
  return json::parse(protocol::serialize(message));
}

protocol::InitializeResult initialize_result() {
  protocol::InitializeResult result;
  result.subject = {"cpython", "3.11.2", "python/1"};
  protocol::Environment environment;
  environment.id = "linux-selector-epoll";
  environment.platform = "linux";
  environment.platform_version = "6.18.0";
  environment.arch = "x86_64";
  environment.loop = "selector";
  environment.selector = "epoll";
  environment.python = "3.11.2";
  environment.documented = "3.11.2";
  environment.provenance = "native";
  result.environments = {environment};
  return result;
}

json transcript() {
  return json::parse(R"({"jsonrpc":"2.0","id":7,"result":{
    "steps":[{"step":"a","outcome":"returned","value":null,"at_ns":1200,"duration_ns":800},
             {"step":"b","outcome":"raised","exception":{"type":"OSError","message":"m","errno":1,"winerror":null,"bases":["Exception"]},"at_ns":1,"duration_ns":2},
             {"step":"c","outcome":"unsupported","reason":"r","at_ns":1,"duration_ns":2},
             {"step":"d","outcome":"unmet","need":"pty","reason":"r","at_ns":1,"duration_ns":2},
             {"step":"e","outcome":"not-run","reason":"r","at_ns":1,"duration_ns":2}],
    "events":[{"event":"cb","during":"a","at_ns":9000,"thread":"main","data":{"args":["a"]}}],"events_dropped":0}})");
}

TEST(ProtocolSchemas, AcceptWhatTheHarnessWrites) {
  EXPECT_TRUE(accepts(
      "protocol/initialize.request",
      written(protocol::Request{1, protocol::InitializeRequest{1, 1, "loopcheck", "0.1.0", "/child"}})));
  EXPECT_TRUE(accepts(
      "protocol/run.request",
      written(protocol::Request{
          2, protocol::RunRequest{"c", "e", "n", "/s", json::parse(R"([{"id":"a","do":"control"}])")}})));
  EXPECT_TRUE(
      accepts("protocol/shutdown.request", written(protocol::Request{3, protocol::ShutdownRequest{}})));
}

TEST(ProtocolSchemas, AcceptWhatASubjectWrites) {
  EXPECT_TRUE(accepts("protocol/initialize.result", written(protocol::Response{1, initialize_result()})));
  EXPECT_TRUE(accepts("protocol/step.notification", written(protocol::StepNotification{7, "watch"})));
  EXPECT_TRUE(accepts("protocol/error", written(protocol::ErrorResponse{7, -32602, "bad"})));
  EXPECT_TRUE(accepts("protocol/error", written(protocol::ErrorResponse{std::nullopt, -32700, "bad"})));
  EXPECT_TRUE(accepts("protocol/run.result", transcript()));
  const auto parsed = transcript()["result"].get<protocol::Transcript>();
  EXPECT_TRUE(accepts("protocol/run.result", written(protocol::Response{7, parsed})));
}

TEST(ProtocolSchemas, RefuseBrokenTranscripts) {
  for (const char* patch : {R"([{"op":"remove","path":"/result/steps/0/value"}])",
                            R"([{"op":"remove","path":"/result/steps/1/exception"}])",
                            R"([{"op":"remove","path":"/result/steps/2/reason"}])",
                            R"([{"op":"remove","path":"/result/steps/3/need"}])",
                            R"([{"op":"replace","path":"/result/steps/0/outcome","value":"fine"}])",
                            R"([{"op":"replace","path":"/result/steps/0/at_ns","value":"1"}])",
                            R"([{"op":"remove","path":"/result/steps/1/exception/type"}])",
                            R"([{"op":"replace","path":"/result/events/0/thread","value":"worker"}])",
                            R"([{"op":"remove","path":"/result/events_dropped"}])",
                            R"([{"op":"replace","path":"/jsonrpc","value":"1.0"}])"}) {
    EXPECT_FALSE(accepts("protocol/run.result", transcript().patch(json::parse(patch)))) << patch;
  }
}

TEST(ProtocolSchemas, RefuseBrokenEnvironments) {
  const json sound = written(protocol::Response{1, initialize_result()});
  for (const char* patch :
       {R"([{"op":"replace","path":"/result/environments/0/id","value":"With Space"}])",
        R"([{"op":"replace","path":"/result/environments/0/loop","value":"uv"}])",
        R"([{"op":"replace","path":"/result/environments/0/provenance","value":"dreamt"}])",
        R"([{"op":"remove","path":"/result/environments/0/selector"}])",
        R"([{"op":"replace","path":"/result/environments/0/documented","value":null}])",
        R"([{"op":"replace","path":"/result/protocol","value":2}])"}) {
    EXPECT_FALSE(accepts("protocol/initialize.result", sound.patch(json::parse(patch)))) << patch;
  }
}

TEST(ProtocolSchemas, AllowUnknownFields) {
  json message = transcript();
  message["result"]["steps"][0]["later"] = 1;
  message["extra"] = {};
  EXPECT_TRUE(accepts("protocol/run.result", message));
}

TEST(StepSchema, RefusesUnknownStepsAndParameters) {
  const char* schema = "steps";
  EXPECT_TRUE(accepts(
      schema, json::parse(R"([{"id":"a","do":"run","turns":3},{"id":"b","do":"run","turns":"${n}"}])")));
  EXPECT_TRUE(accepts(schema, json::parse(R"([{"id":"a","do":"${kind}","on":"p.read"}])")));
  for (const char* text :
       {R"([{"id":"a","do":"opne","what":"pipe"}])", R"([{"id":"a","do":"open"}])",
        R"([{"id":"a","do":"run","turns":-1}])", R"([{"id":"a","do":"run","turns":3,"turn":3}])",
        R"([{"id":"a"}])", R"([{"id":"a","do":"in_thread","steps":[{"do":"opne"}]}])",
        R"([{"id":"a","do":"call_soon","callback":{"name":"cb","do":[{"do":"stop","now":true}]}}])"}) {
    EXPECT_FALSE(accepts(schema, json::parse(text))) << text;
  }
}

TEST(StepSchema, PlacesTheInnermostFault) {
  const auto found =
      faults("steps", json::parse(R"([{"id":"a","do":"stop"},{"id":"b","do":"run","turns":-1}])"));
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].pointer, "/1/turns");
}

// The page of the protocol names every kind of step in the tables of its vocabulary; the schema has the same
// ones.
TEST(StepSchema, HasTheVocabularyOfTheDocumentation) {
  std::ifstream page(real_cases().parent_path() / "docs" / "protocol.md");
  const std::string text(std::istreambuf_iterator<char>(page), {});
  const std::size_t start = text.find("## The vocabulary of steps");
  ASSERT_NE(start, std::string::npos);
  std::ifstream file(real_cases() / "schema" / "steps.schema.json");
  const json definitions = json::parse(file)["definitions"];
  for (const auto& [name, definition] : definitions.items()) {
    if (name.rfind("step.", 0) != 0) continue;
    EXPECT_NE(text.find('`' + name.substr(5) + '`', start), std::string::npos)
        << name << " is not documented";
  }
  std::istringstream lines(text.substr(start));
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("### `inspect`", 0) == 0) break;
    if (line.rfind("| `", 0) != 0) continue;
    std::istringstream first_cell(line.substr(1, line.find('|', 1) - 1));
    for (std::string quoted; first_cell >> quoted;) {  // `name` or `name`,
      const std::string kind = quoted.substr(1, quoted.find('`', 1) - 1);
      EXPECT_TRUE(kind == "do" || definitions.contains("step." + kind)) << kind << " is not in the schema";
    }
  }
}

TEST(SchemaFiles, AreRefusedWhenTheyAreBroken) {
  EXPECT_THROW(SchemaValidator("no-such-file.json"), std::runtime_error);
  const Suite suite;
  suite.write("broken.json", "{");
  EXPECT_THROW(SchemaValidator(suite.folder / "broken.json"), std::runtime_error);
}

}  // namespace
}  // namespace loopcheck::catalogue
