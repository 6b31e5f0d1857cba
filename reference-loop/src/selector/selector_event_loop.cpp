#include "selector/selector_event_loop.hpp"

#include <string>
#include <utility>

namespace asyncio {
namespace {

void check_number(FileDescriptor fd) {
  if (fd < 0) {
    throw ValueError("Invalid file descriptor: " + std::to_string(fd));
  }
}

}  // namespace

SelectorEventLoop::SelectorEventLoop(std::unique_ptr<Selector> selector, std::unique_ptr<Clock> clock)
    : BaseEventLoop(std::move(clock)), selector_(std::move(selector)), wake_up_(make_wake_up(*selector_)) {
  selector_->register_descriptor(wake_up_->descriptor(), event_read);
}

void SelectorEventLoop::close() {
  if (is_closed()) {
    return;
  }
  BaseEventLoop::close();
  descriptors_.clear();
  selector_->close();
  wake_up_.reset();
  // unwatch_*() and unregister_transport() do nothing any more.
  open_transports().close_all();
}

// ---- Waiting

void SelectorEventLoop::select(std::optional<Duration> timeout) {
  events_ = selector_->select(timeout);
}

void SelectorEventLoop::process_events() {
  for (const ReadyDescriptor& ready : std::exchange(events_, {})) {
    if (ready.fd == wake_up_->descriptor()) {
      wake_up_->drain();
      continue;
    }
    const DescriptorTable::Entry* entry = descriptors_.find(ready.fd);
    if (entry == nullptr) {
      continue;
    }
    // If a callback stops the watching of a descriptor, its handle is cancelled, so what is queued here is
    // skipped.
    if ((ready.events & event_read) != 0 && entry->reader) {
      append_ready(entry->reader);
    }
    if ((ready.events & event_write) != 0 && entry->writer) {
      append_ready(entry->writer);
    }
  }
}

// ---- Watching

void SelectorEventLoop::watch(FileDescriptor fd, Direction direction, Callback callback) {
  check_closed();
  check_number(fd);
  if (!callback) {
    throw TypeError("a callable object was expected");
  }
  Handle handle = make_repeating_handle(std::move(callback));
  DescriptorTable::Entry& entry = descriptors_.get(fd);
  const EventMask before = entry.events();
  const EventMask added = direction == &DescriptorTable::Entry::reader ? event_read : event_write;
  if (before == 0) {
    selector_->register_descriptor(fd, added);
  } else {
    selector_->modify(fd, before | added);
  }
  std::swap(entry.*direction, handle);
  handle.cancel();  // of the callback that was there before
}

bool SelectorEventLoop::unwatch(FileDescriptor fd, Direction direction) {
  check_number(fd);
  DescriptorTable::Entry* entry = is_closed() ? nullptr : descriptors_.find(fd);
  if (entry == nullptr || !(entry->*direction)) {
    return false;
  }
  const EventMask removed = direction == &DescriptorTable::Entry::reader ? event_read : event_write;
  if (const EventMask left = entry->events() & ~removed; left != 0) {
    selector_->modify(fd, left);
  } else {
    selector_->unregister(fd);
  }
  std::exchange(entry->*direction, Handle()).cancel();
  return true;
}

void SelectorEventLoop::watch_reader(FileDescriptor fd, Callback callback) {
  watch(fd, &DescriptorTable::Entry::reader, std::move(callback));
}
void SelectorEventLoop::watch_writer(FileDescriptor fd, Callback callback) {
  watch(fd, &DescriptorTable::Entry::writer, std::move(callback));
}
bool SelectorEventLoop::unwatch_reader(FileDescriptor fd) {
  return unwatch(fd, &DescriptorTable::Entry::reader);
}
bool SelectorEventLoop::unwatch_writer(FileDescriptor fd) {
  return unwatch(fd, &DescriptorTable::Entry::writer);
}

void SelectorEventLoop::add_reader(FileDescriptor fd, Callback callback) {
  check_not_owned(fd);
  watch_reader(fd, std::move(callback));
}
void SelectorEventLoop::add_writer(FileDescriptor fd, Callback callback) {
  check_not_owned(fd);
  watch_writer(fd, std::move(callback));
}
bool SelectorEventLoop::remove_reader(FileDescriptor fd) {
  check_not_owned(fd);
  return unwatch_reader(fd);
}
bool SelectorEventLoop::remove_writer(FileDescriptor fd) {
  check_not_owned(fd);
  return unwatch_writer(fd);
}

// ---- Descriptors that transports own

void SelectorEventLoop::register_transport(FileDescriptor fd, std::shared_ptr<BaseTransport> transport) {
  check_number(fd);
  descriptors_.get(fd).transport = std::move(transport);
}

void SelectorEventLoop::unregister_transport(FileDescriptor fd) noexcept {
  if (DescriptorTable::Entry* entry = fd < 0 ? nullptr : descriptors_.find(fd); entry != nullptr) {
    // Dropped last: its destructor may come back here.
    const std::shared_ptr<BaseTransport> gone = std::exchange(entry->transport, nullptr);
  }
}

void SelectorEventLoop::check_not_owned(FileDescriptor fd) {
  check_number(fd);
  const DescriptorTable::Entry* entry = descriptors_.find(fd);
  if (entry != nullptr && entry->transport != nullptr && !entry->transport->is_closing()) {
    throw RuntimeError("File descriptor " + std::to_string(fd) + " is used by a transport");
  }
}

}  // namespace asyncio
