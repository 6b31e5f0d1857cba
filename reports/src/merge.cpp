#include "loopcheck/reports/merge.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "merge_names.hpp"

namespace loopcheck::reports {

namespace {

using record::Verdict;

// The runs that a run consists of: itself, or those that it was joined of.
std::vector<record::Part> parts_of(const record::Run& run) {
  if (!run.header.parts.empty()) return run.header.parts;
  record::Part part;
  part.harness = run.header.harness;
  part.digest = run.header.suite.digest;
  part.shard = run.header.shard;
  part.complete = run.complete;
  for (const auto& subject : run.header.subjects) {
    for (const auto& info : subject.environments)
      part.environments.push_back({subject.name, info.environment.id});
  }
  return {part};
}

// Not complete, and its parts do not tell why: the program that joined them was killed. What a joined record
// lacks of shards may come with the others.
bool is_broken_off(const record::Run& run) {
  const auto& parts = run.header.parts;
  if (run.complete || parts.empty()) return false;
  const bool whole = std::all_of(parts.begin(), parts.end(), [](const auto& part) { return part.complete; });
  return whole && missing_shards(run.header).empty();
}

void refuse_different_suites(const std::vector<MergeInput>& inputs) {
  const auto& first = inputs.front();
  std::string list;
  for (const auto& input : inputs) {
    if (input.run.header.suite.digest != first.run.header.suite.digest)
      list += fmt::format("\n  {}: {}", input.name, input.run.header.suite.digest);
  }
  if (list.empty()) return;
  throw MergeRefused(
      fmt::format("the runs are of different suites (--allow-different-suites joins them all the same)\n"
                  "  {}: {}{}",
                  first.name, first.run.header.suite.digest, list));
}

// A copy of a file is found, too, and a run that is already part of another one.
void refuse_the_same_run_twice(const std::vector<MergeInput>& inputs) {
  std::map<nlohmann::json, std::string> seen;  // by what stays the same, whatever the subjects are called
  for (const auto& input : inputs) {
    for (const auto& part : parts_of(input.run)) {
      std::set<std::string> versions;
      for (const auto& subject : input.run.header.subjects) {
        const auto ran = [&](const auto& entry) { return entry.subject == subject.name; };
        if (std::any_of(part.environments.begin(), part.environments.end(), ran))
          versions.insert(subject.version);
      }
      const nlohmann::json key{part.harness.started,
                               part.harness.argv,
                               part.harness.host,
                               part.digest,
                               part.shard.value_or(record::Shard{}),
                               versions};
      const auto [known, is_new] = seen.emplace(key, input.name);
      if (is_new) continue;
      throw MergeRefused(fmt::format("{} and {} hold the same run, which started at {}", known->second,
                                     input.name, part.harness.started));
    }
  }
}

// crash is worse than timeout, and what says nothing of the subject is better than what speaks against it.
int badness(Verdict verdict) {
  constexpr std::array<Verdict, record::verdict_count> from_best{
      Verdict::skipped, Verdict::unsupported,        Verdict::pass,          Verdict::fail,
      Verdict::timeout, Verdict::protocol_violation, Verdict::harness_error, Verdict::crash};
  return static_cast<int>(std::find(from_best.begin(), from_best.end(), verdict) - from_best.begin());
}

std::vector<Verdict> outcomes_of(const record::Result& result) {
  return result.outcomes.empty()
             ? std::vector<Verdict>(static_cast<std::size_t>(std::max(result.attempts, 0)), result.verdict)
             : result.outcomes;
}

// The results of all runs, each experiment once.
class Results {
 public:
  explicit Results(bool allow_different) : allow_different_(allow_different) {}

  void add(record::Result result, const std::string& input, std::size_t run) {
    if (run != run_) met_.clear();
    run_ = run;
    Key key{result.subject, result.environment.id, result.case_id, result.rule, result.level, 0};
    // A rule may be asked more than once by one case of one run: these are not the same experiment.
    const int number = met_[key]++;
    std::get<5>(key) = number;
    const auto [place, is_new] = index_.emplace(key, list_.size());
    if (is_new) {
      list_.push_back(std::move(result));
      origins_.push_back(input);
    } else {
      join(list_[place->second], std::move(result), origins_[place->second], input);
    }
  }

  std::vector<record::Result> take() {
    if (differing_ > 0) {
      throw MergeRefused(fmt::format(
          "the same experiment has different results {} (--allow-different-results calls them flaky){}{}",
          differing_ == 1 ? "once" : fmt::format("{} times", differing_), told_,
          differing_ > told_at_most ? "\n  …" : ""));
    }
    return std::move(list_);
  }

 private:
  // Subject, environment, case, rule, level; and which one of these within its run.
  using Key = std::tuple<std::string, std::string, std::string, std::string, record::Level, int>;
  static constexpr std::size_t told_at_most = 5;

