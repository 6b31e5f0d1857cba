// loop.subprocess_exec() and loop.subprocess_shell(): all but the starting, which a class below provides.
// https://docs.python.org/3/library/asyncio-eventloop.html#running-subprocesses
#include <exception>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "base/base_event_loop.hpp"
#include "transports/child_transport.hpp"
#include "transports/subprocess_arguments.hpp"

namespace asyncio {
namespace {

Future<void> connect_child(BaseEventLoop& /*loop*/, std::shared_ptr<ChildTransport> child) {
  const Future<void> pipes = child->connect_pipes();
  co_await pipes;
  const Future<void> made = child->begin();
  co_await made;
}

// One coroutine from the checks to the end: where another one awaited it, a cancellation between its end and
// the other's going on would leave a child that nobody gets.
Future<std::shared_ptr<SubprocessTransport>> run_child(BaseEventLoop& loop, SubprocessForm form,
                                                       Factory<SubprocessProtocol> factory,
                                                       SubprocessCommand command, SubprocessOptions options) {
  check_subprocess_arguments(form, options);
  const auto* words = std::get_if<std::vector<std::string>>(&command);
  if (words != nullptr && words->empty()) throw TypeError("subprocess_exec() needs a program");
  auto protocol = factory();
  loop.check_closed();
  auto process = loop.start_child(command, options);
  const auto child = std::make_shared<ChildTransport>(loop, std::move(process), std::move(protocol));
  child->watch();
  std::exception_ptr failure;
  try {
    const auto connecting = connect_child(loop, child);
    co_await connecting;
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure) {
    // Nobody will get this transport: its child must not stay behind.
    child->close();
    const Future<void> exited = child->exited();
    co_await exited;
    child->abandon();
    std::rethrow_exception(failure);
  }
  co_return std::shared_ptr<SubprocessTransport>(child);
}

}  // namespace

Future<std::shared_ptr<SubprocessTransport>> BaseEventLoop::subprocess_exec(
    Factory<SubprocessProtocol> factory, std::vector<std::string> program_and_arguments,
    SubprocessOptions options) {
  return run_child(*this, SubprocessForm::exec, std::move(factory),
                   SubprocessCommand(std::move(program_and_arguments)), std::move(options));
}

Future<std::shared_ptr<SubprocessTransport>> BaseEventLoop::subprocess_shell(
    Factory<SubprocessProtocol> factory, std::string command_line, SubprocessOptions options) {
  return run_child(*this, SubprocessForm::shell, std::move(factory),
                   SubprocessCommand(std::move(command_line)), std::move(options));
}

std::unique_ptr<ChildProcess> BaseEventLoop::start_child(const SubprocessCommand& /*command*/,
                                                         const SubprocessOptions& /*options*/) {
  throw NotImplementedError();
}

}  // namespace asyncio
