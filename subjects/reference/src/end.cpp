#include "end.hpp"

#include <algorithm>
#include <utility>

#include "outcome.hpp"

namespace reference_subject {

End::End(std::vector<FileDescriptor> descriptors, Kind kind, bool owned)
    : descriptors_(std::move(descriptors)), kind_(kind), owned_(owned) {}

End::End(FileDescriptor descriptor, Kind kind, bool owned) : End(std::vector{descriptor}, kind, owned) {}

const std::vector<FileDescriptor>& End::descriptors() const {
  if (kind_ == Kind::without_descriptor) {
    throw Unsupported("C++ takes descriptors by type: nothing without one can be passed");
  }
  return descriptors_;
}

FileDescriptor End::descriptor() const {
  return descriptors().front();
}

void End::hand_over() {
  handed_over_.clear();
  for (const FileDescriptor fd : owned_ ? descriptors() : std::vector<FileDescriptor>{}) {
    handed_over_.push_back(identity_of(fd));
  }
  owned_ = false;
}

void End::take_back() noexcept {
  const bool untouched = !handed_over_.empty() &&
                         std::equal(handed_over_.begin(), handed_over_.end(), descriptors_.begin(),
                                    descriptors_.end(), [](const Identity& identity, FileDescriptor fd) {
                                      return identity != Identity{} && identity == identity_of(fd);
                                    });
  owned_ = owned_ || untouched;
}

}  // namespace reference_subject
