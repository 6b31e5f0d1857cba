// The reference loop as a subject of the harness.
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "channel.hpp"
#include "chosen_defect.hpp"
#include "identity.hpp"
#include "process.hpp"
#include "service.hpp"

namespace {

constexpr int wrong_usage = 2;

constexpr const char* help =
    "reference-subject [OPTIONS]\n"
    "Offers loopcheck's reference loop to the harness, over standard input and output.\n"
    "\n"
    "Options:\n"
    "  --documented VERSION  the version of Python's documentation to answer to (default: 3.15)\n"
    "  --clock NAME          the clock of the loops: documented (default), or performance-counter, which is "
    "finer\n"
    "                        on Windows\n"
    "  --defect ID           lay a fault over every loop, to see whether the suite notices\n"
    "  --list-defects        print the faults that there are, as JSON, and exit\n"
    "  --list                print the environments on offer, one a line, and exit\n"
    "  --version             print the version and exit\n"
    "  --help                print this text and exit\n"
    "\n"
    "Examples:\n"
    "  loopcheck run --subject reference\n"
    "  loopcheck run --subject-command 'reference-subject --documented 3.7'\n"
    "  loopcheck run --subject-command 'reference-subject --defect timer-runs-twice'\n";

struct Options {
  enum class Mode { serve, list, list_defects, version, help };
  Mode mode = Mode::serve;
  std::string documented = reference_subject::latest_documented;
  reference_subject::ClockChoice clock = reference_subject::ClockChoice::documented;
};

// False for what is no name of a clock.
bool choose_clock(Options& options, std::string_view name) {
  const bool documented = name == "documented";
  options.clock = documented ? reference_subject::ClockChoice::documented
                             : reference_subject::ClockChoice::performance_counter;
  return documented || name == "performance-counter";
}

bool is_version(std::string_view text) {
  return !text.empty() && text.front() != '.' && text.back() != '.' &&
         text.find("..") == std::string_view::npos &&
         text.find_first_not_of("0123456789.") == std::string_view::npos;
}

// nullopt and a message on standard error for wrong usage.
std::optional<Options> parse(const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    constexpr std::string_view documented = "--documented";
    constexpr std::string_view clock = "--clock";
    if (argument == "--help" || argument == "-h") {
      options.mode = Options::Mode::help;
    } else if (argument == "--version") {
      options.mode = Options::Mode::version;
    } else if (argument == "--list") {
      options.mode = Options::Mode::list;
    } else if (argument == "--list-defects") {
      options.mode = Options::Mode::list_defects;
    } else if (argument == "--defect" && i + 1 < arguments.size() &&
               reference_subject::choose_defect(arguments[i + 1])) {
      ++i;
    } else if (argument == documented && i + 1 < arguments.size()) {
      options.documented = arguments[++i];
    } else if (argument.starts_with("--documented=")) {
      options.documented = argument.substr(documented.size() + 1);
    } else if (argument == clock && i + 1 < arguments.size() && choose_clock(options, arguments[i + 1])) {
      ++i;
    } else {
      std::fprintf(stderr, "reference-subject: cannot make sense of '%s'; see --help\n", argument.c_str());
      return std::nullopt;
    }
  }
  if (!is_version(options.documented)) {
    std::fprintf(stderr, "reference-subject: '%s' is no version; digits and dots are\n",
                 options.documented.c_str());
    return std::nullopt;
  }
  return options;
}

int perform(const Options& options) {
  switch (options.mode) {
    case Options::Mode::help:
      std::fputs(help, stdout);
      return 0;
    case Options::Mode::version:
      std::printf("reference-subject %s\n", LOOPCHECK_VERSION);
      return 0;
    case Options::Mode::list:
      for (const auto& loop : reference_subject::offered_loops(options.documented, options.clock)) {
        std::printf("%s\n", loop.environment.id.c_str());
      }
      return 0;
    case Options::Mode::list_defects:
      std::fputs(reference_subject::defects_as_json().c_str(), stdout);
      return 0;
    case Options::Mode::serve:
      break;
  }
  reference_subject::Channel channel;
  reference_subject::Service(channel, options.documented, options.clock).serve();
  return 0;
}

}  // namespace

int main(int count, char** values) {
  try {
    reference_subject::prepare_process();
    const std::optional<Options> options =
        parse(std::vector<std::string>(values + (count > 0 ? 1 : 0), values + count));
    return options ? perform(*options) : wrong_usage;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "reference-subject: %s\n", error.what());
    return 1;
  }
}
