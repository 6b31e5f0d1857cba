// The operations that a proactor has started and whose completions it has not taken. It is what keeps them
// alive so long.
#pragma once

#include <cstddef>
#include <utility>

#include "proactor/operation.hpp"

namespace asyncio::proactor_events {

// A linked list through the operations themselves: starting one does not allocate.
class InFlight {
 public:
  InFlight() = default;
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  void add(OperationPointer operation) noexcept {
    Operation& added = *operation;
    added.finished_ = false;
    added.error_ = {};
    added.size_ = 0;
    added.previous_ = nullptr;
    added.next_ = first_;
    if (first_ != nullptr) first_->previous_ = &added;
    first_ = &added;
    added.self_ = std::move(operation);
    ++size_;
  }

  // Its completion was taken.
  [[nodiscard]] OperationPointer take(Operation& operation) noexcept {
    (operation.previous_ != nullptr ? operation.previous_->next_ : first_) = operation.next_;
    if (operation.next_ != nullptr) operation.next_->previous_ = operation.previous_;
    --size_;
    return std::move(operation.self_);
  }

  // `visit` may take the operation that it is given, and no other.
  template <class Visit>
  void for_each(Visit visit) {
    for (Operation* operation = first_; operation != nullptr;) {
      Operation* const next = operation->next_;
      visit(*operation);
      operation = next;
    }
  }

 private:
  Operation* first_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace asyncio::proactor_events
