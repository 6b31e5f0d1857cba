#include "transports_fixture.hpp"

#include <algorithm>
#include <filesystem>
#include <random>

namespace asyncio::testing {

namespace fs = std::filesystem;

std::string pattern(std::size_t size) {
  constexpr std::size_t period = 251;
  std::string text(std::min(size, period), '\0');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i);
  // Doubled a whole number of periods at a time: much faster than byte by byte in an unoptimised build.
  while (text.size() < size) text += text.substr(0, std::min(size - text.size(), text.size()));
  return text;
}

ScratchFolder::ScratchFolder() {
  std::random_device random;
  fs::path made;
  do {
    made =
        fs::temp_directory_path() / ("reference-loop-" + std::to_string(random()) + std::to_string(random()));
  } while (!fs::create_directory(made));
  folder_ = made.string();
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

}  // namespace asyncio::testing
