#include "agenda.hpp"

#include <gtest/gtest.h>

namespace loopcheck::runner {
namespace {

using std::chrono::milliseconds;
using Piece = std::optional<std::size_t>;

// Work of one subject: 0, 1, 2, …
Agenda of_one(std::size_t pieces) {
  return {std::vector<std::size_t>(pieces, 0), 1};
}

TEST(Agenda, OfNothingNeedsNobody) {
  EXPECT_EQ(Agenda().next({}), Piece());
  EXPECT_EQ(Agenda({}, 3).next({}), Piece());
}

TEST(Agenda, GivesEachPieceOnceAndInOrder) {
  Agenda agenda = of_one(3);
  EXPECT_EQ(agenda.next({}), Piece(0));
  EXPECT_EQ(agenda.next(0), Piece(1));
  EXPECT_EQ(agenda.next(0), Piece(2));
  EXPECT_EQ(agenda.next(0), Piece());
  EXPECT_EQ(agenda.next({}), Piece());
}

TEST(Agenda, LetsAWorkerStayWithItsSubject) {
  Agenda agenda({0, 1, 0, 1}, 2);
  EXPECT_EQ(agenda.next({}), Piece(0));
  EXPECT_EQ(agenda.next(0), Piece(2));
  EXPECT_EQ(agenda.next(0), Piece(1)) << "nobody serves the other one";
  EXPECT_EQ(agenda.next(1), Piece(3));
  EXPECT_EQ(agenda.next(1), Piece());
}

TEST(Agenda, SpreadsWorkersOverSubjectsTheOneWithTheMostWorkFirst) {
  Agenda agenda({0, 1, 1, 1, 2, 2}, 3);
  EXPECT_EQ(agenda.next({}), Piece(1));
  EXPECT_EQ(agenda.next({}), Piece(4));
  EXPECT_EQ(agenda.next({}), Piece(0));
}

TEST(Agenda, LetsAWorkerHelpWhereWhatIsLeftTakesLongerThanAStart) {
  Agenda agenda = of_one(100);
  agenda.started(0, milliseconds(50));
  EXPECT_EQ(agenda.next({}), Piece(0));
  EXPECT_EQ(agenda.next({}), Piece(1)) << "99 pieces of usual length";
  EXPECT_EQ(agenda.next({}), Piece(2)) << "98 for two workers";
  EXPECT_EQ(agenda.next({}), Piece(3)) << "97 for three workers";
  EXPECT_EQ(agenda.next({}), Piece()) << "96 for four workers: 48 ms";
}

TEST(Agenda, DoesNotLetAWorkerHelpWhereAStartTakesLonger) {
  Agenda agenda = of_one(100);
  agenda.started(0, milliseconds(700));
  EXPECT_EQ(agenda.next({}), Piece(0));
  EXPECT_EQ(agenda.next({}), Piece());
  EXPECT_EQ(agenda.next(0), Piece(1)) << "the one who is there goes on";
}

TEST(Agenda, SendsHelpOnceTheWorkProvesLong) {
  Agenda agenda = of_one(100);
  agenda.started(0, milliseconds(700));
  EXPECT_EQ(agenda.next({}), Piece(0));
  EXPECT_EQ(agenda.next({}), Piece());
  agenda.done(0, milliseconds(100));
  EXPECT_EQ(agenda.next({}), Piece(1));
}

TEST(Agenda, CountsTheShortestStart) {
  Agenda agenda = of_one(100);
  for (const int took : {900, 20, 900}) agenda.started(0, milliseconds(took));
  EXPECT_EQ(agenda.next({}), Piece(0));
  EXPECT_EQ(agenda.next({}), Piece(1));
}

TEST(Agenda, HelpsWhereTheMostIsLeftForEach) {
  Agenda agenda({0, 0, 0, 1, 1, 1}, 2);
  agenda.done(1, milliseconds(40));
  EXPECT_EQ(agenda.next({}), Piece(0));
  EXPECT_EQ(agenda.next({}), Piece(3));
  EXPECT_EQ(agenda.next({}), Piece(4)) << "its pieces take longer";
}

TEST(Agenda, KnowsThatAWorkerLeft) {
  Agenda agenda({0, 0, 1}, 2);
  agenda.started(0, milliseconds(900));
  agenda.started(1, milliseconds(900));
  EXPECT_EQ(agenda.next({}), Piece(0));
  EXPECT_EQ(agenda.next({}), Piece(2));
  EXPECT_EQ(agenda.next(1), Piece()) << "one piece is left there, and somebody at work";
  EXPECT_EQ(agenda.next(0), Piece(1));
  EXPECT_EQ(agenda.next(0), Piece());
}

}  // namespace
}  // namespace loopcheck::runner
