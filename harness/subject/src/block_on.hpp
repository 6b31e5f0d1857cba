// Runs a context until one coroutine is done, and gives its result: for callers that have nothing else to do
// meanwhile.
#pragma once

#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace loopcheck::subject {

template <class T>
T block_on(boost::asio::io_context& context, boost::asio::awaitable<T> coroutine) {
  std::optional<T> result;
  std::exception_ptr failure;
  boost::asio::co_spawn(context, std::move(coroutine), [&](std::exception_ptr error, T value) {
    failure = error;
    result = std::move(value);
  });
  context.restart();  // it stops by itself whenever it runs out of work
  while (!result) context.run_one();
  if (failure) std::rethrow_exception(failure);
  return std::move(*result);
}

}  // namespace loopcheck::subject
