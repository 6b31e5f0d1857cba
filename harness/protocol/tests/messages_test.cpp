#include "loopcheck/protocol/messages.hpp"

#include <gtest/gtest.h>

#include "loopcheck/protocol/values.hpp"

namespace loopcheck::protocol {
namespace {

using nlohmann::json;

Environment some_environment() {
  return {.id = "linux-selector-epoll",
          .platform = "linux",
          .platform_version = "6.1",
          .arch = "x86_64",
          .loop = "selector",
          .selector = "epoll",
          .python = "3.11.2",
          .documented = "3.11.2",
          .provenance = "native",
          .provenance_detail = ""};
}

std::string fault_of(std::string_view line) {
  try {
    (void)parse_subject_message(line);
  } catch (const MalformedMessage& fault) {
    return fault.what();
  }
  return "";
}

TEST(Requests, SurviveTheWire) {
  const Request run{
      7, RunRequest{"case[a=1]", "linux-selector-epoll", "nonce", "/scratch", json::array({{{"id", "x"}}})}};
  const Request parsed = parse_request(serialize(run));
  EXPECT_EQ(parsed.id, 7);
  const auto& body = std::get<RunRequest>(parsed.body);
  EXPECT_EQ(body.case_id, "case[a=1]");
  EXPECT_EQ(body.steps, json::array({{{"id", "x"}}}));

  const Request initialize{1, InitializeRequest{1, 1, "loopcheck", "0.1.0", "/bin/child"}};
  EXPECT_EQ(std::get<InitializeRequest>(parse_request(serialize(initialize)).body).child, "/bin/child");
  EXPECT_TRUE(
      std::holds_alternative<ShutdownRequest>(parse_request(serialize(Request{2, ShutdownRequest{}})).body));
}

TEST(Requests, AreOneLineEach) {
  const std::string line = serialize(Request{7, RunRequest{"c", "e", "n\nn", "s", json::array()}});
  EXPECT_EQ(line.find('\n'), line.size() - 1);
}

TEST(SubjectMessages, SurviveTheWire) {
  const auto step =
      std::get<StepNotification>(parse_subject_message(serialize(StepNotification{3, "watch"})));
  EXPECT_EQ(step.request, 3);
  EXPECT_EQ(step.step, "watch");
  const auto error =
      std::get<ErrorResponse>(parse_subject_message(serialize(ErrorResponse{std::nullopt, -32700, "bad"})));
  EXPECT_FALSE(error.id);
  EXPECT_EQ(error.code, -32700);
  InitializeResult result{1, {"reference", "0.1.0", "c++/1"}, {some_environment()}};
  const auto response = std::get<Response>(parse_subject_message(serialize(Response{1, result})));
  EXPECT_EQ(response.result.get<InitializeResult>().environments.front(), some_environment());
}

TEST(SubjectMessages, IgnoreUnknownFields) {
  EXPECT_EQ(fault_of(R"({"jsonrpc":"2.0","id":1,"result":null,"more":[1]})"), "");
}

TEST(SubjectMessages, InvalidBytesInOurOwnStringsAreReplacedNotThrown) {
  EXPECT_NO_THROW((void)serialize(ErrorResponse{1, -1, "\xff\xfe"}));
}

struct Fault {
  std::string line;
  std::string names;
};

class MalformedLines : public testing::TestWithParam<Fault> {};

TEST_P(MalformedLines, AreRefusedWithTheFaultNamed) {
  EXPECT_NE(fault_of(GetParam().line).find(GetParam().names), std::string::npos) << fault_of(GetParam().line);
}

INSTANTIATE_TEST_SUITE_P(
    Each, MalformedLines,
    testing::Values(Fault{"hello", "not a JSON text"}, Fault{"", "not a JSON text"},
                    Fault{"[]", "not an object"}, Fault{R"({"id":1,"result":1})", "\"jsonrpc\""},
                    Fault{R"({"jsonrpc":"1.0","id":1})", "\"jsonrpc\""},
                    Fault{R"({"jsonrpc":"2.0","id":1})", "neither"},
                    Fault{R"({"jsonrpc":"2.0","id":"1","result":1})", "\"id\""},
                    Fault{R"({"jsonrpc":"2.0","result":1})", "\"id\""},
                    Fault{R"({"jsonrpc":"2.0","method":"stop"})", "unexpected method"},
                    Fault{R"({"jsonrpc":"2.0","method":"step"})", "\"params\""},
                    Fault{R"({"jsonrpc":"2.0","method":"step","params":{"request":1}})", "\"step\""},
                    Fault{R"({"jsonrpc":"2.0","id":1,"error":"no"})", "\"error\""},
                    Fault{std::string(100, '['), "64"}));

TEST(Environments, NameTheFieldThatIsWrong) {
  json good = some_environment();
  for (const char* field : {"id", "platform", "loop", "documented", "provenance"}) {
    json bad = good;
    bad.erase(field);
    EXPECT_THROW((void)bad.get<Environment>(), MalformedMessage) << field;
  }
  good["loop"] = "spinning";
  EXPECT_THROW((void)good.get<Environment>(), MalformedMessage);
}

TEST(InitializeResults, RefuseNoEnvironmentsAndTheSameTwice) {
  json result = InitializeResult{1, {"x", "1", "y"}, {some_environment()}};
  EXPECT_NO_THROW((void)result.get<InitializeResult>());
  result["environments"].push_back(some_environment());
  EXPECT_THROW((void)result.get<InitializeResult>(), MalformedMessage);
  result["environments"] = json::array();
  EXPECT_THROW((void)result.get<InitializeResult>(), MalformedMessage);
}

TEST(InitializeResults, RefuseAVersionThatWasNotOffered) {
  json result = InitializeResult{1, {"x", "1", "y"}, {some_environment()}};
  result["protocol"] = protocol_version + 6;
  EXPECT_THROW((void)result.get<InitializeResult>(), MalformedMessage);
}

TEST(Transcripts, SurviveTheWire) {
  const json source = {{"steps",
                        {{{"step", "watch"},
                          {"outcome", "raised"},
                          {"exception", {{"type", "PermissionError"}, {"message", "no"}, {"errno", 1}}},
                          {"at_ns", 5},
                          {"duration_ns", 6}}}},
                       {"events", {{{"event", "cb"}, {"during", "turns"}, {"at_ns", 9}, {"thread", "main"}}}},
                       {"events_dropped", 2}};
  EXPECT_EQ(json(source.get<Transcript>()), source);
}

TEST(Transcripts, RefuseWhatTheSpecificationDoesNotAllow) {
  for (const json& bad :
       {json::parse(R"({"steps":"x","events":[]})"), json::parse(R"({"steps":[]})"),
        json::parse(R"({"steps":[{"step":"a","outcome":"fine"}],"events":[]})"),
        json::parse(R"({"steps":[{"step":"a","outcome":"raised"}],"events":[]})"),
        json::parse(R"({"steps":[],"events":[{"event":3}]})"),
        json::parse(R"({"steps":[],"events":[{"event":"a","data":[]}]})"),
        json::parse(R"({"steps":[],"events":[],"events_dropped":-1})"), json::parse("[]")}) {
    EXPECT_THROW((void)bad.get<Transcript>(), MalformedMessage) << bad;
  }
}

TEST(Values, DescribeBytes) {
  EXPECT_EQ(data_value("hello"), json({{"size", 5}, {"text", "hello"}}));
  EXPECT_EQ(data_value(""), json({{"size", 0}, {"text", ""}}));
  EXPECT_EQ(data_value(pattern(300)), json({{"size", 300}, {"pattern", true}}));
  EXPECT_EQ(data_value(std::string(2000, 'a')), json({{"size", 2000}}));
}

TEST(Values, GiveTheBytesThatAStepNames) {
  EXPECT_EQ(bytes_of("abc"), "abc");
  EXPECT_EQ(bytes_of(json::parse(R"({"pattern":252})")).back(), '\0');
  EXPECT_THROW((void)bytes_of(json::parse(R"({"pattern":-1})")), MalformedMessage);
  EXPECT_THROW((void)bytes_of(json::parse(R"({"pattern":99999999999})")), MalformedMessage);
  EXPECT_THROW((void)bytes_of(3), MalformedMessage);
}

TEST(Controls, AskForTheNonceReversed) {
  EXPECT_EQ(control_answer("abc"), "cba");
}

}  // namespace
}  // namespace loopcheck::protocol
