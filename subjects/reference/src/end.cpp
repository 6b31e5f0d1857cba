#include "end.hpp"

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

}  // namespace reference_subject
