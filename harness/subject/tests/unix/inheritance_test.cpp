// What a child on Unix gets from the harness, seen from inside the child.
#include <gtest/gtest.h>

#include "block_on.hpp"
#include "loopcheck/subject/child_process.hpp"

namespace loopcheck::subject {
namespace {

std::string first_line(const char* script) {
  boost::asio::io_context context;
  ChildProcess child(context, {"sh", "-c", script}, 1024);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  const auto result = block_on(context, child.read_line(deadline));
  return std::holds_alternative<Line>(result) ? std::get<Line>(result).text : "(no line)";
}

TEST(UnixChildren, GetNoDescriptorButTheirStandardStreams) {
  boost::asio::io_context context;
  const ChildProcess sibling(context, {"sh", "-c", "read x"}, 1024);
  EXPECT_EQ(first_line("echo $(ls /dev/fd/ | wc -l)"), "4");  // 0, 1, 2 and the listing's own
}

TEST(UnixChildren, StartWithTheDefaultActionForBrokenPipes) {
  EXPECT_EQ(first_line("sh -c 'kill -PIPE $$; echo ignored'; kill -l $?"), "PIPE");
}

}  // namespace
}  // namespace loopcheck::subject
