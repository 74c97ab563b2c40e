#include "purchase/told.h"

#include "platform/mail/mail.h"

namespace tenzij::purchase {

namespace {

const db::Statement holder_and_deputies{"purchase.holder_and_deputies", R"sql(
SELECT p.budget_holder_id AS person
  FROM purchase.purchase p
 WHERE p.id = $1
   AND p.budget_holder_id IS NOT NULL
UNION
SELECT d.deputy_id
  FROM purchase.purchase p
  JOIN organisation.deputy d ON d.municipality_id = p.municipality_id AND d.person_id = p.budget_holder_id
 WHERE p.id = $1
   AND $2 BETWEEN d.from_on AND d.to_on
)sql"};

const db::Statement who_look_again{"purchase.who_look_again", R"sql(
SELECT DISTINCT g.person_id AS person
  FROM auth.role_grant g
  JOIN auth.account a ON a.municipality_id = g.municipality_id AND a.person_id = g.person_id AND a.active
 WHERE g.role = ANY (coalesce((SELECT s.roles FROM purchase.second_look s), '{director}'))
   AND g.person_id IS DISTINCT FROM $1::uuid
 ORDER BY 1
 LIMIT 50
)sql"};

struct Told {
  Uuid person;
};
BOOST_DESCRIBE_STRUCT(Told, (), (person))

void tell_all(db::Session& session, const std::vector<Told>& people, const char* kind, const Uuid& purchase, const std::string& title,
              const std::string& theme, Instant now) {
  const mail::News news{kind, {{"title", title}, {"who", person_name(session)}}, "/inkopen/" + purchase.str() + "/impact#" + theme, {}};
  for (const Told& each : people)
    if (each.person != session.actor().person_id) mail::tell(session, each.person, news, now);
}

}  // namespace

void tell_proposed(db::Session& session, const PurchaseRow& purchase, const std::string& theme, Instant now) {
  tell_all(session, session.rows<Told>(holder_and_deputies, purchase.id, date_of(now)), "unless_proposed", purchase.id, purchase.title,
           theme, now);
}

void tell_second_look(db::Session& session, const Uuid& purchase, const std::string& theme, const ThemeRow& row, Instant now) {
  const auto title = session.scalar<std::string>("SELECT title FROM purchase.purchase WHERE id = $1", purchase).value_or("");
  tell_all(session, session.rows<Told>(who_look_again, row.proposed_by), "second_look", purchase, title, theme, now);
}

void tell_decided(db::Session& session, const PurchaseRow& purchase, const std::string& theme, const ThemeRow& row, Instant now) {
  if (row.proposed_by) tell_all(session, {{*row.proposed_by}}, "unless_decided", purchase.id, purchase.title, theme, now);
}

struct WaitingDecision {
  Uuid impact_id;
  Uuid purchase_id;
  std::string title;
  std::string theme;
  Instant since;
};
BOOST_DESCRIBE_STRUCT(WaitingDecision, (), (impact_id, purchase_id, title, theme, since))

const db::Statement waiting_decisions{"purchase.waiting_decisions", R"sql(
SELECT i.id AS impact_id, p.id AS purchase_id, p.title, i.theme, d.at AS since
  FROM purchase.impact i
  JOIN purchase.purchase p ON p.municipality_id = i.municipality_id AND p.id = i.purchase_id
 CROSS JOIN LATERAL (SELECT max(x.at) AS at
                       FROM purchase.decision x
                      WHERE x.municipality_id = p.municipality_id AND x.purchase_id = p.id AND x.theme = i.theme
                        AND x.kind = 'proposed') d
 WHERE i.state = 'proposed'
   AND NOT i.second_look
   AND p.archived_at IS NULL
   AND p.status NOT IN ('ended', 'stopped')
   AND d.at < $1
 ORDER BY d.at, i.id
)sql"};

std::int64_t remind(db::Session& session, Instant now) {
  std::int64_t told = 0;
  for (const int days : {7, 21}) {
    for (const WaitingDecision& each : session.rows<WaitingDecision>(waiting_decisions, now - std::chrono::hours(24 * days))) {
      const auto people = session.rows<Told>(holder_and_deputies, each.purchase_id, date_of(now));
      const std::string since = date_of(each.since).str();
      if (people.empty() || !mail::first_time(session, each.impact_id, "waits " + std::to_string(days) + " " + since, now)) continue;
      for (const Told& to : people) {
        mail::tell(
            session, to.person,
            {"decision_waits", {{"title", each.title}, {"day", since}}, "/inkopen/" + each.purchase_id.str() + "/impact#" + each.theme, {}},
            now);
        ++told;
      }
    }
  }
  return told;
}

}  // namespace tenzij::purchase