  void join(record::Result& kept, record::Result other, std::string& origin, const std::string& others) {
    if (other.verdict == Verdict::skipped) return;
    if (kept.verdict == Verdict::skipped) {
      kept = std::move(other);
      origin = others;
      return;
    }
    const bool same = kept.verdict == other.verdict && kept.known_failure == other.known_failure;
    if (!same && !allow_different_) {
      if (++differing_ <= told_at_most) {
        told_ +=
            fmt::format("\n  {} ({}) of {} on {}: {} in {}, {} in {}", kept.case_id, kept.rule, kept.subject,
                        kept.environment.id, with_mark(kept), origin, with_mark(other), others);
      }
      return;
    }
    auto outcomes = outcomes_of(kept);
    const auto more = outcomes_of(other);
    outcomes.insert(outcomes.end(), more.begin(), more.end());
    const int attempts = kept.attempts + other.attempts;
    const bool flaky = kept.flaky || other.flaky || kept.verdict != other.verdict;
    // Of two like ones the one that is not excused by a list counts.
    const auto rank = [](const record::Result& result) {
      return std::pair(badness(result.verdict), !result.known_failure);
    };
    if (rank(other) > rank(kept)) kept = std::move(other);
    kept.outcomes = std::move(outcomes);
    kept.attempts = attempts;
    kept.flaky = flaky;
  }

  static std::string with_mark(const record::Result& result) {
    return std::string(record::to_text(result.verdict)) + (result.known_failure ? " (known)" : "");
  }

