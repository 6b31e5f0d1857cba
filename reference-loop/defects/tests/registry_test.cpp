// The list of defects is in order. Whether the suite notices them is asked by `loopcheck sensitivity`.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "asyncio/defects/defect.hpp"
#include "asyncio/defects/loop_decorator.hpp"
#include "asyncio/loops.hpp"

namespace asyncio::defects {
namespace {

TEST(Defects, HaveIdsOfTheirOwnAndSayWhatTheyBreak) {
  std::set<std::string> ids;
  for (const Defect& defect : all_defects()) {
    EXPECT_TRUE(ids.insert(defect.id).second) << defect.id;
    EXPECT_EQ(defect.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz"
                                          "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."),
              std::string::npos)
        << defect.id;
    EXPECT_FALSE(defect.about.empty()) << defect.id;
    EXPECT_FALSE(defect.breaks.empty()) << defect.id;
    EXPECT_EQ(find_defect(defect.id), &defect);
  }
  EXPECT_EQ(find_defect("no-such-defect"), nullptr);
}

TEST(Defects, SpareOnlyWhatTheyBreak) {
  for (const Defect& defect : all_defects()) {
    for (const Spared& spared : defect.spares) {
      EXPECT_FALSE(spared.rules.empty()) << defect.id;
      for (const std::string_view rule : spared.rules) {
        EXPECT_NE(std::find(defect.breaks.begin(), defect.breaks.end(), rule), defect.breaks.end())
            << defect.id << " " << rule;
      }
    }
  }
}

TEST(Defects, ChangeSomething) {
  for (const Defect& defect : all_defects()) {
    EXPECT_TRUE(defect.loop || defect.default_loop || defect.selector || !defect.wrong_about.empty() ||
                !defect.default_selector.empty() || !defect.child_watcher.empty())
        << defect.id;
  }
}

TEST(Defects, LeaveWhatTheyDoNotSpoil) {
  const Defect none;
  auto loop = new_event_loop();
  const EventLoop* sound = loop.get();
  EXPECT_EQ(none.spoil_loop(std::move(loop)).get(), sound);
  auto selector = make_selector(available_selectors().front());
  const Selector* sound_selector = selector.get();
  EXPECT_EQ(none.spoil_selector(std::move(selector)).get(), sound_selector);
  EXPECT_TRUE(none.spoil_answer("asyncio.Future", true));
  const Defect wrong{.wrong_about = {"asyncio.Future"}};
  EXPECT_FALSE(wrong.spoil_answer("asyncio.Future", true));
  EXPECT_TRUE(wrong.spoil_answer("asyncio.Handle", true));
}

// A defect that kills its loop would prove nothing: the controls would fail, and every rule with them.
TEST(Defects, LeaveALoopThatRunsCallbacks) {
  for (const Defect& defect : all_defects()) {
    if (!defect.scope.platforms.empty() || !defect.scope.loops.empty()) continue;
    const auto loop = defect.spoil_loop(new_event_loop());
    int calls = 0;
    loop->call_soon([&] { ++calls; });
    loop->call_soon([&] { loop->stop(); });
    loop->call_soon([&] { ++calls; });
    loop->run_forever();
    EXPECT_GE(calls, 1) << defect.id;
  }
}

TEST(LoopDecorator, HandsEverythingOn) {
  LoopDecorator loop(new_event_loop());
  bool called = false;
  loop.call_later(Duration::zero(), [&] {
    called = true;
    loop.stop();
  });
  loop.run_forever();
  EXPECT_TRUE(called);
  EXPECT_FALSE(loop.is_running());
  loop.close();
  EXPECT_TRUE(loop.is_closed());
  EXPECT_EQ(loop.class_name(), new_event_loop()->class_name());
}

}  // namespace
}  // namespace asyncio::defects
