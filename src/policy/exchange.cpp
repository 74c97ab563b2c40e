// The whole policy structure out and in, so that a neighbouring municipality can start from it. As JSON: documents
// with their clauses and goals with their sources. What comes in has no owner and is a draft. Goals alone: goal_tables.cpp.
#include "platform/documents/foreign.h"
#include "platform/http/multipart.h"
#include "policy/store.h"

namespace tenzij::policy {

namespace {

struct StructureClause {
  documents::BlockKind kind{};
  int depth{};
  std::string text;
  Mark mark{};
  std::vector<std::string> themes;
  // As long as a passage of a document may be.
  static constexpr std::array<json::Length, 1> lengths{{{"text", limits::body_bytes}}};
};
BOOST_DESCRIBE_STRUCT(StructureClause, (), (kind, depth, text, mark, themes))

struct StructureDocument {
  std::string key;
  std::string title;
  DocumentKind kind{};
  Level level{};
  std::optional<Date> valid_from;
  std::optional<Date> valid_to;
  std::vector<StructureClause> clauses;
  static constexpr std::array<json::Length, 1> lengths{{{"clauses", limits::text_longest, limits::document_blocks}}};
};
BOOST_DESCRIBE_STRUCT(StructureDocument, (), (key, title, kind, level, valid_from, valid_to, clauses))

struct StructureSource {
  std::string document;  // its key
  int clause{};          // position in its clauses, from 0
  std::string quote;
};
BOOST_DESCRIBE_STRUCT(StructureSource, (), (document, clause, quote))

struct StructureGoal {
  std::string key;
  std::optional<std::string> parent;  // its key; a parent comes before what stands under it
  std::string title;
  std::string explanation;
  GoalLevel level{};
  std::optional<std::string> unit;  // by name, where there is one
  std::vector<std::string> themes;
  std::vector<int> sdgs;
  std::optional<std::string> indicator;
  std::optional<std::string> indicator_unit;
  std::optional<double> baseline;
  std::optional<int> baseline_year;
  std::optional<double> target;
  std::optional<int> target_year;
  std::vector<GoalYear> path;
  std::vector<StructureSource> sources;
};
BOOST_DESCRIBE_STRUCT(StructureGoal, (),
                      (key, parent, title, explanation, level, unit, themes, sdgs, indicator, indicator_unit, baseline, baseline_year,
                       target, target_year, path, sources))

struct PolicyStructure {
  std::string format;  // "tenzij-policy-1"
  std::vector<StructureDocument> documents;
  std::vector<StructureGoal> goals;
  static constexpr std::array<json::Length, 2> lengths{
      {{"documents", limits::text_longest, limits::table_rows}, {"goals", limits::text_longest, limits::table_rows}}};
};
BOOST_DESCRIBE_STRUCT(PolicyStructure, (), (format, documents, goals))

struct StructureImported {
  std::int64_t documents;
  std::int64_t goals;
};
BOOST_DESCRIBE_STRUCT(StructureImported, (), (documents, goals))

constexpr std::string_view format_name = "tenzij-policy-1";

const db::Statement goals_from_the_top{"policy.goals_from_the_top", R"sql(
WITH RECURSIVE tree AS (
  SELECT g.id, 0 AS depth
    FROM policy.goal g
   WHERE g.archived_at IS NULL
     AND NOT EXISTS (SELECT 1 FROM policy.goal p
                      WHERE p.municipality_id = g.municipality_id
                        AND p.id = g.parent_id
                        AND p.archived_at IS NULL)
  UNION ALL
  SELECT g.id, tree.depth + 1
    FROM tree
    JOIN policy.goal g
         ON g.municipality_id = platform.current_municipality()
        AND g.parent_id = tree.id
        AND g.archived_at IS NULL
)
SELECT g.id::text AS key, CASE WHEN t.depth > 0 THEN g.parent_id::text END AS parent, g.title, g.explanation,
       g.level, u.name AS unit, to_jsonb(g.themes) AS themes, to_jsonb(g.sdgs) AS sdgs, g.indicator,
       g.indicator_unit, g.baseline, g.baseline_year, g.target, g.target_year,
       coalesce((SELECT jsonb_agg(jsonb_build_object('year', y.year, 'value', y.value) ORDER BY y.year)
                   FROM policy.goal_year y
                  WHERE y.municipality_id = g.municipality_id AND y.goal_id = g.id),
                '[]') AS path,
       coalesce((SELECT jsonb_agg(jsonb_build_object('document', c.document_id, 'clause', p.position,
                                                     'quote', l.quote) ORDER BY p.position)
                   FROM policy.goal_clause l
                   JOIN policy.clause c ON c.municipality_id = l.municipality_id AND c.id = l.clause_id
                   JOIN policy.passage p
                        ON p.municipality_id = c.municipality_id AND p.clause_id = c.id AND p.current
                   JOIN policy.document d
                        ON d.municipality_id = c.municipality_id
                       AND d.id = c.document_id
                       AND d.built_in IS NULL
                       AND d.archived_at IS NULL
                  WHERE l.municipality_id = g.municipality_id AND l.goal_id = g.id),
                '[]') AS sources
  FROM tree t
  JOIN policy.goal g ON g.id = t.id
  LEFT JOIN organisation.unit u ON u.municipality_id = g.municipality_id AND u.id = g.unit_id
 ORDER BY t.depth, g.title, g.id
)sql"};

std::vector<StructureGoal> structure_goals(db::Session& session) { return session.rows<StructureGoal>(goals_from_the_top); }

const db::Statement documents_with_passages{"policy.documents_with_passages", R"sql(
SELECT d.id::text AS key, d.title, d.kind, d.level, d.valid_from, d.valid_to,
       coalesce((SELECT jsonb_agg(jsonb_build_object('kind', p.kind, 'depth', p.depth, 'text', p.text,
                                                     'mark', c.mark, 'themes', to_jsonb(c.themes))
                                  ORDER BY p.position)
                   FROM policy.clause c
                   JOIN policy.passage p
                        ON p.municipality_id = c.municipality_id AND p.clause_id = c.id AND p.current
                  WHERE c.municipality_id = d.municipality_id AND c.document_id = d.id),
                '[]') AS clauses
  FROM policy.document d
 WHERE d.built_in IS NULL
   AND d.archived_at IS NULL
 ORDER BY d.title, d.id
)sql"};

PolicyStructure structure(db::Session& session) {
  return {std::string(format_name), session.rows<StructureDocument>(documents_with_passages), structure_goals(session)};
}

// Errors of one goal, told with its place in the file.
[[noreturn]] void rethrow(const Error& error, const std::string& place) {
  std::vector<FieldError> fields = error.fields();
  for (FieldError& field : fields) field.pointer = place + field.pointer;
  if (fields.empty()) fields.push_back({place, error.code(), error.args()});
  throw bad_request(std::move(fields));
}

class Importer {
 public:
  Importer(db::Session& session, const scan::Engine& engine, Instant now) : session_(session), engine_(engine), now_(now) {}

