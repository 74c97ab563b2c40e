// Messages, letters and what a person chose, in a real database, with a clock that the test turns.
#include <gtest/gtest.h>

#include "platform/mail/mail.h"
#include "platform/mail/store.h"
#include "tests/support/database.h"

namespace tenzij::mail {
namespace {

using namespace std::chrono_literals;
using testing::TestCluster;

class PostTest : public ::testing::Test {
 protected:
  db::Database database{TestCluster::get().settings(TestCluster::get().create())};
  Uuid ours = municipality("GM0001");
  Uuid person = add_person(ours, "j@noorderveen.localhost");

  PostTest() {
    db::Connection owner = database.owner();
    say_configured(owner, true);
  }
  Uuid municipality(const std::string& code) {
    const Uuid id = new_id();
    database.owner().query("INSERT INTO platform.municipality (id, code, name) VALUES ($1, $2, $2)", id, code);
    return id;
  }
  Uuid add_person(const Uuid& municipality, const std::string& email) {
    const Uuid id = new_id();
    database.owner().query("INSERT INTO organisation.person (municipality_id, id, name, email) VALUES ($1, $2, 'Jan', nullif($3, ''))",
                           municipality, id, email);
    return id;
  }
  void tell_kind(const std::string& kind, const std::string& at, const Uuid& whom) {
    db::Session session(database.pool(), {ours, {}, "test"});
    tell(session, whom, {kind, {{"title", "T"}}, "/inkopen"}, *parse_instant(at));
    session.commit();
  }
  void tell_kind(const std::string& kind, const std::string& at) { tell_kind(kind, at, person); }
  // How many letters that makes, at that moment.
  std::int64_t gather(const std::string& at) {
    db::Session session(database.pool(), {});
    const auto made = session.scalar<std::int64_t>("SELECT mail.gather($1, 500)", *parse_instant(at)).value();
    session.commit();
    return made;
  }
  void choose(const std::string& kind, const std::string& rhythm) {
    database.owner().query(
        "INSERT INTO mail.choice VALUES ($1, $2, $3, $4) ON CONFLICT (municipality_id, person_id, kind) DO UPDATE SET rhythm = $4", ours,
        person, kind, rhythm);
  }
  void quiet(const std::string& from, const std::string& to) {
    database.owner().query("DELETE FROM mail.setting");
    database.owner().query(
        "INSERT INTO mail.setting (municipality_id, person_id, language, quiet_from, quiet_to) VALUES ($1, $2, 'nl', $3, $4)", ours, person,
        from, to);
  }
  std::int64_t count(const std::string& sql) { return database.owner().query(sql).get<std::int64_t>(0, 0); }
  std::vector<Uuid> claim(const std::string& at) {
    db::Session session(database.pool(), {});
    const auto rows = session.query("SELECT id FROM mail.claim($1, interval '5 minutes', 50)", *parse_instant(at));
    session.commit();
    std::vector<Uuid> out;
    for (int i = 0; i < rows.rows(); ++i) out.push_back(rows.get<Uuid>(i, 0));
    return out;
  }
};

TEST_F(PostTest, every_kind_has_its_words_in_every_language) {
  const Messages words(std::filesystem::path(TENZIJ_HOME) / "knowledge" / "mail");
  const auto kinds = database.owner().query("SELECT kind FROM mail.kind");
  ASSERT_GT(kinds.rows(), 5);
  for (int i = 0; i < kinds.rows(); ++i)
    for (const char* language : {"nl", "en"})
      for (const char* part : {".name", ".subject", ".text"}) {
        const std::string code = std::string(kinds.text(i, 0)) + part;
        EXPECT_NE(words.say(language, code), code) << language;
      }
}

TEST_F(PostTest, what_is_told_goes_with_its_transaction_and_nobody_else_reads_it) {
  const Uuid other = add_person(ours, "a@noorderveen.localhost");
  {
    db::Session session(database.pool(), {ours, other, "test"});
    tell(session, person, {"help_asked", {}, "/"}, *parse_instant("2026-11-30T09:00:00Z"));
  }
  EXPECT_EQ(count("SELECT count(*) FROM mail.message"), 0) << "undone with what it told";
  tell_kind("help_asked", "2026-11-30T09:00:00Z");
  db::Session mine(database.pool(), {ours, person, "test"});
  EXPECT_EQ(mine.scalar<std::int64_t>("SELECT count(*) FROM mail.message"), 1);
  db::Session theirs(database.pool(), {ours, other, "test"});
  EXPECT_EQ(theirs.scalar<std::int64_t>("SELECT count(*) FROM mail.message"), 0);
  db::Session far(database.pool(), {municipality("GM0002"), {}, "test"});
  EXPECT_EQ(far.scalar<std::int64_t>("SELECT count(*) FROM mail.message"), 0);
}

TEST_F(PostTest, a_link_with_a_secret_is_kept_only_while_it_has_to_go) {
  db::Connection owner = database.owner();
  const Instant at = *parse_instant("2026-11-30T09:00:00Z");
  const auto send = [&] {
    db::Session session(database.pool(), {ours, {}, "test"});
    tell(session, person, {"password_link", {}, "", "/nieuw-wachtwoord#secret"}, at);
    session.commit();
  };
  say_configured(owner, false);
  send();
  EXPECT_EQ(count("SELECT count(secret_path) FROM mail.message"), 0) << "no mail, no secret";
  EXPECT_EQ(gather("2026-11-30T09:00:01Z"), 0);
  say_configured(owner, true);
  send();
  EXPECT_EQ(count("SELECT count(secret_path) FROM mail.message"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM audit.entry WHERE table_name LIKE 'mail.%'"), 0);
  db::Session session(database.pool(), {ours, {}, "test"});
  forget(session, at + limits::reset_time + 1s);
  session.commit();
  EXPECT_EQ(count("SELECT count(secret_path) FROM mail.message"), 0);
}

TEST_F(PostTest, daily_goes_at_seven_of_the_netherlands_also_on_the_day_the_clock_changes) {
  choose("help_asked", "daily");
  // 25 October 2026, 03:00 becomes 02:00: seven in the morning is 06:00 UTC, the day before 05:00.
  tell_kind("help_asked", "2026-10-24T06:00:00Z");
  tell_kind("help_asked", "2026-10-24T15:00:00Z");
  EXPECT_EQ(gather("2026-10-24T22:00:00Z"), 0);
  EXPECT_EQ(gather("2026-10-25T05:59:59Z"), 0);
  EXPECT_EQ(gather("2026-10-25T06:00:00Z"), 1) << "two messages, one letter";
  EXPECT_EQ(count("SELECT count(*) FROM mail.message WHERE letter_id IS NOT NULL"), 2);
  EXPECT_EQ(gather("2026-10-25T06:00:01Z"), 0) << "once";
  tell_kind("help_asked", "2026-10-25T06:00:02Z");
  EXPECT_EQ(gather("2026-10-25T23:00:00Z"), 0);
  EXPECT_EQ(gather("2026-10-26T06:00:00Z"), 1);
}

TEST_F(PostTest, weekly_goes_on_monday_and_what_was_read_meanwhile_does_not) {
  choose("help_asked", "weekly");
  tell_kind("help_asked", "2026-11-24T10:00:00Z");
  tell_kind("help_answered", "2026-11-24T10:00:00Z");
  EXPECT_EQ(gather("2026-11-24T10:00:01Z"), 1) << "the other kind goes at once";
  tell_kind("help_asked", "2026-11-26T10:00:00Z");
  database.owner().query("UPDATE mail.message SET read_at = at WHERE at = '2026-11-26T10:00:00Z'");
  EXPECT_EQ(gather("2026-11-29T23:00:00Z"), 0);
  EXPECT_EQ(gather("2026-11-30T06:00:00Z"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM mail.message WHERE kind = 'help_asked' AND letter_id IS NOT NULL"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM mail.message WHERE NOT by_mail"), 1) << "it stays in the inbox";
}

TEST_F(PostTest, quiet_hours_hold_what_can_wait_and_let_through_what_is_needed) {
  quiet("22:00", "07:30");
  tell_kind("help_asked", "2026-11-30T21:30:00Z");
  tell_kind("unless_proposed", "2026-11-30T23:30:00Z");
  tell_kind("password_link", "2026-11-30T23:30:00Z");
  EXPECT_EQ(gather("2026-11-30T23:31:00Z"), 1) << "the password";
  EXPECT_EQ(gather("2026-12-01T06:29:00Z"), 0);
  EXPECT_EQ(gather("2026-12-01T06:30:00Z"), 1) << "the night in one letter";
  EXPECT_EQ(count("SELECT count(*) FROM mail.message WHERE letter_id IS NULL"), 0);
  quiet("12:00", "13:00");
  tell_kind("help_asked", "2026-12-01T11:30:00Z");
  EXPECT_EQ(gather("2026-12-01T11:30:01Z"), 0);
  EXPECT_EQ(gather("2026-12-01T12:00:00Z"), 1);
}

TEST_F(PostTest, off_is_off_and_what_is_needed_goes_whatever_was_chosen) {
  choose("help_asked", "none");
  choose("password_link", "none");
  tell_kind("help_asked", "2026-11-30T09:00:00Z");
  tell_kind("password_link", "2026-11-30T09:00:00Z");
  EXPECT_EQ(gather("2026-11-30T09:00:01Z"), 1);
  choose("help_asked", "at_once");
  EXPECT_EQ(gather("2026-11-30T09:00:02Z"), 0) << "what was switched off then does not come later";
}

TEST_F(PostTest, nobody_is_written_to_without_an_address_when_blocked_or_where_nobody_is) {
  const Uuid without = add_person(ours, "");
  const Uuid blocked = add_person(ours, "b@noorderveen.localhost");
  database.owner().query(
      "INSERT INTO auth.account (municipality_id, person_id, user_name, password_hash, active) VALUES ($1, $2, 'b', 'x', false)", ours,
      blocked);
  database.owner().query("INSERT INTO mail.refused_address VALUES ($1, 'j@noorderveen.localhost', '550', now())", ours);
  for (const Uuid& each : {without, blocked, person}) tell_kind("help_asked", "2026-11-30T09:00:00Z", each);
  EXPECT_EQ(gather("2026-11-30T09:00:01Z"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM mail.message WHERE NOT by_mail"), 3);
  database.owner().query("UPDATE organisation.person SET email = 'new@noorderveen.localhost' WHERE id = $1", person);
  tell_kind("help_asked", "2026-11-30T10:00:00Z");
  EXPECT_EQ(gather("2026-11-30T10:00:01Z"), 1) << "another address is another matter";
}

TEST_F(PostTest, a_letter_is_claimed_once_until_its_lease_is_over_or_another_sender_begins) {
  tell_kind("help_asked", "2026-11-30T09:00:00Z");
  gather("2026-11-30T09:00:01Z");
  const auto first = claim("2026-11-30T09:00:02Z");
  ASSERT_EQ(first.size(), 1U);
  EXPECT_TRUE(claim("2026-11-30T09:05:01Z").empty());
  EXPECT_EQ(claim("2026-11-30T09:05:02Z"), first) << "whoever had it is gone: the same letter, and so the same Message-ID";
  EXPECT_EQ(count("SELECT attempts FROM mail.letter"), 2);
  db::Session session(database.pool(), {});
  session.query("SELECT mail.take_back($1)", *parse_instant("2026-11-30T09:05:03Z"));
  session.commit();
  EXPECT_EQ(claim("2026-11-30T09:05:03Z"), first);
}

}  // namespace
}  // namespace tenzij::mail
