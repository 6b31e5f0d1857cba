#include "loopcheck/subject/manifest.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <string_view>

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

// One manifest, with the folders put in.
class Reader {
 public:
  Reader(const std::filesystem::path& path, const std::filesystem::path& subjects,
         const std::filesystem::path& bin)
      : path_(path), subjects_(subjects), bin_(bin) {
    std::ifstream file(path);
    if (!file) throw ManifestError(fmt::format("{}: cannot be read", path.string()));
    document_ = json::parse(file, nullptr, false);
    if (!document_.is_object()) throw ManifestError(fmt::format("{}: not a JSON object", path.string()));
  }

  // The systems that the harness can drive it from; without the field every one.
  bool meant_for(const std::string& system) const {
    if (absent("on")) return true;
    const auto systems = strings("on");
    return std::find(systems.begin(), systems.end(), system) != systems.end();
  }

  Manifest manifest() const {
    Manifest manifest{text("name"),
                      text("title"),
                      text("about"),
                      words("command"),
                      words("probe"),
                      absent("install") ? std::string() : text("install"),
                      surroundings(),
                      truth("only_when_named"),
                      {},
                      offers(),
                      strings("environments_unless_named"),
                      search()};
    for (const auto& file : words("expectations"))
      manifest.expectations.emplace_back(std::u8string(file.begin(), file.end()));
    if (manifest.command.empty()) fault("command", "must not be empty");
    const bool is_several = manifest.name.find('*') != std::string::npos;
    if (is_several != manifest.find.has_value())
      fault("name", "has a * where programs are looked for (\"find\"), and only there");
    return manifest;
  }

 private:
  [[noreturn]] void fault(const char* field, const char* what) const {
    throw ManifestError(fmt::format("{}: /{}: {}", path_.string(), field, what));
  }

  bool absent(const char* field) const { return !document_.contains(field) || document_[field].is_null(); }

  std::string text(const char* field) const {
    if (absent(field) || !document_[field].is_string()) fault(field, "a string is needed");
    return document_[field].get<std::string>();
  }

  bool truth(const char* field) const {
    if (absent(field)) return false;
    if (!document_[field].is_boolean()) fault(field, "true or false is needed");
    return document_[field].get<bool>();
  }

  std::vector<std::string> strings(const char* field) const {
    return absent(field) ? std::vector<std::string>() : strings(document_[field], field);
  }

  std::vector<std::string> strings(const json& list, const char* field) const {
    const auto is_text = [](const json& word) { return word.is_string(); };
    if (!list.is_array() || !std::all_of(list.begin(), list.end(), is_text))
      fault(field, "a list of strings is needed");
    return list.get<std::vector<std::string>>();
  }

  std::optional<Search> search() const {
    if (absent("find")) return std::nullopt;
    const auto& find = document_["find"];
    for (const char* field : {"programs", "version", "versions"}) {
      if (!find.is_object() || !find.contains(field))
        fault("find", "an object with programs, version and versions is needed");
    }
    Search search;
    for (auto& place : strings(find["programs"], "find/programs")) {
      if (auto with_variables = with_variables_in(std::move(place)))
        search.programs.push_back(resolved(*std::move(with_variables)));
    }
    search.version = strings(find["version"], "find/version");
    if (search.version.empty()) fault("find/version", "must not be empty");
    for (auto& word : search.version) word = resolved(std::move(word));
    if (!find["versions"].is_string()) fault("find/versions", "a string is needed");
    std::string wrong;
    const auto range = catalogue::VersionRange::parse(find["versions"].get<std::string>(), wrong);
    if (!range) fault("find/versions", wrong.c_str());
    search.versions = *range;
    return search;
  }

  // Nothing if one of the variables is not set.
  std::optional<std::string> with_variables_in(std::string place) const {
    static constexpr std::string_view opening = "${env:";
    for (auto start = place.find(opening); start != std::string::npos; start = place.find(opening)) {
      const auto end = place.find('}', start);
      if (end == std::string::npos) fault("find/programs", "a ${env: without its }");
      const auto name = place.substr(start + opening.size(), end - start - opening.size());
      const char* value = std::getenv(name.c_str());
      if (value == nullptr || *value == '\0') return std::nullopt;
      place.replace(start, end + 1 - start, value);
    }
    return place;
  }

  std::vector<std::string> words(const char* field) const {
    auto words = strings(field);
    for (auto& word : words) word = resolved(std::move(word));
    return words;
  }

  Surroundings surroundings() const {
    Surroundings surroundings;
    if (!absent("environment")) {
      const auto& variables = document_["environment"];
      if (!variables.is_object()) fault("environment", "an object of strings is needed");
      for (const auto& [name, value] : variables.items()) {
        if (!value.is_string()) fault("environment", "an object of strings is needed");
        surroundings.environment[name] = resolved(value.get<std::string>());
      }
    }
    surroundings.companion = words("companion");
    if (!absent("child")) surroundings.child = resolved(text("child"));
    if (!absent("paths")) {
      const auto paths = text("paths");
      if (paths != "native" && paths != "windows") fault("paths", "must be \"native\" or \"windows\"");
      surroundings.paths = paths == "windows" ? Paths::windows : Paths::native;
    }
    return surroundings;
  }

