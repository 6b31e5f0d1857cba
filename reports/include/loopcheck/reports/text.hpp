// One run as a short table: for terminals, and as Markdown for places such as the summary of a CI job.
#pragma once

#include <string>

#include "loopcheck/record/reader.hpp"

namespace loopcheck::reports {

struct TextOptions {
  bool colour = false;  // ANSI colours
};

// One row for each environment with the rules that hold, are broken, not verified and not applicable, and the
// observed notes; then the broken rules by name, and the subjects that failed. Ends with a line end. Texts of
// subjects cannot steer a terminal: control characters are spelled out.
std::string render_text(const record::Run& run, const TextOptions& options = {});

// The same as Markdown (GitHub's flavour).
std::string render_markdown(const record::Run& run);

}  // namespace loopcheck::reports
