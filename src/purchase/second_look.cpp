// The second look: an unless that goes below an agreed ambition or an adopted goal holds once somebody else than who proposed and who
// decided has looked, with the sentence it departs from beside it. Until then it is proposed, and nothing goes out on it.
#include "organisation/organisation.h"
#include "purchase/store.h"
#include "purchase/told.h"

namespace tenzij::purchase {

namespace {

struct SecondLookInput {
  bool agreed = false;
  std::string words;  // needed when it is not
};
BOOST_DESCRIBE_STRUCT(SecondLookInput, (), (agreed, words))

struct SecondLookRolesInput {
  std::vector<std::string> roles;
};
BOOST_DESCRIBE_STRUCT(SecondLookRolesInput, (), (roles))
// Which roles look a second time in this municipality.
struct SecondLookRoles : SecondLookRolesInput {
  std::int64_t version;
};
BOOST_DESCRIBE_STRUCT(SecondLookRoles, (SecondLookRolesInput), (version))

SecondLookRoles roles_of(db::Session& session) {
  return session.find<SecondLookRoles>("SELECT to_jsonb(roles) AS roles, version FROM purchase.second_look")
      .value_or(SecondLookRoles{{{"director"}}, 0});
}

const db::Statement upsert_second_look{"purchase.upsert_second_look", R"sql(
INSERT INTO purchase.second_look AS s (municipality_id, roles)
VALUES ($1, $2::text[])
ON CONFLICT (municipality_id)
DO UPDATE SET roles = excluded.roles, version = s.version + 1
)sql"};

SecondLookRoles change_roles(const http::Request& request, db::Session& session, const SecondLookRolesInput& in) {
  session.query("SELECT pg_advisory_xact_lock(753, hashtext($1))", session.actor().municipality_id.str());
  request.expect_version(roles_of(session).version);
  std::vector<FieldError> errors;
  if (in.roles.empty()) errors.push_back({"/roles", "required"});
  for (std::size_t i = 0; i < in.roles.size(); ++i)
    if (!organisation::known_role(in.roles[i])) errors.push_back({"/roles/" + std::to_string(i), "notInList"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  session.query(upsert_second_look, session.actor().municipality_id, in.roles);
  return roles_of(session);
}

// Who looks: with a role for it, and neither who proposed nor who decided.
void require_another(db::Session& session, const ThemeRow& row) {
  const Uuid& self = session.actor().person_id;
  if (row.proposed_by == self || row.decider_id == self) throw Error(403, "secondLookByOther");
  if (looks_twice(session)) return;
  std::string names;
  for (const std::string& each : roles_of(session).roles) names += (names.empty() ? "" : ", ") + each;
  throw Error(403, "secondLookRole", {{"roles", names}});
}

UnlessInput waiting(const ThemeRow& row) { return {row.reason.value_or(""), row.words.value_or(""), row.valid_to, row.for_category}; }

ThemeDecided look(const http::Request& request, db::Session& session, const SecondLookInput& in) {
  const Uuid id = request.id_param("id");
  const std::string& theme = request.param("theme");
  const PurchaseRow purchase = locked(session, id);
  const ThemeRow row = locked_theme(session, id, theme);
  request.expect_version(row.version);
  if (in.agreed) {
    look_again(session, id, theme, in.words, request.now);
    return now_of(session, id, theme);
  }
  require_undecided_place(purchase);
  if (!row.second_look) throw conflict("noSecondLook");
  require_another(session, row);
  record_decision(session, id, theme, "refused", {"", reference::needed_reason(session, "/words", in.words), {}, false}, request.now,
                  {departures(session, id)[theme], {}, {}, {}});
  reopen_theme(session, id, row.id);
  return now_of(session, id, theme);
}

const db::Statement update_to_waiting{"purchase.update_to_waiting", R"sql(
UPDATE purchase.impact
   SET state = 'proposed', reason = $2, words = $3, valid_to = $4, for_category = $5, decider_id = $6,
       second_look = true, standing_id = NULL, decided_by = NULL, version = version + 1
 WHERE id = $1
)sql"};

}  // namespace

const db::Statement has_a_role_for_it{"purchase.has_a_role_for_it", R"sql(
SELECT 1
  FROM auth.role_grant
 WHERE person_id = $1
   AND role = ANY ($2::text[])
)sql"};

bool looks_twice(db::Session& session) {
  return !session.query(has_a_role_for_it, session.actor().person_id, roles_of(session).roles).empty();
}

void wait_for_second_look(db::Session& session, const Uuid& purchase, const ThemeRow& row, const std::string& theme, const UnlessInput& in,
                          const std::vector<Departure>& departs, Instant now) {
  session.query(update_to_waiting, row.id, in.reason, std::string(text::trim(in.words)), in.valid_to, in.for_category,
                session.actor().person_id);
  record_decision(session, purchase, theme, "second_look", in, now, {departs, {}, {}, {}});
  settle(session, purchase);
  tell_second_look(session, purchase, theme, row, now);
}

void look_again(db::Session& session, const Uuid& id, const std::string& theme, const std::string& words, Instant now) {
  const PurchaseRow purchase = locked(session, id);
  const ThemeRow row = locked_theme(session, id, theme);
  require_undecided_place(purchase);
  if (!row.second_look) throw conflict("noSecondLook");
  require_another(session, row);
  // What was decided is that person's to decide as it is now.
  if (!still_decides(session, purchase, *row.decider_id)) throw conflict("secondLookStale");
  hold_unless(session, purchase, row, theme, waiting(row),
              {departures(session, id)[theme], row.decider_id, person_name(session), trimmed(words)}, now);
}

void add_second_look_routes(http::Router& router) {
  router.put<ThemeDecided>("/purchases/{id}/themes/{theme}/second-look", "purchase.read",
                           {"lookAgainAtUnless", "unless", "The second look at an unless below policy, by somebody with a role for it"},
                           look);
  router.get<SecondLookRoles>("/second-look-roles", "purchase.read",
                              {"getSecondLookRoles", "unless", "Which roles look a second time at an unless below policy"},
                              [](const http::Request&, db::Session& session) { return roles_of(session); });
  router.put<SecondLookRoles>("/second-look-roles", "purchase.settings",
                              {"changeSecondLookRoles", "unless", "Name the roles that look a second time"}, change_roles);
}

}  // namespace tenzij::purchase
