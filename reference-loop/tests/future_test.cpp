// Futures and coroutines.
#include "asyncio/future.hpp"

#include "loop_fixture.hpp"

namespace asyncio::testing {
namespace {

class FutureTest : public ::testing::Test {
 protected:
  EventLoop& loop() { return *loop_; }
  std::unique_ptr<EventLoop> loop_ = new_event_loop();
};

TEST_F(FutureTest, IsPendingUntilItGetsAResult) {
  Future<int> future(loop());
  EXPECT_FALSE(future.done());
  EXPECT_EQ("InvalidStateError", thrown_by([&] { future.result(); }));
  EXPECT_EQ("InvalidStateError", thrown_by([&] { static_cast<void>(future.exception()); }));
  future.set_result(5);
  EXPECT_TRUE(future.done());
  EXPECT_EQ(5, future.result());
  EXPECT_EQ(5, future.result());
  EXPECT_EQ(nullptr, future.exception());
  EXPECT_EQ("InvalidStateError", thrown_by([&] { future.set_result(6); }));
  EXPECT_EQ("InvalidStateError", thrown_by([&] { future.set_exception(nullptr); }));
  EXPECT_FALSE(future.cancel());
}

TEST_F(FutureTest, CopiesShareOneState) {
  Future<int> future(loop());
  const Future<int> copy = future;
  future.set_result(1);
  EXPECT_EQ(1, copy.result());
  EXPECT_EQ(&loop(), &copy.get_loop());
}

TEST_F(FutureTest, ThrowsItsException) {
  const Future<int> future = Future<int>::with_exception(loop(), std::make_exception_ptr(ValueError("no")));
  EXPECT_EQ("ValueError", thrown_by([&] { future.result(); }));
  EXPECT_NE(nullptr, future.exception());
}

TEST_F(FutureTest, DoneCallbacksAreCalledSoonAndInOrder) {
  Future<void> future(loop());
  std::string order;
  future.add_done_callback([&](FutureBase& done) { order += done.done() ? "a" : "-"; });
  const auto removed = future.add_done_callback([&](FutureBase&) { order += "x"; });
  future.add_done_callback([&](FutureBase&) { order += "b"; });
  EXPECT_TRUE(future.remove_done_callback(removed));
  EXPECT_FALSE(future.remove_done_callback(removed));
  future.set_result();
  EXPECT_EQ("", order);
  future.add_done_callback([&](FutureBase&) { order += "c"; });
  run_turns(loop(), 1);
  EXPECT_EQ("abc", order);
}

TEST_F(FutureTest, CancelledFutureThrowsCancelledError) {
  Future<int> future(loop());
  EXPECT_TRUE(future.cancel());
  EXPECT_TRUE(future.cancelled());
  EXPECT_TRUE(future.done());
  EXPECT_EQ("CancelledError", thrown_by([&] { future.result(); }));
  EXPECT_EQ("CancelledError", thrown_by([&] { static_cast<void>(future.exception()); }));
  EXPECT_EQ("InvalidStateError", thrown_by([&] { future.set_result(1); }));
}

TEST_F(FutureTest, RunUntilCompleteReturnsTheResult) {
  Future<std::string> future(loop());
  loop().call_soon([&] { future.set_result("text"); });
  EXPECT_EQ("text", loop().run_until_complete(future));
  EXPECT_EQ("text", loop().run_until_complete(future));  // it is done already
}

TEST_F(FutureTest, RunUntilCompleteOfAStoppedLoopIsAnError) {
  Future<void> future(loop());
  loop().call_soon([&] { loop().stop(); });
  std::string message;
  EXPECT_EQ("RuntimeError", thrown_by([&] { loop().run_until_complete(future); }, &message));
  EXPECT_EQ("Event loop stopped before Future completed.", message);
  // Nothing of it is left behind: the end of the future does not stop a later run.
  future.set_result();
  bool later = false;
  loop().call_soon([&] { loop().call_soon([&] { later = true; }); });
  run_turns(loop(), 3);
  EXPECT_TRUE(later);
}

// ---- Coroutines

Future<int> immediate(EventLoop& /*loop*/) {
  co_return 7;
}

Future<int> add_one(EventLoop& /*loop*/, Future<int> to) {
  co_return co_await to + 1;
}

Future<void> fail(EventLoop& /*loop*/) {
  throw ValueError("no");
  co_return;
}

Future<std::string> catch_cancellation(EventLoop& /*loop*/, Future<void> inner) {
  try {
    co_await inner;
  } catch (const CancelledError&) {
    co_return "caught";
  }
  co_return "not cancelled";
}

class Client {
 public:
  explicit Client(EventLoop& loop) : loop_(loop) {}
  [[nodiscard]] EventLoop& get_loop() const { return loop_; }
  Future<int> doubled(Future<int> of) const { co_return 2 * co_await of; }

