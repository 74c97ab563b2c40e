// Rooms on a real database: what is sent, when, and to whom.
#include "platform/live/rooms.h"

#include <gtest/gtest.h>

#include "tests/support/database.h"

namespace tenzij::live {
namespace {

using namespace std::chrono_literals;

class LiveRooms : public ::testing::Test {
 protected:
  db::Database database{testing::TestCluster::get().settings(testing::TestCluster::get().create())};
  Uuid municipality = new_id();
  Uuid room = new_id();
  std::atomic<int> value{1};
  std::atomic<int> renders{0};
  std::unique_ptr<Rooms> rooms;

  void SetUp() override {
    rooms = std::make_unique<Rooms>(
        database.pool(), std::vector<std::string>{"still", "moving"},
        [this](db::Session&, const Uuid&, const std::string& section) {
          ++renders;
          return section == "still" ? json::value("as ever") : json::value(value.load());
        },
        20ms);
    rooms->start();
  }

  void say(const std::vector<std::string>& sections) {
    db::Session session(database.pool(), {municipality, {}, "test"});
    touch(session, room, sections);
    session.commit();
  }
  // All that has arrived once `mark` is in it.
  static std::string until(http::EventQueue& queue, const std::string& mark) {
    std::string all;
    for (int tries = 0; tries < 5000 && all.find(mark) == std::string::npos; ++tries) {
      for (const auto& frame : queue.take()) all += *frame;
      if (all.find(mark) == std::string::npos) usleep(1000);
    }
    return all;
  }
};

TEST_F(LiveRooms, who_enters_gets_the_whole_state_and_then_only_what_changed) {
  const auto line = rooms->enter(municipality, room, new_id());
  const std::string first = until(*line, "event: state");
  EXPECT_NE(first.find("retry: "), std::string::npos);
  EXPECT_NE(first.find(R"({"moving":1,"still":"as ever"})"), std::string::npos) << first;
  value = 2;
  say({"moving"});
  EXPECT_EQ(until(*line, "event: state"), "event: state\ndata: {\"moving\":2}\n\n");
  // The same again is not sent; the next real change is.
  say({"moving", "still"});
  value = 3;
  say({"moving"});
  EXPECT_EQ(until(*line, ":3"), "event: state\ndata: {\"moving\":3}\n\n");
}

TEST_F(LiveRooms, a_late_comer_gets_the_state_of_now_and_a_hundred_changes_are_few_messages) {
  const auto early = rooms->enter(municipality, room, new_id());
  until(*early, "event: state");
  renders = 0;
  for (int i = 2; i <= 100; ++i) {
    value = i;
    say({"moving"});
  }
  until(*early, ":100}");
  EXPECT_LT(renders, 60) << "changes are collected";
  const auto late = rooms->enter(municipality, room, new_id());
  EXPECT_NE(until(*late, "event: state").find(R"({"moving":100,"still":"as ever"})"), std::string::npos);
}

TEST_F(LiveRooms, only_the_seat_that_is_dismissed_is_closed) {
  const Uuid out = new_id();
  const auto stays = rooms->enter(municipality, room, new_id());
  const auto goes = rooms->enter(municipality, room, out);
  until(*stays, "event: state");
  until(*goes, "event: state");
  {
    db::Session session(database.pool(), {municipality, {}, "test"});
    dismiss(session, room, out);
    session.commit();
  }
  for (int tries = 0; tries < 5000 && !goes->closed(); ++tries) usleep(1000);
  EXPECT_TRUE(goes->closed());
  EXPECT_FALSE(stays->closed());
}

TEST_F(LiveRooms, a_room_that_cannot_be_made_closes_its_own_lines_and_no_others) {
  const Uuid broken = new_id();
  Rooms careful(
      database.pool(), {"only"},
      [&](db::Session&, const Uuid& id, const std::string&) -> json::value {
        if (id == broken) throw Error(500, "broken");
        return 1;
      },
      20ms);
  careful.start();
  const auto bad = careful.enter(municipality, broken, new_id());
  const auto good = careful.enter(municipality, room, new_id());
  EXPECT_NE(until(*good, "event: state").find("only"), std::string::npos);
  for (int tries = 0; tries < 5000 && !bad->closed(); ++tries) usleep(1000);
  EXPECT_TRUE(bad->closed());
  EXPECT_FALSE(good->closed());
}

TEST_F(LiveRooms, lines_that_are_gone_are_forgotten) {
  auto line = rooms->enter(municipality, room, new_id());
  until(*line, "event: state");
  EXPECT_EQ(rooms->lines(), 1U);
  line.reset();
  EXPECT_EQ(rooms->lines(), 0U);
}

}  // namespace
}  // namespace tenzij::live
