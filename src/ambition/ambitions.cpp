// What was agreed: the list, the one that holds for a purchase, validity, and the settings of this room.
#include "ambition/store.h"

namespace tenzij::ambition {

namespace {

struct AmbitionList {
  std::vector<Ambition> items;
};
BOOST_DESCRIBE_STRUCT(AmbitionList, (), (items))
struct ApplicableList {
  std::vector<Applicable> items;
};
BOOST_DESCRIBE_STRUCT(ApplicableList, (), (items))

struct AmbitionQuery {
  std::optional<std::string> theme;
  std::optional<Uuid> unit_id;
  std::optional<Uuid> session_id;
  std::optional<Uuid> web_id;
  std::optional<bool> current;  // valid today and not withdrawn
};
BOOST_DESCRIBE_STRUCT(AmbitionQuery, (), (theme, unit_id, session_id, web_id, current))

struct AmbitionChange {
  Date valid_from;
  Date valid_to;
  bool withdrawn{};
};
BOOST_DESCRIBE_STRUCT(AmbitionChange, (), (valid_from, valid_to, withdrawn))

struct AmbitionSettings {
  int names_days;
  std::int64_t version;
};
BOOST_DESCRIBE_STRUCT(AmbitionSettings, (), (names_days, version))
struct AmbitionSettingsInput {
  int names_days{};
};
BOOST_DESCRIBE_STRUCT(AmbitionSettingsInput, (), (names_days))

// The ranking adds `why` between them.
constexpr std::string_view ambition_columns = R"sql(
SELECT a.id, a.version, a.session_id, a.web_id, a.title, a.theme, a.theme_title, a.level, a.policy_level,
       CASE WHEN a.policy_level IS NULL THEN 'none'
            WHEN a.level < a.policy_level THEN 'below'
            WHEN a.level > a.policy_level THEN 'above'
            ELSE 'at'
       END AS against_policy,
       a.reason, a.unit_id, u.name AS unit, a.cpv, a.project, a.purchase_id, p.name AS owner, a.valid_from,
       a.valid_to, a.withdrawn_at IS NOT NULL AS withdrawn,
       EXISTS (SELECT 1 FROM thread.review r
                WHERE r.municipality_id = a.municipality_id
                  AND r.node_kind = 'ambition'
                  AND r.node_id = a.id
                  AND r.resolved_at IS NULL) AS to_review,
       coalesce((SELECT jsonb_agg(jsonb_build_object('id', g.id, 'title', g.title) ORDER BY g.title)
                   FROM ambition.ambition_goal l
                   JOIN policy.goal g ON g.municipality_id = l.municipality_id AND g.id = l.goal_id
                  WHERE l.municipality_id = a.municipality_id AND l.ambition_id = a.id),
                '[]') AS goals
)sql";

constexpr std::string_view ambition_tables = R"sql(
  FROM ambition.ambition a
  LEFT JOIN organisation.unit u ON u.municipality_id = a.municipality_id AND u.id = a.unit_id
  LEFT JOIN organisation.person p ON p.municipality_id = a.municipality_id AND p.id = a.owner_id
)sql";

const db::Statement ambition_by_id{"ambition.ambition_by_id", {ambition_columns, ambition_tables, R"sql(
 WHERE a.id = $1
)sql"}};

Ambition one(db::Session& session, const Uuid& id) {
  auto out = session.find<Ambition>(ambition_by_id, id);
  if (!out) throw not_found();
  return *out;
}

const db::Statement update_ambition{"ambition.update_ambition", R"sql(
UPDATE ambition.ambition
   SET valid_from = $2, valid_to = $3, withdrawn_at = CASE WHEN $4 THEN coalesce(withdrawn_at, $5) END,
       version = version + 1
 WHERE id = $1
)sql"};

Ambition change_ambition(const http::Request& request, db::Session& session, const AmbitionChange& in) {
  const Uuid id = request.id_param("id");
  const auto version = session.scalar<std::int64_t>("SELECT version FROM ambition.ambition WHERE id = $1 FOR UPDATE", id);
  if (!version) throw not_found();
  request.expect_version(*version);
  std::vector<FieldError> errors;
  check_validity(in.valid_from, in.valid_to, errors);
  if (!errors.empty()) throw bad_request(std::move(errors));
  session.query(update_ambition, id, in.valid_from, in.valid_to, in.withdrawn, request.now);
  return one(session, id);
}

Ambition link(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  const Uuid goal = request.id_param("goal");
  const Ambition ambition = one(session, id);
  thread::confirm(session, {"goal", goal}, {"ambition", id}, {"", request.now});
  // A goal that was made of an ambition asks at least what was agreed.
  const int asked = std::max(ambition.policy_level.value_or(0), ambition.level);
  session.query("UPDATE ambition.ambition SET policy_level = $2, version = version + 1 WHERE id = $1", id, asked);
  return one(session, id);
}

const db::Statement resolve_reviews_of_ambition{"ambition.resolve_reviews_of_ambition", R"sql(
UPDATE thread.review
   SET resolved_at = $2, resolved_by = $3, resolution = 'confirmed'
 WHERE node_kind = 'ambition'
   AND node_id = $1
   AND resolved_at IS NULL
)sql"};

Ambition confirm(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  session.query(resolve_reviews_of_ambition, id, request.now, request.who.person_id);
  return one(session, id);
}

AmbitionSettings settings(db::Session& session) {
  return session.find<AmbitionSettings>("SELECT names_days, version FROM ambition.setting")
      .value_or(AmbitionSettings{limits::names_days, 0});
}

const db::Statement upsert_setting{"ambition.upsert_setting", R"sql(
INSERT INTO ambition.setting AS s (municipality_id, names_days)
VALUES ($1, $2)
ON CONFLICT (municipality_id)
DO UPDATE SET names_days = excluded.names_days, version = s.version + 1
)sql"};

AmbitionSettings change_settings(const http::Request& request, db::Session& session, const AmbitionSettingsInput& in) {
  // There may be no row to lock yet.
  session.query("SELECT pg_advisory_xact_lock(750, hashtext($1::text))", session.actor().municipality_id.str());
  request.expect_version(settings(session).version);
  if (in.names_days < 1 || in.names_days > 3650) throw bad_field("/namesDays", "outOfRange", {{"least", "1"}, {"most", "3650"}});
  session.query(upsert_setting, session.actor().municipality_id, in.names_days);
  return settings(session);
}

}  // namespace

