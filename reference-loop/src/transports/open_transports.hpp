// Who keeps an open transport alive, and who lets it go when its loop is closed.
#pragma once

#include <memory>
#include <unordered_map>

namespace asyncio {

class OpenTransport {
 public:
  virtual ~OpenTransport() = default;
  // The loop is being closed: no callback will come any more. Closes what the system gave, tells the protocol
  // nothing, and drops it, since transport and protocol usually own each other.
  virtual void loop_closed() noexcept = 0;
};

// The open transports and servers of one loop. Belongs to the loop's thread.
class OpenTransports {
 public:
  OpenTransports() = default;
  OpenTransports(const OpenTransports&) = delete;
  OpenTransports& operator=(const OpenTransports&) = delete;
  ~OpenTransports() { close_all(); }

  void add(std::shared_ptr<OpenTransport> transport) {
    OpenTransport* const key = transport.get();
    open_.emplace(key, std::move(transport));
  }
  void remove(OpenTransport* transport) noexcept { open_.erase(transport); }

  void close_all() noexcept {
    // Dropping a protocol runs the application's destructors, which may close other transports of the list.
    while (!open_.empty()) {
      const auto node = open_.extract(open_.begin());
      node.mapped()->loop_closed();
    }
  }

 private:
  std::unordered_map<OpenTransport*, std::shared_ptr<OpenTransport>> open_;
};

}  // namespace asyncio
