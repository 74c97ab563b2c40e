// Purchases and their tasks changed together from a list: given to somebody or to a unit, put away, done; and taken back.
#include "purchase/lookups.h"

namespace tenzij::purchase {

namespace {

using organisation::LeftAsItWas;
using organisation::ManyChanged;

constexpr std::size_t most_tasks_at_once = 500;  // as many as the list has
constexpr const char* purchases_act = "purchases";
constexpr const char* tasks_act = "purchase tasks";

struct PurchasesChange {
  std::vector<Uuid> ids;                // these
  std::optional<PurchaseFilter> found;  // or else all that this finds
  std::optional<Uuid> budget_holder_id;
  std::optional<Uuid> advisor_id;
  std::optional<Uuid> contract_manager_id;
  std::optional<Uuid> unit_id;
  std::optional<bool> archived;
  static constexpr std::array<json::Length, 1> lengths{{{"ids", 36, most_purchases_at_once}}};
};
BOOST_DESCRIBE_STRUCT(PurchasesChange, (), (ids, found, budget_holder_id, advisor_id, contract_manager_id, unit_id, archived))

// A purchase before it was changed, and the version that it got.
struct PurchaseWas {
  Uuid id;
  std::int64_t version;
  PurchaseInput input;
  bool archived = false;
};
BOOST_DESCRIBE_STRUCT(PurchaseWas, (), (id, version, input, archived))
struct PurchasesWere {
  std::vector<PurchaseWas> items;
};
BOOST_DESCRIBE_STRUCT(PurchasesWere, (), (items))

struct TasksChange {
  std::vector<Uuid> ids;
  std::optional<bool> done;
  std::optional<Uuid> owner_id;
  std::optional<Date> due_on;
};
BOOST_DESCRIBE_STRUCT(TasksChange, (), (ids, done, owner_id, due_on))
struct TaskWas {
  Uuid id;
  std::int64_t version;
  std::string title;
  std::optional<Uuid> owner_id;
  std::optional<Date> due_on;
  bool own = false;
  std::optional<Instant> done_at;
  std::optional<std::string> done_by;
};
BOOST_DESCRIBE_STRUCT(TaskWas, (), (id, version, title, owner_id, due_on, own, done_at, done_by))
struct TasksWere {
  std::vector<TaskWas> items;
};
BOOST_DESCRIBE_STRUCT(TasksWere, (), (items))

const db::Statement ids_found{"purchase.ids_found", R"sql(
SELECT p.id
  FROM purchase.purchase p
 WHERE true /* filter */
 ORDER BY p.id
 LIMIT $1
)sql"};

const db::Statement put_away{"purchase.put_away", R"sql(
UPDATE purchase.purchase
   SET archived_at = CASE WHEN $2 THEN coalesce(archived_at, $3) END, version = version + 1
 WHERE id = ANY ($1::uuid[])
)sql"};

const db::Statement versions_of_purchases{"purchase.versions_of_purchases", R"sql(
SELECT id, version
  FROM purchase.purchase
 WHERE id = ANY ($1::uuid[])
)sql"};

}  // namespace

std::vector<Uuid> ids_asked(const http::Request& request, db::Session& session, const std::vector<Uuid>& ids,
                            const std::optional<PurchaseFilter>& found) {
  std::vector<Uuid> out = ids;
  if (found) {
    out.clear();
    const auto rows =
        session.query(chosen_purchases(*found, request.who.person_id).in(ids_found, static_cast<std::int64_t>(most_purchases_at_once + 1)));
    for (int i = 0; i < rows.rows(); ++i) out.push_back(rows.get<Uuid>(i, 0));
  }
  if (out.empty()) throw bad_field("/ids", "required");
  if (out.size() > most_purchases_at_once) throw bad_field("/ids", "tooMany", {{"limit", std::to_string(most_purchases_at_once)}});
  return out;
}

namespace {

PurchaseInput with(const PurchaseInput& before, const PurchasesChange& in) {
  PurchaseInput out = before;
  if (in.budget_holder_id) out.budget_holder_id = in.budget_holder_id;
  if (in.advisor_id) out.advisor_id = in.advisor_id;
  if (in.contract_manager_id) out.contract_manager_id = in.contract_manager_id;
  if (in.unit_id) out.unit_id = in.unit_id;
  return out;
}

// What would be wrong of every row is wrong with the request.
void check_people(db::Session& session, const PurchasesChange& in, Lookups& lookups) {
  std::vector<FieldError> errors;
  const auto person = [&](const std::optional<Uuid>& id, const char* pointer) {
    if (id && !lookups.known("SELECT 1 FROM organisation.person WHERE id = $1", id->str())) errors.push_back({pointer, "unknownPerson"});
  };
  person(in.budget_holder_id, "/budgetHolderId");
  person(in.advisor_id, "/advisorId");
  person(in.contract_manager_id, "/contractManagerId");
  if (in.budget_holder_id && errors.empty() &&
      session
          .query("SELECT 1 FROM auth.role_grant WHERE person_id = $1 AND role IN ('budget_holder', 'director')", in.budget_holder_id->str())
          .empty())
    errors.push_back({"/budgetHolderId", "notABudgetHolder"});
  if (in.unit_id && session.query("SELECT 1 FROM organisation.unit WHERE id = $1", *in.unit_id).empty())
    errors.push_back({"/unitId", "unknownUnit"});
  if (!in.budget_holder_id && !in.advisor_id && !in.contract_manager_id && !in.unit_id && !in.archived)
    errors.push_back({"/archived", "required"});
  if (!errors.empty()) throw bad_request(std::move(errors));
}

// All together, which is a handful of statements; when that is refused one by one, so that each says for itself what is wrong.
// `rows` keeps those that were changed.
std::vector<LeftAsItWas> rewrite_all(db::Session& session, std::vector<PurchaseRow>& rows, std::vector<PurchaseInput> inputs,
                                     Lookups& lookups, Instant now, const std::function<std::string(const Error&)>& say) {
  std::vector<LeftAsItWas> left;
  try {
    session.savepoint([&] { change_purchases(session, rows, inputs, lookups, now); });
    return left;
  } catch (const Error& error) {
    if (error.status() >= 500) throw;
  }
  std::vector<PurchaseRow> changed;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    try {
      session.savepoint([&] { change_purchases(session, {rows[i]}, {inputs[i]}, lookups, now); });
      changed.push_back(rows[i]);
    } catch (const Error& error) {
      if (error.status() >= 500) throw;
      left.push_back({rows[i].id, rows[i].title, say(error)});
    }
  }
  rows = std::move(changed);
  return left;
}

std::map<Uuid, std::int64_t> versions(db::Session& session, const std::vector<Uuid>& ids) {
  std::map<Uuid, std::int64_t> out;
  const auto rows = session.query(versions_of_purchases, ids);
  for (int i = 0; i < rows.rows(); ++i) out[rows.get<Uuid>(i, 0)] = rows.get<std::int64_t>(i, 1);
  return out;
}

ManyChanged change_many(const http::Request& request, db::Session& session, const PurchasesChange& in, const PurchaseParts& parts) {
  Lookups lookups(session, parts.knowledge);
  check_people(session, in, lookups);
  const std::vector<Uuid> ids = ids_asked(request, session, in.ids, in.found);
  const auto say = [&](const Error& error) { return organisation::said_of(error, parts.messages, request.language); };
  ManyChanged out;
  std::vector<PurchaseRow> rows;
  std::map<Uuid, PurchaseRow> found = locked_rows(session, ids);
  for (const Uuid& id : std::set<Uuid>(ids.begin(), ids.end())) {
    if (const auto at = found.find(id); at != found.end()) rows.push_back(at->second);
    else out.left.push_back({id, "", say(not_found())});
  }
  if (in.budget_holder_id || in.advisor_id || in.contract_manager_id || in.unit_id) {
    std::vector<PurchaseInput> inputs;
    for (const PurchaseRow& each : rows) inputs.push_back(with(each, in));
    for (LeftAsItWas& each : rewrite_all(session, rows, std::move(inputs), lookups, request.now, say)) out.left.push_back(std::move(each));
  }
  const std::vector<Uuid> changed = ids_of(rows);
  if (in.archived && !changed.empty()) session.query(put_away, changed, *in.archived, request.now);
  out.changed = static_cast<std::int64_t>(changed.size());
  if (changed.empty()) return out;
  PurchasesWere were;
  const auto now_at = versions(session, changed);
  for (const PurchaseRow& each : rows) were.items.push_back({each.id, now_at.at(each.id), each, each.archived});
  out.act = organisation::keep_act(session, purchases_act, json::encode(were), request.now);
  return out;
}

ManyChanged undo_many(const http::Request& request, db::Session& session, const PurchaseParts& parts) {
  const auto were = json::restore<PurchasesWere>(organisation::take_back(session, request.id_param("id"), purchases_act, request.now));
  Lookups lookups(session, parts.knowledge);
  const auto say = [&](const Error& error) { return organisation::said_of(error, parts.messages, request.language); };
  std::vector<Uuid> ids;
  for (const PurchaseWas& each : were.items) ids.push_back(each.id);
  std::map<Uuid, PurchaseRow> found = locked_rows(session, ids);
  ManyChanged out;
  std::vector<PurchaseRow> rows;
  std::vector<PurchaseInput> inputs;
  std::map<Uuid, bool> archived;
  for (const PurchaseWas& each : were.items) {
    const auto at = found.find(each.id);
    if (at == found.end() || at->second.version != each.version) {
      out.left.push_back({each.id, each.input.title, say(conflict("changedSince"))});
      continue;
    }
    rows.push_back(at->second);
    inputs.push_back(each.input);
    archived[each.id] = each.archived;
  }
  for (LeftAsItWas& each : rewrite_all(session, rows, std::move(inputs), lookups, request.now, say)) out.left.push_back(std::move(each));
  for (const bool away : {true, false}) {
    std::vector<Uuid> some;
    for (const PurchaseRow& each : rows)
      if (archived[each.id] == away && each.archived != away) some.push_back(each.id);
    if (!some.empty()) session.query(put_away, some, away, request.now);
  }
  out.changed = static_cast<std::int64_t>(rows.size());
  return out;
}

const db::Statement tasks_as_they_are{"purchase.tasks_as_they_are", R"sql(
SELECT id, version, title, owner_id, due_on, own, done_at, done_by
  FROM purchase.task
 WHERE id = ANY ($1::uuid[])
 ORDER BY id
   FOR UPDATE
)sql"};

const db::Statement change_tasks_together{"purchase.change_tasks_together", R"sql(
UPDATE purchase.task
   SET own = own OR ($3::date IS NOT NULL AND due_on IS DISTINCT FROM $3), owner_id = coalesce($2::uuid, owner_id),
       due_on = coalesce($3::date, due_on),
       done_at = CASE WHEN $4::boolean IS NULL THEN done_at WHEN $4 THEN coalesce(done_at, $5) END,
       done_by = CASE WHEN $4::boolean IS NULL THEN done_by WHEN $4 THEN coalesce(done_by, $6) END,
       version = version + 1
 WHERE id = ANY ($1::uuid[])
)sql"};

const db::Statement set_tasks_back{"purchase.set_tasks_back", R"sql(
UPDATE purchase.task t
   SET owner_id = r."ownerId", due_on = r."dueOn", own = r.own, done_at = r."doneAt", done_by = r."doneBy",
       version = t.version + 1
  FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, version bigint, "ownerId" uuid, "dueOn" date, own boolean,
                                          "doneAt" timestamptz, "doneBy" text)
 WHERE t.municipality_id = platform.current_municipality()
   AND t.id = r.id
   AND t.version = r.version
RETURNING t.id
)sql"};

