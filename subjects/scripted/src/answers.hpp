// Well-formed answers, which the behaviours then spoil.
#pragma once

#include <string>

#include "loopcheck/protocol/messages.hpp"

namespace scripted_subject {

// One selector loop on Linux, "linux-selector-epoll".
loopcheck::protocol::InitializeResult introduction();

// Every step returned null.
loopcheck::protocol::Transcript empty_transcript(const loopcheck::protocol::RunRequest& request);

std::string answer_line(std::int64_t id, const nlohmann::json& result);

// Text that must be shown without doing any harm: markup, control sequences, a NUL, a mark that reverses the
// direction.
std::string hostile_text();
// The same with bytes that are no UTF-8.
std::string hostile_bytes();
// The text again and again without its line ends, about that long.
std::string repeated(std::string text, std::size_t size);

}  // namespace scripted_subject
