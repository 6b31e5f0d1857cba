// Calls from other threads and the executor, over every selector.
#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include "loop_fixture.hpp"

namespace asyncio::testing {
namespace {

using LoopThreads = LoopTest;
FOR_EACH_LOOP(LoopThreads);

TEST_P(LoopThreads, CallFromAnotherThreadWakesAWaitingLoop) {
  std::thread::id called_on;
  std::thread thread([&] {
    loop().call_soon_threadsafe([&] {
      called_on = std::this_thread::get_id();
      loop().stop();
    });
  });
  loop().run_forever();
  thread.join();
  EXPECT_EQ(std::this_thread::get_id(), called_on);
}

// Each call is made only after the one before was served, so the loop is asleep, or falling asleep, every
// time.
TEST_P(LoopThreads, NoWakeUpIsLostAmongThousands) {
  const int calls = many_times;
  // Not std::atomic::wait(): without futexes, as on Windows, that of g++ 12 loses wake-ups itself.
  std::mutex mutex;
  std::condition_variable served_one;
  int served = 0;
  std::thread thread([&] {
    for (int i = 0; i < calls; ++i) {
      loop().call_soon_threadsafe([&] {
        const std::lock_guard lock(mutex);
        ++served;
        served_one.notify_one();
      });
      std::unique_lock lock(mutex);
      served_one.wait(lock, [&] { return served > i; });
    }
    loop().call_soon_threadsafe([&] { loop().stop(); });
  });
  loop().run_forever();
  thread.join();
  EXPECT_EQ(calls, served);
}

TEST_P(LoopThreads, CallsOfManyThreadsAllArriveInTheOrderOfEachThread) {
  constexpr int calls = 3000;
  constexpr int thread_count = 4;
  std::array<std::vector<int>, thread_count> seen;
  int total = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < thread_count; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < calls; ++i) {
        loop().call_soon_threadsafe([&, t, i] {
          seen[static_cast<std::size_t>(t)].push_back(i);
          if (++total == calls * thread_count) {
            loop().stop();
          }
        });
      }
    });
  }
  loop().run_forever();
  for (std::thread& thread : threads) {
    thread.join();
  }
  for (const std::vector<int>& of_one : seen) {
    ASSERT_EQ(static_cast<std::size_t>(calls), of_one.size());
    for (int i = 0; i < calls; ++i) {
      ASSERT_EQ(i, of_one[static_cast<std::size_t>(i)]);
    }
  }
}

TEST_P(LoopThreads, CallsOfTheLoopsOwnThreadKeepTheirPlace) {
  std::string order;
  loop().call_soon([&] { order += "a"; });
  loop().call_soon_threadsafe([&] { order += "b"; });
  loop().call_soon([&] {
    order += "c";
    loop().call_soon_threadsafe([&] { order += "d"; });
    loop().call_soon([&] { order += "e"; });
  });
  run_turns(loop(), 3);
  EXPECT_EQ("abcde", order);
}

TEST_P(LoopThreads, CallWithinACallbackIsNotForgottenBeforeTheWait) {
  loop().call_soon([&] { loop().call_soon_threadsafe([&] { loop().stop(); }); });
  loop().run_forever();
}

TEST_P(LoopThreads, ThreadsafeHandleCanBeCancelled) {
  bool called = false;
  auto held = std::make_shared<int>(0);
  Handle handle = loop().call_soon_threadsafe([&called, held] { called = true; });
  handle.cancel();
  EXPECT_TRUE(handle.cancelled());
  run_turns(loop(), 2);
  EXPECT_FALSE(called);
  EXPECT_EQ(1, held.use_count());
}

TEST_P(LoopThreads, ClosingWhileOthersCallIsSafe) {
  std::atomic<bool> refused{false};
  std::thread thread([&] {
    while (!refused) {
      refused = !thrown_by([&] { loop().call_soon_threadsafe([] {}); }).empty();
    }
  });
  run_turns(loop(), 10);
  loop().close();
  thread.join();
  EXPECT_TRUE(refused);
}

TEST_P(LoopThreads, LoopMayBeMadeHereAndRunThere) {
  int turns = 0;
  std::thread([&] {
    loop().call_soon([&] { ++turns; });
    run_turns(loop(), 2);
  }).join();
  EXPECT_EQ(1, turns);
}

TEST_P(LoopThreads, ExecutorRunsElsewhereAndAnswersHere) {
  std::thread::id ran_on;
  Future<void> future = loop().run_in_executor([&] { ran_on = std::this_thread::get_id(); });
  EXPECT_FALSE(future.done());
  loop().run_until_complete(future);
  EXPECT_NE(std::this_thread::get_id(), ran_on);
  EXPECT_NE(std::thread::id(), ran_on);
}

TEST_P(LoopThreads, ExecutorPassesExceptionsOn) {
  Future<void> future = loop().run_in_executor([] { throw OSError(ENOENT, "gone"); });
  EXPECT_EQ("FileNotFoundError", thrown_by([&] { loop().run_until_complete(future); }));
}

TEST_P(LoopThreads, ExecutorRunsJobsAtTheSameTime) {
  std::mutex mutex;
  std::condition_variable changed;
  int arrived = 0;
  const auto meet = [&] {
    std::unique_lock lock(mutex);
    ++arrived;
    changed.notify_all();
    changed.wait(lock, [&] { return arrived == 3; });
  };
  std::vector<Future<void>> futures;
  for (int i = 0; i < 3; ++i) {
    futures.push_back(loop().run_in_executor(meet));
  }
  for (Future<void>& future : futures) {
    loop().run_until_complete(future);
  }
  EXPECT_EQ(3, arrived);
}

TEST_P(LoopThreads, CloseDoesNotWaitForJobsAndTheDestructorDoes) {
  std::mutex mutex;
  mutex.lock();
  std::atomic<bool> finished{false};
  loop().run_in_executor([&] {
    const std::lock_guard lock(mutex);
    finished = true;
  });
  loop().close();  // would never end otherwise
  EXPECT_FALSE(finished);
  mutex.unlock();
  loop_.reset();
  EXPECT_TRUE(finished);
}

TEST_P(LoopThreads, CloseEndsTheThreadsThatHaveNothingToDo) {
  std::promise<void> ending;
  const std::future<void> ended = ending.get_future();
  loop().run_until_complete(loop().run_in_executor([&] { ending.set_value_at_thread_exit(); }));
  loop().close();
  EXPECT_EQ(std::future_status::ready, ended.wait_for(std::chrono::seconds(20)));
}

TEST_P(LoopThreads, CancelledJobIsForgotten) {
  Future<void> future = loop().run_in_executor([] {});
  EXPECT_TRUE(future.cancel());
  EXPECT_EQ("CancelledError", thrown_by([&] { loop().run_until_complete(future); }));
}

TEST_P(LoopThreads, GetaddrinfoResolvesNumericHosts) {
  const std::vector<Address> found =
      loop().run_until_complete(loop().getaddrinfo("127.0.0.1", 80, AddressFamily::inet));
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(Address(InternetAddress{"127.0.0.1", 80, false}), found.front());
}

TEST_P(LoopThreads, GetaddrinfoFailsForWhatIsNoAddressOfTheFamily) {
  EXPECT_EQ("gaierror", thrown_by([&] {
              loop().run_until_complete(loop().getaddrinfo("::1", 80, AddressFamily::inet));
            }));
}

}  // namespace
}  // namespace asyncio::testing