ManyChanged change_tasks(const http::Request& request, db::Session& session, const TasksChange& in, const Messages& messages) {
  std::vector<FieldError> errors;
  if (in.ids.empty()) errors.push_back({"/ids", "required"});
  if (in.ids.size() > most_tasks_at_once) errors.push_back({"/ids", "tooMany", {{"limit", std::to_string(most_tasks_at_once)}}});
  if (in.owner_id && session.query("SELECT 1 FROM organisation.person WHERE id = $1", *in.owner_id).empty())
    errors.push_back({"/ownerId", "unknownPerson"});
  if (!in.done && !in.owner_id && !in.due_on) errors.push_back({"/done", "required"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  TasksWere were{session.rows<TaskWas>(tasks_as_they_are, in.ids)};
  ManyChanged out;
  std::set<Uuid> there;
  for (TaskWas& each : were.items) {
    there.insert(each.id);
    ++each.version;
  }
  for (const Uuid& id : in.ids)
    if (!there.contains(id)) out.left.push_back({id, "", organisation::said_of(not_found(), messages, request.language)});
  session.query(change_tasks_together, in.ids, in.owner_id, in.due_on, in.done, request.now, person_name(session));
  out.changed = static_cast<std::int64_t>(were.items.size());
  if (out.changed > 0) out.act = organisation::keep_act(session, tasks_act, json::encode(were), request.now);
  return out;
}

ManyChanged undo_tasks(const http::Request& request, db::Session& session, const Messages& messages) {
  const auto were = json::restore<TasksWere>(organisation::take_back(session, request.id_param("id"), tasks_act, request.now));
  const auto rows = session.query(set_tasks_back, json::encode(were.items));
  std::set<Uuid> back;
  for (int i = 0; i < rows.rows(); ++i) back.insert(rows.get<Uuid>(i, 0));
  ManyChanged out;
  out.changed = static_cast<std::int64_t>(back.size());
  for (const TaskWas& each : were.items)
    if (!back.contains(each.id))
      out.left.push_back({each.id, each.title, organisation::said_of(conflict("changedSince"), messages, request.language)});
  return out;
}

}  // namespace

void add_many_routes(http::Router& router, const PurchaseParts& parts) {
  router.post<ManyChanged>(
      "/purchase-changes", "purchase.edit",
      {"changePurchases", "purchases", "Many at once: a budget holder, adviser or unit, put away or brought back; says which could not"},
      [parts](const http::Request& request, db::Session& session, const PurchasesChange& in) {
        return change_many(request, session, in, parts);
      },
      200);
  router.post<ManyChanged>(
      "/purchase-changes/{id}/undoing", "purchase.edit", {"undoPurchaseChanges", "purchases", "Take such a change back"},
      [parts](const http::Request& request, db::Session& session) { return undo_many(request, session, parts); }, 200);
  router.post<ManyChanged>(
      "/purchase-task-changes", "purchase.edit",
      {"changePurchaseTasks", "tasks", "Many tasks at once: done, given to somebody, another day"},
      [&messages = parts.messages](const http::Request& request, db::Session& session, const TasksChange& in) {
        return change_tasks(request, session, in, messages);
      },
      200);
  router.post<ManyChanged>(
      "/purchase-task-changes/{id}/undoing", "purchase.edit", {"undoPurchaseTaskChanges", "tasks", "Take such a change back"},
      [&messages = parts.messages](const http::Request& request, db::Session& session) { return undo_tasks(request, session, messages); },
      200);
}

}  // namespace tenzij::purchase