void check_validity(const Date& from, const Date& to, std::vector<FieldError>& errors) {
  if (to < from) errors.push_back({"/validTo", "endBeforeStart"});
}

const db::Statement insert_ambition{"ambition.insert_ambition", R"sql(
INSERT INTO ambition.ambition (municipality_id, id, session_id, web_id, title, theme, theme_title, level,
                               policy_level, reason, unit_id, cpv, project, purchase_id, owner_id, valid_from,
                               valid_to, agreed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
)sql"};

Uuid add_ambition(db::Session& session, const NewAmbition& in, const std::vector<Uuid>& goals, Instant now) {
  const Uuid id = new_id();
  session.query(insert_ambition, session.actor().municipality_id, id, in.session_id, in.web_id, in.title, in.theme, in.theme_title,
                in.level, in.policy_level, in.reason, in.unit_id, in.cpv, in.project, in.purchase_id, in.owner_id, in.valid_from,
                in.valid_to, now);
  for (const Uuid& goal : goals) thread::confirm(session, {"goal", goal}, {"ambition", id}, {"", now});
  return id;
}

thread::Kinds thread_kinds() {
  return {{"session", "Ambitiesessie", "Ambition session", "ambition.read", "ambition.edit", "/ambities/{id}", "hexagon", 0, true},
          {"ambition", "Ambitie", "Ambition", "ambition.read", "ambition.edit", "/ambities/afspraken?ambitie={id}", "hexagon", 4, true}};
}

const db::Statement update_purchase_of_session{"ambition.update_purchase_of_session", R"sql(
UPDATE ambition.session
   SET purchase_id = $2, version = version + 1
 WHERE id = $1
   AND purpose = 'project'
)sql"};

void belongs_to(db::Session& session, const Uuid& id, const std::optional<Uuid>& purchase_id) {
  if (session.query(update_purchase_of_session, id, purchase_id).affected() == 0) throw not_found();
  session.query("UPDATE ambition.ambition SET purchase_id = $2, version = version + 1 WHERE session_id = $1", id, purchase_id);
}

// A rank per way in which a scope can fit; DISTINCT ON keeps the best of each theme.
const db::Statement best_ambitions{"ambition.best_ambitions",
                                   {R"sql(
WITH RECURSIVE above(id, depth) AS (
  SELECT $1::uuid, 0
  UNION ALL
  SELECT u.parent_id, above.depth + 1
    FROM above
    JOIN organisation.unit u ON u.municipality_id = platform.current_municipality() AND u.id = above.id
   WHERE u.parent_id IS NOT NULL
     AND above.depth < 30
), fit AS (
  SELECT a.id, a.theme, a.theme_title, a.agreed_at,
         CASE WHEN a.purchase_id IS NOT NULL THEN 'purchase'
              WHEN a.cpv IS NOT NULL AND a.unit_id IS NOT NULL THEN 'unit_and_category'
              WHEN a.cpv IS NOT NULL THEN 'category'
              WHEN a.unit_id IS NULL THEN 'everyone'
              WHEN b.depth = 0 THEN 'unit'
              ELSE 'parent_unit'
         END AS why,
         CASE WHEN a.purchase_id IS NOT NULL THEN 0
              WHEN a.cpv IS NOT NULL AND a.unit_id IS NOT NULL THEN 100 - length(a.cpv)
              WHEN a.cpv IS NOT NULL THEN 200 - length(a.cpv)
              WHEN a.unit_id IS NOT NULL THEN 300 + b.depth
              ELSE 400
         END AS rank
    FROM ambition.ambition a
    LEFT JOIN above b ON b.id = a.unit_id
   WHERE a.withdrawn_at IS NULL
     AND $4::date BETWEEN a.valid_from AND a.valid_to
     AND (a.purchase_id IS NULL OR a.purchase_id = $3)
     AND (a.cpv IS NULL OR starts_with(coalesce($2, ''), a.cpv))
     AND (a.unit_id IS NULL OR b.id IS NOT NULL)
     AND (a.project IS NULL OR a.purchase_id IS NOT NULL)
), best AS (
  SELECT DISTINCT ON (theme, CASE WHEN theme = '' THEN theme_title END) id, why
    FROM fit
   ORDER BY theme, CASE WHEN theme = '' THEN theme_title END, rank, agreed_at DESC, id
)
)sql",
                                    ambition_columns, R"sql(
       , best.why
)sql",
                                    ambition_tables, R"sql(
  JOIN best ON best.id = a.id
 ORDER BY (SELECT position FROM reference.theme t
            WHERE t.code = a.theme),
          a.theme_title
)sql"}};

