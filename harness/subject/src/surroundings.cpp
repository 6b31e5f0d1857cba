#include "loopcheck/subject/surroundings.hpp"

#include <algorithm>

#include <boost/algorithm/string/replace.hpp>

namespace loopcheck::subject {

std::string path_for(Paths paths, const std::filesystem::path& file) {
  if (paths == Paths::native || file.empty()) return file.string();
  auto text = "Z:" + std::filesystem::absolute(file).lexically_normal().generic_string();
  std::replace(text.begin(), text.end(), '/', '\\');
  return text;
}

Surroundings for_run(Surroundings surroundings, const std::filesystem::path& folder) {
  const auto put_in = [text = folder.string()](std::string& word) {
    boost::replace_all(word, "${run}", text);
  };
  for (auto& [name, value] : surroundings.environment) put_in(value);
  for (auto& word : surroundings.companion) put_in(word);
  return surroundings;
}

}  // namespace loopcheck::subject
