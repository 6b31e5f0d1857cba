// Completions in any order, an operation cancelled at every step, a loop closed at every turn: whatever
// happens, nothing is freed too early, nothing is told twice, nothing is left behind.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <string>

#include "loop_fixture.hpp"
#include "loop_kind.hpp"
#include "perturbing_proactors.hpp"
#include "platform.hpp"
#include "proactor_scenarios.hpp"

namespace asyncio::testing {
namespace {

using proactor_events::Proactor;

struct Outcome {
  bool ended = false;  // by itself, and not by the number of turns
  int served = 0;
};

constexpr int no_limit = -1;

// Runs a scenario, for some turns at most, and closes the loop.
Outcome run(const Scenario& scenario, std::unique_ptr<Proactor> proactor, int turns = no_limit) {
  const auto loop = make_proactor_loop(std::move(proactor));
  loop->set_exception_handler([](EventLoop&, const ExceptionContext&) {});
  Ledger ledger(*loop);
  Outcome outcome;
  {
    Future<void> started = scenario.run(*loop, ledger);
    started.add_done_callback([&](FutureBase& done) {
      if (done.exception() != nullptr) ledger.give_up();
      ledger.wake();
    });
    bool too_late = false;
    loop->call_later(std::chrono::seconds(60), [&] {
      too_late = true;
      ledger.wake();
    });
    const auto ended = [&] { return started.done() && ledger.lost == ledger.made; };
    // Connections to a server may still be on their way when the client's side has ended.
    for (int turn = 0; turn != turns && !too_late && !(outcome.ended = ended()); ++turn) {
      if (turns != no_limit) loop->stop();
      loop->run_forever();
    }
    EXPECT_FALSE(too_late) << "waited for something that never came: made " << ledger.made << ", lost "
                           << ledger.lost << ", started " << started.done();
    if (outcome.ended) ledger.give_up();
    loop->close();
    EXPECT_TRUE(started.done()) << "a future is pending after close()";
  }
  for (const std::string& fault : ledger.faults) ADD_FAILURE() << fault;
  EXPECT_LE(ledger.lost, ledger.made);
  outcome.served = ledger.served;
  return outcome;
}

// How many times more than in an everyday run.
int thoroughness() {
  const char* const text = std::getenv("LOOPCHECK_THOROUGHNESS");
  return text == nullptr ? 1 : std::max(1, std::atoi(text));
}

class Perturbed : public ::testing::TestWithParam<Scenario> {
 protected:
  // What the system makes once and keeps, such as threads of a pool or an event of a thread, is there before
  // the handles are counted.
  static void SetUpTestSuite() {
    SCOPED_TRACE("warming up");
    for (const Scenario& each : scenarios()) {
      for (std::uint32_t seed = 1; seed <= 10; ++seed) {
        run(each, std::make_unique<ShufflingProactor>(make_proactor(), seed));
      }
    }
  }
  void SetUp() override { handles_ = count_handles(); }
  // Fewer is no fault: an idle thread of the system's pool may end meanwhile.
  void TearDown() override { EXPECT_LE(count_handles(), handles_) << "handles are left open"; }

  static const Scenario& scenario() { return GetParam(); }

