// Steps that schedule callbacks, and those about errors in them.
#include "callbacks.hpp"

#include <chrono>

#include "vocabulary.hpp"

namespace reference_subject {
namespace {

asyncio::Duration milliseconds(double value) {
  return std::chrono::duration_cast<asyncio::Duration>(std::chrono::duration<double, std::milli>(value));
}

double seconds(asyncio::Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

Json give_handle(const Call& call, const asyncio::Handle& handle) {
  call.give([&](Product& product) { product.handle = handle; });
  return nullptr;
}

// `when` goes by the clock as it was before the call, not by what the handle says: a handle that is wrong
// about its deadline must not excuse a timer that is early.
Json give_timer(const Call& call, const asyncio::TimerHandle& handle, asyncio::Time when) {
  give_handle(call, handle);
  return {{"when", seconds(when)}, {"resolution", seconds(call.loop().clock().resolution())}};
}

Json call_soon(const Call& call) {
  return give_handle(call, call.loop().call_soon(CallbackSource(call).make()));
}

Json call_soon_threadsafe(const Call& call) {
  return give_handle(call, call.loop().call_soon_threadsafe(CallbackSource(call).make()));
}

Json call_later(const Call& call) {
  const asyncio::Duration delay = milliseconds(call.step.real("delay_ms"));
  const asyncio::Time when = call.loop().time() + delay;
  return give_timer(call, call.loop().call_later(delay, CallbackSource(call).make()), when);
}

Json call_at(const Call& call) {
  const asyncio::Time when = call.loop().time() + milliseconds(call.step.real("after_ms"));
  return give_timer(call, call.loop().call_at(when, CallbackSource(call).make()), when);
}

Json cancel(const Call& call) {
  call.scenario.names().handle(call.step.text("on")).cancel();
  return nullptr;
}

Json cancelled(const Call& call) {
  return call.scenario.names().handle(call.step.text("on")).cancelled();
}

Json set_exception_handler(const Call& call) {
  if (call.step.raw("callback").is_null()) {
    call.loop().set_exception_handler(nullptr);
    return nullptr;
  }
  const CallbackSource source(call);
  call.loop().set_exception_handler(
      [callback = source.callback()](asyncio::EventLoop&, const asyncio::ExceptionContext& error) {
        callback->handle(error);
      });
  return nullptr;
}

Json call_exception_handler(const Call& call) {
  call.loop().call_exception_handler({call.step.text("message"), nullptr});
  return nullptr;
}

std::shared_ptr<Task> run_in_executor(const Call& call) {
  const CallbackSource source(call);
  return std::make_shared<Task>(
      call.loop().run_in_executor([callback = source.callback()] { (*callback)(); }),
      [] { return Json("done"); });
}

Json set_debug(const Call& call) {
  call.loop().set_debug(call.step.flag("enabled", true));
  return nullptr;
}

}  // namespace

StepTable callback_steps() {
  return {{"call_soon", &call_soon},
          {"call_soon_threadsafe", &call_soon_threadsafe},
          {"call_later", &call_later},
          {"call_at", &call_at},
          {"cancel", &cancel},
          {"cancelled", &cancelled},
          {"set_exception_handler", &set_exception_handler},
          {"call_exception_handler", &call_exception_handler},
          {"run_in_executor", &run_in_executor},
          {"set_debug", &set_debug}};
}

}  // namespace reference_subject
