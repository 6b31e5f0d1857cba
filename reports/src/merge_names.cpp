#include "merge_names.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace loopcheck::reports {

namespace {

// "cpython-3.12.1" of the version 3.12.1 is what a join has made of "cpython".
std::string plain_name(const record::SubjectInfo& subject) {
  const std::string ending = "-" + subject.version;
  const bool given =
      !subject.version.empty() && subject.name.size() > ending.size() && subject.name.ends_with(ending);
  return given ? subject.name.substr(0, subject.name.size() - ending.size()) : subject.name;
}

std::string plain_id(const std::string& id) {
  const auto at = id.find('@');
  return at == 0 ? id : id.substr(0, at);
}

// An environment of one run.
struct Occurrence {
  std::size_t run = 0;
  std::string subject;  // as that run calls it
  protocol::Environment environment;
  std::vector<std::optional<record::Shard>> shards;  // of the parts that ran it
};

std::vector<std::optional<record::Shard>> shards_of(const record::RunHeader& header,
                                                    const std::string& subject,
                                                    const std::string& environment) {
  if (header.parts.empty()) return {header.shard};
  std::vector<std::optional<record::Shard>> shards;
  for (const auto& part : header.parts) {
    const auto& ran = part.environments;
    if (std::find(ran.begin(), ran.end(), record::RanEnvironment{subject, environment}) != ran.end())
      shards.push_back(part.shard);
  }
  return shards;
}

// Whether they are different shards of one run.
bool complement(const std::vector<const Occurrence*>& occurrences) {
  std::set<int> counts;
  std::set<int> indices;
  std::size_t number = 0;
  for (const auto* occurrence : occurrences) {
    for (const auto& shard : occurrence->shards) {
      if (!shard) return false;
      ++number;
      counts.insert(shard->count);
      indices.insert(shard->index);
    }
  }
  return counts.size() == 1 && indices.size() == number;
}

// The same in all fields but the version of the platform.
std::string likeness(const protocol::Environment& environment) {
  auto like = nlohmann::json(environment);
  like["id"] = plain_id(environment.id);
  like.erase("platform_version");
  return like.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

using Group = std::vector<const Occurrence*>;  // one environment of the record that is made

std::vector<Group> grouped(const std::vector<Occurrence>& occurrences) {
  std::vector<std::pair<std::string, Group>> alike;
  for (const auto& occurrence : occurrences) {
    const auto like = likeness(occurrence.environment);
    auto place =
        std::find_if(alike.begin(), alike.end(), [&](const auto& group) { return group.first == like; });
    if (place == alike.end()) place = alike.insert(alike.end(), {like, {}});
    place->second.push_back(&occurrence);
  }
  std::vector<Group> groups;
  for (const auto& [like, all] : alike) {
    if (complement(all)) {
      groups.push_back(all);
      continue;
    }
    const auto first = groups.size();
    for (const auto* occurrence : all) {
      const auto place = std::find_if(
          groups.begin() + static_cast<std::ptrdiff_t>(first), groups.end(), [&](const Group& group) {
            return group.front()->environment.platform_version == occurrence->environment.platform_version;
          });
      if (place == groups.end()) {
        groups.push_back({occurrence});
      } else {
        place->push_back(occurrence);
      }
    }
  }
  return groups;
}

// What may tell environments of one id apart, the most telling first.
const std::vector<std::string (*)(const protocol::Environment&)>& traits() {
  static const std::vector<std::string (*)(const protocol::Environment&)> list{
      [](const protocol::Environment& e) { return e.platform; },
      [](const protocol::Environment& e) { return e.arch; },
      [](const protocol::Environment& e) { return e.provenance; },
      [](const protocol::Environment& e) { return e.python.value_or(""); },
      [](const protocol::Environment& e) { return e.documented; },
      [](const protocol::Environment& e) { return e.platform_version; }};
  return list;
}

// The new ids of environments that have the same one: as many traits as it takes, then numbers.
std::vector<std::string> told_apart(const std::string& id, const std::vector<protocol::Environment>& same) {
  std::vector<std::string> marks(same.size());
  const auto distinct = [&] { return std::set<std::string>(marks.begin(), marks.end()).size(); };
  for (const auto trait : traits()) {
    if (distinct() == same.size()) break;
    const auto before = marks;
    const auto count = distinct();
    for (std::size_t i = 0; i < same.size(); ++i) {
      const auto value = trait(same[i]);
      if (!value.empty()) marks[i] += (marks[i].empty() ? "" : ",") + value;
    }
    if (distinct() == count) marks = before;  // it tells nothing
  }
  std::vector<std::string> ids;
  std::set<std::string> taken;
  for (const auto& mark : marks) {
    const auto base = mark.empty() ? id : id + "@" + mark;
    auto name = base;
    for (int number = 2; !taken.insert(name).second; ++number)
      name = fmt::format("{}{}{}", base, mark.empty() ? "@" : ",", number);
    ids.push_back(name);
  }
  return ids;
}

}  // namespace

MergedNames::MergedNames(const std::vector<MergeInput>& inputs) {
  name_subjects(inputs);
  name_environments(inputs);
}

std::optional<std::string> MergedNames::known_subject(std::size_t run, const std::string& name) const {
  const auto found = subjects_.find({run, name});
  if (found == subjects_.end()) return std::nullopt;
  return found->second;
}

void MergedNames::name_subjects(const std::vector<MergeInput>& inputs) {
  std::map<std::string, std::vector<std::string>> versions;  // by plain name, in the order in which they come
  // One that could not be started has told no version.
  for (const auto& input : inputs) {
    for (const auto& subject : input.run.header.subjects) {
      auto& known = versions[plain_name(subject)];
      if (!subject.version.empty() && std::find(known.begin(), known.end(), subject.version) == known.end())
        known.push_back(subject.version);
    }
  }
  for (std::size_t run = 0; run < inputs.size(); ++run) {
    for (const auto& subject : inputs[run].run.header.subjects) {
      const auto plain = plain_name(subject);
      const auto& known = versions.at(plain);
      const bool versioned = known.size() > 1 && !subject.version.empty();
      subjects_[{run, subject.name}] = versioned ? plain + "-" + subject.version : plain;
    }
  }
}

void MergedNames::name_environments(const std::vector<MergeInput>& inputs) {
  std::map<std::string, std::vector<Occurrence>> occurrences;  // by the subject's new name
  for (std::size_t run = 0; run < inputs.size(); ++run) {
    const auto& header = inputs[run].run.header;
    for (const auto& subject : header.subjects) {
      for (const auto& info : subject.environments) {
        occurrences[subjects_.at({run, subject.name})].push_back(
            {run, subject.name, info.environment, shards_of(header, subject.name, info.environment.id)});
      }
    }
  }
  for (const auto& [subject, all] : occurrences) {
    std::map<std::string, std::vector<Group>> by_id;
    for (const auto& group : grouped(all)) by_id[plain_id(group.front()->environment.id)].push_back(group);
    for (const auto& [id, groups] : by_id) {
      std::vector<protocol::Environment> environments;
      for (const auto& group : groups) environments.push_back(group.front()->environment);
      const auto ids = told_apart(id, environments);
      for (std::size_t i = 0; i < groups.size(); ++i) {
        environments[i].id = ids[i];
        for (const auto* occurrence : groups[i])
          environments_[{occurrence->run, occurrence->subject, occurrence->environment.id}] = environments[i];
      }
    }
  }
}

}  // namespace loopcheck::reports