std::vector<Applicable> applicable(db::Session& session, const Scope& scope, Date today) {
  return session.rows<Applicable>(best_ambitions, scope.unit_id, scope.cpv, scope.purchase_id, scope.on.value_or(today));
}

const db::Statement ambitions_asked_for{"ambition.ambitions_asked_for", {ambition_columns, ambition_tables, R"sql(
 WHERE ($1::text IS NULL OR a.theme = $1)
   AND ($2::uuid IS NULL OR a.unit_id = $2)
   AND ($3::uuid IS NULL OR a.session_id = $3)
   AND ($4::uuid IS NULL OR a.web_id = $4)
   AND ($5::boolean IS NOT TRUE OR (a.withdrawn_at IS NULL AND $6::date BETWEEN a.valid_from AND a.valid_to))
 ORDER BY a.agreed_at DESC, a.title,
          (SELECT position FROM reference.theme t
            WHERE t.code = a.theme)
 LIMIT 500
)sql"}};

void add_ambition_routes(http::Router& router) {
  router.get<AmbitionList>("/ambitions", "ambition.read",
                           {"listAmbitions", "ambitions", "What was agreed, with its scope, validity and goals"},
                           [](const http::Request& request, db::Session& session, const AmbitionQuery& query) {
                             return AmbitionList{session.rows<Ambition>(ambitions_asked_for, query.theme, query.unit_id, query.session_id,
                                                                        query.web_id, query.current, date_of(request.now))};
                           });
  router.get<ApplicableList>(
      "/applicable-ambitions", "ambition.read",
      {"listApplicableAmbitions", "ambitions", "Per theme the one ambition that holds for this unit, category or purchase"},
      [](const http::Request& request, db::Session& session, const Scope& scope) {
        return ApplicableList{applicable(session, scope, date_of(request.now))};
      });
  router.get<Ambition>("/ambitions/{id}", "ambition.read", {"getAmbition", "ambitions", "One ambition"},
                       [](const http::Request& request, db::Session& session) { return one(session, request.id_param("id")); });
  router.put<Ambition>("/ambitions/{id}", "ambition.edit", {"changeAmbition", "ambitions", "Change its validity, or withdraw it"},
                       change_ambition);
  router.post<Ambition>("/ambitions/{id}/goals/{goal}", "ambition.edit",
                        {"linkAmbitionGoal", "ambitions", "This goal asks what was agreed here"}, link, 200);
  router.post<Ambition>("/ambitions/{id}/confirmation", "ambition.edit",
                        {"confirmAmbition", "ambitions", "Policy changed and the ambition stands"}, confirm, 200);
  router.get<AmbitionSettings>("/ambition-settings", "ambition.read",
                               {"getAmbitionSettings", "ambitions", "How long names of participants are kept"},
                               [](const http::Request&, db::Session& session) { return settings(session); });
  router.put<AmbitionSettings>("/ambition-settings", "organisation.edit",
                               {"changeAmbitionSettings", "ambitions", "How long names of participants are kept"}, change_settings);
}

void add_routes(http::Router& router, const AmbitionParts& parts) {
  add_session_routes(router, parts.levels);
  add_run_routes(router, parts.rooms);
  add_people_routes(router);
  add_seat_routes(router, parts.rooms);
  add_result_routes(router);
  add_report_routes(router, parts.messages, parts.pdf_tool);
  add_web_routes(router);
  add_ambition_routes(router);
}

}  // namespace tenzij::ambition
