#include "similar_ids.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace loopcheck::cli {

std::string similar_ids(const std::string& text, const std::vector<std::string>& ids,
                        const std::string& otherwise) {
  std::vector<std::string> similar;
  std::copy_if(ids.begin(), ids.end(), std::back_inserter(similar),
               [&](const std::string& id) { return id.find(text) != std::string::npos; });
  constexpr std::size_t shown = 10;
  if (similar.size() > shown) similar.resize(shown);
  return similar.empty() ? otherwise : fmt::format("do you mean one of these: {}", fmt::join(similar, ", "));
}

}  // namespace loopcheck::cli
