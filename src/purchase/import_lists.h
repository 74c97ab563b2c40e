// What the rows of a calendar are compared with: the purchases there are, and what names stand for.
#pragma once

#include "platform/imports/fields.h"
#include "purchase/store.h"

namespace tenzij::purchase {

struct Known : PurchaseInput {
  Uuid id;
  bool archived = false;
};
BOOST_DESCRIBE_STRUCT(Known, (PurchaseInput), (id, archived))

inline const db::Statement known_purchases{"purchase.known_purchases", R"sql(
SELECT p.reference, p.title, p.need, p.category, p.cpv, p.nature, p.social, p.value_cents, p.lots, p.unit_id,
       p.budget_holder_id, p.advisor_id, p.contract_manager_id, p.procedure, p.procedure_reason, p.start_on,
       p.publish_on, p.award_on, p.contract_from, p.contract_to, p.market_parties, p.market_note, p.other_award,
       p.id, p.archived_at IS NOT NULL AS archived
  FROM purchase.purchase p
 ORDER BY p.id
)sql"};

inline const db::Statement known_people{"purchase.known_people", R"sql(
SELECT p.id, p.name, a.user_name, p.email,
       EXISTS (SELECT 1 FROM auth.role_grant g
                WHERE g.municipality_id = p.municipality_id
                  AND g.person_id = p.id
                  AND g.role IN ('budget_holder', 'director')) AS holder
  FROM organisation.person p
  LEFT JOIN auth.account a ON a.municipality_id = p.municipality_id AND a.person_id = p.id
)sql"};

using imports::low;

// What all rows are compared with, looked up once.
class Lists : public imports::NamedRecords {
 public:
  explicit Lists(db::Session& session) : reasons(session) {
    for (Known& each : session.rows<Known>(known_purchases)) {
      const std::size_t at = all.size();
      by_id[each.id] = at;
      if (each.reference) by_reference[*each.reference] = at;
      if (!each.archived) by_title.emplace(low(each.title), at);
      all.push_back(std::move(each));
    }
    categories = imports::codes_named(session, "SELECT code, name_nl, name_en FROM criteria.category");
    natures = imports::codes_named(session, "SELECT code, name_nl, name_en FROM reference.code WHERE list = 'nature'");
    procedures = imports::codes_named(session, "SELECT code, name_nl, name_en FROM reference.code WHERE list = 'buying_procedure'");
    for (const auto& each : organisation::units(session)) unit(each.id, each.name);
    for (const auto& each : session.rows<imports::PersonNamed>(known_people)) person(each);
    const auto codes = session.query("SELECT DISTINCT left(code, 2) FROM reference.cpv");
    for (int i = 0; i < codes.rows(); ++i) divisions.insert(codes.get<std::string>(i, 0));
  }

  reference::Reasons reasons;
  std::vector<Known> all;
  std::map<Uuid, std::size_t> by_id;
  std::map<std::string, std::size_t, std::less<>> by_reference;
  std::multimap<std::string, std::size_t, std::less<>> by_title;  // of what is not archived; taken out once a row is it
  imports::Codes categories;
  imports::Codes natures;
  imports::Codes procedures;
  std::set<std::string, std::less<>> divisions;  // of the CPV
};

}  // namespace tenzij::purchase
