// Tasks whose result becomes a product of the step: a transport or a server that its id names from then on.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "asyncio/event_loop.hpp"
#include "vocabulary.hpp"

namespace reference_subject {

// Gives a descriptor to the library for as long as the step does not fail. Null: there is nothing to give.
class HandedOver {
 public:
  explicit HandedOver(std::shared_ptr<End> end) : end_(std::move(end)) {
    if (end_ != nullptr) {
      end_->hand_over();
    }
  }
  HandedOver(HandedOver&&) = default;
  HandedOver& operator=(HandedOver&&) = delete;
  ~HandedOver() {
    if (end_ != nullptr) {
      end_->take_back();
    }
  }
  void keep() noexcept { end_ = nullptr; }

 private:
  std::shared_ptr<End> end_;
};

// `start` calls the library's method. `member` is where the product has the result, `value` makes the step's
// value of it.
template <class T, class Base, class Start>
std::shared_ptr<Task> product_task(const Call& call, std::shared_ptr<Base> Product::*member,
                                   std::shared_ptr<End> given, Start start,
                                   std::function<Json(T&)> value = nullptr) {
  const auto handed_over = std::make_shared<HandedOver>(std::move(given));
  asyncio::Future<std::shared_ptr<T>> future = start();
  Names& names = call.scenario.names();
  LoopContext* context = &call.context;
  auto finish = [&names, context, id = call.step.id(), member, handed_over,
                 value = std::move(value)](std::shared_ptr<T> result) -> Json {
    handed_over->keep();
    names.give(id, context, [&](Product& product) { product.*member = result; });
    if constexpr (std::is_same_v<Base, asyncio::Server>) {
      context->keep(result);
      if (const auto addresses = result->addresses(); !addresses.empty()) {
        names.give(id, context, [&](Product& product) { product.address = addresses.front(); });
      }
    }
    return value ? value(*result) : Json(nullptr);
  };
  return std::make_shared<Task>(std::move(future), std::move(finish));
}

}  // namespace reference_subject
