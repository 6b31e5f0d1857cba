#include "keywords.hpp"

#include <gtest/gtest.h>

namespace loopcheck::cli {
namespace {

const std::vector<std::string> names{"add-reader[resource=pipe]",
                                     "add_reader() is given the read END of a pipe", "pipes-watched-on-unix"};

struct Expression {
  const char* text;
  bool matches;
};

class Matching : public testing::TestWithParam<Expression> {};

TEST_P(Matching, LooksForTextsInAnyOfTheNames) {
  EXPECT_EQ(Keywords::parse(GetParam().text).match(names), GetParam().matches) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Each, Matching,
                         testing::Values(Expression{"pipe", true}, Expression{"PIPE", true},
                                         Expression{"socket", false}, Expression{"resource=pipe]", true},
                                         Expression{"read end", true}, Expression{"read   end", true},
                                         Expression{"end read", false}, Expression{"pipe and unix", true},
                                         Expression{"pipe and socket", false},
                                         Expression{"socket or pipe", true}, Expression{"not socket", true},
                                         Expression{"NOT pipe", false}, Expression{"not not pipe", true},
                                         Expression{"not socket and pipe", true},
                                         // and binds closer than or
                                         Expression{"pipe or socket and socket", true},
                                         Expression{"(pipe or socket) and socket", false},
                                         Expression{"not (socket or fifo)", true},
                                         Expression{"\"add_reader() is\"", true},
                                         Expression{"\"not\"", false}, Expression{"notpipe", false}),
                         [](const auto& info) { return std::to_string(info.index); });

struct Wrong {
  const char* text;
  const char* fault;
};

class Refusing : public testing::TestWithParam<Wrong> {};

TEST_P(Refusing, SaysWhereAndWhy) {
  try {
    (void)Keywords::parse(GetParam().text);
    FAIL() << GetParam().text;
  } catch (const KeywordError& error) {
    EXPECT_NE(std::string(error.what()).find(GetParam().fault), std::string::npos) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(Each, Refusing,
                         testing::Values(Wrong{"", "expected a text, at character 1"},
                                         Wrong{"  ", "expected a text"},
                                         Wrong{"pipe and", "expected a text, at character 9"},
                                         Wrong{"or pipe", "at character 1"}, Wrong{"not", "expected a text"},
                                         Wrong{"()", "expected a text"},
                                         Wrong{"(pipe", "expected a closing bracket"},
                                         Wrong{"pipe)", "this bracket was not opened, at character 5"},
                                         Wrong{"pipe (x)", "expected and, or"},
                                         Wrong{"a \"b", "this quote is not closed, at character 3"}),
                         [](const auto& info) { return std::to_string(info.index); });

TEST(Keywords, AreNotNestedWithoutBound) {
  EXPECT_THROW((void)Keywords::parse(std::string(100'000, '(')), KeywordError);
}

}  // namespace
}  // namespace loopcheck::cli