  // Each entry stands for one loop with each of its selectors.
  std::vector<protocol::Environment> offers() const {
    if (absent("offers")) return {};
    std::vector<protocol::Environment> offers;
    try {
      for (const auto& entry : document_["offers"]) {
        protocol::Environment environment;
        environment.platform = entry.at("platform").get<std::string>();
        environment.platform_version = entry.value("platform_version", "");
        environment.loop = entry.at("loop").get<std::string>();
        environment.documented = entry.at("documented").get<std::string>();
        environment.python = environment.documented;
        environment.provenance = entry.at("provenance").get<std::string>();
        const auto selectors = entry.value("selectors", std::vector<std::string>());
        if (selectors.empty()) offers.push_back(environment);
        for (const auto& selector : selectors) offers.emplace_back(environment).selector = selector;
      }
    } catch (const json::exception&) {
      fault("offers",
            "a list of objects with platform, loop, documented, provenance and maybe platform_version and "
            "selectors is needed");
    }
    return offers;
  }

  std::string resolved(std::string word) const {
    const bool is_file = word.starts_with("${subjects}") || word.starts_with("${bin}");
    boost::replace_all(word, "${subjects}", subjects_.string());
    boost::replace_all(word, "${bin}", bin_.string());
    boost::replace_all(word, "${exe}", native::program_ending);
    if (!is_file) return word;
    // A path made of a plain string would be read in the code page of the system on Windows.
    return std::filesystem::path(std::u8string(word.begin(), word.end())).lexically_normal().string();
  }

  const std::filesystem::path& path_;
  const std::filesystem::path& subjects_;
  const std::filesystem::path& bin_;
  json document_;
};

// The last line that is not empty.
std::string last_line(const std::string& text) {
  const auto end = text.find_last_not_of(" \r\n");
  if (end == std::string::npos) return "";
  const auto start = text.find_last_of('\n', end);
  return text.substr(start + 1, end - start);
}

}  // namespace

std::vector<Manifest> load_manifests(const std::filesystem::path& folder,
                                     const std::filesystem::path& subjects,
                                     const std::filesystem::path& bin) {
  std::vector<Manifest> manifests;
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failure)) {
    if (entry.path().extension() != ".json") continue;
    const auto path = entry.path();
    const Reader reader(path, subjects, bin);
    if (reader.meant_for(native::system_name())) manifests.push_back(reader.manifest());
  }
  if (failure) throw ManifestError(fmt::format("{}: {}", folder.string(), failure.message()));
  std::sort(manifests.begin(), manifests.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return manifests;
}

std::optional<std::string> why_missing(const Manifest& manifest) {
  const auto& words = manifest.probe.empty() ? manifest.command : manifest.probe;
  if (!native::find_program(words.front())) return manifest.install;
  if (manifest.probe.empty()) return std::nullopt;
  constexpr std::chrono::seconds patience{10};
  constexpr std::size_t ignored_output = 4096;
  boost::asio::io_context context;
  try {
    ChildProcess probe(context, words, ignored_output);
    probe.close_input();
    const auto deadline = std::chrono::steady_clock::now() + patience;
    const bool exited = block_on(context, probe.wait_for_exit(deadline));
    if (exited && probe.how_it_ended() == "exit status 0") return std::nullopt;
    const auto words_of_its_own = exited ? last_line(probe.standard_error()) : std::string();
    return words_of_its_own.empty() ? manifest.install : words_of_its_own;
  } catch (const StartError&) {
    return manifest.install;
  }
}

Versions versions_of(const Manifest& manifest) {
  auto found = search(*manifest.find);
  Versions versions{{}, std::move(found.notes)};
  const auto names = short_names(found.programs);
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto& version = versions.manifests.emplace_back(manifest);
    version.find.reset();
    boost::replace_all(version.name, "*", names[i]);
    boost::replace_all(version.title, "*", found.programs[i].version);
    for (auto* command : {&version.command, &version.probe}) {
      for (auto& word : *command) boost::replace_all(word, program_variable, found.programs[i].program);
    }
  }
  return versions;
}

bool start_the_same(const std::vector<std::string>& one, const std::vector<std::string>& other) {
  if (one.empty() || other.empty() || !std::equal(one.begin() + 1, one.end(), other.begin() + 1, other.end()))
    return false;
  const auto program = native::find_program(one.front());
  const auto of_other = native::find_program(other.front());
  std::error_code failure;
  return program && of_other && std::filesystem::equivalent(*program, *of_other, failure);
}

}  // namespace loopcheck::subject
