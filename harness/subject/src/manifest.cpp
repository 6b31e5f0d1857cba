#include "loopcheck/subject/manifest.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>

#include <fmt/format.h>
#include <boost/algorithm/string/replace.hpp>
#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

#include "block_on.hpp"
#include "loopcheck/subject/child_process.hpp"
#include "native_process.hpp"

namespace loopcheck::subject {
namespace {

using nlohmann::json;

Manifest read_manifest(const std::filesystem::path& path, const std::filesystem::path& subjects,
                       const std::filesystem::path& bin) {
  std::ifstream file(path);
  if (!file) throw ManifestError(fmt::format("{}: cannot be read", path.string()));
  const json document = json::parse(file, nullptr, false);
  if (!document.is_object()) throw ManifestError(fmt::format("{}: not a JSON object", path.string()));

  const auto text = [&](const char* field) {
    const auto found = document.find(field);
    if (found == document.end() || !found->is_string()) {
      throw ManifestError(fmt::format("{}: /{}: a string is needed", path.string(), field));
    }
    return found->get<std::string>();
  };
  const auto command = [&](const char* field) {
    std::vector<std::string> words;
    const auto found = document.find(field);
    if (found == document.end() || found->is_null()) return words;
    const auto is_text = [](const json& word) { return word.is_string(); };
    if (!found->is_array() || !std::all_of(found->begin(), found->end(), is_text)) {
      throw ManifestError(fmt::format("{}: /{}: a list of strings is needed", path.string(), field));
    }
    for (const auto& word : *found) {
      auto resolved = word.get<std::string>();
      boost::replace_all(resolved, "${subjects}", subjects.string());
      boost::replace_all(resolved, "${bin}", bin.string());
      words.push_back(std::move(resolved));
    }
    return words;
  };

  Manifest manifest{text("name"),     text("title"),
                    text("about"),    command("command"),
                    command("probe"), document.value("install", json()).is_string() ? text("install") : ""};
  if (manifest.command.empty())
    throw ManifestError(fmt::format("{}: /command: must not be empty", path.string()));
  return manifest;
}

}  // namespace

std::vector<Manifest> load_manifests(const std::filesystem::path& folder,
                                     const std::filesystem::path& subjects,
                                     const std::filesystem::path& bin) {
  std::vector<Manifest> manifests;
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failure)) {
    if (entry.path().extension() == ".json") manifests.push_back(read_manifest(entry.path(), subjects, bin));
  }
  if (failure) throw ManifestError(fmt::format("{}: {}", folder.string(), failure.message()));
  std::sort(manifests.begin(), manifests.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return manifests;
}

bool is_available(const Manifest& manifest) {
  const auto& words = manifest.probe.empty() ? manifest.command : manifest.probe;
  if (!native::find_program(words.front())) return false;
  if (manifest.probe.empty()) return true;
  constexpr std::chrono::seconds patience{10};
  constexpr std::size_t ignored_output = 4096;
  boost::asio::io_context context;
  try {
    ChildProcess probe(context, words, ignored_output);
    probe.close_input();
    const bool exited = block_on(context, probe.wait_for_exit(std::chrono::steady_clock::now() + patience));
    return exited && probe.how_it_ended() == "exit status 0";
  } catch (const StartError&) {
    return false;
  }
}

}  // namespace loopcheck::subject
