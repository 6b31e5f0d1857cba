#include "loop_context.hpp"

#include <algorithm>
#include <optional>

#include "exceptions.hpp"
#include "process.hpp"
#include "scenario.hpp"

namespace reference_subject {
namespace {

// How long a loop may take to lose its connections and children at the end. Only a loop that does not do what
// it is told makes this be waited for.
constexpr std::chrono::seconds longest_close{1};

// The end of a scenario goes on, whatever a loop under test does.
template <class Function>
void quietly(Function function) {
  try {
    function();
  } catch (const std::exception&) {
  }
}

void abort(asyncio::BaseTransport& transport) {
  if (auto* writing = dynamic_cast<asyncio::WriteTransport*>(&transport)) {
    writing->abort();
  } else if (auto* datagrams = dynamic_cast<asyncio::DatagramTransport*>(&transport)) {
    datagrams->abort();
  } else {
    transport.close();
  }
}

}  // namespace

LoopContext::LoopContext(Scenario& scenario, std::unique_ptr<asyncio::EventLoop> loop)
    : scenario_(scenario), loop_(std::move(loop)) {
  loop_->set_exception_handler([this](asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
    scenario_.log().log("loop.exception",
                        {{"message", context.message}, {"exception", exception_or_null(context.exception)}});
  });
}

LoopContext::~LoopContext() {
  if (!loop_->is_closed()) {
    quietly([this] { close_what_is_open(); });
    quietly([this] { loop_->close(); });
  }
  for (const auto& task : tasks_) {
    quietly([&] { task->result(); });  // what was handed over to a failed step is taken back
  }
  for (const long long pid : children_) {
    end_child(pid);
  }
  scenario_.names().forget(*this);
  connections_.clear();
  streams_.clear();
  servers_.clear();
  tasks_.clear();
}

void LoopContext::run_until(const std::vector<std::string>& events, std::uint64_t count) {
  EventLog& log = scenario_.log();
  asyncio::Handle wake_up;  // guarded by the log's lock until the watch is gone
  const auto notify = [&, runner = std::this_thread::get_id()] {
    if (std::this_thread::get_id() == runner) {
      loop_->stop();
    } else {
      wake_up = loop_->call_soon_threadsafe([this] { loop_->stop(); });
    }
  };
  EventLog::WatchId id;
  if (!log.watch(events, count, notify, id)) {
    return;
  }
  const struct Guard {
    EventLog& log;
    EventLog::WatchId id;
    asyncio::Handle& wake_up;
    ~Guard() {
      log.unwatch(id);
      // A stop that comes after the wait is over would end a later run too early.
      wake_up.cancel();
    }
  } guard{log, id, wake_up};
  do {
    loop_->run_forever();
  } while (!log.reached(events, count) && !log.abandoned());
}

nlohmann::json LoopContext::finish(Task& task) {
  if (task.future().valid()) {
    loop_->run_until_done(task.future());
  }
  return task.result();
}

void LoopContext::run_turns(std::int64_t turns) {
  struct Chain {
    asyncio::EventLoop& loop;
    std::int64_t left;
    asyncio::Handle next;
    void schedule() {
      next = loop.call_soon([this] {
        if (--left > 0) {
          schedule();
        } else {
          loop.stop();
        }
      });
    }
  } chain{*loop_, turns, {}};
  if (turns <= 0) {
    return;
  }
  chain.schedule();
  const struct Guard {
    asyncio::Handle& next;
    ~Guard() { next.cancel(); }
  } guard{chain.next};
  loop_->run_forever();
}

void LoopContext::keep(std::shared_ptr<Task> task) {
  if (!task->done()) {
    tasks_.push_back(std::move(task));
  }
}

void LoopContext::keep(std::shared_ptr<asyncio::Server> server) {
  servers_.push_back(std::move(server));
}

void LoopContext::keep(std::shared_ptr<asyncio::StreamPair> stream) {
  streams_.push_back(std::move(stream));
}

void LoopContext::keep_child(long long pid) {
  children_.push_back(pid);
}

void LoopContext::connected(const void* protocol, std::shared_ptr<asyncio::BaseTransport> transport) {
  connections_.emplace_back(protocol, std::move(transport));
}

void LoopContext::lost(const void* protocol) {
  std::erase_if(connections_, [&](const auto& connection) { return connection.first == protocol; });
  if (connections_.empty() && when_all_is_lost_) {
    when_all_is_lost_();
  }
}

void LoopContext::close_what_is_open() {
  for (const auto& task : tasks_) {
    if (!task->done()) {
      quietly([&] { task->future().cancel(); });
    }
  }
  for (const auto& server : servers_) {
    quietly([&] { server->close(); });
  }
  const auto open = connections_;  // a copy, since some may be lost on the spot
  for (const auto& [protocol, transport] : open) {
    quietly([&, &closing = transport] { abort(*closing); });
  }
  for (const auto& stream : streams_) {
    quietly([&] { stream->writer->transport()->abort(); });
  }
  if (!tasks_.empty() || !servers_.empty() || !streams_.empty() || !open.empty()) {
    run_until_all_is_lost();
    constexpr int last_words = 3;  // turns for what the end of a connection schedules
    run_turns(last_words);
  }
}

void LoopContext::run_until_all_is_lost() {
  if (connections_.empty()) {
    return;
  }
  when_all_is_lost_ = [this] { loop_->stop(); };
  bool late = false;
  asyncio::TimerHandle deadline = loop_->call_later(longest_close, [&] {
    late = true;
    loop_->stop();
  });
  while (!connections_.empty() && !late) {
    loop_->run_forever();
  }
  when_all_is_lost_ = nullptr;
  deadline.cancel();
}

}  // namespace reference_subject
