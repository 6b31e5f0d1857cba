// AF_UNIX: servers and connections over transports and protocols.
#include "product_tasks.hpp"
#include "recording_protocols.hpp"
#include "unix_options.hpp"
#include "vocabulary.hpp"

namespace reference_subject {
namespace {

std::shared_ptr<Task> create_unix_server(const Call& call) {
  UnixServerCall given(call);
  return product_task<asyncio::Server>(call, &Product::server, given.socket, [&] {
    return call.loop().create_unix_server(stream_protocols(call), std::move(given.options));
  });
}

std::shared_ptr<Task> create_unix_connection(const Call& call) {
  UnixConnectionCall given(call);
  return product_task<asyncio::Transport>(call, &Product::transport, given.socket, [&] {
    return call.loop().create_unix_connection(stream_protocols(call), std::move(given.options));
  });
}

}  // namespace

StepTable unix_socket_steps() {
  return {{"create_unix_server", &create_unix_server}, {"create_unix_connection", &create_unix_connection}};
}

}  // namespace reference_subject
