#include "report_files.hpp"

#include <fstream>
#include <iostream>

#include <fmt/format.h>

#include "command.hpp"
#include "exit_status.hpp"

namespace loopcheck::cli {

record::Run stored_run(const std::filesystem::path& path) {
  try {
    return record::read_run(path);
  } catch (const std::runtime_error& error) {
    throw Failure(exit_usage, error.what());
  }
}

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) throw Failure(exit_trouble, fmt::format("{}: cannot be written", path.string()));
}

void replace_file(const std::filesystem::path& path, const std::string& text) {
  auto next = path;
  next += ".next";
  write_file(next, text);
  std::error_code failure;
  std::filesystem::rename(next, path, failure);
  if (failure) {
    throw Failure(exit_trouble, fmt::format("{}: cannot be replaced: {}", path.string(), failure.message()));
  }
}

void write_or_print(const std::filesystem::path& path, const std::string& text) {
  if (path.empty()) {
    std::cout << text << std::flush;
  } else {
    write_file(path, text);
  }
}

void make_report_folder(const std::filesystem::path& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure) {
    throw Failure(exit_trouble, fmt::format("{}: the folder of the report cannot be made: {}",
                                            folder.string(), failure.message()));
  }
}

}  // namespace loopcheck::cli
