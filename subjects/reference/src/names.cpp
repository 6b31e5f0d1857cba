#include "names.hpp"

#include <utility>

#include "outcome.hpp"

namespace reference_subject {
namespace {

NotRun gave_nothing(const std::string& reference, const char* kind) {
  return NotRun("'" + reference + "' refers to no " + kind +
                ": the step that should give it did not, or has not run");
}

}  // namespace

void Names::give(const std::string& id, const LoopContext* owner,
                 const std::function<void(Product&)>& change) {
  if (id.empty()) {
    return;
  }
  const std::lock_guard lock(mutex_);
  Product& product = products_[id];
  product.owner = owner;
  change(product);
}

void Names::forget(const LoopContext& owner) {
  const auto belongs = [&](const auto& entry) { return entry.second.owner == &owner; };
  // What is forgotten is destroyed outside the lock: it may have something to say.
  std::map<std::string, Product> forgotten;
  const std::lock_guard lock(mutex_);
  for (auto* map : {&products_, &connections_}) {
    for (auto entry = map->begin(); entry != map->end();) {
      const auto next = std::next(entry);
      if (belongs(*entry)) {
        forgotten.insert(map->extract(entry));
      }
      entry = next;
    }
  }
}

void Names::connected(const std::string& protocol, const LoopContext* owner,
                      std::shared_ptr<asyncio::BaseTransport> transport) {
  const std::lock_guard lock(mutex_);
  Product& connection = connections_[protocol];
  connection.owner = owner;
  connection.transport = std::move(transport);
}

asyncio::Handle Names::handle(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = products_.find(id);
  if (found == products_.end() || !found->second.handle) {
    throw gave_nothing(id, "handle");
  }
  return *found->second.handle;
}

template <class T>
std::shared_ptr<T> Names::member(const std::string& id, std::shared_ptr<T> Product::*member,
                                 const char* kind) const {
  const std::lock_guard lock(mutex_);
  const auto found = products_.find(id);
  if (found == products_.end() || found->second.*member == nullptr) {
    throw gave_nothing(id, kind);
  }
  return found->second.*member;
}

std::shared_ptr<asyncio::BaseTransport> Names::transport(const std::string& id) const {
  {
    const std::lock_guard lock(mutex_);
    const auto product = products_.find(id);
    const auto connection = connections_.find(id);
    if ((product == products_.end() || product->second.transport == nullptr) &&
        connection != connections_.end()) {
      return connection->second.transport;
    }
  }
  return member(id, &Product::transport, "transport");
}

std::shared_ptr<asyncio::Server> Names::server(const std::string& id) const {
  return member(id, &Product::server, "server");
}

std::shared_ptr<asyncio::StreamPair> Names::stream(const std::string& id) const {
  return member(id, &Product::stream, "stream");
}

std::shared_ptr<OwnSelector> Names::selector(const std::string& id) const {
  return member(id, &Product::selector, "selector");
}

std::shared_ptr<Task> Names::task(const std::string& id) const {
  return member(id, &Product::task, "background step");
}

std::shared_ptr<Worker> Names::worker(const std::string& id) const {
  return member(id, &Product::worker, "thread");
}

std::shared_ptr<End> Names::end(const std::string& reference) const {
  const std::size_t dot = reference.rfind('.');
  const std::string step = reference.substr(0, dot);
  const std::lock_guard lock(mutex_);
  const auto found = products_.find(dot == std::string::npos ? reference : step);
  if (found != products_.end()) {
    const Ends& ends = found->second.ends;
    if (dot == std::string::npos && ends.size() == 1) {
      return ends.begin()->second;
    }
    const auto end = ends.find(dot == std::string::npos ? "" : reference.substr(dot + 1));
    if (end != ends.end()) {
      return end->second;
    }
  }
  throw gave_nothing(reference, "end");
}

asyncio::Address Names::address(const std::string& reference) const {
  std::shared_ptr<asyncio::BaseTransport> transport;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = products_.find(reference); found != products_.end()) {
      if (found->second.address) {
        return *found->second.address;
      }
      if (found->second.server != nullptr) {
        throw gave_nothing(reference, "address");
      }
      transport = found->second.transport;
    }
  }
  if (const auto* datagrams = dynamic_cast<asyncio::DatagramTransport*>(transport.get())) {
    return datagrams->local_address();
  }
  return address_of(end(reference)->descriptor());
}

std::vector<std::shared_ptr<Worker>> Names::workers() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Worker>> all;
  for (const auto& [id, product] : products_) {
    if (product.worker != nullptr) {
      all.push_back(product.worker);
    }
  }
  return all;
}

}  // namespace reference_subject
