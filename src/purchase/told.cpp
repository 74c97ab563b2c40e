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

}  // namespace tenzij::purchase
