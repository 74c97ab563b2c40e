// Goals: what one may say, and who adds, changes, archives and confirms it.
#include "policy/goal_views.h"
#include "policy/store.h"

namespace tenzij::policy {

namespace {

const db::Statement is_above{"policy.is_above", R"sql(
WITH RECURSIVE up(id, parent_id) AS (
  SELECT id, parent_id
    FROM policy.goal
   WHERE id = $2
  UNION
  SELECT g.id, g.parent_id
    FROM up
    JOIN policy.goal g ON g.municipality_id = platform.current_municipality() AND g.id = up.parent_id
)
SELECT 1
  FROM up
 WHERE id = $1
)sql"};

// The tree of goals stays a tree: a goal cannot come to stand under itself.
bool stands_under(db::Session& session, const Uuid& goal, const Uuid& possible_parent) {
  return !session.query(is_above, goal, possible_parent).empty();
}

void check_numbers(const GoalInput& in, std::vector<FieldError>& errors) {
  const auto year = [&](const std::optional<int>& value, const std::string& pointer) {
    if (value && (*value < 1990 || *value > 2100)) errors.push_back({pointer, "outOfRange", {{"least", "1990"}, {"most", "2100"}}});
  };
  year(in.baseline_year, "/baselineYear");
  year(in.target_year, "/targetYear");
  if (in.baseline_year && in.target_year && *in.baseline_year >= *in.target_year) errors.push_back({"/targetYear", "targetBeforeBaseline"});
  if (in.target && !in.indicator) errors.push_back({"/indicator", "indicatorNeeded"});
  if (in.target && !in.target_year) errors.push_back({"/targetYear", "required"});
  for (std::size_t i = 0; i < in.path.size(); ++i) {
    const std::string pointer = "/path/" + std::to_string(i) + "/year";
    year(in.path[i].year, pointer);
    if (i > 0 && in.path[i].year <= in.path[i - 1].year) errors.push_back({pointer, "yearsNotRising"});
  }
  for (std::size_t i = 0; i < in.sdgs.size(); ++i)
    if (in.sdgs[i] < 1 || in.sdgs[i] > 17) errors.push_back({"/sdgs/" + std::to_string(i), "outOfRange", {{"least", "1"}, {"most", "17"}}});
}

void check_goal(db::Session& session, const GoalInput& in, const std::optional<Uuid>& self) {
  std::vector<FieldError> errors;
  if (text::trim(in.title).empty()) errors.push_back({"/title", "required"});
  json::check_lengths(in, "", errors);
  check_numbers(in, errors);
  if (in.no_parent_reason) reference::Reasons(session).check_given("/noParentReason", *in.no_parent_reason, errors);
  const auto known = [&](const char* statement, const auto& value) { return !session.query(statement, value).empty(); };
  for (std::size_t i = 0; i < in.themes.size(); ++i)
    if (!known("SELECT 1 FROM reference.theme WHERE code = $1", in.themes[i]))
      errors.push_back({"/themes/" + std::to_string(i), "unknownTheme"});
  if (in.themes.empty()) errors.push_back({"/themes", "required"});
  if (in.level == GoalLevel::department && !in.unit_id) errors.push_back({"/unitId", "unitNeeded"});
  if (in.unit_id && !known("SELECT 1 FROM organisation.unit WHERE id = $1", *in.unit_id)) errors.push_back({"/unitId", "unknownUnit"});
  if (in.owner_id && !known("SELECT 1 FROM organisation.person WHERE id = $1", *in.owner_id))
    errors.push_back({"/ownerId", "unknownPerson"});
  if (in.parent_id) {
    const auto parent = session.query("SELECT level FROM policy.goal WHERE id = $1", *in.parent_id);
    if (parent.empty()) errors.push_back({"/parentId", "unknownGoal"});
    else if (self && stands_under(session, *self, *in.parent_id)) errors.push_back({"/parentId", "goalCircle"});
    else if (in.level == GoalLevel::municipal && parent.text(0, 0) == "department") errors.push_back({"/parentId", "parentTooLow"});
  }
  for (std::size_t i = 0; i < in.sources.size(); ++i)
    if (!known("SELECT 1 FROM policy.clause WHERE id = $1", in.sources[i].clause_id))
      errors.push_back({"/sources/" + std::to_string(i) + "/clauseId", "unknownClause"});
  if (!errors.empty()) throw bad_request(errors);
}

std::optional<std::string> trimmed(const std::optional<std::string>& value) {
  if (!value || text::trim(*value).empty()) return std::nullopt;
  return std::string(text::trim(*value));
}

const db::Statement mark_as_ambition{"policy.mark_as_ambition", R"sql(
UPDATE policy.clause
   SET mark = 'ambition', themes = $2::text[], version = version + 1
 WHERE id = $1
   AND mark IN ('none', 'dismissed')
)sql"};

const db::Statement sources_but{"policy.sources_but", R"sql(
SELECT clause_id, quote
  FROM policy.goal_clause
 WHERE goal_id = $1
   AND NOT clause_id = ANY ($2::uuid[])
)sql"};

void write_lists(db::Session& session, const Uuid& id, const GoalInput& in, Instant now) {
  const Uuid municipality = session.actor().municipality_id;
  session.query("DELETE FROM policy.goal_year WHERE goal_id = $1", id);
  for (const GoalYear& each : in.path)
    session.query("INSERT INTO policy.goal_year (municipality_id, goal_id, year, value) VALUES ($1, $2, $3, $4)", municipality, id,
                  each.year, each.value);
  std::vector<std::string> kept;
  for (const GoalSource& each : in.sources) kept.push_back(each.clause_id.str());
  for (const auto& gone : session.rows<GoalSource>(sources_but, id, kept))
    thread::forget(session, {"clause", gone.clause_id}, {"goal", id});
  for (const GoalSource& each : in.sources) {
    thread::confirm(session, {"clause", each.clause_id}, {"goal", id}, {each.quote, now});
    // A clause that carries a goal is an ambition, unless somebody marked it otherwise.
    session.query(mark_as_ambition, each.clause_id, in.themes);
  }
}

// Its owner confirms and adapts it, and who may change policy.
void require_owner(const http::Request& request, const db::Result& row, int owner_column) {
  const bool owner = !row.null(0, owner_column) && row.get<Uuid>(0, owner_column) == request.who.person_id;
  if (!owner && !request.who.may("policy.edit")) throw Error(403, "notOwner");
}

const db::Statement update_goal{"policy.update_goal", R"sql(
UPDATE policy.goal
   SET title = $2, explanation = $3, level = $4, themes = $5::text[], sdgs = $6::int[], unit_id = $7,
       owner_id = $8, parent_id = $9, no_parent_reason = $10, indicator = $11, indicator_unit = $12,
       baseline = $13, baseline_year = $14, target = $15, target_year = $16, version = version + 1
 WHERE id = $1
)sql"};

void write_fields(db::Session& session, const Uuid& id, const GoalFields& in) {
  session.query(update_goal, id, std::string(text::trim(in.title)), in.explanation, in.level, in.themes, in.sdgs, in.unit_id, in.owner_id,
                in.parent_id, trimmed(in.no_parent_reason), trimmed(in.indicator), trimmed(in.indicator_unit), in.baseline,
                in.baseline_year, in.target, in.target_year);
}

const db::Statement resolve_reviews_by_change{"policy.resolve_reviews_by_change", R"sql(
UPDATE thread.review
   SET resolved_at = $2, resolved_by = $3, resolution = 'adapted'
 WHERE node_kind = 'goal' AND node_id = $1 AND resolved_at IS NULL
)sql"};

// What hangs on a goal is to be reviewed when its content changed; who adapts a goal has looked at what changed above it.
void tell_below(db::Session& session, const Uuid& id, const json::value& before, const Uuid& person, Instant now) {
  const auto content = difference(before, json::encode(row_of(session, id)),
                                  {"title", "explanation", "themes", "indicator", "indicatorUnit", "baseline", "baselineYear", "target",
                                   "targetYear", "path", "parentId"});
  if (content.empty()) return;
  thread::mark_review(session, {"goal", id}, content, now);
  session.query(resolve_reviews_by_change, id, now, person);
}

GoalDetail change_goal(const http::Request& request, db::Session& session, const GoalInput& in) {
  const Uuid id = request.id_param("id");
  // Everybody who changes the tree waits here, so that two moves at once cannot close a circle.
  session.query("SELECT pg_advisory_xact_lock(749, hashtext(platform.current_municipality()::text))");
  const auto stored = session.query("SELECT version, owner_id FROM policy.goal WHERE id = $1 FOR UPDATE", id);
  if (stored.empty()) throw not_found();
  require_owner(request, stored, 1);
  request.expect_version(stored.get<std::int64_t>(0, 0));
  check_goal(session, in, id);
  const json::value before = json::encode(row_of(session, id));
  write_fields(session, id, in);
  write_lists(session, id, in, request.now);
  tell_below(session, id, before, request.who.person_id, request.now);
  thread::search_again(session, request.now);
  return goal_detail(session, id);
}

void delete_goal(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  if (session.query("SELECT 1 FROM policy.goal WHERE id = $1 FOR UPDATE", id).empty()) throw not_found();
  const auto below = session.scalar<std::int64_t>("SELECT count(*) - 1 FROM thread.down('goal', $1)", id).value_or(0);
  if (below > 0) throw conflict("goalCarriesThread", {{"count", std::to_string(below)}});
  for (const char* statement :
       {"DELETE FROM policy.goal_year WHERE goal_id = $1", "DELETE FROM thread.review WHERE node_kind = 'goal' AND node_id = $1",
        "DELETE FROM policy.goal WHERE id = $1"})
    session.query(statement, id);
}

void archive_goal(const http::Request& request, db::Session& session, bool archived) {
  if (session
          .query("UPDATE policy.goal SET archived_at = $2, version = version + 1 WHERE id = $1", request.id_param("id"),
                 archived ? std::optional(request.now) : std::nullopt)
          .affected() == 0)
    throw not_found();
}

const db::Statement open_review_of_goal{"policy.open_review_of_goal", R"sql(
SELECT r.node_id, g.owner_id
  FROM thread.review r
  JOIN policy.goal g ON g.municipality_id = r.municipality_id AND g.id = r.node_id
 WHERE r.id = $1
   AND r.node_kind = 'goal'
   AND r.resolved_at IS NULL
   FOR UPDATE OF r
)sql"};

const db::Statement update_confirmed_review{"policy.update_confirmed_review", R"sql(
UPDATE thread.review
   SET resolved_at = $2, resolved_by = $3, resolution = 'confirmed'
 WHERE id = $1
)sql"};

GoalDetail confirm(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  const auto row = session.query(open_review_of_goal, id);
  if (row.empty()) throw not_found();
  require_owner(request, row, 1);
  session.query(update_confirmed_review, id, request.now, request.who.person_id);
  return goal_detail(session, row.get<Uuid>(0, 0));
}

}  // namespace

const db::Statement insert_goal{"policy.insert_goal", R"sql(
INSERT INTO policy.goal (municipality_id, id, title, explanation, level, themes, sdgs, unit_id, owner_id,
                         parent_id, no_parent_reason, indicator, indicator_unit, baseline, baseline_year,
                         target, target_year, created_at)
VALUES ($1, $2, $3, $4, $5, $6::text[], $7::int[], $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
)sql"};

Uuid add_goal(db::Session& session, const GoalInput& in, Instant now) {
  check_goal(session, in, std::nullopt);
  const Uuid id = new_id();
  session.query(insert_goal, session.actor().municipality_id, id, std::string(text::trim(in.title)), in.explanation, in.level, in.themes,
                in.sdgs, in.unit_id, in.owner_id, in.parent_id, trimmed(in.no_parent_reason), trimmed(in.indicator),
                trimmed(in.indicator_unit), in.baseline, in.baseline_year, in.target, in.target_year, now);
  write_lists(session, id, in, now);
  return id;
}

void rewrite_goal(db::Session& session, const Uuid& id, const GoalFields& in, Instant now) {
  session.query("SELECT pg_advisory_xact_lock(749, hashtext(platform.current_municipality()::text))");
  if (session.query("SELECT 1 FROM policy.goal WHERE id = $1 FOR UPDATE", id).empty()) throw not_found();
  GoalInput whole;
  static_cast<GoalFields&>(whole) = in;
  check_goal(session, whole, id);
  const json::value before = json::encode(row_of(session, id));
  write_fields(session, id, in);
  tell_below(session, id, before, session.actor().person_id, now);
}

void add_goal_routes(http::Router& router) {
  router.get<GoalList>("/goals", "policy.read", {"listGoals", "policy", "Goals, municipal before department"},
                       [](const http::Request&, db::Session& session, const GoalQuery& query) { return goals(session, query); });
  router.post<PolicyCreated>("/goals", "policy.edit", {"addGoal", "policy", "A new goal"},
                             [](const http::Request& request, db::Session& session, const GoalInput& in) {
                               const Uuid id = add_goal(session, in, request.now);
                               thread::search_again(session, request.now);
                               return PolicyCreated{id};
                             });
  router.get<GoalDetail>("/goals/{id}", "policy.read",
                         {"getGoal", "policy", "One goal with its sources, reviews, history and what hangs on it"},
                         [](const http::Request& request, db::Session& session) { return goal_detail(session, request.id_param("id")); });
  router.put<GoalDetail>("/goals/{id}", "policy.confirm", {"changeGoal", "policy", "Change a goal; what hangs on it is to be reviewed"},
                         change_goal);
  router.remove("/goals/{id}", "policy.edit", {"deleteGoal", "policy", "Delete a goal that carries nothing"}, delete_goal);
  router.put<http::None>("/goals/{id}/archiving", "policy.edit", {"archiveGoal", "policy", "Archive a goal"},
                         [](const http::Request& request, db::Session& session) { archive_goal(request, session, true); });
  router.remove("/goals/{id}/archiving", "policy.edit", {"restoreGoal", "policy", "Bring a goal back from the archive"},
                [](const http::Request& request, db::Session& session) { archive_goal(request, session, false); });
  router.post<GoalDetail>("/reviews/{id}/confirmation", "policy.confirm",
                          {"confirmReview", "policy", "The goal still stands after what changed above it"}, confirm, 200);
}

}  // namespace tenzij::policy