  StructureImported import(const PolicyStructure& in) {
    if (in.format != format_name) throw bad_field("/format", "wrongStructureFormat", {{"format", std::string(format_name)}});
    for (std::size_t i = 0; i < in.documents.size(); ++i) guarded("/documents/" + std::to_string(i), [&] { document(in.documents[i]); });
    for (std::size_t i = 0; i < in.goals.size(); ++i) guarded("/goals/" + std::to_string(i), [&] { goal(in.goals[i]); });
    return {static_cast<std::int64_t>(in.documents.size()), static_cast<std::int64_t>(in.goals.size())};
  }

 private:
  db::Session& session_;
  const scan::Engine& engine_;
  Instant now_;
  std::map<std::string, std::vector<Uuid>> clauses_;  // by key of the document, in order
  std::map<std::string, Uuid> goals_;

  template <class Work>
  void guarded(const std::string& place, Work&& work) {
    try {
      work();
    } catch (const Error& error) {
      rethrow(error, place);
    }
  }

  void document(const StructureDocument& in) {
    DocumentInput made;
    made.title = in.title;
    made.kind = in.kind;
    // The neighbour's departments are not ours; what was theirs begins as a draft of the whole municipality.
    made.level = in.level == Level::department ? Level::municipal : in.level;
    made.valid_from = in.valid_from;
    made.valid_to = in.valid_to;
    made.status = Status::draft;
    documents::DocumentText text{"json", 0, {}};
    for (const StructureClause& each : in.clauses) {
      if (text.blocks.size() >= limits::document_blocks) throw bad_field("/clauses", "documentTooLong");
      text.blocks.push_back({each.kind, each.depth, {}, std::string(text::trim(text::collapse_spaces(each.text))), 0, {}});
    }
    const Uuid id = add_document(session_, made, now_);
    const auto stored = store_edition(session_, {id, in.title + ".json", json::dump(json::encode(in))}, text, engine_, now_);
    auto& clauses = clauses_[in.key];
    const auto rows = session_.query("SELECT clause_id FROM policy.passage WHERE edition_id = $1 ORDER BY position", stored.id);
    for (int i = 0; i < rows.rows(); ++i) clauses.push_back(rows.get<Uuid>(i, 0));
    for (std::size_t i = 0; i < in.clauses.size(); ++i)
      if (in.clauses[i].mark != Mark::none)
        session_.query("UPDATE policy.clause SET mark = $2, themes = $3::text[] WHERE id = $1", clauses.at(i), in.clauses[i].mark,
                       in.clauses[i].themes);
  }

