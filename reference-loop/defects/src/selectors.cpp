// Selectors that take what they should refuse.
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "groups.hpp"

namespace asyncio::defects {
namespace {

// A selector that hands every call on to another one.
class SelectorDecorator : public Selector {
 public:
  explicit SelectorDecorator(std::unique_ptr<Selector> inner) : inner_(std::move(inner)) {}
  void register_descriptor(FileDescriptor fd, EventMask events) override {
    inner_->register_descriptor(fd, events);
  }
  void modify(FileDescriptor fd, EventMask events) override { inner_->modify(fd, events); }
  void unregister(FileDescriptor fd) override { inner_->unregister(fd); }
  [[nodiscard]] EventMask registered(FileDescriptor fd) const noexcept override {
    return inner_->registered(fd);
  }
  std::span<const ReadyDescriptor> select(std::optional<Duration> timeout) override {
    return inner_->select(timeout);
  }
  void close() noexcept override { inner_->close(); }
  [[nodiscard]] std::string_view class_name() const noexcept override { return inner_->class_name(); }

 private:
  std::unique_ptr<Selector> inner_;
};

class RegistersTwice : public SelectorDecorator {
 public:
  using SelectorDecorator::SelectorDecorator;
  void register_descriptor(FileDescriptor fd, EventMask events) override {
    if (registered(fd) != 0 && events != 0) {
      modify(fd, events);
    } else {
      SelectorDecorator::register_descriptor(fd, events);
    }
  }
};

class ModifiesWhatIsNotThere : public SelectorDecorator {
 public:
  using SelectorDecorator::SelectorDecorator;
  void modify(FileDescriptor fd, EventMask events) override {
    if (fd >= 0 && events != 0 && registered(fd) == 0) {
      register_descriptor(fd, events);
    } else {
      SelectorDecorator::modify(fd, events);
    }
  }
};

class UnregistersWhatIsNotThere : public SelectorDecorator {
 public:
  using SelectorDecorator::SelectorDecorator;
  void unregister(FileDescriptor fd) override {
    if (fd < 0 || registered(fd) != 0) {
      SelectorDecorator::unregister(fd);
    }
  }
};

class HasAKeyForEverything : public SelectorDecorator {
 public:
  using SelectorDecorator::SelectorDecorator;
  [[nodiscard]] EventMask registered(FileDescriptor fd) const noexcept override {
    const EventMask truth = SelectorDecorator::registered(fd);
    return truth != 0 ? truth : event_read;
  }
};

class TakesNegativeNumbers : public SelectorDecorator {
 public:
  using SelectorDecorator::SelectorDecorator;
  void register_descriptor(FileDescriptor fd, EventMask events) override {
    if (fd >= 0) {
      SelectorDecorator::register_descriptor(fd, events);
    }
  }
};

class OverlooksNegativeNumbers : public SelectorDecorator {
 public:
  using SelectorDecorator::SelectorDecorator;
  void modify(FileDescriptor fd, EventMask events) override {
    if (fd >= 0) {
      SelectorDecorator::modify(fd, events);
    }
  }
  void unregister(FileDescriptor fd) override {
    if (fd >= 0) {
      SelectorDecorator::unregister(fd);
    }
  }
};

class TakesEmptyMasks : public SelectorDecorator {
 public:
  using SelectorDecorator::SelectorDecorator;
  void register_descriptor(FileDescriptor fd, EventMask events) override {
    if (events != 0) {
      SelectorDecorator::register_descriptor(fd, events);
    }
  }
};

class ForgetsToCheckChanges : public SelectorDecorator {
 public:
  using SelectorDecorator::SelectorDecorator;
  void modify(FileDescriptor fd, EventMask events) override {
    if (events != 0) {
      SelectorDecorator::modify(fd, events);
    }
  }
};

template <class Decorator>
SelectorFault with_selector() {
  return [](std::unique_ptr<Selector> sound) { return std::make_unique<Decorator>(std::move(sound)); };
}

}  // namespace

Defects defects_of_selectors() {
  return {
      {.id = "selector-registers-twice",
       .about = "register() of what is registered already changes what it is watched for",
       .breaks = {"selectors-registered-already"},
       .scope = selector_loops,
       .selector = with_selector<RegistersTwice>()},
      {.id = "selector-modifies-unregistered",
       .about = "modify() registers what was not registered",
       .breaks = {"selectors-not-registered"},
       .scope = selector_loops,
       .selector = with_selector<ModifiesWhatIsNotThere>()},
      {.id = "selector-unregisters-unregistered",
       .about = "unregister() of what is not registered does nothing",
       .breaks = {"selectors-not-registered"},
       .scope = selector_loops,
       .selector = with_selector<UnregistersWhatIsNotThere>()},
      {.id = "selector-knows-unregistered",
       .about = "get_key() gives a key for what is not registered",
       .breaks = {"selectors-not-registered"},
       .scope = selector_loops,
       .selector = with_selector<HasAKeyForEverything>()},
      {.id = "selector-takes-negative-number",
       .about = "register() of a negative number does nothing",
       .breaks = {"selectors-invalid-descriptor"},
       .scope = selector_loops,
       .selector = with_selector<TakesNegativeNumbers>()},
      {.id = "selector-overlooks-negative-number",
       .about = "modify() and unregister() of a negative number do nothing",
       .breaks = {"selectors-invalid-descriptor"},
       .scope = selector_loops,
       .selector = with_selector<OverlooksNegativeNumbers>()},
      {.id = "selector-takes-empty-mask",
       .about = "register() for no events at all does nothing",
       .breaks = {"selectors-register-no-events"},
       .scope = selector_loops,
       .selector = with_selector<TakesEmptyMasks>()},
      {.id = "selector-changes-to-empty-mask",
       .about = "modify() to no events at all does nothing",
       .breaks = {"selectors-modify-no-events"},
       .scope = selector_loops,
       .selector = with_selector<ForgetsToCheckChanges>()},
  };
}

}  // namespace asyncio::defects
