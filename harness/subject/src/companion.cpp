#include "loopcheck/subject/companion.hpp"

#include <fmt/format.h>

namespace loopcheck::subject {
namespace {

constexpr std::size_t longest_line = 1024;

}  // namespace

Companion::Companion(boost::asio::io_context& context, const std::vector<std::string>& command)
    : child_(context, command, longest_line, {}, Orphan::sees_its_input_end) {}

boost::asio::awaitable<std::string> Companion::ready(Deadline deadline) {
  for (;;) {
    const ReadResult read = co_await child_.read_line(deadline);
    if (const auto* line = std::get_if<Line>(&read)) {
      if (line->text == "ready") co_return std::string();
      continue;
    }
    if (std::holds_alternative<DeadlineReached>(read))
      co_return "what it needs around it was not ready in time";
    // A moment for the exit status and the last words, which come by other ways than the output.
    co_await child_.wait_for_exit(deadline);
    co_return fmt::format("what it needs around it ended at once: {} {}", child_.how_it_ended(),
                          child_.standard_error());
  }
}

boost::asio::awaitable<bool> Companion::gone(Deadline deadline) {
  const bool exited = co_await child_.wait_for_exit(deadline);
  child_.kill();
  co_return exited;
}

}  // namespace loopcheck::subject
