// connect_read_pipe() and connect_write_pipe().
#include "product_tasks.hpp"
#include "recording_protocols.hpp"
#include "vocabulary.hpp"

namespace reference_subject {
namespace {

std::shared_ptr<Task> connect_read_pipe(const Call& call) {
  const std::shared_ptr<End> end = call.end();
  const FileDescriptor fd = end->descriptor();
  return product_task<asyncio::ReadTransport>(call, &Product::transport, end, [&] {
    return call.loop().connect_read_pipe(stream_protocols(call), fd);
  });
}

std::shared_ptr<Task> connect_write_pipe(const Call& call) {
  const std::shared_ptr<End> end = call.end();
  const FileDescriptor fd = end->descriptor();
  return product_task<asyncio::WriteTransport>(call, &Product::transport, end, [&] {
    return call.loop().connect_write_pipe(writing_protocols(call), fd);
  });
}

}  // namespace

StepTable pipe_steps() {
  return {{"connect_read_pipe", &connect_read_pipe}, {"connect_write_pipe", &connect_write_pipe}};
}

}  // namespace reference_subject
