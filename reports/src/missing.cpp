// What a joined record, or that of a shard, should have and has not.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "display.hpp"
#include "loopcheck/reports/merge.hpp"

namespace loopcheck::reports {

namespace {

std::string listed(const std::vector<std::string>& texts) {
  std::string text;
  for (std::size_t i = 0; i < texts.size(); ++i)
    text += (i == 0 ? "" : i + 1 == texts.size() ? " and " : ", ") + texts[i];
  return text;
}

// "Shards 2 and 4 of 5 are missing: cpython on linux-selector-epoll, …"; one for all environments that lack
// the same.
std::vector<std::string> missing_sentences(const record::RunHeader& header) {
  std::vector<std::pair<std::string, std::vector<std::string>>> lists;
  for (const auto& one : missing_shards(header)) {
    std::vector<std::string> numbers;
    for (const int index : one.missing) numbers.push_back(std::to_string(index));
    const bool several = numbers.size() > 1;
    const auto what = fmt::format("Shard{} {} of {} {} missing", several ? "s" : "", listed(numbers),
                                  one.count, several ? "are" : "is");
    auto place =
        std::find_if(lists.begin(), lists.end(), [&](const auto& list) { return list.first == what; });
    if (place == lists.end()) place = lists.insert(lists.end(), {what, {}});
    place->second.push_back(shown_in_line(one.subject + " on " + one.environment));
  }
  std::vector<std::string> sentences;
  for (const auto& [what, where] : lists) sentences.push_back(what + ": " + listed(where) + ".");
  return sentences;
}

}  // namespace

std::vector<MissingShards> missing_shards(const record::RunHeader& header) {
  std::vector<MissingShards> missing;
  for (const auto& subject : header.subjects) {
    for (const auto& info : subject.environments) {
      const record::RanEnvironment ran{subject.name, info.environment.id};
      std::map<int, std::set<int>> done;  // by the count of shards; the whole is one of one
      for (const auto& part : header.parts) {
        if (std::find(part.environments.begin(), part.environments.end(), ran) == part.environments.end())
          continue;
        const auto shard = part.shard.value_or(record::Shard{});
        done[shard.count].insert(shard.index);
      }
      const bool whole = std::any_of(done.begin(), done.end(), [](const auto& entry) {
        return static_cast<int>(entry.second.size()) == entry.first;
      });
      if (whole) continue;
      for (const auto& [count, indices] : done) {
        MissingShards one{ran.subject, ran.environment, count, {}};
        for (int index = 1; index <= count; ++index) {
          if (!indices.contains(index)) one.missing.push_back(index);
        }
        missing.push_back(std::move(one));
      }
    }
  }
  return missing;
}

std::string machine_text(const record::Host& host) {
  auto text = host.release.empty() ? host.system : host.system + " " + host.release;
  if (!host.arch.empty()) text += ", " + host.arch;
  if (host.processors > 0) text += ", " + counted(static_cast<std::size_t>(host.processors), "processor");
  return shown_in_line(text);
}

std::vector<std::string> what_is_missing(const record::Run& run) {
  std::vector<std::string> sentences;
  const auto& header = run.header;
  if (header.shard) {
    sentences.push_back(fmt::format("This is shard {} of {}: it has not the cases of the others.",
                                    header.shard->index, header.shard->count));
  }
  std::set<std::string> digests;
  for (const auto& part : header.parts) digests.insert(part.digest);
  if (digests.size() > 1) sentences.emplace_back("The runs that were joined are of different suites.");
  for (auto& sentence : missing_sentences(header)) sentences.push_back(std::move(sentence));
  for (const auto& part : header.parts) {
    if (part.complete) continue;
    sentences.push_back(fmt::format("The run on {}, which started at {}, is not complete.",
                                    machine_text(part.harness.host), shown_in_line(part.harness.started)));
  }
  return sentences;
}

}  // namespace loopcheck::reports
