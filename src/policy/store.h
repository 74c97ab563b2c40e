// What the files of this room share: views of documents and goals, and checks.
#pragma once

#include "policy/policy.h"
#include "reference/reference.h"

namespace tenzij::policy {

// Fields of a record that changed, as {"field": [before, after]}; empty when nothing did.
json::object difference(const json::value& before, const json::value& after, std::initializer_list<std::string_view> fields);

// The groups that should be involved before adoption and are not: nobody of them was invited to a consultation.
std::vector<std::string> missing_sectors(db::Session& session, const Uuid& document_id);
extern const std::array<std::string_view, 8> sectors;

// A comment in a consultation, with what was done with it.
struct Comment {
  Uuid id;
  std::int64_t version;
  std::string name;
  std::string sector;
  std::optional<Uuid> clause_id;
  std::optional<std::string> number;
  std::optional<std::string> clause;
  std::string text;
  Instant at;
  std::string handling;
  std::optional<std::string> answer;
  std::optional<std::string> handled_by;
};
BOOST_DESCRIBE_STRUCT(Comment, (), (id, version, name, sector, clause_id, number, clause, text, at, handling, answer, handled_by))
inline constexpr std::string_view comment_columns = R"sql(
SELECT m.id, m.version, s.name, s.sector, m.clause_id, p.number, p.text AS clause, m.text, m.at, m.handling,
       m.answer, h.name AS handled_by
  FROM policy.comment m
  JOIN policy.invitation i ON i.municipality_id = m.municipality_id AND i.id = m.invitation_id
  JOIN policy.stakeholder s ON s.municipality_id = i.municipality_id AND s.id = i.stakeholder_id
  JOIN policy.consultation c ON c.municipality_id = i.municipality_id AND c.id = i.consultation_id
  LEFT JOIN policy.passage p
       ON p.municipality_id = m.municipality_id AND p.edition_id = c.edition_id AND p.clause_id = m.clause_id
  LEFT JOIN organisation.person h ON h.municipality_id = m.municipality_id AND h.id = m.handled_by
)sql";

// Goals that hang on a clause `c`, for a SELECT list.
inline constexpr std::string_view goals_of_clause = R"sql(
       coalesce((SELECT jsonb_agg(jsonb_build_object('id', g.id, 'title', g.title) ORDER BY g.title)
                   FROM policy.goal_clause l
                   JOIN policy.goal g ON g.municipality_id = l.municipality_id AND g.id = l.goal_id
                  WHERE l.municipality_id = c.municipality_id AND l.clause_id = c.id AND g.archived_at IS NULL),
                '[]') AS goals
)sql";

void add_document_routes(http::Router& router, jobs::Runner& runner);
void add_edition_routes(http::Router& router, reader::Readers& readers);
void add_goal_routes(http::Router& router);
void add_exchange_routes(http::Router& router, reader::Readers& readers, const scan::Engine& engine, const Messages& messages,
                         const imports::Desk& columns);
void add_goal_table_routes(http::Router& router, const imports::Desk& columns);
// Changes the fields of a goal, not its path and sources; what hangs on it is to be reviewed. Throws as adding one does.
void rewrite_goal(db::Session& session, const Uuid& id, const GoalFields& in, Instant now);
void add_manifest_routes(http::Router& router);
void add_progress_routes(http::Router& router);
void add_sentence_routes(http::Router& router);
void add_consultation_routes(http::Router& router);
void add_invitation_routes(http::Router& router);

// Takes an uploaded file and enqueues the job that reads it.
Uuid start_import(const http::Request& request, db::Session& session, jobs::Runner& runner);

struct PolicyCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(PolicyCreated, (), (id))

}  // namespace tenzij::policy
