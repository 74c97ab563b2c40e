// The demo's rows again and again, for benchmarks.
#pragma once

#include "platform/db/connection.h"

namespace tenzij::bench {

inline void many_criteria(db::Connection& owner, int wanted) {
  owner.script("ALTER TABLE criteria.criterion DISABLE TRIGGER audit");
  owner.script(
      R"sql(
INSERT INTO criteria.criterion (municipality_id, id, status, title, text, variables, themes, instrument, level,
                                open, categories, explanation, evidence, moment, who, from_cents, sdgs, search,
                                created_at, changed_at)
SELECT municipality_id, gen_random_uuid(), status, title || ' ' || n, text, variables, themes, instrument,
       level, open, categories, explanation, evidence, moment, who, from_cents, sdgs, search, created_at,
       changed_at
  FROM criteria.criterion, generate_series(1, 200) n
 ORDER BY n
 LIMIT
)sql" +
      std::to_string(wanted) + " - (SELECT count(*) FROM criteria.criterion)");
  owner.script("ANALYZE criteria.criterion");
}

// Every copy is a purchase with its own themes, requirements and decisions.
inline void many_purchases(db::Connection& owner, int wanted) {
  const int copies = wanted / owner.query("SELECT count(*) FROM purchase.purchase").get<int>(0, 0) + 1;
  for (const char* table : {"purchase", "impact", "requirement", "decision"})
    owner.script(std::string("ALTER TABLE purchase.") + table + " DISABLE TRIGGER ALL");
  owner.script(R"sql(
CREATE TEMP TABLE made AS
SELECT p.id AS old, gen_random_uuid() AS id, n
  FROM purchase.purchase p, generate_series(1, )sql" +
               std::to_string(copies) + ") n");
  owner.script(R"sql(
CREATE TEMP TABLE made_impact AS
SELECT i.id AS old, gen_random_uuid() AS id, m.id AS purchase_id
  FROM purchase.impact i
  JOIN made m ON m.old = i.purchase_id;
ANALYZE made;
ANALYZE made_impact
)sql");
  owner.script(
      R"sql(
INSERT INTO purchase.purchase (municipality_id, id, title, need, category, cpv, nature, social, value_cents,
                               lots, unit_id, budget_holder_id, procedure, small, status, publish_on,
                               contract_from, contract_to, market_note, other_award, year, applied, unless,
                               undecided, applied_themes, unless_themes, search, created_at, changed_at)
SELECT municipality_id, m.id, title || ' ' || m.n, need, category, cpv, nature, social, value_cents, lots,
       unit_id, budget_holder_id, procedure, small, status, publish_on - m.n % 300, contract_from, contract_to,
       market_note, other_award, year, applied, unless, undecided, applied_themes, unless_themes, search,
       created_at, changed_at
  FROM purchase.purchase p
  JOIN made m ON m.old = p.id
)sql");
  owner.script(
      R"sql(
INSERT INTO purchase.impact
SELECT i.municipality_id, m.id, m.purchase_id, i.theme, i.level, i.basis, NULL, i.state, i.reason, i.words,
       i.decided_by, i.valid_to, NULL, i.version
  FROM purchase.impact i
  JOIN made_impact m ON m.old = i.id;
INSERT INTO purchase.requirement
SELECT r.municipality_id, gen_random_uuid(), m.purchase_id, m.id, r.criterion_id, r.edition, r.state,
       r.position, r.title, r.text, r.variables, r.instrument, r.level, r.open, r.evidence, r.moment, r.who,
       r.from_cents, r.indicator, r.weight_bp, r.drop_reason, r.created_at, r.version
  FROM purchase.requirement r
  JOIN made_impact m ON m.old = r.impact_id;
INSERT INTO purchase.decision (municipality_id, id, purchase_id, theme, kind, reason, words, person_id,
                               person_name, at)
SELECT d.municipality_id, gen_random_uuid(), m.id, d.theme, d.kind, d.reason, d.words, d.person_id,
       d.person_name, d.at
  FROM purchase.decision d
  JOIN made m ON m.old = d.purchase_id
)sql");
  owner.script("VACUUM ANALYZE purchase.purchase");
  owner.script("VACUUM ANALYZE purchase.impact");
  owner.script("VACUUM ANALYZE purchase.requirement");
  owner.script("VACUUM ANALYZE purchase.decision");
}

}  // namespace tenzij::bench
