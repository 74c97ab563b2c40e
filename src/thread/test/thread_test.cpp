// The thread on a real database: records and links follow the rooms' tables, and only what a person said counts.
#include "thread/thread.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/server.h"

namespace tenzij::thread {
namespace {

class Threads : public ::testing::Test {
 protected:
  tenzij::testing::TestServer server;
  db::Connection owner = server.owner();
  Instant now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 1};

  Uuid one(const std::string& sql) { return owner.query(sql + " LIMIT 1").get<Uuid>(0, 0); }
  db::Actor person() {
    return {server.municipality(), one("SELECT person_id FROM auth.account WHERE user_name = 'impact_advisor'"), "test"};
  }
  Uuid goal() { return one("SELECT id FROM policy.goal WHERE archived_at IS NULL ORDER BY title"); }
  Uuid impact_without_goal() {
    return one("SELECT i.id FROM purchase.impact i WHERE NOT EXISTS (SELECT 1 FROM thread.link l WHERE l.lower_id = i.id) ORDER BY i.id");
  }
  std::string state(const Node& upper, const Node& lower) {
    const auto row = owner.query("SELECT state FROM thread.link WHERE upper_id = $1 AND lower_id = $2", upper.id, lower.id);
    return row.empty() ? "" : std::string(row.text(0, 0));
  }
};

TEST_F(Threads, what_is_kept_is_what_the_tables_say) {
  EXPECT_EQ(differences(owner), std::vector<std::string>{});
  EXPECT_GT(owner.query("SELECT count(*) FROM thread.record").get<std::int64_t>(0, 0), 1000);
  // A row that changed past the triggers is seen.
  owner.script("ALTER TABLE policy.goal DISABLE TRIGGER USER");
  owner.script("UPDATE policy.goal SET title = title || '!' WHERE id = (SELECT id FROM policy.goal ORDER BY id LIMIT 1)");
  owner.script("ALTER TABLE policy.goal ENABLE TRIGGER USER");
  EXPECT_EQ(differences(owner).size(), 1U);
  owner.script("UPDATE policy.goal SET explanation = explanation WHERE id = (SELECT id FROM policy.goal ORDER BY id LIMIT 1)");
  EXPECT_EQ(differences(owner).size(), 0U) << "the next change of the row brings it back";
}

TEST_F(Threads, only_a_person_confirms_and_what_was_rejected_stays_away) {
  const Node upper{"goal", goal()};
  const Node lower{"impact", impact_without_goal()};
  db::Session rule(server.pool(), {server.municipality(), {}, "rule"});
  suggest(rule, {{upper, lower, "words", std::string(30'000, 'x'), 0.9}}, now);
  suggest(rule, {{upper, lower, "words", "fietsen", 0.9}}, now);
  rule.commit();
  EXPECT_EQ(state(upper, lower), "suggested");
  const auto count = [&](const char* table) {
    return owner.query(std::string("SELECT count(*) FROM ") + table + " WHERE row_key->>'lower_id' = $1", lower.id.str())
        .get<std::int64_t>(0, 0);
  };
  EXPECT_EQ(count("audit.entry"), 0) << "what a rule finds is nobody's act";
  {
    db::Session hers(server.pool(), person());
    EXPECT_EQ(impact(hers, upper).suggested >= 1, true);
    confirm(hers, upper, lower, {"dit vraagt het bestek", now});
    hers.commit();
  }
  EXPECT_EQ(state(upper, lower), "confirmed");
  {
    db::Session hers(server.pool(), person());
    EXPECT_TRUE(reject(hers, upper, lower, {"toch niet", now}));
    hers.commit();
  }
  db::Session again(server.pool(), {server.municipality(), {}, "rule"});
  suggest(again, {{upper, lower, "words", "fietsen", 0.9}}, now);
  forget_suggestions(again, {lower}, "goal");
  again.commit();
  EXPECT_EQ(state(upper, lower), "rejected");
  EXPECT_EQ(count("audit.entry"), 2) << "what persons say is in the log";
}

TEST_F(Threads, circles_and_archived_records_are_refused_with_the_path_or_the_title) {
  db::Session session(server.pool(), person());
  const auto pair = session.query("SELECT upper_id, lower_id FROM thread.link WHERE upper_kind = 'goal' AND lower_kind = 'goal' LIMIT 1");
  const Node parent{"goal", pair.get<Uuid>(0, 0)};
  const Node child{"goal", pair.get<Uuid>(0, 1)};
  try {
    confirm(session, child, parent, {"", now});
    FAIL() << "a circle";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "linkCircle");
    const auto title = session.scalar<std::string>("SELECT title FROM policy.goal WHERE id = $1", parent.id).value_or("?");
    std::string said;
    for (const auto& [name, value] : error.args()) said += value;
    EXPECT_NE(said.find(title), std::string::npos) << said;
  }
  session.query("UPDATE policy.goal SET archived_at = now() WHERE id = $1", child.id);
  EXPECT_THROW(confirm(session, child, {"impact", impact_without_goal()}, {"", now}), Error);
  EXPECT_THROW(confirm(session, {"goal", new_id()}, child, {"", now}), Error);
}

constexpr std::string_view two_themes = R"sql(
SELECT i.purchase_id, i.id, i.theme, o.id
  FROM purchase.impact i
  JOIN purchase.impact o ON o.purchase_id = i.purchase_id AND o.theme <> i.theme
  JOIN purchase.requirement r ON r.impact_id = i.id AND r.state = 'chosen'
 ORDER BY i.id
 LIMIT 1
)sql";

TEST_F(Threads, a_requirement_leads_up_to_goals_of_its_own_theme_and_goes_with_its_record) {
  db::Session session(server.pool(), person());
  const auto row = session.query(two_themes);
  const Uuid requirement =
      session.scalar<Uuid>("SELECT id FROM purchase.requirement WHERE impact_id = $1 AND state = 'chosen' LIMIT 1", row.get<Uuid>(0, 1))
          .value();
  const auto goals = session.query("SELECT id FROM policy.goal WHERE archived_at IS NULL ORDER BY id LIMIT 2");
  const Node right{"goal", goals.get<Uuid>(0, 0)};
  const Node other{"goal", goals.get<Uuid>(1, 0)};
  session.query("DELETE FROM thread.link WHERE lower_id IN ($1, $2) AND state <> 'inherited'", row.get<Uuid>(0, 1), row.get<Uuid>(0, 3));
  confirm(session, right, {"impact", row.get<Uuid>(0, 1)}, {"", now});
  confirm(session, other, {"impact", row.get<Uuid>(0, 3)}, {"", now});
  const auto above = [&](const Node& from) {
    std::set<std::string> out;
    const auto found = session.query("SELECT id FROM thread.up($1, $2) WHERE kind = 'goal'", from.kind, from.id);
    for (int i = 0; i < found.rows(); ++i) out.insert(found.get<Uuid>(i, 0).str());
    return out;
  };
  EXPECT_TRUE(above({"requirement", requirement}).contains(right.id.str()));
  EXPECT_FALSE(above({"requirement", requirement}).contains(other.id.str()));
  EXPECT_TRUE(above({"purchase", row.get<Uuid>(0, 0)}).contains(other.id.str()));
  EXPECT_EQ(session.scalar<std::int64_t>("SELECT count(*) FROM thread.down('goal', $1) WHERE kind = 'requirement' AND id = $2", right.id,
                                         requirement),
            1);
  session.query("UPDATE purchase.requirement SET state = 'dropped' WHERE id = $1", requirement);
  EXPECT_EQ(session.scalar<std::int64_t>("SELECT count(*) FROM thread.down('goal', $1) WHERE kind = 'requirement' AND id = $2", right.id,
                                         requirement),
            0);
  session.query("DELETE FROM purchase.requirement WHERE id = $1", requirement);
  EXPECT_EQ(session.scalar<std::int64_t>("SELECT count(*) FROM thread.record WHERE id = $1", requirement), 0);
}

}  // namespace
}  // namespace tenzij::thread
