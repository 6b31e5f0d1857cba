// The end of every way to a connection: a socket becomes a transport.
#pragma once

#include <memory>

#include "base/base_event_loop.hpp"

namespace asyncio {

// Waits until connection_made() was called. If the wait is cancelled the transport is closed.
template <class T>
Future<std::shared_ptr<T>> wait_until_connected(BaseEventLoop& /*loop*/, Started<T> started) {
  try {
    co_await started.connected;
  } catch (...) {
    started.transport->close();
    throw;
  }
  co_return started.transport;
}

// Makes the transport of a stream socket and waits for it.
inline Future<std::shared_ptr<Transport>> connect_transport(BaseEventLoop& loop, net::OwnedDescriptor socket,
                                                            std::shared_ptr<Protocol> protocol) {
  Started<Transport> started = loop.make_socket_transport(std::move(socket), std::move(protocol), nullptr);
  return wait_until_connected(loop, std::move(started));
}

// A given socket that is to become a transport, made non-blocking. ValueError if it is no stream socket; it
// stays the caller's then.
net::OwnedDescriptor take_stream_socket(FileDescriptor socket);

}  // namespace asyncio
