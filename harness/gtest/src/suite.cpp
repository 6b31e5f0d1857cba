#include "suite.hpp"

#include <utility>

#include "test_names.hpp"

namespace loopcheck::front {
namespace {

class Collector : public runner::Observer {
 public:
  void planned(const runner::Plan& plan, const std::vector<std::pair<std::string, std::string>>&) override {
    header = plan.header;
  }
  void result(record::Result result) override {
    runner::ScenarioName name{result.subject, result.environment.id, result.case_id};
    findings.results[std::move(name)].push_back(std::move(result));
  }
  void scenario_done(std::size_t, std::size_t) override {}
  void given_up(const std::string& subject, const std::string& reason) override {
    findings.problems.emplace(subject, reason);
  }

  record::RunHeader header;
  Findings findings;
};

}  // namespace

Suite::Suite(catalogue::Catalogue catalogue, std::vector<runner::SubjectSpec> subjects, runner::Choice choice,
             runner::Options options)
    : catalogue_(std::move(catalogue)),
      subjects_(std::move(subjects)),
      choice_(std::move(choice)),
      options_(std::move(options)) {}

void Suite::introduce() {
  Collector collector;
  runner::run(catalogue_, subjects_, runner::Choice{}, options_, collector);
  problems_ = collector.findings.problems;
  std::map<std::string, Names> names;
  for (const auto handle : choice_.cases) {
    const auto expanded = catalogue_.expand(handle);
    for (const auto& subject : collector.header.subjects) {
      for (const auto& info : subject.environments) {
        const auto& environment = info.environment;
        if (!runner::chosen(choice_, environment) ||
            !catalogue_.applies(handle, environment, choice_.selection)) {
          continue;
        }
        auto suite = test_name(subject.name) + "/" + test_name(environment.id);
        auto name = names[suite].unique(test_name(expanded.id));
        tests_.push_back({std::move(suite),
                          std::move(name),
                          {subject.name, environment.id, expanded.id},
                          expanded.file,
                          static_cast<int>(expanded.line)});
      }
    }
  }
}

Findings Suite::run(std::set<runner::ScenarioName> scenarios) const {
  auto choice = choice_;
  choice.only = std::move(scenarios);
  Collector collector;
  const auto outcome = runner::run(catalogue_, subjects_, choice, options_, collector);
  collector.findings.suite = std::move(collector.header.suite);
  collector.findings.interrupted = outcome.interrupted;
  collector.findings.out_of_budget = outcome.out_of_budget;
  return std::move(collector.findings);
}

}  // namespace loopcheck::front
