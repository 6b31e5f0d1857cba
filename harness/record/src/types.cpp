#include "loopcheck/record/types.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "fields.hpp"

namespace loopcheck::record {

using nlohmann::json;

std::string utc_timestamp(std::chrono::system_clock::time_point time) {
  const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time);
  const auto day = std::chrono::floor<std::chrono::days>(milliseconds);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{milliseconds - day};
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
                static_cast<int>(clock.subseconds().count()));
  return text.data();
}

json timeline(const protocol::Transcript& transcript) {
  std::vector<std::pair<std::chrono::nanoseconds, json>> entries;
  entries.reserve(transcript.steps.size() + transcript.events.size());
  for (const auto& step : transcript.steps) entries.emplace_back(step.at, json(step));
  for (const auto& event : transcript.events) entries.emplace_back(event.at, json(event));
  // Stable: a step and an event of the same moment stay in the order step, event.
  std::stable_sort(entries.begin(), entries.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  json merged = json::array();
  for (auto& entry : entries) merged.push_back(std::move(entry.second));
  if (transcript.events_dropped > 0) merged.push_back({{"events_dropped", transcript.events_dropped}});
  return merged;
}

void to_json(json& json, const RuleInfo& rule) {
  json = {{"id", rule.id},          {"page", rule.page},
          {"anchor", rule.anchor},  {"section", rule.section},
          {"link", rule.link},      {"statement", rule.statement},
          {"tier", rule.tier},      {"documented", rule.documented},
          {"applies", rule.applies}};
  if (!rule.note.empty()) json["note"] = rule.note;
  if (!rule.implied_by.empty()) json["implied_by"] = rule.implied_by;
}

void from_json(const json& json, RuleInfo& rule) {
  const Fields fields(json);
  rule.id = fields.text("id");
  rule.page = fields.text("page");
  rule.anchor = fields.text("anchor");
  rule.section = fields.text("section");
  rule.link = fields.text("link");
  rule.statement = fields.text("statement");
  rule.tier = fields.small_integer("tier", 1);
  rule.documented = fields.text("documented");
  rule.applies = fields.object("applies");
  rule.note = fields.text_or_empty("note");
  rule.implied_by = fields.texts_or_empty("implied_by");
}

void to_json(json& json, const CaseInfo& info) {
  json = {{"id", info.id},
          {"title", info.title},
          {"file", info.file},
          {"steps", info.steps},
          {"expect", info.expect}};
  if (!info.purpose.empty()) json["purpose"] = info.purpose;
  if (info.line > 0) json["line"] = info.line;
}

void from_json(const json& json, CaseInfo& info) {
  const Fields fields(json);
  info.id = fields.text("id");
  info.title = fields.text("title");
  info.purpose = fields.text_or_empty("purpose");
  info.file = fields.text("file");
  info.line = fields.has("line") ? fields.small_integer("line", 1) : 0;
  info.steps = fields.array("steps");
  info.expect = fields.array("expect");
}

void to_json(json& json, const NotAsked& not_asked) {
  json = {{"statement", not_asked.statement}, {"link", not_asked.link}, {"rules", not_asked.rules}};
}

void from_json(const json& json, NotAsked& not_asked) {
  const Fields fields(json);
  not_asked.statement = fields.text("statement");
  not_asked.link = fields.text("link");
  not_asked.rules = fields.texts("rules");
}

void to_json(json& json, const LeftOut& left_out) {
  json = {{"reason", left_out.reason}, {"cases", left_out.cases}};
}

void from_json(const json& json, LeftOut& left_out) {
  const Fields fields(json);
  left_out.reason = fields.text("reason");
  left_out.cases = fields.texts("cases");
}

void to_json(json& json, const EnvironmentInfo& info) {
  json = info.environment;
  json["applicable_rules"] = info.applicable_rules;
  if (!info.not_asked.empty()) json["not_asked"] = info.not_asked;
  if (!info.left_out.empty()) json["left_out"] = info.left_out;
}

void from_json(const json& json, EnvironmentInfo& info) {
  const Fields fields(json);
  below("", [&] { json.get_to(info.environment); });
  info.applicable_rules = fields.texts("applicable_rules");
  if (fields.has("not_asked")) info.not_asked = fields.list<NotAsked>("not_asked");
  if (fields.has("left_out")) info.left_out = fields.list<LeftOut>("left_out");
}

void to_json(json& json, const SubjectInfo& subject) {
  json = {{"name", subject.name},
          {"version", subject.version},
          {"adapter", subject.adapter},
          {"command", subject.command},
          {"environments", subject.environments},
          {"stderr", subject.stderr_excerpt}};
  if (!subject.error.empty()) json["error"] = subject.error;
}

void from_json(const json& json, SubjectInfo& subject) {
  const Fields fields(json);
  subject.name = fields.text("name");
  subject.version = fields.text("version");
  subject.adapter = fields.text("adapter");
  subject.command = fields.texts("command");
  subject.environments = fields.list<EnvironmentInfo>("environments");
  subject.stderr_excerpt = fields.text_or_empty("stderr");
  subject.error = fields.text_or_empty("error");
}

void to_json(json& json, const Result& result) {
  json = {{"case", result.case_id},
          {"rule", result.rule},
          {"tier", result.tier},
          {"level", to_text(result.level)},
          {"subject", result.subject},
          {"environment", result.environment},
          {"verdict", to_text(result.verdict)},
          {"message", result.message},
          {"expected", result.expected},
          {"observed", result.observed},
          {"duration_ns", result.duration.count()},
          {"attempts", result.attempts},
          {"flaky", result.flaky},
          {"transcript", result.transcript},
          {"rerun", result.rerun}};
  if (!result.note.empty()) json["note"] = result.note;
  if (!result.outcomes.empty()) {
    auto& outcomes = json["outcomes"] = json::array();
    for (const Verdict verdict : result.outcomes) outcomes.push_back(to_text(verdict));
  }
  if (result.known_failure) json["known_failure"] = true;
  if (!result.known_reason.empty()) json["known_reason"] = result.known_reason;
  if (!result.known_link.empty()) json["known_link"] = result.known_link;
  if (!result.known_otherwise.empty()) json["known_otherwise"] = result.known_otherwise;
}

void from_json(const json& json, Result& result) {
  const Fields fields(json);
  result.case_id = fields.text("case");
  result.rule = fields.text("rule");
  result.tier = fields.small_integer("tier", 1);
  result.level = fields.word("level", level_from_text);
  result.subject = fields.text("subject");
  result.environment = fields.value<protocol::Environment>("environment");
  result.verdict = fields.word("verdict", verdict_from_text);
  result.message = fields.text("message");
  result.expected = fields.text("expected");
  result.observed = fields.text("observed");
  result.note = fields.text_or_empty("note");
  result.duration = std::chrono::nanoseconds(fields.integer("duration_ns", 0));
  result.attempts = fields.small_integer("attempts", 0);
  result.flaky = fields.flag("flaky");
  result.outcomes = fields.words_or_empty("outcomes", verdict_from_text);
  result.known_failure = fields.flag_or_false("known_failure");
  result.known_reason = fields.text_or_empty("known_reason");
  result.known_link = fields.text_or_empty("known_link");
  result.known_otherwise = fields.text_or_empty("known_otherwise");
  result.transcript = fields.array("transcript");
  for (std::size_t i = 0; i < result.transcript.size(); ++i) {
    below("/transcript/" + std::to_string(i), [&] { Fields entry(result.transcript[i]); });
  }
  result.rerun = fields.text("rerun");
}

void to_json(json& json, const Suite& suite) {
  json = {{"digest", suite.digest}, {"rules", suite.rules}, {"cases", suite.cases}};
}

void from_json(const json& json, Suite& suite) {
  const Fields fields(json);
  suite.digest = fields.text("digest");
  suite.rules = fields.list<RuleInfo>("rules");
  suite.cases = fields.list<CaseInfo>("cases");
}

void to_json(json& json, const Host& host) {
  json = {{"system", host.system},
          {"release", host.release},
          {"arch", host.arch},
          {"processors", host.processors}};
}

void from_json(const json& json, Host& host) {
  const Fields fields(json);
  host.system = fields.text("system");
  host.release = fields.text("release");
  host.arch = fields.text("arch");
  host.processors = fields.small_integer("processors", 0);
}

void to_json(json& json, const HarnessInfo& harness) {
  json = {{"version", harness.version}, {"commit", harness.commit},     {"argv", harness.argv},
          {"started", harness.started}, {"finished", harness.finished}, {"host", harness.host}};
}

void from_json(const json& json, HarnessInfo& harness) {
  const Fields fields(json);
  harness.version = fields.text("version");
  harness.commit = fields.text("commit");
  harness.argv = fields.texts("argv");
  harness.started = fields.text("started");
  harness.finished = fields.text("finished");
  harness.host = fields.value<Host>("host");
}

void to_json(json& json, const Shard& shard) {
  json = {{"index", shard.index}, {"count", shard.count}};
}

void from_json(const json& json, Shard& shard) {
  const Fields fields(json);
  shard.index = fields.small_integer("index", 1);
  shard.count = fields.small_integer("count", 1);
  if (shard.index > shard.count) throw MalformedRecord("/index", "is more than /count");
}

void to_json(json& json, const RanEnvironment& ran) {
  json = {{"subject", ran.subject}, {"environment", ran.environment}};
}

void from_json(const json& json, RanEnvironment& ran) {
  const Fields fields(json);
  ran.subject = fields.text("subject");
  ran.environment = fields.text("environment");
}

void to_json(json& json, const Part& part) {
  json = {{"harness", part.harness},
          {"digest", part.digest},
          {"complete", part.complete},
          {"environments", part.environments}};
  if (part.shard) json["shard"] = *part.shard;
}

void from_json(const json& json, Part& part) {
  const Fields fields(json);
  part.harness = fields.value<HarnessInfo>("harness");
  part.digest = fields.text("digest");
  part.complete = fields.flag("complete");
  part.environments = fields.list<RanEnvironment>("environments");
  part.shard.reset();
  if (fields.has("shard")) part.shard = fields.value<Shard>("shard");
}

void to_json(json& json, const RunHeader& header) {
  json = {{"schema", header.schema},
          {"suite", header.suite},
          {"harness", header.harness},
          {"subjects", header.subjects}};
  if (header.shard) json["shard"] = *header.shard;
  if (!header.parts.empty()) json["parts"] = header.parts;
}

void from_json(const json& json, RunHeader& header) {
  const Fields fields(json);
  header.schema = fields.text("schema");
  if (header.schema != schema_version) {
    throw MalformedRecord("/schema", "is \"" + header.schema + "\"; this version reads \"" +
                                         std::string(schema_version) + "\"");
  }
  header.suite = fields.value<Suite>("suite");
  header.harness = fields.value<HarnessInfo>("harness");
  header.subjects = fields.list<SubjectInfo>("subjects");
  header.shard.reset();
  if (fields.has("shard")) header.shard = fields.value<Shard>("shard");
  header.parts.clear();
  if (fields.has("parts")) header.parts = fields.list<Part>("parts");
}

}  // namespace loopcheck::record
