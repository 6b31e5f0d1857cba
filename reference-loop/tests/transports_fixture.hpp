// What the tests of transports share: a loop for each selector, protocols that write down what they are told,
// and waiting for that without sleeping.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "asyncio/loops.hpp"
#include "loop_kind.hpp"
#include "system.hpp"

namespace asyncio::testing {

using Events = std::vector<std::string>;

inline Bytes as_bytes(std::string_view text) {
  return std::as_bytes(std::span(text));
}
inline std::string as_text(Bytes data) {
  return {reinterpret_cast<const char*>(data.data()), data.size()};
}
inline std::vector<std::byte> byte_vector(std::string_view text) {
  const Bytes bytes = as_bytes(text);
  return {bytes.begin(), bytes.end()};
}
// Bytes in which a shift, a loss or a repetition shows.
std::string pattern(std::size_t size);

// Type and text of an exception: "BrokenPipeError"; "none" for null.
inline std::string type_of(const std::exception_ptr& error) {
  if (!error) return "none";
  try {
    std::rethrow_exception(error);
  } catch (const Error& known) {
    return std::string(known.type_name());
  } catch (const std::exception& other) {
    return other.what();
  }
}
// What a lost peer is called: it depends on the system, and on what was going on.
inline bool is_lost_peer(std::string_view type) {
  return type == "BrokenPipeError" || type == "ConnectionResetError" || type == "ConnectionAbortedError";
}
inline std::string text_of(const std::exception_ptr& error) {
  if (!error) return "none";
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& other) {
    return other.what();
  }
}

// The log of one test's protocols. Waking stops the loop, so that the test looks whether it has what it waits
// for.
struct Log {
  explicit Log(EventLoop& owner) : loop(owner) {}
  EventLoop& loop;
  std::vector<std::string> events;

  void add(std::string event) {
    events.push_back(std::move(event));
    wake();
  }
  void wake() const { loop.stop(); }
  [[nodiscard]] std::size_t count(std::string_view event) const {
    return static_cast<std::size_t>(std::count(events.begin(), events.end(), event));
  }
};

class StreamProtocol : public Protocol {
 public:
  explicit StreamProtocol(Log& log, std::string name = "") : log_(log), name_(std::move(name)) {}

  void connection_made(std::shared_ptr<BaseTransport> made) override {
    base = made;
    transport = std::dynamic_pointer_cast<Transport>(made);
    reader = std::dynamic_pointer_cast<ReadTransport>(made);
    writer = std::dynamic_pointer_cast<WriteTransport>(made);
    log_.add(name_ + "made");
    if (on_made) on_made();
  }
  void data_received(Bytes data) override {
    received += as_text(data);
    log_.wake();
    if (on_data) on_data(data);
  }
  bool eof_received() override {
    log_.add(name_ + "eof");
    if (on_eof) on_eof();
    return keep_open;
  }
  void connection_lost(std::exception_ptr error) override {
    lost = true;
    lost_error = error;
    log_.add(name_ + "lost:" + type_of(error));
    if (on_lost) on_lost();
  }
  void pause_writing() override {
    log_.add(name_ + "pause");
    if (on_pause) on_pause();
  }
  void resume_writing() override {
    log_.add(name_ + "resume");
    if (on_resume) on_resume();
  }

  std::string received;
  bool keep_open = false;
  bool lost = false;
  std::exception_ptr lost_error;
  std::shared_ptr<BaseTransport> base;
  std::shared_ptr<Transport> transport;
  std::shared_ptr<ReadTransport> reader;
  std::shared_ptr<WriteTransport> writer;
  std::function<void()> on_made, on_eof, on_lost, on_pause, on_resume;
  std::function<void(Bytes)> on_data;

 private:
  Log& log_;
  std::string name_;
};

class TransportTest : public ::testing::TestWithParam<LoopKind> {
 protected:
  TransportTest() : TransportTest(make_loop()) {}
  explicit TransportTest(std::unique_ptr<EventLoop> loop) : loop_(std::move(loop)) {
    loop_->set_exception_handler([this](EventLoop&, const ExceptionContext& context) {
      errors.push_back(context.message + ": " + type_of(context.exception));
      loop_->stop();
    });
  }

  static std::unique_ptr<EventLoop> make_loop() { return GetParam().make(); }

  // Runs the loop until `done`; a test that waits for something that never comes fails after a while.
  void run_until(const std::function<bool()>& done) {
    bool too_late = false;
    TimerHandle guard = loop_->call_later(std::chrono::seconds(60), [&] {
      too_late = true;
      loop_->stop();
    });
    while (!done() && !too_late) loop_->run_forever();
    guard.cancel();
    ASSERT_FALSE(too_late) << "waited for something that never came";
  }

  void run_turns(int turns) {
    for (; turns > 0; --turns) {
      loop_->stop();
      loop_->run_forever();
    }
  }

  template <class T>
  void wait_until_done(Future<T>& future) {
    future.add_done_callback([this](FutureBase&) { loop_->stop(); });
    run_until([&] { return future.done(); });
  }
  template <class T>
  T wait(Future<T> future) {
    wait_until_done(future);
    return future.result();
  }

  // Type and text of what the future fails with.
  template <class T>
  std::string failure(Future<T> future, std::string* text = nullptr) {
    wait_until_done(future);
    if (future.cancelled()) return "CancelledError";
    const std::exception_ptr error = future.exception();
    if (text != nullptr) *text = text_of(error);
    return type_of(error);
  }

  std::shared_ptr<StreamProtocol> protocol(std::string name = "") {
    return std::make_shared<StreamProtocol>(log, std::move(name));
  }
  static Factory<Protocol> give(std::shared_ptr<StreamProtocol> made) {
    return [made] { return made; };
  }
  static Factory<BaseProtocol> give_base(std::shared_ptr<StreamProtocol> made) {
    return [made] { return made; };
  }

  std::vector<std::string> errors;
  std::unique_ptr<EventLoop> loop_;
  Log log{*loop_};
};

// A folder of its own, removed with what is in it.
class ScratchFolder {
 public:
  ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();
  [[nodiscard]] std::string path(std::string_view name) const { return folder_ + "/" + std::string(name); }

 private:
  std::string folder_;
};

}  // namespace asyncio::testing
