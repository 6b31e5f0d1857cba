// What a result is to a reader: the one decision that all formats share.
#pragma once

#include <string>
#include <string_view>

#include "loopcheck/record/types.hpp"

namespace loopcheck::reports {

enum class Standing {
  pass,
  failure,        // counts against the subject
  known_failure,  // would, but is listed
  known_pass,     // is listed and passes: the list is wrong
  note,           // an observed expectation that is not met
  trouble,        // no verdict: broken protocol, a failure of the harness
  skipped,        // nothing was tried
};

constexpr Standing standing_of(const record::Result& result) {
  switch (result.verdict) {
    case record::Verdict::pass:
      return result.known_failure ? Standing::known_pass : Standing::pass;
    case record::Verdict::fail:
      if (result.known_failure) return Standing::known_failure;
      return result.level == record::Level::observed ? Standing::note : Standing::failure;
    case record::Verdict::crash:
    case record::Verdict::timeout:
      return result.known_failure ? Standing::known_failure : Standing::failure;
    case record::Verdict::protocol_violation:
    case record::Verdict::harness_error:
      return Standing::trouble;
    case record::Verdict::unsupported:
    case record::Verdict::skipped:
      break;
  }
  return Standing::skipped;
}

// "fail: expected …", harmless and in one line.
std::string reason_of(const record::Result& result);

// "Its reason. https://…" of a result that the list of known failures names, harmless and in one line; empty
// if the list gives neither.
std::string known_reason_of(const record::Result& result);

// "flaky: fail, then pass" of a result whose attempts differ; else empty.
std::string flaky_text(const record::Result& result);

}  // namespace loopcheck::reports
