// add_reader() and its relatives. An object with a descriptor and the descriptor are the same thing in C++,
// so that "as" makes no difference.
#include "callbacks.hpp"
#include "vocabulary.hpp"

namespace reference_subject {
namespace {

Json add(const Call& call, void (asyncio::EventLoop::*method)(FileDescriptor, asyncio::Callback)) {
  const std::shared_ptr<End> end = call.end();
  const CallbackSource source(call);
  for (const FileDescriptor fd : end->descriptors()) {
    (call.loop().*method)(fd, source.make());
  }
  return nullptr;
}

// Of many descriptors: whether all of them were watched.
Json remove(const Call& call, bool (asyncio::EventLoop::*method)(FileDescriptor)) {
  const std::shared_ptr<End> end = call.end();
  bool all = true;
  for (const FileDescriptor fd : end->descriptors()) {
    all = (call.loop().*method)(fd) && all;
  }
  return all;
}

Json add_reader(const Call& call) {
  return add(call, &asyncio::EventLoop::add_reader);
}
Json add_writer(const Call& call) {
  return add(call, &asyncio::EventLoop::add_writer);
}
Json remove_reader(const Call& call) {
  return remove(call, &asyncio::EventLoop::remove_reader);
}
Json remove_writer(const Call& call) {
  return remove(call, &asyncio::EventLoop::remove_writer);
}

}  // namespace

StepTable watching_steps() {
  return {{"add_reader", &add_reader},
          {"add_writer", &add_writer},
          {"remove_reader", &remove_reader},
          {"remove_writer", &remove_writer}};
}

}  // namespace reference_subject
