#include "loopcheck/record/types.hpp"

#include <stdexcept>

#include "sample.hpp"

namespace loopcheck::record {
namespace {

using nlohmann::json;

TEST(Record, RoundTripKeepsEverything) {
  const record::Run original = testing::run();
  const json document = original;
  EXPECT_EQ(document.get<record::Run>(), original);
  EXPECT_EQ(json(document.get<record::Run>()), document);
}

TEST(Record, OptionalTextsAreLeftOutWhenEmpty) {
  Result result = testing::result("a", Verdict::pass);
  result.note = "";
  result.outcomes = {};
  result.known_failure = false;
  result.known_reason = "";
  result.known_link = "";
  result.known_otherwise = "";
  const json written = result;
  for (const char* field :
       {"note", "outcomes", "known_failure", "known_reason", "known_link", "known_otherwise"})
    EXPECT_FALSE(written.contains(field)) << field;
  EXPECT_EQ(written.get<Result>(), result);
}

TEST(Record, SaysWhatIsNotAskedWhereThereIsAnything) {
  EnvironmentInfo info = testing::run().header.subjects[0].environments[0];
  info.not_asked = {};
  EXPECT_FALSE(json(info).contains("not_asked"));
  EXPECT_EQ(json(info).get<EnvironmentInfo>(), info);
  info.not_asked = {{"There is none.", "https://example.org/", {"a", "b"}}};
  EXPECT_EQ(json(info).get<EnvironmentInfo>(), info);
  json broken = info;
  broken["not_asked"][0].erase("link");
  EXPECT_THROW((void)broken.get<EnvironmentInfo>(), MalformedRecord);
}

TEST(Record, SaysWhichCasesAreLeftOutWhereThereAreAny) {
  EnvironmentInfo info = testing::run().header.subjects[0].environments[0];
  info.left_out = {};
  EXPECT_FALSE(json(info).contains("left_out"));
  EXPECT_EQ(json(info).get<EnvironmentInfo>(), info);
  info.left_out = {{"None here.", {"a", "b[c=d]"}}};
  EXPECT_EQ(json(info).get<EnvironmentInfo>(), info);
  json broken = info;
  broken["left_out"][0].erase("cases");
  EXPECT_THROW((void)broken.get<EnvironmentInfo>(), MalformedRecord);
}

TEST(Record, UnknownFieldsAreIgnored) {
  json document = testing::run();
  document["later"] = 1;
  document["results"][0]["later"] = 1;
  EXPECT_EQ(document.get<record::Run>(), testing::run());
}

// The parts that carry data of the suite or of a subject as it is.
bool is_free(const std::string& pointer) {
  for (const char* part : {"/applies", "/steps", "/expect/", "/transcript/0/"}) {
    if (pointer.find(part) != std::string::npos) return true;
  }
  return false;
}

// Faults of the protocol's own types name the field in the text and the object that holds it in the pointer.
void expect_fault_at(const json& document, const std::string& pointer) {
  try {
    (void)document.get<record::Run>();
    ADD_FAILURE() << "accepted with a fault at " << pointer;
  } catch (const MalformedRecord& error) {
    const std::string text = error.what();
    const std::string name = pointer.substr(pointer.rfind('/') + 1);
    const bool in_pointer = error.pointer() == pointer;
    const bool in_text = pointer.starts_with(error.pointer()) && text.find(name) != std::string::npos;
    EXPECT_TRUE(in_pointer || in_text) << pointer << " was reported as: " << text;
  }
}

TEST(Record, EveryFieldOfTheWrongTypeIsNamed) {
  const json good = testing::run();
  int tried = 0;
  const json flat = good.flatten();  // outlives the items
  for (const auto& item : flat.items()) {
    if (is_free(item.key()) || item.value().is_null()) continue;
    json bad = good;
    bad[json::json_pointer(item.key())] = item.value().is_string() ? json(7) : json("seven");
    expect_fault_at(bad, item.key());
    ++tried;
  }
  EXPECT_GT(tried, 100);
}

// What a reader may find missing: the texts that are left out when empty, and what the protocol lets out.
bool is_optional(const std::string& name) {
  for (const char* known :
       {"note", "purpose", "line", "implied_by", "shard", "parts", "outcomes", "known_failure",
        "known_reason", "known_link", "known_otherwise", "stderr", "error", "platform_version", "arch",
        "selector", "python", "provenance_detail", "held_only_by"}) {
    if (name == known) return true;
  }
  return false;
}

void expect_each_removal_is_named(const json& good, const json& part, const std::string& pointer) {
  if (is_free(pointer + "/")) return;
  if (part.is_array()) {
    for (std::size_t i = 0; i < part.size(); ++i) {
      expect_each_removal_is_named(good, part[i], pointer + "/" + std::to_string(i));
    }
  }
  if (!part.is_object()) return;
  for (const auto& item : part.items()) {
    const std::string field = pointer + "/" + item.key();
    if (is_free(field + "/") && field.find("/transcript/") != std::string::npos) continue;
    const bool of_host = pointer == "/harness/host";
    // Records that are older than this field do not have it.
    const bool newer = item.key() == "provenance" && pointer.starts_with("/summary/");
    if ((!is_optional(item.key()) || of_host) && !newer) {
      json bad = good;
      bad[json::json_pointer(pointer)].erase(item.key());
      expect_fault_at(bad, field);
    }
    expect_each_removal_is_named(good, item.value(), field);
  }
}

TEST(Record, EveryMissingFieldIsNamed) {
  const json good = testing::run();
  expect_each_removal_is_named(good, good, "");
}

struct Fault {
  const char* pointer;
  json value;
  const char* expected;
};

TEST(Record, FaultsThatAreNoTypeFaultsAreNamed) {
  const Fault faults[] = {
      {"/schema", "loopcheck-run/2",
       "/schema: is \"loopcheck-run/2\"; this version reads \"loopcheck-run/1\""},
      {"/results/1/verdict", "passed", "/results/1/verdict: \"passed\" is no verdict (pass, fail, crash"},
      {"/parts/0/environments/0/environment", "c",
       "/parts/0/environments/0: \"cpython/c\" is not in /subjects"},
      {"/parts/0/shard/index", 6, "/parts/0/shard/index: is more than /count"},
      {"/shard/index", 6, "/shard/index: is more than /count"},
      {"/shard/count", 0, "/shard/count: must be at least 1"},
      {"/results/0/level", "seen", "/results/0/level: \"seen\" is no level (documented, observed)"},
      {"/results/0/duration_ns", -1, "/results/0/duration_ns: must be at least 0"},
      {"/results/0/duration_ns", 1.5, "/results/0/duration_ns: must be an integer"},
      {"/results/0/duration_ns", 18446744073709551615ULL,
       "/results/0/duration_ns: must be an integer of 64 bits"},
      {"/results/0/attempts", 99999999999, "/results/0/attempts: is too large"},
      {"/results/0/tier", 0, "/results/0/tier: must be at least 1"},
      {"/results/0/transcript/0", 4, "/results/0/transcript/0: must be an object, is a number"},
      {"/results/0/rule", "c", "/results/0/rule: \"c\" is not in /suite/rules"},
      {"/results/0/case", "c", "/results/0/case: \"c\" is not in /suite/cases"},
      {"/results/0/subject", "c",
       "/results/0/environment/id: \"c/linux-selector-epoll\" is not in /subjects"},
      {"/results/0/environment", 4, "/results/0/environment: "},
      {"/suite/rules/1/id", "a", "/suite/rules/1: \"a\" is there twice"},
      {"/suite/rules/1/implied_by", {1}, "/suite/rules/1/implied_by/0: must be a string, is a number"},
      {"/subjects/0/environments/1/id", "linux-selector-epoll",
       "/subjects/0/environments/1: \"linux-selector-epoll\""},
      {"/subjects/0/environments/1/applicable_rules/0", "c",
       "/applicable_rules/0: \"c\" is not in /suite/rules"},
      {"/summary/environments/0/rules/a", "held", "/summary/environments/0/rules/a: \"held\" is no status"},
      {"/summary/environments/0/subject", "x",
       "/summary/environments/0: must be that of cpython/linux-selector-epoll"},
      {"/summary/environments", json::array(), "/summary/environments/0: is missing"},
      {"/summary/environments/1/rules", json::object(), "/summary/environments/1/rules/a: is missing"},
      {"/results", 4, "/results: must be an array, is a number"},
      {"/suite", nullptr, "/suite: must be an object, is null"},
      {"", "text", "must be an object, is a string"},
  };
  for (const auto& fault : faults) {
    json bad = testing::run();
    bad[json::json_pointer(fault.pointer)] = fault.value;
    try {
      (void)bad.get<record::Run>();
      ADD_FAILURE() << "accepted: " << fault.expected;
    } catch (const MalformedRecord& error) {
      EXPECT_NE(std::string(error.what()).find(fault.expected), std::string::npos)
          << error.what() << "\ninstead of " << fault.expected;
    }
  }
}

TEST(Words, AreReadBackAsTheyAreWritten) {
  for (std::size_t i = 0; i < verdict_count; ++i) {
    const auto verdict = static_cast<Verdict>(i);
    EXPECT_EQ(verdict_from_text(to_text(verdict)), verdict);
  }
  EXPECT_EQ(to_text(Verdict::protocol_violation), "protocol-violation");
  EXPECT_EQ(to_text(Verdict::harness_error), "harness-error");
  EXPECT_EQ(level_from_text("observed"), Level::observed);
  EXPECT_THROW(verdict_from_text("Pass"), std::invalid_argument);
  EXPECT_THROW(level_from_text(""), std::invalid_argument);
}

TEST(UtcTimestamp, HasMillisecondsAndZ) {
  using namespace std::chrono;
  const auto time = sys_days{2026y / January / 2} + 3h + 4min + 5s + 6ms;
  EXPECT_EQ(utc_timestamp(time), "2026-01-02T03:04:05.006Z");
  EXPECT_EQ(utc_timestamp(sys_days{1969y / December / 31} + 23h + 999ms), "1969-12-31T23:00:00.999Z");
}

TEST(Timeline, MergesStepsAndEventsByTime) {
  protocol::Transcript transcript;
  protocol::StepOutcome late;
  late.step = "turns";
  late.at = std::chrono::nanoseconds(50);
  protocol::StepOutcome early;
  early.step = "watch";
  early.at = std::chrono::nanoseconds(10);
  protocol::Event event;
  event.name = "cb";
  event.during = "turns";
  event.thread = "main";
  event.at = std::chrono::nanoseconds(50);
  event.data = json::object();
  transcript.steps = {late, early};
  transcript.events = {event};
  const json merged = timeline(transcript);
  ASSERT_EQ(merged.size(), 3U);
  EXPECT_EQ(merged[0].at("step"), "watch");
  EXPECT_EQ(merged[1].at("step"), "turns");
  EXPECT_EQ(merged[2].at("event"), "cb");
}

TEST(Timeline, SaysWhatWasDropped) {
  protocol::Transcript transcript;
  EXPECT_TRUE(timeline(transcript).empty());
  transcript.events_dropped = 3;
  EXPECT_EQ(timeline(transcript), json::parse(R"([{"events_dropped":3}])"));
}

}  // namespace
}  // namespace loopcheck::record
