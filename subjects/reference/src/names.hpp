// What the steps of a scenario gave, by the id of the step. Safe to use from every thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "asyncio/handle.hpp"
#include "asyncio/streams.hpp"
#include "asyncio/transports.hpp"
#include "end.hpp"
#include "own_selector.hpp"
#include "task.hpp"

namespace reference_subject {

class LoopContext;
class Worker;

// Everything that one step gave; most of it is empty.
struct Product {
  const LoopContext* owner = nullptr;  // the loop that it belongs to
  std::optional<asyncio::Handle> handle;
  std::shared_ptr<asyncio::BaseTransport> transport;
  std::shared_ptr<asyncio::Server> server;
  std::optional<asyncio::Address> address;  // of the server, which tells none any more once it is closed
  std::shared_ptr<asyncio::StreamPair> stream;
  std::shared_ptr<OwnSelector> selector;
  std::shared_ptr<Task> task;
  std::shared_ptr<Worker> worker;
  Ends ends;
};

class Names {
 public:
  // Changes the product of that id, which is made if there is none yet.
  void give(const std::string& id, const LoopContext* owner, const std::function<void(Product&)>& change);
  // Forgets what belongs to a loop.
  void forget(const LoopContext& owner);

  // The latest connection of the protocols of that name.
  void connected(const std::string& protocol, const LoopContext* owner,
                 std::shared_ptr<asyncio::BaseTransport> transport);

  // These throw NotRun if the step gave nothing of the kind.
  [[nodiscard]] asyncio::Handle handle(const std::string& id) const;
  [[nodiscard]] std::shared_ptr<asyncio::BaseTransport> transport(
      const std::string& id) const;  // or of a protocol
  [[nodiscard]] std::shared_ptr<asyncio::Server> server(const std::string& id) const;
  [[nodiscard]] std::shared_ptr<asyncio::StreamPair> stream(const std::string& id) const;
  [[nodiscard]] std::shared_ptr<OwnSelector> selector(const std::string& id) const;
  [[nodiscard]] std::shared_ptr<Task> task(const std::string& id) const;
  [[nodiscard]] std::shared_ptr<Worker> worker(const std::string& id) const;
  // `reference` is "step.end", or "step" where the step has one end only.
  [[nodiscard]] std::shared_ptr<End> end(const std::string& reference) const;
  // The address that an end or a server or a datagram endpoint is bound to.
  [[nodiscard]] asyncio::Address address(const std::string& reference) const;

  [[nodiscard]] std::vector<std::shared_ptr<Worker>> workers() const;

 private:
  template <class T>
  std::shared_ptr<T> member(const std::string& id, std::shared_ptr<T> Product::*member,
                            const char* kind) const;

  mutable std::mutex mutex_;
  std::map<std::string, Product> products_;
  std::map<std::string, Product> connections_;
};

}  // namespace reference_subject
