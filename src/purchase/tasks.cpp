// The process per procedure as tasks with who and when, from a template that the municipality can change.
#include "purchase/lookups.h"

namespace tenzij::purchase {

namespace {

struct TaskList {
  std::vector<Task> items;
};
BOOST_DESCRIBE_STRUCT(TaskList, (), (items))
struct TaskQuery {
  std::optional<Uuid> purchase_id;
  std::optional<bool> mine;
  std::optional<bool> open;
};
BOOST_DESCRIBE_STRUCT(TaskQuery, (), (purchase_id, mine, open))
struct TaskInput {
  std::string title;
  std::string role;
  std::optional<Uuid> owner_id;
  std::optional<Date> due_on;
  bool done = false;
};
BOOST_DESCRIBE_STRUCT(TaskInput, (), (title, role, owner_id, due_on, done))

struct Template {
  std::string procedure;
  std::vector<TaskTemplate> tasks;
  bool own = false;  // the municipality's, not what Tenzij brings
  std::int64_t version;
};
BOOST_DESCRIBE_STRUCT(Template, (), (procedure, tasks, own, version))
struct TemplateList {
  std::vector<Template> items;
};
BOOST_DESCRIBE_STRUCT(TemplateList, (), (items))
struct TemplateInput {
  std::vector<TaskTemplate> tasks;
  static constexpr std::array<json::Length, 1> lengths{{{"tasks", limits::text_longest, 60}}};
};
BOOST_DESCRIBE_STRUCT(TemplateInput, (), (tasks))
struct StoredTemplate {
  std::vector<TaskTemplate> tasks;
  std::int64_t version;
};
BOOST_DESCRIBE_STRUCT(StoredTemplate, (), (tasks, version))

// A task of a template as it is written.
struct TaskLine {
  Uuid id;
  Uuid purchase_id;
  int position;
  std::string title;
  std::string role;
  std::string anchor;
  int offset_days;
  std::optional<Date> due_on;
};
BOOST_DESCRIBE_STRUCT(TaskLine, (), (id, purchase_id, position, title, role, anchor, offset_days, due_on))

const db::Statement insert_tasks{"purchase.insert_tasks", R"sql(
INSERT INTO purchase.task (municipality_id, id, purchase_id, position, title, role, anchor, offset_days, due_on,
                           own)
SELECT platform.current_municipality(), r.id, r."purchaseId", r.position, r.title, r.role, r.anchor,
       r."offsetDays", r."dueOn", false
  FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, "purchaseId" uuid, position int, title text, role text,
                                          anchor text, "offsetDays" int, "dueOn" date)
)sql"};

const db::Statement update_due_days{"purchase.update_due_days", R"sql(
WITH due AS (
  SELECT t.id,
         CASE t.anchor
              WHEN 'start' THEN p.start_on
              WHEN 'publish' THEN p.publish_on
              WHEN 'award' THEN p.award_on
              ELSE p.contract_from
         END + t.offset_days AS day
    FROM purchase.task t
    JOIN purchase.purchase p ON p.municipality_id = t.municipality_id AND p.id = t.purchase_id
   WHERE t.purchase_id = ANY ($1::uuid[])
     AND NOT t.own
     AND t.done_at IS NULL
)
UPDATE purchase.task t
   SET due_on = due.day, version = version + 1
  FROM due
 WHERE t.municipality_id = platform.current_municipality()
   AND t.id = due.id
   AND t.due_on IS DISTINCT FROM due.day
)sql"};

constexpr std::array anchors{"start", "publish", "award", "contract"};

// Whose a task is: who it was given to, or else who has its role in this purchase.
constexpr std::string_view task_rows = R"sql(
  FROM purchase.task t
  JOIN purchase.purchase p ON p.municipality_id = t.municipality_id AND p.id = t.purchase_id
 CROSS JOIN LATERAL (SELECT coalesce(t.owner_id,
                                     CASE t.role
                                          WHEN 'budget_holder' THEN p.budget_holder_id
                                          WHEN 'procurement_advisor' THEN p.advisor_id
                                          WHEN 'contract_manager' THEN p.contract_manager_id
                                          WHEN 'impact_advisor' THEN
                                          (SELECT a.person_id
                                             FROM organisation.unit_and_above(p.unit_id) u
                                             JOIN organisation.adviser a
                                                  ON a.municipality_id = p.municipality_id AND a.unit_id = u.id
                                            ORDER BY u.distance LIMIT 1)
                                     END) AS id) w
  LEFT JOIN organisation.person o ON o.municipality_id = t.municipality_id AND o.id = w.id
)sql";

