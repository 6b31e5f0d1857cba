// How texts and numbers of a record are shown to people.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "loopcheck/record/types.hpp"
#include "loopcheck/reports/shown.hpp"

namespace loopcheck::reports {

// shown_in_line() of the first `limit` bytes. Looks at no more than these, however long the text is.
std::string excerpt_in_line(const std::string& text, std::size_t limit);

// Whether a text is a moment as the record writes it, "2026-01-02T03:04:05.678Z". A record may be edited.
bool is_timestamp(std::string_view text);

// "850 ns", "1.2 ms", "3.4 s"
std::string duration_text(std::chrono::nanoseconds duration);

// "1 rule", "2 rules"
std::string counted(std::size_t count, const std::string& noun);

// "cpython 3.11.2"; also where its name ends with the version
std::string subject_text(const record::SubjectInfo& subject);

// "linux/epoll", "windows/proactor", "linux" for a loop that is neither
std::string environment_text(const protocol::Environment& environment);
// "macos 10.8/poll"
std::string environment_text_with_version(const protocol::Environment& environment);

// Where the documentation says it: the rule's own link if that is an https address, else made of page and
// anchor. Percent-encoded where need be.
std::string documentation_link(const record::RuleInfo& rule);

}  // namespace loopcheck::reports
