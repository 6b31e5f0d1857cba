// What a loop calls: a callable without arguments, owned by the loop until it has been called or cancelled.
//
// asyncio passes arguments along with the callable; a closure does that here. Callables of up to 56 bytes are
// stored in the object itself, so that scheduling one does not allocate; larger ones are moved to the heap.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstring>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace asyncio {

class Callback {
 public:
  static constexpr std::size_t inline_size = 56;

  Callback() noexcept = default;

  // Implicit, so that a lambda can be given wherever a Callback is asked for. Move-only callables are
  // welcome.
  template <class F>
  requires(!std::same_as<std::remove_cvref_t<F>, Callback> && std::invocable<std::decay_t<F>&>)
      Callback(F&& callable) {  // NOLINT(google-explicit-constructor)
    using Function = std::decay_t<F>;
    if constexpr (fits<Function>) {
      store<Function>(std::forward<F>(callable));
    } else {
      store<Boxed<Function>>(Boxed<Function>{std::make_unique<Function>(std::forward<F>(callable))});
    }
  }

  Callback(Callback&& other) noexcept { take(other); }
  Callback& operator=(Callback&& other) noexcept {
    if (this != &other) {
      reset();
      take(other);
    }
    return *this;
  }
  Callback(const Callback&) = delete;
  Callback& operator=(const Callback&) = delete;
  ~Callback() { reset(); }

  // Must not be empty.
  void operator()() { operations_->invoke(storage_); }
  explicit operator bool() const noexcept { return operations_ != nullptr; }

  // Destroys the callable, and everything that it holds.
  void reset() noexcept {
    if (const Operations* operations = std::exchange(operations_, nullptr); operations != nullptr) {
      if (operations->destroy != nullptr) {
        operations->destroy(storage_);
      }
    }
  }

 private:
  struct Operations {
    void (*invoke)(void* storage);
    // Moves the callable and destroys the source. Null: copying the bytes is enough.
    void (*relocate)(void* from, void* to) noexcept;
    void (*destroy)(void* storage) noexcept;  // null: nothing to do
  };

  template <class F>
  struct Boxed {
    std::unique_ptr<F> callable;
    void operator()() { std::invoke(*callable); }
  };

  template <class F>
  static constexpr bool fits = sizeof(F) <= inline_size &&
                               alignof(F) <= alignof(void*) && std::is_nothrow_move_constructible_v<F>;

  template <class F>
  static void invoke(void* storage) {
    std::invoke(*static_cast<F*>(storage));
  }
  template <class F>
  static void relocate(void* from, void* to) noexcept {
    std::construct_at(static_cast<F*>(to), std::move(*static_cast<F*>(from)));
    std::destroy_at(static_cast<F*>(from));
  }
  template <class F>
  static void destroy(void* storage) noexcept {
    std::destroy_at(static_cast<F*>(storage));
  }

  template <class F>
  static constexpr Operations operations_for{&invoke<F>,
                                             std::is_trivially_copyable_v<F> ? nullptr : &relocate<F>,
                                             std::is_trivially_destructible_v<F> ? nullptr : &destroy<F>};

  template <class F, class Argument>
  void store(Argument&& callable) {
    void* place = storage_;
    std::construct_at(static_cast<F*>(place), std::forward<Argument>(callable));
    operations_ = &operations_for<F>;
  }

  void take(Callback& other) noexcept {
    operations_ = std::exchange(other.operations_, nullptr);
    if (operations_ == nullptr) {
      return;
    }
    if (operations_->relocate != nullptr) {
      operations_->relocate(other.storage_, storage_);
    } else {
      std::memcpy(storage_, other.storage_, inline_size);
    }
  }

  const Operations* operations_ = nullptr;
  alignas(void*) std::byte storage_[inline_size];
};

}  // namespace asyncio
