#include "loopcheck_program.hpp"

#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>
#include <boost/process.hpp>

#include "processes.hpp"
#include "system.hpp"

namespace loopcheck::cli {
namespace {

namespace fs = std::filesystem;
namespace process = boost::process;

std::string content(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

fs::path program(const char* name) {
  return fs::path(LOOPCHECK_BIN) / (std::string(name) + program_ending);
}

}  // namespace

Workplace::Workplace() {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  auto name = std::string("loopcheck-") + test->test_suite_name() + "-" + test->name();
  for (char& c : name) c = c == '/' ? '-' : c;
  folder_ = fs::path(testing::TempDir()) / name;
  fs::remove_all(folder_);
  fs::create_directories(folder_);
  fs::copy(LOOPCHECK_TEST_CASES, cases(), fs::copy_options::recursive);
  fs::copy(LOOPCHECK_SCHEMAS, cases() / "schema", fs::copy_options::recursive);
}

Workplace::~Workplace() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

Finished Workplace::start(const std::string& executable, const std::vector<std::string>& arguments) const {
  process::environment environment = boost::this_process::environment();
  // Those of the tests are not meant for what they start.
  for (const char* name : {"GTEST_TOTAL_SHARDS", "GTEST_SHARD_INDEX", "GTEST_SHARD_STATUS_FILE",
                           "TEST_TOTAL_SHARDS", "TEST_SHARD_INDEX", "TEST_SHARD_STATUS_FILE"})
    environment.erase(name);
  environment["LOOPCHECK"] = program("loopcheck").string();
  environment["REPORT"] = report().string();
  environment["CASES"] = cases().string();
  environment["LOOPCHECK_TEST_MARK"] = folder_.string();
  const auto output = folder_ / "output.txt";
  const auto error = folder_ / "error.txt";
  for (const auto& file : {output, error}) std::ofstream(file, std::ios::trunc);
  process::child child(process::exe = executable, process::args = arguments, environment,
                       process::std_in<process::null, process::std_out> output.string(),
                       process::std_err > error.string());
  child.wait();
  return {status_of(child.native_exit_code()), content(output), content(error)};
}

Finished Workplace::loopcheck(const std::vector<std::string>& arguments) const {
  return start(program("loopcheck").string(), arguments);
}

Finished Workplace::run(const std::vector<std::string>& arguments) const {
  std::vector<std::string> all{"run", "--cases", cases().string(), "--output", report().string()};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return loopcheck(all);
}

Finished Workplace::shell(const std::string& script) const {
  return start("/bin/sh", {"-c", script});
}

std::vector<std::string> Workplace::left_behind() const {
  return lasting_processes(mark());
}

nlohmann::json Workplace::record() const {
  return nlohmann::json::parse(content(report() / "run.json"));
}

std::string Workplace::page() const {
  return content(report() / "index.html");
}

void Workplace::write_cases(const std::string& name, const std::string& text) const {
  std::ofstream(cases() / name, std::ios::binary) << text;
}

std::string scripted(const std::string& behaviour, const std::string& more) {
  return program("scripted-subject").string() + " --behaviour " + behaviour + more;
}

std::vector<std::string> verdicts(const nlohmann::json& record) {
  std::set<std::string> found;
  for (const auto& result : record.at("results")) found.insert(result.at("verdict").get<std::string>());
  return {found.begin(), found.end()};
}

}  // namespace loopcheck::cli
