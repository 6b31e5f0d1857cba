// A selector of the scenario's own, of the kind that its loop has, and what it is told and asked.
#include <memory>
#include <vector>

#include "outcome.hpp"
#include "vocabulary.hpp"

namespace reference_subject {
namespace {

Json new_selector(const Call& call) {
  const SelectorFactory& make = call.scenario.surroundings().make_selector;
  if (make == nullptr) {
    throw Unsupported("this loop has no selector");
  }
  const auto made = std::make_shared<OwnSelector>(OwnSelector{make(), {}});
  call.give([&](Product& product) { product.selector = made; });
  return nullptr;
}

asyncio::EventMask mask_of(const Call& call) {
  if (!call.step.has("events")) {
    return asyncio::event_read;
  }
  asyncio::EventMask mask = 0;
  for (const Json& word : call.step.list("events")) {
    if (word == "read") {
      mask |= asyncio::event_read;
    } else if (word == "write") {
      mask |= asyncio::event_write;
    } else {
      call.step.refuse("events", "a list of 'read' and 'write'");
    }
  }
  return mask;
}

Json words_of(asyncio::EventMask mask) {
  Json words = Json::array();
  if ((mask & asyncio::event_read) != 0) {
    words.push_back("read");
  }
  if ((mask & asyncio::event_write) != 0) {
    words.push_back("write");
  }
  return words;
}

Json what_is_ready(OwnSelector& own) {
  Json ready = Json::array();
  for (const asyncio::ReadyDescriptor& one : own.selector->select(asyncio::Duration::zero())) {
    ready.push_back({{"of", own.ends[one.fd]}, {"events", words_of(one.events)}});
  }
  return ready;
}

Json selector(const Call& call) {
  const std::shared_ptr<OwnSelector> own = call.scenario.names().selector(call.step.text("on"));
  const std::string method = call.step.text("call");
  if (method == "select") {
    return what_is_ready(*own);
  }
  if (method == "close") {
    own->selector->close();
    return nullptr;
  }
  const FileDescriptor fd = call.end("of")->descriptor();
  if (method == "register") {
    own->selector->register_descriptor(fd, mask_of(call));
    own->ends[fd] = call.step.text("of");
  } else if (method == "modify") {
    own->selector->modify(fd, mask_of(call));
  } else if (method == "unregister") {
    own->selector->unregister(fd);
  } else if (method == "get_key") {
    return {{"events", words_of(own->selector->get_key(fd))}};
  } else {
    throw Unsupported("this adapter knows no method '" + method + "' of selectors");
  }
  return nullptr;
}

}  // namespace

StepTable selector_steps() {
  return {{"new_selector", &new_selector}, {"selector", &selector}};
}

}  // namespace reference_subject