  bool allow_different_;
  std::vector<record::Result> list_;
  std::vector<std::string> origins_;  // the input of each in the list
  std::map<Key, std::size_t> index_;
  std::map<Key, int> met_;  // in the run that is added now
  std::size_t run_ = 0;
  std::size_t differing_ = 0;
  std::string told_;
};

// The rules and cases of all runs, each once.
record::Suite joined_suites(const std::vector<MergeInput>& inputs) {
  record::Suite suite;
  std::set<std::string> digests;
  std::set<std::string> rules;
  std::set<std::string> cases;
  bool from_several = false;
  for (const auto& input : inputs) {
    const auto& other = input.run.header.suite;
    digests.insert(other.digest);
    for (const auto& rule : other.rules) {
      if (rules.insert(rule.id).second) suite.rules.push_back(rule);
    }
    const bool first = suite.cases.empty();
    for (const auto& info : other.cases) {
      if (!cases.insert(info.id).second) continue;
      suite.cases.push_back(info);
      from_several = from_several || !first;
    }
  }
  // Shards have every other case; in the order of the files they read well again.
  if (from_several) {
    std::stable_sort(suite.cases.begin(), suite.cases.end(), [](const auto& a, const auto& b) {
      return std::tie(a.file, a.line, a.id) < std::tie(b.file, b.line, b.id);
    });
  }
  suite.digest = fmt::format("{}", fmt::join(digests, " + "));
  return suite;
}

// Texts of several machines under one subject, each under a line that says whose it is.
void add_text(std::string& texts, std::size_t occurrences, const record::Run& run, const std::string& text) {
  if (text.empty()) return;
  if (occurrences == 1 || !run.header.parts.empty()) {
    texts += texts.empty() ? text : "\n" + text;
    return;
  }
  const auto& harness = run.header.harness;
  if (!texts.empty() && !texts.ends_with('\n')) texts += '\n';
  texts += fmt::format("[{}, {}{}]\n{}", machine_text(harness.host), harness.started,
                       run.header.shard
                           ? fmt::format(", shard {} of {}", run.header.shard->index, run.header.shard->count)
                           : "",
                       text);
}

// Each reason once, and each of the ids that it is given for.
template <class Reason>
void add_reasons(std::vector<Reason>& target, const std::vector<Reason>& more, std::string Reason::*text,
                 std::vector<std::string> Reason::*ids) {
  for (const auto& one : more) {
    const auto known = std::find_if(target.begin(), target.end(),
                                    [&](const Reason& other) { return other.*text == one.*text; });
    if (known == target.end()) {
      target.push_back(one);
      continue;
    }
    auto& there = (*known).*ids;
    for (const auto& id : one.*ids) {
      if (std::find(there.begin(), there.end(), id) == there.end()) there.push_back(id);
    }
  }
}

std::vector<record::SubjectInfo> joined_subjects(const std::vector<MergeInput>& inputs,
                                                 const MergedNames& names, const record::Suite& suite,
                                                 const MergeOptions& options) {
  std::map<std::string, std::size_t> occurrences;
  for (std::size_t run = 0; run < inputs.size(); ++run) {
    for (const auto& subject : inputs[run].run.header.subjects)
      ++occurrences[names.subject(run, subject.name)];
  }
  std::vector<record::SubjectInfo> subjects;
  std::map<std::string, std::size_t> index;
  std::map<std::pair<std::string, std::string>, std::size_t> places;  // of environments in their subjects
  for (std::size_t run = 0; run < inputs.size(); ++run) {
    const auto& header = inputs[run].run.header;
    std::set<std::string> selected;
    for (const auto& rule : header.suite.rules) selected.insert(rule.id);
    for (const auto& subject : header.subjects) {
      const auto name = names.subject(run, subject.name);
      const auto [place, is_new] = index.emplace(name, subjects.size());
      if (is_new) {
        subjects.push_back({});
        subjects.back().name = name;
      }
      auto& joined = subjects[place->second];
      if (joined.command.empty()) joined.command = subject.command;
      if (joined.version.empty()) joined.version = subject.version;
      if (joined.adapter.empty()) joined.adapter = subject.adapter;
      add_text(joined.stderr_excerpt, occurrences[name], inputs[run].run, subject.stderr_excerpt);
      add_text(joined.error, occurrences[name], inputs[run].run, subject.error);
      for (const auto& info : subject.environments) {
        const auto& environment = names.environment(run, subject.name, info.environment.id);
        const auto [at, first] = places.emplace(std::pair(name, environment.id), joined.environments.size());
        if (first) joined.environments.push_back({environment, {}});
        add_reasons(joined.environments[at->second].not_asked, info.not_asked, &record::NotAsked::statement,
                    &record::NotAsked::rules);
        add_reasons(joined.environments[at->second].left_out, info.left_out, &record::LeftOut::reason,
                    &record::LeftOut::cases);
        auto& rules = joined.environments[at->second].applicable_rules;
        const auto add = [&](const std::string& rule) {
          if (std::find(rules.begin(), rules.end(), rule) == rules.end()) rules.push_back(rule);
        };
        for (const auto& rule : info.applicable_rules) add(rule);
        for (const auto& rule : suite.rules) {
          if (!selected.contains(rule.id) && options.applies && options.applies(rule.id, environment))
            add(rule.id);
        }
      }
    }
  }
  return subjects;
}

// Of the parts: the first start, the last end (none if one has none), and the machine if there is but one.
record::HarnessInfo joined_harness(const std::vector<record::Part>& parts) {
  record::HarnessInfo harness = parts.front().harness;
  bool ended = true;
  for (const auto& part : parts) {
    harness.started = std::min(harness.started, part.harness.started);
    harness.finished = std::max(harness.finished, part.harness.finished);
    ended = ended && !part.harness.finished.empty();
    if (part.harness.host != harness.host) harness.host = {"several machines", "", "", 0};
    if (part.harness.commit != harness.commit) harness.commit.clear();
  }
  if (!ended) harness.finished.clear();
  return harness;
}

}  // namespace

record::Run merge(const std::vector<MergeInput>& inputs, const MergeOptions& options) {
  if (inputs.empty()) throw MergeRefused("there is no run to join");
  refuse_the_same_run_twice(inputs);
  if (!options.allow_different_suites) refuse_different_suites(inputs);

  const MergedNames names(inputs);
  record::Run merged;
  merged.header.suite = joined_suites(inputs);
  merged.header.subjects = joined_subjects(inputs, names, merged.header.suite, options);
  merged.complete = true;
  Results results(options.allow_different_results);
  for (std::size_t run = 0; run < inputs.size(); ++run) {
    const auto& input = inputs[run];
    merged.complete = merged.complete && !is_broken_off(input.run);
    for (auto part : parts_of(input.run)) {
      merged.complete = merged.complete && part.complete;
      for (auto& [subject, environment] : part.environments) {
        environment = names.environment(run, subject, environment).id;
        subject = names.subject(run, subject);
      }
      merged.header.parts.push_back(std::move(part));
    }
    for (auto result : input.run.results) {
      result.environment = names.environment(run, result.subject, result.environment.id);
      result.subject = names.subject(run, result.subject);
      results.add(std::move(result), input.name, run);
    }
  }
  merged.results = results.take();
  merged.header.harness = joined_harness(merged.header.parts);
  merged.complete = merged.complete && missing_shards(merged.header).empty();

  record::SummaryBuilder summary(merged.header);
  for (const auto& result : merged.results) summary.add(result);
  for (std::size_t run = 0; run < inputs.size(); ++run) {
    for (const auto& name : inputs[run].run.summary.failed_subjects) {
      if (const auto known = names.known_subject(run, name)) summary.subject_failed(*known);
    }
  }
  merged.summary = summary.summary();
  return merged;
}

}  // namespace loopcheck::reports