 private:
  EventLoop& loop_;
};

TEST_F(FutureTest, CoroutineStartsAtOnce) {
  const Future<int> future = immediate(loop());
  EXPECT_TRUE(future.done());
  EXPECT_EQ(7, future.result());
}

TEST_F(FutureTest, CoroutineGoesOnInALaterTurn) {
  Future<int> inner(loop());
  Future<int> outer = add_one(loop(), add_one(loop(), inner));
  inner.set_result(1);
  EXPECT_FALSE(outer.done());
  EXPECT_EQ(3, loop().run_until_complete(outer));
}

TEST_F(FutureTest, CoroutineDoesNotWaitForWhatIsDone) {
  EXPECT_TRUE(add_one(loop(), immediate(loop())).done());
}

TEST_F(FutureTest, CoroutineFindsItsLoopInItsObject) {
  const Client client(loop());
  EXPECT_EQ(14, loop().run_until_complete(client.doubled(immediate(loop()))));
  const auto lambda = [](EventLoop&, int value) -> Future<int> { co_return value; };
  EXPECT_EQ(3, lambda(loop(), 3).result());
}

TEST_F(FutureTest, ExceptionOfACoroutineIsItsFutures) {
  EXPECT_EQ("ValueError", thrown_by([&] { loop().run_until_complete(fail(loop())); }));
  fail(loop());  // nobody asks: dropped silently
}

TEST_F(FutureTest, ExceptionPassesThroughCoAwait) {
  Future<int> inner(loop());
  Future<int> outer = add_one(loop(), inner);
  inner.set_exception(std::make_exception_ptr(OSError(EPIPE, "send")));
  EXPECT_EQ("BrokenPipeError", thrown_by([&] { loop().run_until_complete(outer); }));
}

TEST_F(FutureTest, ResultOfACoroutineCannotBeSetFromOutside) {
  Future<int> inner(loop());
  Future<int> outer = add_one(loop(), inner);
  EXPECT_EQ("RuntimeError", thrown_by([&] { outer.set_result(1); }));
  inner.set_result(1);
  EXPECT_EQ(2, loop().run_until_complete(outer));
}

TEST_F(FutureTest, CancellingTheOuterCancelsTheInnermost) {
  Future<int> inner(loop());
  Future<int> middle = add_one(loop(), inner);
  Future<int> outer = add_one(loop(), middle);
  EXPECT_TRUE(outer.cancel());
  EXPECT_TRUE(inner.cancelled());
  EXPECT_FALSE(outer.done());
  EXPECT_EQ("CancelledError", thrown_by([&] { loop().run_until_complete(outer); }));
  EXPECT_TRUE(outer.cancelled());
  EXPECT_TRUE(middle.cancelled());
}

TEST_F(FutureTest, CoroutineMayCatchItsCancellation) {
  const Future<void> inner(loop());
  Future<std::string> outer = catch_cancellation(loop(), inner);
  EXPECT_TRUE(outer.cancel());
  EXPECT_EQ("caught", loop().run_until_complete(outer));
  EXPECT_FALSE(outer.cancelled());
}

TEST_F(FutureTest, CancellationThatComesAfterTheInnerResultStillArrives) {
  Future<void> inner(loop());
  Future<std::string> outer = catch_cancellation(loop(), inner);
  inner.set_result();
  EXPECT_TRUE(outer.cancel());
  EXPECT_EQ("caught", loop().run_until_complete(outer));
}

TEST_F(FutureTest, CoroutineCannotWaitForItself) {
  struct Self {
    static Future<void> wait(EventLoop& /*loop*/, Future<void> first, std::shared_ptr<Future<void>> self) {
      co_await first;
      co_await *self;
    }
  };
  auto self = std::make_shared<Future<void>>();
  Future<void> first(loop());
  Future<void> future = Self::wait(loop(), first, self);
  *self = future;
  first.set_result();
  EXPECT_EQ("RuntimeError", thrown_by([&] { loop().run_until_complete(future); }));
  *self = Future<void>();
}

TEST_F(FutureTest, TwoCoroutinesMayWaitForOneFuture) {
  Future<int> inner(loop());
  Future<int> first = add_one(loop(), inner);
  Future<int> second = add_one(loop(), inner);
  inner.set_result(1);
  EXPECT_EQ(2, loop().run_until_complete(first));
  EXPECT_EQ(2, loop().run_until_complete(second));
  EXPECT_EQ(1, inner.result());
}

TEST_F(FutureTest, WaitingCoroutineIsDestroyedWithItsLoop) {
  auto held = std::make_shared<int>(0);
  const auto wait = [](EventLoop&, Future<void> inner, std::shared_ptr<int>) -> Future<void> {
    co_await inner;
  };
  Future<void> inner(loop());
  Future<void> outer = wait(loop(), inner, held);
  Future<void> outermost = wait(loop(), outer, held);
  wait(loop(), Future<void>(loop()), held);  // that nobody could ever finish
  EXPECT_GT(held.use_count(), 1);
  loop().close();
  EXPECT_EQ(1, held.use_count());
  EXPECT_TRUE(outer.done());
  EXPECT_TRUE(outermost.cancelled());
  inner.set_result();  // the one who would have been told is gone
}

TEST_F(FutureTest, CoroutineResumedButNotYetRunIsDestroyedWithItsLoop) {
  Future<int> inner(loop());
  const Future<int> outer = add_one(loop(), inner);
  inner.set_result(1);
  loop().close();
  EXPECT_TRUE(outer.cancelled());
}

TEST_F(FutureTest, LoopThatIsNotClosedDestroysItsCoroutinesToo) {
  auto held = std::make_shared<int>(0);
  const auto wait = [](EventLoop&, Future<void> inner, std::shared_ptr<int>) -> Future<void> {
    co_await inner;
  };
  wait(loop(), Future<void>(loop()), held);
  loop_.reset();
  EXPECT_EQ(1, held.use_count());
}

TEST_F(FutureTest, WaitingOnAClosedLoopIsAnError) {
  loop().close();
  const Future<int> outer = add_one(loop(), Future<int>(loop()));
  EXPECT_EQ("RuntimeError", thrown_by([&] { outer.result(); }));
}

TEST_F(FutureTest, LargeResultIsNotCopiedOnItsWay) {
  struct Counted {
    int* copies;
    explicit Counted(int& count) : copies(&count) {}
    Counted(const Counted& other) : copies(other.copies) { ++*copies; }
    Counted(Counted&&) = default;
    Counted& operator=(const Counted&) = delete;
    Counted& operator=(Counted&&) = default;
  };
  struct Steps {
    static Future<Counted> make(EventLoop& /*loop*/, Future<void> first, int& copies) {
      co_await first;
      co_return Counted(copies);
    }
    static Future<void> use(EventLoop& loop, Future<void> first, int& copies) {
      const Counted value = co_await make(loop, first, copies);
      static_cast<void>(value);
    }
  };
  int copies = 0;
  Future<void> first(loop());
  Future<void> future = Steps::use(loop(), first, copies);
  first.set_result();
  loop().run_until_complete(future);
  EXPECT_EQ(0, copies);
}

}  // namespace
}  // namespace asyncio::testing
