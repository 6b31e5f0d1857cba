// Subprocesses on every system, with loopcheck-child as their program.
#include "child_programs.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <thread>
#include <vector>

#include "command_lines.hpp"

namespace asyncio::testing {
namespace {

// connection_made() first, connection_lost() last, process_exited() once, each pipe lost once.
void expect_order(const ChildProtocol& child, int pipes = 3) {
  const Events& events = child.log.events;
  ASSERT_GE(events.size(), 2U);
  EXPECT_EQ("made", events.front());
  EXPECT_EQ("lost:none", events.back());
  EXPECT_EQ(1U, child.log.count("made"));
  EXPECT_EQ(1U, child.log.count("exited"));
  EXPECT_EQ(1U, child.log.count("lost:none"));
  EXPECT_EQ(pipes, std::count_if(events.begin(), events.end(),
                                 [](const std::string& event) { return event.starts_with("pipe"); }));
}

std::string hexadecimal(const Words& words) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result;
  for (const std::string& word : words) {
    for (const char c : word) {
      const auto byte = static_cast<unsigned char>(c);
      (result += digits[byte >> 4U]) += digits[byte & 15U];
    }
    result += '\n';
  }
  return result;
}

TEST_P(ChildProgramTest, OutputExitAndLossComeInOrder) {
  const auto child = start({"print-both", "out", "err"});
  finish(child);
  EXPECT_EQ("out", child->output[1]);
  EXPECT_EQ("err", child->output[2]);
  EXPECT_EQ(0, child->code());
  EXPECT_EQ(0, child->code_at_exit);
  expect_order(*child);
  EXPECT_TRUE(errors.empty());
}

TEST_P(ChildProgramTest, BytesGoThroughUnchanged) {
  for (const std::size_t size : {std::size_t{200} << 10, std::size_t{2} << 20}) {
    for (const char* command : {"echo", "reverse"}) {
      const auto child = start({command});
      std::string sent = pattern(size);
      child->input()->write(as_bytes(sent));
      child->input()->write_eof();
      finish(child);
      if (std::string_view(command) == "reverse") std::reverse(sent.begin(), sent.end());
      EXPECT_TRUE(child->output[1] == sent) << command << ' ' << size << ' ' << child->output[1].size();
      EXPECT_EQ(0, child->code());
      expect_order(*child);
      EXPECT_EQ(child->log.count("pause"), child->log.count("resume"));
    }
  }
}

TEST_P(ChildProgramTest, ConversationGoesBackAndForth) {
  const auto child = start({"echo"});
  for (int i = 0; i < 20; ++i) {
    const std::string line = "line " + std::to_string(i) + "\r\n\x1a";
    child->output[1].clear();
    child->input()->write(as_bytes(line));
    run_until([&] { return child->output[1].size() >= line.size(); });
    EXPECT_EQ(line, child->output[1]);
  }
  EXPECT_FALSE(child->transport->get_returncode().has_value());
  child->input()->close();
  finish(child);
  EXPECT_EQ(0, child->code());
}

TEST_P(ChildProgramTest, ArgumentsArriveAsTheyAre) {
  const Words arguments{"",
                        " ",
                        "\"",
                        "\"\"",
                        "a\\",
                        "a b\\",
                        "a\\\"b",
                        "\\\\server\\share\\",
                        "\t",
                        "%PATH%",
                        "%1 %%",
                        "*.cpp",
                        "?",
                        "^&|<>()!",
                        "'quoted'",
                        "\\\\\"\\\\",
                        "--",
                        "\xc3\xa9\xe2\x82\xac",
                        "\xf0\x9f\x90\x8d",
                        "-x=\"y z\""};
  Words words{"arguments"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  EXPECT_EQ(hexadecimal(arguments), output_of(words));
  for (unsigned seed = 0; seed < 20; ++seed) {
    const Words awkward = awkward_words(seed);
    Words command{"arguments"};
    command.insert(command.end(), awkward.begin(), awkward.end());
    EXPECT_EQ(hexadecimal(awkward), output_of(command)) << seed;
  }
}

TEST_P(ChildProgramTest, TerminatedAndKilledChildrenSaySo) {
  const auto terminated = start({"wait"});
  wait_until_ready(terminated);
  EXPECT_FALSE(terminated->transport->get_returncode().has_value());
  terminated->transport->terminate();
  EXPECT_NO_THROW(terminated->transport->terminate()) << "it is ending, but that was not seen yet";
  finish(terminated);
  EXPECT_EQ(terminated_code, terminated->code());
  expect_order(*terminated);

  const auto killed = start({"never-read"});
  wait_until_ready(killed);
  killed->transport->kill();
  finish(killed);
  EXPECT_EQ(killed_code, killed->code());
  expect_order(*killed);
  for (const auto& call : std::vector<std::function<void()>>{[&] { killed->transport->kill(); },
                                                             [&] { killed->transport->terminate(); },
                                                             [&] { killed->transport->send_signal(15); }}) {
    try {
      call();
      FAIL() << "nothing was thrown";
    } catch (const OSError& error) {
      EXPECT_EQ("ProcessLookupError", error.type_name());
    }
  }
}

TEST_P(ChildProgramTest, OneThatNeverReadsPausesTheWriter) {
  const auto child = start({"never-read"});
  wait_until_ready(child);
  child->input()->write(as_bytes(pattern(std::size_t{2} << 20)));
  EXPECT_EQ(1U, child->log.count("pause"));
  run_turns(10);
  EXPECT_GT(child->input()->get_write_buffer_size(), std::size_t{1} << 20);
  child->transport->close();
  run_until([&] { return child->lost; });
  EXPECT_EQ(killed_code, child->code());
  EXPECT_EQ(1U, child->log.count("exited"));
}

TEST_P(ChildProgramTest, WritingToADeadChildIsNoError) {
  const auto child = start({"exit", "3"});
  run_until([&] { return child->exited; });
  if (child->input() != nullptr) child->input()->write(as_bytes(pattern(std::size_t{1} << 20)));
  finish(child);
  EXPECT_EQ(3, child->code());
  EXPECT_TRUE(errors.empty());
}

TEST_P(ChildProgramTest, PipesOutliveAChildWhoseGrandchildHoldsThem) {
  const auto child = start({"leave-grandchild"});
  run_until([&] { return child->exited && child->log.count("pipe2:none") == 1; });
  EXPECT_EQ(0, child->code());
  run_turns(5);
  EXPECT_FALSE(child->lost);
  EXPECT_EQ(0U, child->log.count("pipe1:none"));
  child->input()->close();
  finish(child);
  expect_order(*child);
}

TEST_P(ChildProgramTest, StreamsOfManyKinds) {
  SubprocessOptions options;
  EXPECT_EQ("pipe\npipe\npipe\n", finish(start({"kinds"}, options)));
  options.standard_input = StdioDevNull{};
  options.standard_error = StdioToStdout{};
  EXPECT_EQ("null\npipe\npipe\n", finish(start({"kinds"}, options)));
  EXPECT_EQ("outerr", finish(start({"print-both", "out", "err"}, options)));
  options.standard_output = StdioDevNull{};
  const auto silent = start({"print", "x"}, options);
  finish(silent);
  for (const int fd : {-1, 0, 1, 2, 3}) EXPECT_EQ(nullptr, silent->transport->get_pipe_transport(fd));
  EXPECT_EQ((Events{"made", "exited", "lost:none"}), silent->log.events);
  EXPECT_EQ(0, silent->code());
}

TEST_P(ChildProgramTest, NothingIsInheritedFromTheLoopNorFromSiblings) {
  std::vector<std::shared_ptr<ChildProtocol>> siblings;
  for (int i = 0; i < 3; ++i) siblings.push_back(start({"wait"}));
  EXPECT_EQ("", output_of({"descriptors"}));
  for (const auto& sibling : siblings) {
    sibling->input()->close();
    finish(sibling);  // would wait for ever if another one held the pipe
    EXPECT_EQ(0, sibling->code());
  }
}

TEST_P(ChildProgramTest, ManyAtOnceEndEachWithItsOwnCode) {
  constexpr std::size_t count = 40;
  std::vector<std::shared_ptr<ChildProtocol>> children;
  std::vector<Future<std::shared_ptr<SubprocessTransport>>> starting;
  for (std::size_t i = 0; i < count; ++i) {
    children.push_back(std::make_shared<ChildProtocol>(*loop_));
    const Factory<SubprocessProtocol> factory = [child = children.back()] { return child; };
    starting.push_back(i % 2 == 0
                           ? loop_->subprocess_exec(factory, program({"echo"}), {})
                           : loop_->subprocess_exec(factory, program({"exit", std::to_string(i)}), {}));
  }
  for (const auto& future : starting) {
    wait(future);
  }
  for (std::size_t i = 0; i < count; i += 2) {
    children[i]->input()->write(as_bytes("line " + std::to_string(i)));
    children[i]->input()->write_eof();
  }
  for (std::size_t i = 0; i < count; ++i) {
    const std::string expected = i % 2 == 0 ? "line " + std::to_string(i) : "";
    EXPECT_EQ(expected, finish(children[i]));
    EXPECT_EQ(i % 2 == 0 ? 0 : static_cast<long long>(i), children[i]->code());
    EXPECT_EQ(1U, children[i]->log.count("exited"));
  }
}

TEST_P(ChildProgramTest, TransportMayBeClosedFromItsCallbacks) {
  for (const bool at_start : {true, false}) {
    auto child = std::make_shared<ChildProtocol>(*loop_);
    (at_start ? child->on_made : child->on_exit) = [end = child.get()] { end->transport->close(); };
    wait(loop_->subprocess_exec([child] { return child; },
                                program(at_start ? Words{"never-read"} : Words{"exit", "2"}), {}));
    run_until([&] { return child->lost; });
    EXPECT_EQ(at_start ? killed_code : 2, child->code());
    EXPECT_EQ(1U, child->log.count("exited"));
  }
  EXPECT_TRUE(errors.empty());
}

// Once after each number of turns: at each of its awaits, and when it is done.
TEST_P(ChildProgramTest, StartCancelledAtEveryAwaitLeavesNothing) {
  output_of({"exit", "0"});  // what is opened once and kept
  const std::size_t before = open_handles();
  bool done = false;
  for (int turns = 0; !done; ++turns) {
    ASSERT_LT(turns, 50);
    auto child = std::make_shared<ChildProtocol>(*loop_);
    auto starting = loop_->subprocess_exec([child] { return child; }, program({"wait"}), {});
    run_turns(turns);
    done = starting.done();
    if (done) {
      child->transport->close();
      run_until([&] { return child->lost; });
    } else {
      starting.cancel();
      wait_until_done(starting);
      EXPECT_TRUE(starting.cancelled()) << turns;
      EXPECT_FALSE(child->lost);
    }
    run_turns(5);
    child.reset();
  }
  EXPECT_EQ(before, open_handles());
  EXPECT_TRUE(errors.empty());
}

TEST_P(ChildProgramTest, LoopClosedWithRunningChildrenLeavesNone) {
  { const auto first = make_loop(); }
  const std::size_t before = open_handles();
  std::vector<ProcessId> pids;
  std::shared_ptr<SubprocessTransport> kept;
  {
    const auto loop = make_loop();
    std::vector<std::shared_ptr<ChildProtocol>> children;
    for (const char* command : {"wait", "never-read", "echo"}) {
      children.push_back(std::make_shared<ChildProtocol>(*loop));
      auto starting =
          loop->subprocess_exec([child = children.back()] { return child; }, program({command}), {});
      starting.add_done_callback([&loop](FutureBase&) { loop->stop(); });
      while (!starting.done()) loop->run_forever();
      kept = starting.result();
      pids.push_back(kept->get_pid());
    }
    children[1]->input()->write(as_bytes(pattern(std::size_t{1} << 20)));
    for (const ProcessId pid : pids) EXPECT_TRUE(process_exists(pid));
    loop->close();
    EXPECT_FALSE(children[0]->lost);
    for (const ProcessId pid : pids) EXPECT_FALSE(process_exists(pid));
    EXPECT_TRUE(kept->is_closing());
    kept->close();
    EXPECT_THROW(kept->kill(), OSError);
  }
  kept.reset();
  EXPECT_EQ(before, open_handles());
}

TEST_P(ChildProgramTest, FailedStartsLeaveNothing) {
  failure({"no-such-program-anywhere"});  // what is opened once and kept
  const std::size_t before = open_handles();
  const std::exception_ptr missing = failure({"no-such-program-anywhere", "x"});
  EXPECT_EQ("FileNotFoundError", type_of(missing));
  try {
    std::rethrow_exception(missing);
  } catch (const OSError& error) {
    EXPECT_NE(std::string::npos, std::string(error.what()).find("no-such-program-anywhere")) << error.what();
  }
  SubprocessOptions options;
  for (const FileDescriptor none : {-1, 4000}) {
    options.standard_output = none;
    EXPECT_EQ("OSError", type_of(failure(program({"exit", "0"}), options))) << none;
  }
  EXPECT_EQ("ValueError", type_of(failure(program({std::string("a\0b", 3)}))));
  EXPECT_EQ("TypeError", type_of(failure({})));
  EXPECT_EQ(before, open_handles());
}

TEST_P(ChildProgramTest, WorksInAThreadThatIsNotTheFirst) {
  constexpr int threads = 3;
  std::array<int, threads> finished{};
  {
    std::vector<std::jthread> running;
    for (int t = 0; t < threads; ++t) {
      running.emplace_back([&finished, t] {
        const auto loop = make_loop();
        for (int i = 0; i < 4; ++i) {
          const auto child = std::make_shared<ChildProtocol>(*loop);
          const std::string word = std::to_string(t * 100 + i);
          const auto starting =
              loop->subprocess_exec([child] { return child; }, program({"print", word}), {});
          while (!child->lost) loop->run_forever();
          if (child->output[1] == word && child->transport->get_returncode() == 0) {
            ++finished[static_cast<std::size_t>(t)];
          }
        }
      });
    }
  }
  for (const int count : finished) EXPECT_EQ(4, count);
}

FOR_EACH_LOOP_WITH_SUBPROCESSES(ChildProgramTest);

}  // namespace
}  // namespace asyncio::testing
