#include "plain_words.hpp"

#include <gtest/gtest.h>

namespace loopcheck::reports {
namespace {

using nlohmann::json;
using Steps = std::vector<TriedStep>;

struct Told {
  const char* step;
  const char* words;
};

class PlainWords : public testing::TestWithParam<Told> {};

TEST_P(PlainWords, TellAStep) {
  const auto list = tried(json::array({json::parse(GetParam().step)}));
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].words, GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(
    Each, PlainWords,
    testing::Values(
        Told{R"({"id":"a","do":"control"})", "check that the loop is alive"},
        Told{R"({"id":"a","do":"control","with":"callbacks"})",
             "check that the loop is alive, with callbacks"},
        Told{R"({"do":"open","what":"pty"})", "open a pseudo-terminal"},
        Told{R"({"do":"open","what":"new-thing","size":4})", "open new-thing, size 4"},
        Told{R"({"do":"add_reader","on":"p.read","callback":"cb","args":[1,"a"]})",
             R"(watch p.read for reading by add_reader(), which is to call cb(1, "a"))"},
        Told{R"({"do":"call_soon","callback":{"name":"boom","raise":"ValueError"}})",
             "schedule boom(), which raises ValueError by call_soon()"},
        Told{R"({"do":"set_exception_handler","callback":null})", "set the exception handler to the default"},
        Told{R"({"do":"run_until","event":"a","count":3})", "run the loop until a has happened 3 times"},
        Told{R"({"do":"run_until","event":["a","b","c"]})", "run the loop until a, b and c have happened"},
        Told{R"({"do":"log","event":"mark"})", "note the event mark"},
        Told{R"({"do":"transport","on":"w","call":"write","data":"x\n"})",
             R"(call write("x\n") of the transport w)"},
        Told{R"({"do":"transport","on":"w","call":"close"})", "call close() of the transport w"},
        Told{R"({"do":"write","on":"p.write","data":{"pattern":5000}})",
             "write 5000 bytes to p.write directly"},
        Told{R"({"do":"create_server","protocol":{"name":"srv","on_data":"reverse"},"background":true})",
             "call create_server(), in the background, protocol srv, which sends each chunk back reversed"},
        Told{R"({"do":"subprocess_exec","args":["exit","3"],"protocol":"c"})",
             "call subprocess_exec() with the helper's arguments exit and 3, protocol c"},
        Told{R"({"do":"sock_recv","on":"s.a","max":10})", "call sock_recv(), max 10, on s.a"}));

TEST(PlainWordsOfCases, NestWhatHappensInCallbacksAndThreads) {
  const json steps = json::parse(R"([
    {"id":"watch","do":"add_reader","on":"p.read","callback":{"name":"cb","do":[{"do":"stop"}]}},
    {"id":"t","do":"in_thread","steps":[{"id":"x","do":"log","event":"e"}],"wait":false}])");
  EXPECT_EQ(tried(steps),
            (Steps{{0, "watch", "watch p.read for reading by add_reader(), which is to call cb()"},
                   {1, "", "in cb:"},
                   {2, "", "call stop()"},
                   {0, "t", "on a new thread, wait false"},
                   {1, "", "there:"},
                   {2, "x", "note the event e"}}));
}

TEST(PlainWordsOfCases, TakeAnything) {
  EXPECT_EQ(tried(json::parse(R"([4, {"id":"x"}, null, {"do":7}])")),
            (Steps{{0, "", "4"}, {0, "", R"({"id":"x"})"}, {0, "", "null"}, {0, "", R"({"do":7})"}}));
  EXPECT_EQ(tried("text"), (Steps{{0, "", "text"}}));
  EXPECT_TRUE(tried(json::array()).empty());
  const json odd = json::parse(
      R"([{"do":"call_soon","callback":{"name":"cb","do":"no list"}},{"do":"call_soon"},{"do":"open","what":5},
          {"do":"call_soon","callback":7,"args":7},{"do":"run_until","event":{}}])");
  EXPECT_EQ(tried(odd), (Steps{{0, "", "schedule cb() by call_soon()"},
                               {1, "", "in cb:"},
                               {2, "", "no list"},
                               {0, "", "schedule … by call_soon()"},
                               {0, "", "open 5"},
                               {0, "", "schedule 7 by call_soon(), args 7"},
                               {0, "", "run the loop until {} has happened"}}));
}

TEST(PlainWordsOfCases, AreHarmlessAndShort) {
  const json step = {{"do", "\x1b[31m"}, {"on\x07", std::string(100'000, 'x')}, {"id", "a\nb"}};
  const auto list = tried(json::array({step}));
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].id, "a\\nb");
  EXPECT_EQ(list[0].words.find('\x1b'), std::string::npos);
  EXPECT_EQ(list[0].words.find('\x07'), std::string::npos);
  EXPECT_LT(list[0].words.size(), 300U);
}

}  // namespace
}  // namespace loopcheck::reports
