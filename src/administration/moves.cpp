// Open work to somebody else, a unit into another: counted first, done in one step, undone by its id.
#include "administration/store.h"
#include "organisation/organisation.h"
#include "purchase/purchase.h"

namespace tenzij::administration {

namespace {

struct HandOverInput {
  Uuid to_person_id;
};
BOOST_DESCRIBE_STRUCT(HandOverInput, (), (to_person_id))
struct MergeInput {
  Uuid into_id;
};
BOOST_DESCRIBE_STRUCT(MergeInput, (), (into_id))

struct Moved {
  Uuid id;  // to undo it with
  std::vector<HeldCount> items;
  std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(Moved, (), (id, items, total))

struct Move {
  Uuid id;
  std::string kind;
  Uuid from_id;
  Uuid to_id;
  json::value moved;
  std::optional<Instant> undone_at;
};
BOOST_DESCRIBE_STRUCT(Move, (), (id, kind, from_id, to_id, moved, undone_at))

const db::Statement insert_move{"administration.insert_move", R"sql(
INSERT INTO administration.move (municipality_id, id, kind, from_id, to_id, moved, person_id, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
)sql"};

const db::Statement move_for_undo{"administration.move_for_undo", R"sql(
SELECT id, kind, from_id, to_id, moved, undone_at
  FROM administration.move
 WHERE id = $1
   FOR UPDATE
)sql"};

const db::Statement who_can_take_over{"administration.who_can_take_over", R"sql(
SELECT EXISTS (SELECT 1 FROM auth.role_grant g
                WHERE g.municipality_id = a.municipality_id
                  AND g.person_id = a.person_id
                  AND g.role IN ('budget_holder', 'director')) AS holds
  FROM auth.account a
 WHERE a.person_id = $1
   AND a.active
)sql"};

// Every holding from one to another; `only` names the rows where it goes back.
json::object carry(db::Session& session, const std::vector<Holding>& all, const Uuid& from, const Uuid& to, const json::object* only) {
  json::object out;
  for (const Holding& each : all) {
    std::optional<json::value> these;
    if (only != nullptr) {
      const json::value* listed = only->if_contains(each.kind);
      if (listed == nullptr) continue;
      these = *listed;
    }
    // What is over by now goes back too: undone is as it was.
    const auto moved =
        session.scalar<json::value>("SELECT administration.hand_over($1::regclass, $2, $3, $4, $5, $6)", std::string(each.table),
                                    std::string(each.column), std::string(only == nullptr ? each.condition : "true"), from, to, these);
    if (moved && moved->is_array() && !moved->get_array().empty()) out[each.kind] = *moved;
  }
  return out;
}

Moved keep_move(const http::Request& request, db::Session& session, const char* kind, const Uuid& from, const Uuid& to,
                const json::object& moved) {
  Moved out{new_id(), {}, 0};
  session.query(insert_move, session.actor().municipality_id, out.id, std::string(kind), from, to, json::value(moved),
                request.who.person_id, request.now);
  for (const auto& [name, ids] : moved) {
    const auto count = static_cast<std::int64_t>(ids.as_array().size());
    out.items.push_back({std::string(name), count});
    out.total += count;
  }
  return out;
}

Moved hand_over(const http::Request& request, db::Session& session, const HandOverInput& in) {
  const Uuid from = request.id_param("person");
  if (session.query("SELECT 1 FROM organisation.person WHERE id = $1 FOR UPDATE", from).empty()) throw not_found();
  const auto holds = session.scalar<bool>(who_can_take_over, in.to_person_id);
  if (!holds || in.to_person_id == from) throw bad_field("/toPersonId", "handOverToSelf");
  for (const HeldCount& each : held(session, of_person(), from).items)
    if ((each.kind == "purchasesHeld" || each.kind == "contractsHeld") && !*holds) throw bad_field("/toPersonId", "notABudgetHolder");
  json::object moved;
  purchase::with_another_holder(session, from, request.now, [&] { moved = carry(session, of_person(), from, in.to_person_id, nullptr); });
  return keep_move(request, session, "person", from, in.to_person_id, moved);
}

// Who moves units waits for who moves units.
void lock_units(db::Session& session) {
  session.query("SELECT 1 FROM organisation.unit WHERE municipality_id = $1 ORDER BY id FOR UPDATE", session.actor().municipality_id);
}

void require_open(db::Session& session, const Uuid& unit) {
  const auto row = session.query("SELECT ended_on FROM organisation.unit WHERE id = $1", unit);
  if (row.empty()) throw not_found();
  if (!row.null(0, 0)) throw conflict("unitEnded");
}

const db::Statement end_unit_into{"administration.end_unit_into", R"sql(
UPDATE organisation.unit
   SET ended_on = $2, merged_into = $3, version = version + 1
 WHERE id = $1
)sql"};

Moved merge(const http::Request& request, db::Session& session, const MergeInput& in) {
  const Uuid from = request.id_param("id");
  lock_units(session);
  require_open(session, from);
  const bool fits = !session.query("SELECT 1 FROM organisation.unit WHERE id = $1 AND ended_on IS NULL", in.into_id).empty() &&
                    session.query("SELECT 1 FROM organisation.unit_and_above($1) WHERE id = $2", in.into_id, from).empty();
  if (!fits) throw bad_field("/intoId", "unitIntoItself");
  const json::object moved = carry(session, of_unit(), from, in.into_id, nullptr);
  session.query(end_unit_into, from, date_of(request.now), in.into_id);
  return keep_move(request, session, "unit", from, in.into_id, moved);
}

organisation::Unit end_unit(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  lock_units(session);
  require_open(session, id);
  for (const HeldCount& each : held(session, of_unit(), id).items)
    if (each.kind == "units" || each.kind == "people" || each.kind == "roles" || each.kind == "purchases" || each.kind == "unitContracts")
      throw conflict("unitNotEmpty");
  session.query(end_unit_into, id, date_of(request.now), std::optional<Uuid>());
  for (organisation::Unit& each : organisation::units(session))
    if (each.id == id) return each;
  throw not_found();
}

void reopen_unit(db::Session& session, const Uuid& id) {
  try {
    session.savepoint([&] { session.query(end_unit_into, id, std::optional<Date>(), std::optional<Uuid>()); });
  } catch (const db::SqlError& error) {
    if (error.unique_violation()) throw Error(409, "unitNameTaken", {}, {{"/name", "unitNameTaken"}});
    throw;
  }
}

organisation::Unit reopen(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  lock_units(session);
  if (session.query("SELECT 1 FROM organisation.unit WHERE id = $1", id).empty()) throw not_found();
  reopen_unit(session, id);
  for (organisation::Unit& each : organisation::units(session))
    if (each.id == id) return each;
  throw not_found();
}

Moved undo(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  lock_units(session);
  const auto move = session.find<Move>(move_for_undo, id);
  if (!move) throw not_found();
  if (move->undone_at) throw conflict("undoneAlready");
  Moved out{id, {}, 0};
  json::object back;
  const auto carry_back = [&](const std::vector<Holding>& all) {
    back = carry(session, all, move->to_id, move->from_id, &move->moved.as_object());
  };
  if (move->kind == "unit") {
    reopen_unit(session, move->from_id);
    carry_back(of_unit());
  } else {
    purchase::with_another_holder(session, move->to_id, request.now, [&] { carry_back(of_person()); });
  }
  session.query("UPDATE administration.move SET undone_at = $2 WHERE id = $1", id, request.now);
  for (const auto& [name, ids] : back) {
    const auto count = static_cast<std::int64_t>(ids.as_array().size());
    out.items.push_back({std::string(name), count});
    out.total += count;
  }
  return out;
}

}  // namespace

void add_move_routes(http::Router& router) {
  router.get<HeldCounts>(
      "/accounts/{person}/open-work", "organisation.edit",
      {"countOpenWork", "accounts", "What somebody else would have to take over from a person, by kind"},
      [](const http::Request& request, db::Session& session) { return held(session, of_person(), request.id_param("person")); });
  router.post<Moved>("/accounts/{person}/hand-overs", "organisation.edit",
                     {"handOverWork", "accounts", "All open work of a person to somebody else; what is over stays in their name"},
                     hand_over);
  router.get<HeldCounts>(
      "/units/{id}/contents", "organisation.read",
      {"countUnitContents", "organisation", "What hangs on a unit, by kind, and moves when it is merged"},
      [](const http::Request& request, db::Session& session) { return held(session, of_unit(), request.id_param("id")); });
  router.post<Moved>("/units/{id}/merge", "organisation.edit",
                     {"mergeUnit", "organisation", "What hangs on a unit to another; the unit ends and stays readable"}, merge);
  router.post<organisation::Unit>("/units/{id}/end", "organisation.edit",
                                  {"endUnit", "organisation", "A unit under which nothing hangs ends today"}, end_unit, 200);
  router.post<organisation::Unit>("/units/{id}/reopen", "organisation.edit", {"reopenUnit", "organisation", "A unit that ended goes on"},
                                  reopen, 200);
  router.post<Moved>("/moves/{id}/undo", "organisation.edit",
                     {"undoMove", "accounts", "Undo a handing over or a merge: what is still where it went goes back"}, undo, 200);
}

}  // namespace tenzij::administration
