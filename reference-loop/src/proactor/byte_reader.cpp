#include "proactor/byte_reader.hpp"

#include <utility>

namespace asyncio::proactor_events {

void ByteReader::open(OperationKind kind, FileDescriptor handle, std::shared_ptr<void> self) {
  self_ = self;
  operation_ = loop_.make_operation([this, self = std::move(self)] { completed(); });
  operation_->kind = kind;
  operation_->handle = handle;
  operation_->buffer.resize(read_size);
  read();
}

void ByteReader::read() {
  if (operation_ == nullptr || paused_ || reading_ || held_ || ended_) return;
  reading_ = true;
  loop_.start(operation_);
}

void ByteReader::completed() {
  if (operation_ == nullptr) return;
  reading_ = false;
  if (operation_->error()) {
    owner_.read_failed(operation_->error());
    return;
  }
  held_ = true;
  deliver();
}

void ByteReader::deliver() {
  if (operation_ == nullptr || paused_ || !held_) return;
  // The owner may close this from within; the bytes must stay until it returns.
  const OperationPointer operation = operation_;
  held_ = false;
  if (operation->size() == 0) {
    ended_ = true;
    owner_.end_read();
    return;
  }
  // Nothing is read into the buffer meanwhile.
  reading_ = true;
  owner_.bytes_read(std::span<const std::byte>(operation->buffer).first(operation->size()));
  reading_ = false;
  read();
}

void ByteReader::resume() {
  if (!std::exchange(paused_, false)) return;
  if (held_) {
    loop_.call_soon([this, self = self_.lock()] { deliver(); });
  } else {
    read();
  }
}

}  // namespace asyncio::proactor_events
