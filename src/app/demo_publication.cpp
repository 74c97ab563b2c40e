// What the demo municipality shows to everybody: most of what is to come, its goals and what was verified of them.
#include "app/demo.h"
#include "publication/publication.h"

namespace tenzij::app {

namespace {

const db::Statement open_demo_purchases{"app.open_demo_purchases", R"sql(
WITH coming AS (
  SELECT id, row_number() OVER (ORDER BY publish_on, reference) AS place
    FROM purchase.purchase
   WHERE status IN ('planned', 'preparation', 'consultation')
     AND NOT small
     AND archived_at IS NULL
     AND publish_on >= '2026-12-01'
)
UPDATE purchase.purchase p
   SET open_as = CASE WHEN c.place % 4 = 1 THEN 'day' ELSE 'quarter' END, opened_at = '2026-10-12T10:00:00Z'
  FROM coming c
 WHERE p.municipality_id = platform.current_municipality()
   AND p.id = c.id
   AND c.place % 7 <> 0
)sql"};

// What a carpenter looks for.
const db::Statement keep_demo_interest{"app.keep_demo_interest", R"sql(
INSERT INTO publication.interest (municipality_id, person_id, categories, themes)
VALUES ($1, $2, '{works,furniture,roads}', '{}')
ON CONFLICT DO NOTHING
)sql"};

}  // namespace

void load_demo_publication(db::Session& session) {
  if (!session.query("SELECT 1 FROM publication.setting LIMIT 1").empty()) return;
  publication::change_setting(session, {true, true, true, "Inkoopbureau", "inkoopbureau@noorderveen.example"});
  session.query(open_demo_purchases);
  const auto person = session.scalar<Uuid>("SELECT person_id FROM auth.account WHERE user_name = 'entrepreneur'");
  if (!person) return;
  // Only who looks for it may write it.
  const db::Actor start = session.actor();
  session.become({start.municipality_id, *person, "demo"});
  session.query(keep_demo_interest, start.municipality_id, *person);
  session.become(start);
}

}  // namespace tenzij::app
