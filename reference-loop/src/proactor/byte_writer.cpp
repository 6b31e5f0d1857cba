#include "proactor/byte_writer.hpp"

#include <utility>

namespace asyncio::proactor_events {

void ByteWriter::open(OperationKind kind, FileDescriptor handle, std::shared_ptr<void> self) {
  operation_ = loop_.make_operation([this, self = std::move(self)] { completed(); });
  operation_->kind = kind;
  operation_->handle = handle;
}

void ByteWriter::close() noexcept {
  loop_.abandon(operation_);
  waiting_.clear();
  writing_ = false;
}

std::size_t ByteWriter::size() const noexcept {
  std::size_t left = waiting_.size();
  if (operation_ != nullptr && writing_) {
    left += operation_->rest().size();
    // The system has taken it at once; only the news of it is still to come.
    if (operation_->finished()) left -= operation_->size();
  }
  return left;
}

void ByteWriter::write(Bytes data) {
  if (operation_ == nullptr || data.empty()) return;
  if (writing_) {
    waiting_.insert(waiting_.end(), data.begin(), data.end());
    return;
  }
  operation_->buffer.assign(data.begin(), data.end());
  operation_->begin = 0;
  start();
}

void ByteWriter::start() {
  writing_ = true;
  loop_.start(operation_);
}

void ByteWriter::completed() {
  if (operation_ == nullptr) return;
  writing_ = false;
  if (operation_->error()) {
    owner_.write_failed(operation_->error());
    return;
  }
  operation_->begin += operation_->size();
  if (operation_->rest().empty() && !waiting_.empty()) {
    operation_->buffer.swap(waiting_);
    operation_->begin = 0;
    waiting_.clear();
  }
  if (!operation_->rest().empty()) start();
  owner_.bytes_written();
}

}  // namespace asyncio::proactor_events
