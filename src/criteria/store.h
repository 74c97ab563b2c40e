// What the files of this room share.
#pragma once

#include "criteria/criteria.h"
#include "platform/base/messages.h"
#include "platform/documents/table.h"
#include "reference/reference.h"

namespace tenzij::criteria {

struct Criterion : CriterionInput {
  Uuid id;
  std::optional<std::string> code;
  std::string status;
  int edition;
  bool own = false;  // the municipality's, or changed by it
  bool fresh = false;
  std::optional<Uuid> replaced_by;
  std::optional<std::string> verdict;
  std::optional<std::string> proposed_by;
  Instant changed_at;
  std::int64_t version;
  std::int64_t used;     // in purchases
  std::int64_t awarded;  // of those, awarded or further
  std::int64_t dropped;  // put into a purchase and taken out again
};
BOOST_DESCRIBE_STRUCT(Criterion, (CriterionInput),
                      (id, code, status, edition, own, fresh, replaced_by, verdict, proposed_by, changed_at, version, used, awarded,
                       dropped))

struct CriterionCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(CriterionCreated, (), (id))

// New ones are shown as new for 90 days, here and in the search.
inline constexpr std::string_view criterion_columns = R"sql(
SELECT c.title, c.text, c.variables, to_jsonb(c.themes) AS themes, c.instrument, c.level, c.open,
       to_jsonb(c.categories) AS categories, c.explanation, c.evidence, c.moment, c.who, c.legal, c.from_cents,
       c.indicator, to_jsonb(c.sdgs) AS sdgs, c.source, c.id, c.code, c.status, c.edition,
       c.library_hash IS NULL AS own,
       c.created_at > platform.today() - interval '90 days' AND c.code IS NULL AS fresh, c.replaced_by,
       c.verdict, p.name AS proposed_by, c.changed_at, c.version, use.used, use.awarded, use.dropped
  FROM criteria.criterion c
  LEFT JOIN organisation.person p ON p.municipality_id = c.municipality_id AND p.id = c.proposed_by
 CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE u.chosen) AS used,
                            count(*) FILTER (WHERE u.awarded) AS awarded,
                            count(*) FILTER (WHERE u.dropped) AS dropped
                       FROM criteria.usage u
                      WHERE u.municipality_id = c.municipality_id AND u.criterion_id = c.id) use
)sql";
Criterion criterion(db::Session& session, const Uuid& id);
// Inserts, with its first edition.
Uuid insert(db::Session& session, const CriterionInput& in, const std::string& status, const std::optional<std::string>& code,
            const std::optional<std::string>& library_hash, Instant now);
// Writes other content as the next edition.
void rewrite(db::Session& session, const Uuid& id, const CriterionInput& in, const std::optional<std::string>& library_hash, Instant now);
// The rules and the codes that must exist; every wrong field at once.
void check(db::Session& session, const CriterionInput& in);

void add_search_routes(http::Router& router, const Library& library);
void add_keeper_routes(http::Router& router, const Messages& messages);
void add_exchange_routes(http::Router& router, const CriteriaParts& parts);
// The library as a table (tables.cpp).
documents::Table table_of(const std::vector<Criterion>& all, const imports::Desk& names, const std::string& language,
                          const Messages& messages);
void add_focus_routes(http::Router& router, const Messages& messages, const std::filesystem::path& pdf_tool);

}  // namespace tenzij::criteria