  void goal(const StructureGoal& in) {
    GoalInput made;
    made.title = in.title;
    made.explanation = in.explanation;
    made.level = in.level;
    if (in.unit) made.unit_id = session_.scalar<Uuid>("SELECT id FROM organisation.unit WHERE lower(name) = lower($1) LIMIT 1", *in.unit);
    if (made.level == GoalLevel::department && !made.unit_id) made.level = GoalLevel::municipal;
    made.themes = in.themes;
    made.sdgs = in.sdgs;
    made.indicator = in.indicator;
    made.indicator_unit = in.indicator_unit;
    made.baseline = in.baseline;
    made.baseline_year = in.baseline_year;
    made.target = in.target;
    made.target_year = in.target_year;
    made.path = in.path;
    if (in.parent) {
      const auto parent = goals_.find(*in.parent);
      if (parent == goals_.end()) throw bad_field("/parent", "unknownGoal");
      made.parent_id = parent->second;
      // A unit that is not here made the parent municipal; what stands under it may be either.
      if (made.level == GoalLevel::municipal &&
          session_.scalar<std::string>("SELECT level FROM policy.goal WHERE id = $1", parent->second) == "department") {
        made.level = GoalLevel::department;
        made.unit_id = session_.scalar<Uuid>("SELECT unit_id FROM policy.goal WHERE id = $1", parent->second);
      }
    }
    for (std::size_t i = 0; i < in.sources.size(); ++i) {
      const auto document = clauses_.find(in.sources[i].document);
      const auto at = static_cast<std::size_t>(in.sources[i].clause);
      if (document == clauses_.end() || at >= document->second.size()) throw bad_field("/sources/" + std::to_string(i), "unknownClause");
      made.sources.push_back({document->second[at], in.sources[i].quote});
    }
    const Uuid id = add_goal(session_, made, now_);
    goals_[in.key] = id;
    goals_.emplace(in.title, id);
  }
};

}  // namespace

void add_exchange_routes(http::Router& router, reader::Readers& readers, const scan::Engine& engine, const Messages& messages,
                         const imports::Desk& columns) {
  router.get<PolicyStructure>(
      "/policy-structure", "policy.read",
      {"getPolicyStructure", "policy", "All documents with clauses, and all goals, to start another municipality from"},
      [](const http::Request&, db::Session& session) { return structure(session); });
  router.upload<StructureImported>(
      "/policy-structure", "policy.edit", {"importPolicyStructure", "policy", "Take over a structure (JSON); all of it or nothing"},
      [&readers, &engine](const http::Request& request, db::Session& session) {
        const auto parts = http::multipart(request);
        return Importer(session, engine, request.now)
            .import(json::decode<PolicyStructure>(documents::json_of(readers, http::first_file(parts).content)));
      });
  router.upload<StructureImported>("/policy-structure/goals", "policy.edit",
                                   {"importGoals", "policy", "Goals from a table in one step; all of them or none"},
                                   [&messages, &columns, kind = goals_import()](const http::Request& request, db::Session& session) {
                                     const imports::Taken taken = imports::take(request, session, kind, columns, messages);
                                     return StructureImported{0, taken.added + taken.changed + taken.same};
                                   });
  add_goal_table_routes(router, columns);
}

}  // namespace tenzij::policy
