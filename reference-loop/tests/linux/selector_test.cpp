// What poll() cannot watch, on the system that lets a test open such a thing.
#include <fcntl.h>

#include <cerrno>

#include "loop_fixture.hpp"
#include "unix/descriptor.hpp"

namespace asyncio::testing {
namespace {

// As some devices of macOS.
TEST(PollSelectorTest, OpenDescriptorThatPollCannotWatchIsRefusedAtOnce) {
  const std::unique_ptr<Selector> poll = make_selector(SelectorKind::poll);
  const unix_os::OwnedDescriptor path(::open("/", O_PATH | O_CLOEXEC));
  try {
    poll->register_descriptor(path.get(), event_read);
    ADD_FAILURE() << "taken";
  } catch (const OSError& error) {
    EXPECT_EQ(EINVAL, error.error_number());
  }
  EXPECT_EQ(0U, poll->registered(path.get()));
}

}  // namespace
}  // namespace asyncio::testing