constexpr std::string_view task_columns = R"sql(
SELECT t.id, t.version, t.purchase_id, p.title AS purchase, t.title, t.role, t.owner_id AS assigned_id,
       w.id AS owner_id, o.name AS owner, t.due_on, t.own, t.done_at IS NOT NULL AS done, t.done_by
)sql";

const db::Statement task_by_id{"purchase.task_by_id", {task_columns, task_rows, R"sql(
 WHERE t.id = $1
)sql"}};

Task one_task(db::Session& session, const Uuid& id) {
  auto out = session.find<Task>(task_by_id, id);
  if (!out) throw not_found();
  return *out;
}

void check_task(db::Session& session, const TaskInput& in) {
  std::vector<FieldError> errors;
  if (text::trim(in.title).empty()) errors.push_back({"/title", "required"});
  json::check_lengths(in, "", errors);
  if (!organisation::known_role(in.role)) errors.push_back({"/role", "notInList"});
  if (in.owner_id && session.query("SELECT 1 FROM organisation.person WHERE id = $1", *in.owner_id).empty())
    errors.push_back({"/ownerId", "unknownPerson"});
  if (!errors.empty()) throw bad_request(std::move(errors));
}

std::optional<Date> day_of(const PurchaseInput& purchase, const TaskTemplate& task) {
  const std::optional<Date> anchor = task.anchor == "start"     ? purchase.start_on
                                     : task.anchor == "publish" ? purchase.publish_on
                                     : task.anchor == "award"   ? purchase.award_on
                                                                : purchase.contract_from;
  if (!anchor) return std::nullopt;
  return Date{std::chrono::year_month_day{std::chrono::sys_days{anchor->ymd} + std::chrono::days{task.offset_days}}};
}

Template template_of(db::Session& session, const std::string& procedure, const Knowledge& knowledge) {
  const auto own = session.find<StoredTemplate>("SELECT tasks, version FROM purchase.template WHERE procedure = $1", procedure);
  if (own) return {procedure, own->tasks, true, own->version};
  const auto brought = knowledge.tasks.find(procedure);
  return {procedure, brought == knowledge.tasks.end() ? std::vector<TaskTemplate>{} : brought->second, false, 0};
}

const db::Statement upsert_template{"purchase.upsert_template", R"sql(
INSERT INTO purchase.template AS t (municipality_id, procedure, tasks)
VALUES ($1, $2, $3)
ON CONFLICT (municipality_id, procedure)
DO UPDATE SET tasks = excluded.tasks, version = t.version + 1
)sql"};

Template change_template(const http::Request& request, db::Session& session, const TemplateInput& in, const Knowledge& knowledge) {
  const std::string& procedure = request.param("procedure");
  if (session.query("SELECT 1 FROM reference.code WHERE list = 'buying_procedure' AND code = $1", procedure).empty()) throw not_found();
  session.query("SELECT pg_advisory_xact_lock(751, hashtext($1 || $2))", session.actor().municipality_id.str(), procedure);
  request.expect_version(template_of(session, procedure, knowledge).version);
  std::vector<FieldError> errors;
  for (std::size_t i = 0; i < in.tasks.size(); ++i) {
    const std::string pointer = "/tasks/" + std::to_string(i);
    if (text::trim(in.tasks[i].title).empty()) errors.push_back({pointer + "/title", "required"});
    if (!organisation::known_role(in.tasks[i].role)) errors.push_back({pointer + "/role", "notInList"});
    if (std::find(anchors.begin(), anchors.end(), in.tasks[i].anchor) == anchors.end())
      errors.push_back({pointer + "/anchor", "notInList"});
    if (in.tasks[i].offset_days < -1000 || in.tasks[i].offset_days > 1000)
      errors.push_back({pointer + "/offsetDays", "outOfRange", {{"least", "-1000"}, {"most", "1000"}}});
  }
  if (!errors.empty()) throw bad_request(std::move(errors));
  session.query(upsert_template, session.actor().municipality_id, procedure, json::encode(in.tasks));
  return template_of(session, procedure, knowledge);
}

const db::Statement tasks_asked_for{"purchase.tasks_asked_for", {task_columns, task_rows, R"sql(
 WHERE p.archived_at IS NULL
   AND p.status <> 'stopped'
   AND ($1::uuid IS NULL OR t.purchase_id = $1)
   AND (NOT coalesce($2::boolean, false)
     OR w.id IN (SELECT id FROM organisation.acts_for($4))
     OR (w.id IS NULL AND t.role = ANY ($5::text[])))
   AND (NOT coalesce($3::boolean, false) OR t.done_at IS NULL)
 ORDER BY CASE WHEN $1::uuid IS NULL THEN t.due_on END, t.position, t.id
 LIMIT 500
)sql"}};

TaskList list_tasks(const http::Request& request, db::Session& session, const TaskQuery& query) {
  const std::vector<std::string> roles(request.who.roles.begin(), request.who.roles.end());
  // A role's task that is nobody's yet is for everybody who has the role.
  return {session.rows<Task>(tasks_asked_for, query.purchase_id, query.mine, query.open, request.who.person_id, roles)};
}

const db::Statement insert_own_task{"purchase.insert_own_task", R"sql(
INSERT INTO purchase.task (municipality_id, id, purchase_id, position, title, role, offset_days, owner_id,
                           due_on, own)
SELECT $1, $2, $3, coalesce(max(position), 0) + 1, $4, $5, 0, $6, $7, true
  FROM purchase.task
 WHERE purchase_id = $3
)sql"};

Task add(const http::Request& request, db::Session& session, const TaskInput& in) {
  const Uuid purchase = request.id_param("id");
  locked(session, purchase);
  check_task(session, in);
  const Uuid id = new_id();
  session.query(insert_own_task, session.actor().municipality_id, id, purchase, std::string(text::trim(in.title)), in.role, in.owner_id,
                in.due_on);
  return one_task(session, id);
}

const db::Statement update_task{"purchase.update_task", R"sql(
UPDATE purchase.task
   SET own = own OR due_on IS DISTINCT FROM $5 OR title <> $2, title = $2, role = $3, owner_id = $4,
       due_on = $5, done_at = CASE WHEN $6 THEN coalesce(done_at, $7) END,
       done_by = CASE WHEN $6 THEN coalesce(done_by, $8) END, version = version + 1
 WHERE id = $1
)sql"};

Task change_task(const http::Request& request, db::Session& session, const TaskInput& in) {
  const Uuid id = request.id_param("id");
  const auto version = session.scalar<std::int64_t>("SELECT version FROM purchase.task WHERE id = $1 FOR UPDATE", id);
  if (!version) throw not_found();
  request.expect_version(*version);
  check_task(session, in);
  // A day or a person chosen by hand stays, whatever the template says later.
  session.query(update_task, id, std::string(text::trim(in.title)), in.role, in.owner_id, in.due_on, in.done, request.now,
                person_name(session));
  return one_task(session, id);
}

}  // namespace

const db::Statement tasks_of_purchase{"purchase.tasks_of_purchase", {task_columns, task_rows, R"sql(
 WHERE t.purchase_id = $1
 ORDER BY t.position
)sql"}};

std::vector<Task> tasks_of(db::Session& session, const Uuid& purchase) { return session.rows<Task>(tasks_of_purchase, purchase); }

std::vector<TaskTemplate> tasks_for(db::Session& session, const std::string& procedure, const Knowledge& knowledge) {
  return template_of(session, procedure, knowledge).tasks;
}

void set_tasks(db::Session& session, const std::vector<PurchaseRow>& purchases, const std::set<Uuid>& again, Lookups& lookups) {
  if (purchases.empty()) return;
  if (!again.empty())
    session.query("DELETE FROM purchase.task WHERE purchase_id = ANY ($1::uuid[]) AND NOT own AND done_at IS NULL",
                  std::vector(again.begin(), again.end()));
  const std::set<Uuid> have =
      found(session, "SELECT DISTINCT purchase_id FROM purchase.task WHERE purchase_id = ANY ($1::uuid[])", ids_of(purchases));
  // What was added by hand or is done stays, and does not come again.
  std::map<Uuid, std::set<std::string>> titles;
  if (!again.empty()) {
    const auto kept = session.query("SELECT purchase_id, title FROM purchase.task WHERE purchase_id = ANY ($1::uuid[])",
                                    std::vector(again.begin(), again.end()));
    for (int i = 0; i < kept.rows(); ++i) titles[kept.get<Uuid>(i, 0)].insert(std::string(kept.text(i, 1)));
  }
  std::vector<TaskLine> lines;
  std::vector<Uuid> moved;
  for (const PurchaseRow& purchase : purchases) {
    if (have.contains(purchase.id) && !again.contains(purchase.id)) {
      moved.push_back(purchase.id);
      continue;
    }
    int position = 0;
    for (const TaskTemplate& each : lookups.tasks(purchase.procedure.value_or(""))) {
      ++position;
      if (titles[purchase.id].insert(each.title).second)
        lines.push_back({new_id(), purchase.id, position, each.title, each.role, each.anchor, each.offset_days, day_of(purchase, each)});
    }
  }
  if (!lines.empty()) session.query(insert_tasks, json::encode(lines));
  if (!moved.empty()) session.query(update_due_days, moved);
}

void add_task_routes(http::Router& router, const Knowledge& knowledge) {
  router.get<TaskList>("/purchase-tasks", "purchase.read", {"listPurchaseTasks", "tasks", "Tasks of purchases: of one, mine, or all"},
                       list_tasks);
  router.post<Task>("/purchases/{id}/tasks", "purchase.edit", {"addPurchaseTask", "tasks", "A task of its own"}, add);
  router.put<Task>("/purchase-tasks/{id}", "purchase.edit", {"changePurchaseTask", "tasks", "Done, moved, given to somebody"}, change_task);
  router.remove("/purchase-tasks/{id}", "purchase.edit", {"removePurchaseTask", "tasks", "Not needed here"},
                [](const http::Request& request, db::Session& session) {
                  if (session.query("DELETE FROM purchase.task WHERE id = $1", request.id_param("id")).affected() == 0) throw not_found();
                });
  router.get<TemplateList>("/task-templates", "purchase.read", {"listTaskTemplates", "tasks", "Who does what when, per procedure"},
                           [&knowledge](const http::Request&, db::Session& session) {
                             TemplateList out;
                             const auto all =
                                 session.query("SELECT code FROM reference.code WHERE list = 'buying_procedure' ORDER BY position");
                             for (int i = 0; i < all.rows(); ++i)
                               out.items.push_back(template_of(session, std::string(all.text(i, 0)), knowledge));
                             return out;
                           });
  router.put<Template>("/task-templates/{procedure}", "purchase.settings",
                       {"changeTaskTemplate", "tasks", "The municipality's own way for a procedure; for purchases that begin from now on"},
                       [&knowledge](const http::Request& request, db::Session& session, const TemplateInput& in) {
                         return change_template(request, session, in, knowledge);
                       });
}

}  // namespace tenzij::purchase
