// What a process holds on to, as proc(5) tells it.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "reference_subject.hpp"

namespace loopcheck::testing {
namespace {

std::size_t entries(const std::string& folder) {
  const std::filesystem::directory_iterator all(folder);
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

}  // namespace

Holdings holdings_of(int pid) {
  const std::string folder = "/proc/" + std::to_string(pid);
  std::ifstream children(folder + "/task/" + std::to_string(pid) + "/children");
  return {entries(folder + "/fd"),
          static_cast<std::size_t>(std::distance(std::istream_iterator<int>(children), {})),
          entries(folder + "/task")};
}

}  // namespace loopcheck::testing
