// A fault in the data of cases/, placed so that an editor can jump to it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace loopcheck::catalogue {

enum class Severity { error, warning };

struct Diagnostic {
  std::string file;      // as it was opened, relative names stay relative
  std::size_t line = 0;  // counted from 1; 0 if the fault is of the whole file
  std::string pointer;   // JSON pointer; empty for the whole document
  std::string code;      // permanent word for the kind of fault, such as "unknown-step"
  std::string message;
  std::string hint;  // such as: did you mean "open"? May be empty
  Severity severity = Severity::error;

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

// cases/x.json:12: /cases/0/steps/1/do: unknown step "opne" (did you mean "open"?)
// A warning has the word "warning: " before its message.
std::string to_string(const Diagnostic& diagnostic);

bool has_errors(const std::vector<Diagnostic>& diagnostics);

// By file, then line, then pointer; two that are equal become one.
void sort_and_merge(std::vector<Diagnostic>& diagnostics);

}  // namespace loopcheck::catalogue
