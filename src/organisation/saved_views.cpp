// Views of a list that people keep: its filters and order under a name, for themselves or for everybody.
#include "organisation/store.h"

namespace tenzij::organisation {

namespace {

constexpr std::int64_t views_of_person = 30;  // of one list: more tabs than anybody reads

struct ViewInput {
  std::string page;  // of the list: "/inkopen"
  std::string name;
  std::string query;  // what stands behind the question mark of its address
  bool shared = false;
  static constexpr std::array<json::Length, 3> lengths{{{"page", 200}, {"name", 80}, {"query", 2000}}};
};
BOOST_DESCRIBE_STRUCT(ViewInput, (), (page, name, query, shared))

struct SavedView {
  Uuid id;
  std::string name;
  std::string query;
  bool shared = false;
  bool mine = false;
  std::string person;       // who made it
  bool opens_list = false;  // for who asks, the list opens with it
};
BOOST_DESCRIBE_STRUCT(SavedView, (), (id, name, query, shared, mine, person, opens_list))
struct SavedViewList {
  std::vector<SavedView> items;
  bool may_share = false;
};
BOOST_DESCRIBE_STRUCT(SavedViewList, (), (items, may_share))
struct ViewQuery {
  std::string page;
};
BOOST_DESCRIBE_STRUCT(ViewQuery, (), (page))

struct DefaultViewInput {
  std::string page;
  std::optional<Uuid> view_id;  // none: the list as it is of itself
  static constexpr std::array<json::Length, 1> lengths{{{"page", 200}}};
};
BOOST_DESCRIBE_STRUCT(DefaultViewInput, (), (page, view_id))

// Row-level security leaves one's own and the shared ones.
constexpr std::string_view view_columns = R"sql(
SELECT v.id, v.name, v.query, v.shared, v.person_id = $1 AS mine, p.name AS person,
       d.view_id IS NOT NULL AS opens_list
  FROM organisation.saved_view v
  JOIN organisation.person p ON p.municipality_id = v.municipality_id AND p.id = v.person_id
  LEFT JOIN organisation.default_view d
       ON d.municipality_id = v.municipality_id AND d.person_id = $1 AND d.view_id = v.id
)sql";

const db::Statement views_of_page{"organisation.views_of_page", {view_columns, R"sql(
 WHERE v.page = $2
 ORDER BY v.shared, v.name, v.id
)sql"}};

const db::Statement view_by_id{"organisation.view_by_id", {view_columns, R"sql(
 WHERE v.id = $2
)sql"}};

const db::Statement insert_view{"organisation.insert_view", R"sql(
INSERT INTO organisation.saved_view (municipality_id, id, person_id, page, name, query, shared, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT DO NOTHING
)sql"};

const db::Statement number_of_views{"organisation.number_of_views", R"sql(
SELECT count(*)
  FROM organisation.saved_view
 WHERE person_id = $1
   AND page = $2
)sql"};

const db::Statement same_name{"organisation.same_name", R"sql(
SELECT 1
  FROM organisation.saved_view
 WHERE person_id = $1
   AND page = $2
   AND name = $3
   AND id <> $4
)sql"};

const db::Statement update_view{"organisation.update_view", R"sql(
UPDATE organisation.saved_view
   SET name = $3, query = $4, shared = $5, at = $6
 WHERE person_id = $1
   AND id = $2
)sql"};

const db::Statement upsert_default_view{"organisation.upsert_default_view", R"sql(
INSERT INTO organisation.default_view AS d (municipality_id, person_id, page, view_id)
VALUES ($1, $2, $3, $4)
ON CONFLICT (municipality_id, person_id, page) DO UPDATE SET view_id = excluded.view_id
)sql"};

// Whoever sets up how others work: policy, or buying.
bool may_share(const http::Request& request) { return request.who.may("policy.edit") || request.who.may("purchase.settings"); }

void check_page(const std::string& page, std::vector<FieldError>& errors) {
  if (!page.starts_with('/') || page.starts_with("//")) errors.push_back({"/page", "notPath"});
}

std::string checked_name(const http::Request& request, const ViewInput& in) {
  std::vector<FieldError> errors;
  std::string name(text::trim(in.name));
  if (name.empty()) errors.push_back({"/name", "required"});
  check_page(in.page, errors);
  if (!errors.empty()) throw bad_request(std::move(errors));
  if (in.shared && !may_share(request)) throw Error(403, "mayNotShareViews");
  return name;
}

SavedView one_view(const http::Request& request, db::Session& session, const Uuid& id) {
  auto out = session.find<SavedView>(view_by_id, request.who.person_id, id);
  if (!out) throw not_found();
  return *out;
}

SavedView add_view(const http::Request& request, db::Session& session, const ViewInput& in) {
  const std::string name = checked_name(request, in);
  const Uuid me = request.who.person_id;
  if (session.scalar<std::int64_t>(number_of_views, me, in.page).value_or(0) >= views_of_person)
    throw bad_field("/name", "tooMany", {{"limit", std::to_string(views_of_person)}});
  const Uuid id = new_id();
  if (session.query(insert_view, session.actor().municipality_id, id, me, in.page, name, in.query, in.shared, request.now).affected() == 0)
    throw bad_field("/name", "viewNameTaken");
  return one_view(request, session, id);
}

SavedView change_view(const http::Request& request, db::Session& session, const ViewInput& in) {
  const std::string name = checked_name(request, in);
  const Uuid id = request.id_param("id");
  if (!session.query(same_name, request.who.person_id, in.page, name, id).empty()) throw bad_field("/name", "viewNameTaken");
  if (session.query(update_view, request.who.person_id, id, name, in.query, in.shared, request.now).affected() == 0) throw not_found();
  return one_view(request, session, id);
}

// One's own; a shared one also by who may share.
void remove_view(const http::Request& request, db::Session& session) {
  const SavedView view = one_view(request, session, request.id_param("id"));
  if (!view.mine && !may_share(request)) throw not_found();
  session.query("DELETE FROM organisation.saved_view WHERE id = $1", view.id);
}

void set_default_view(const http::Request& request, db::Session& session, const DefaultViewInput& in) {
  std::vector<FieldError> errors;
  check_page(in.page, errors);
  if (!errors.empty()) throw bad_request(std::move(errors));
  const Uuid me = request.who.person_id;
  session.query("DELETE FROM organisation.default_view WHERE person_id = $1 AND page = $2", me, in.page);
  if (!in.view_id) return;
  one_view(request, session, *in.view_id);
  session.query(upsert_default_view, session.actor().municipality_id, me, in.page, *in.view_id);
}

}  // namespace

// For who works there: what is shared is no business of a citizen or a supplier.
void add_view_routes(http::Router& router) {
  router.get<SavedViewList>(
      "/saved-views", "organisation.read", {"listSavedViews", "lists", "Views of a list: one's own and the shared ones"},
      [](const http::Request& request, db::Session& session, const ViewQuery& query) {
        return SavedViewList{session.rows<SavedView>(views_of_page, request.who.person_id, query.page), may_share(request)};
      });
  router.post<SavedView>("/saved-views", "organisation.read", {"keepView", "lists", "Keep the filters and order of a list under a name"},
                         add_view);
  router.put<SavedView>("/saved-views/{id}", "organisation.read", {"changeView", "lists", "Another name, other filters, shared or not"},
                        change_view);
  router.remove("/saved-views/{id}", "organisation.read", {"removeView", "lists", "Take a view away"}, remove_view);
  router.post<http::None>("/default-views", "organisation.read",
                          {"openListWith", "lists", "With which view a list opens for me; without one as it is of itself"},
                          set_default_view, 200);
}

}  // namespace tenzij::organisation