 private:
  std::size_t handles_ = 0;
};

TEST_P(Perturbed, UndisturbedItServes) {
  const Outcome outcome = run(scenario(), make_proactor());
  EXPECT_TRUE(outcome.ended);
  EXPECT_EQ(scenario().served, outcome.served);
}

TEST_P(Perturbed, CompletionsInAnyOrderServeAsWell) {
  const auto seeds = static_cast<std::uint32_t>(50 * thoroughness());
  for (std::uint32_t seed = 1; seed <= seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Outcome outcome = run(scenario(), std::make_unique<ShufflingProactor>(make_proactor(), seed));
    EXPECT_TRUE(outcome.ended);
    EXPECT_EQ(scenario().served, outcome.served);
  }
}

TEST_P(Perturbed, AnOperationCancelledAtEveryStepEndsTheScenarioAllTheSame) {
  for (int repeat = 0; repeat < thoroughness(); ++repeat) {
    bool reached = true;
    for (int step = 1; reached && !HasFailure(); ++step) {
      SCOPED_TRACE("step " + std::to_string(step));
      const auto count = std::make_shared<int>(step);
      const Outcome outcome = run(scenario(), std::make_unique<CancellingProactor>(make_proactor(), count));
      EXPECT_TRUE(outcome.ended);
      reached = *count <= 0;
    }
  }
}

TEST_P(Perturbed, TheLoopMayBeClosedAfterEveryTurn) {
  for (int repeat = 0; repeat < thoroughness(); ++repeat) {
    bool ended = false;
    // Turns that do not wait come in any number: what counts is the beginning.
    for (int turns = 0; !ended && turns < 60 && !HasFailure(); ++turns) {
      SCOPED_TRACE("turns " + std::to_string(turns));
      ended = run(scenario(), make_proactor(), turns).ended;
    }
  }
}

TEST_P(Perturbed, AndWithCompletionsHeldBackToo) {
  const auto seeds = static_cast<std::uint32_t>(50 * thoroughness());
  for (std::uint32_t seed = 1; seed <= seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    run(scenario(), std::make_unique<ShufflingProactor>(make_proactor(), seed), static_cast<int>(seed % 60));
  }
}

TEST_P(Perturbed, InAnyOrderAndWithACancelledOperationItEndsToo) {
  const auto seeds = static_cast<std::uint32_t>(50 * thoroughness());
  for (std::uint32_t seed = 1; seed <= seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto count = std::make_shared<int>(static_cast<int>(seed % 40) + 1);
    auto cancelling = std::make_unique<CancellingProactor>(make_proactor(), count);
    EXPECT_TRUE(run(scenario(), std::make_unique<ShufflingProactor>(std::move(cancelling), seed)).ended);
  }
}

INSTANTIATE_TEST_SUITE_P(, Perturbed, ::testing::ValuesIn(scenarios()),
                         [](const ::testing::TestParamInfo<Scenario>& info) {
                           return std::string(info.param.name);
                         });

// Connects twice to a server whose first connection fails with this error.
struct Accepting {
  explicit Accepting(net::SystemError error)
      : loop(make_proactor_loop(std::make_unique<FailingProactor>(
            make_proactor(), proactor_events::OperationKind::accept, error))) {
    loop->set_exception_handler(
        [this](EventLoop&, const ExceptionContext& context) { reports.push_back(context.message); });
    ServerOptions options;
    options.host = "127.0.0.1";
    server = loop->run_until_complete(loop->create_server(
        [this] {
          ++served;
          return std::make_shared<Protocol>();
        },
        options));
    ConnectionOptions to;
    to.host = options.host;
    to.port = std::get<InternetAddress>(server->addresses().at(0)).port;
    for (int i = 0; i < 2; ++i)
      loop->run_until_complete(loop->create_connection([] { return std::make_shared<Protocol>(); }, to));
  }
  void run_until(const std::function<bool()>& done) {
    for (int turns = 0; !done() && turns < 10'000; ++turns) run_turns(*loop, 1);
    EXPECT_TRUE(done());
  }
  void run_until_served() {
    run_until([this] { return served == 1; });
  }

  std::unique_ptr<EventLoop> loop;
  std::shared_ptr<Server> server;
  std::vector<std::string> reports;
  int served = 0;
};

TEST(AcceptingTest, ConnectionThatIsGoneAlreadyIsPassedOver) {
  for (const net::SystemError error : {net::connection_reset, net::connection_aborted}) {
    Accepting accepting(error);
    accepting.run_until_served();
    EXPECT_EQ(std::vector<std::string>{}, accepting.reports);
  }
}

TEST(AcceptingTest, AnotherErrorIsReportedAndAcceptingGoesOn) {
  Accepting accepting(net::invalid_argument);
  accepting.run_until_served();
  EXPECT_EQ(std::vector<std::string>{"Accept failed on a socket"}, accepting.reports);
}

TEST(AcceptingTest, WithoutResourcesItPauses) {
  int code = 1;
  while (!net::SystemError(code).is_out_of_resources()) ++code;
  Accepting accepting{net::SystemError(code)};
  accepting.run_until([&] { return !accepting.reports.empty(); });
  run_turns(*accepting.loop, 10);
  EXPECT_EQ(0, accepting.served);
  ASSERT_EQ(1U, accepting.reports.size());
  EXPECT_NE("Accept failed on a socket", accepting.reports.front());
}

TEST(ClosedProactorLoop, StartsNoOperation) {
  const SocketPair sockets;
  const auto loop = make_proactor_loop(make_proactor());
  loop->close();
  EXPECT_EQ("RuntimeError", thrown_by([&] { loop->sock_recv(sockets.ours.get(), 1).result(); }));
}

}  // namespace
}  // namespace asyncio::testing
