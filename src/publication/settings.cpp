// Which parts everybody sees, what that would show, and who decided it when.
#include "platform/mail/mail.h"
#include "publication/store.h"

namespace tenzij::publication {

namespace {

constexpr int logged = 200;
constexpr int previewed = 20;

// What one needs to know of a municipality without working there.
struct Published {
  std::string code;  // of its pages, /open/{code}
  std::string name;
  bool coming = false;
  bool goals = false;
  bool results = false;
  std::string contact_name;
  std::string contact_address;
};
BOOST_DESCRIBE_STRUCT(Published, (), (code, name, coming, goals, results, contact_name, contact_address))

// part: coming, goals, results, contact or purchase.
struct PublicationEvent {
  Instant at;
  std::optional<std::string> person;
  std::string part;
  bool opened = false;  // or withdrawn; of the contact: changed
  std::optional<Uuid> purchase_id;
  std::optional<std::string> title;  // of the purchase
};
BOOST_DESCRIBE_STRUCT(PublicationEvent, (), (at, person, part, opened, purchase_id, title))
struct PublicationLog {
  std::vector<PublicationEvent> items;  // the newest first
};
BOOST_DESCRIBE_STRUCT(PublicationLog, (), (items))

struct PublicationPreview {
  std::vector<ComingPurchase> coming;  // the first ones
  std::int64_t coming_total;
  std::int64_t held;  // marked, and kept in because their title names somebody
  std::vector<PublishedGoal> goals;
  std::int64_t goals_total;
};
BOOST_DESCRIBE_STRUCT(PublicationPreview, (), (coming, coming_total, held, goals, goals_total))

const db::Statement find_setting{"publication.find_setting", R"sql(
SELECT coming, goals, results, contact_name, contact_address, version
  FROM publication.setting
)sql"};

const db::Statement write_setting{"publication.write_setting", R"sql(
INSERT INTO publication.setting AS s (municipality_id, coming, goals, results, contact_name, contact_address)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5)
ON CONFLICT (municipality_id)
DO UPDATE SET coming = excluded.coming, goals = excluded.goals, results = excluded.results,
              contact_name = excluded.contact_name, contact_address = excluded.contact_address, version = s.version + 1
)sql"};

// Each change of the settings says per part what it became; of purchases what was opened or closed again.
const db::Statement publication_log{"publication.publication_log", R"sql(
WITH changes AS (
  SELECT e.seq, e.at, e.person_id, k.part,
         CASE e.action WHEN 'INSERT' THEN (e.change->k.part)::boolean ELSE (e.change->k.part->1)::boolean END AS opened,
         NULL::uuid AS purchase_id, NULL::text AS title
    FROM audit.entry e
   CROSS JOIN (VALUES ('coming'), ('goals'), ('results')) k(part)
   WHERE e.table_name = 'publication.setting'
     AND CASE e.action WHEN 'INSERT' THEN (e.change->k.part)::boolean ELSE e.change ? k.part END
  UNION ALL
  SELECT e.seq, e.at, e.person_id, 'contact', true, NULL, NULL
    FROM audit.entry e
   WHERE e.table_name = 'publication.setting'
     AND e.action = 'UPDATE'
     AND e.change ?| ARRAY['contact_name', 'contact_address']
  UNION ALL
  SELECT e.seq, e.at, e.person_id, 'purchase', e.change->'open_as'->>1 IS NOT NULL, p.id, p.title
    FROM purchase.public_face p
    JOIN audit.entry e
         ON e.municipality_id = p.municipality_id
        AND e.table_name = 'purchase.purchase'
        AND e.row_key->>'id' = p.id::text
        AND e.change ? 'open_as'
        AND e.action = 'UPDATE'
   WHERE p.opened_at IS NOT NULL
)
SELECT c.at, o.name AS person, c.part, c.opened, c.purchase_id, c.title
  FROM changes c
  LEFT JOIN organisation.person o ON o.municipality_id = platform.current_municipality() AND o.id = c.person_id
 ORDER BY c.seq DESC, c.part
 LIMIT $1
)sql"};

const db::Statement count_held{"publication.count_held", R"sql(
SELECT count(*)
  FROM purchase.public_face
 WHERE open_as IS NOT NULL
   AND coming
   AND open_held
)sql"};

const db::Statement municipality_here{"publication.municipality_here", R"sql(
SELECT m.code, m.name, false AS coming, false AS goals, false AS results, '' AS contact_name, '' AS contact_address
  FROM platform.municipality m
 WHERE m.id = platform.current_municipality()
)sql"};

Published published(const http::Request&, db::Session& session) {
  auto out = session.find<Published>(municipality_here);
  if (!out) throw not_found();
  const Setting setting = setting_of(session);
  out->coming = setting.coming;
  out->goals = setting.goals;
  out->results = setting.results;
  out->contact_name = setting.contact_name;
  out->contact_address = setting.contact_address;
  return *out;
}

PublicationPreview preview(const http::Request& request, db::Session& session) {
  set_today(session, request.now);
  PublicationPreview out{};
  out.coming = coming_purchases(session, {}, previewed, 0);
  out.coming_total = count_coming(session, {});
  out.held = session.scalar<std::int64_t>(count_held).value_or(0);
  out.goals = published_goals(session, true);
  out.goals_total = static_cast<std::int64_t>(out.goals.size());
  if (out.goals.size() > previewed) out.goals.resize(previewed);
  return out;
}

}  // namespace

Setting setting_of(db::Session& session) { return session.find<Setting>(find_setting).value_or(Setting{}); }

void set_today(db::Session& session, Instant now) { session.query("SELECT set_config('tenzij.today', $1, true)", date_of(now).str()); }

void change_setting(db::Session& session, const SettingInput& in) {
  const std::string name(text::trim(in.contact_name));
  const std::string address(text::trim(in.contact_address));
  const bool shows = in.coming || in.goals || in.results;
  std::vector<FieldError> errors;
  if (in.results && !in.goals) errors.push_back({"/results", "resultsNeedGoals"});
  if (shows && name.empty()) errors.push_back({"/contactName", "required"});
  if (!name.empty() && session.scalar<bool>("SELECT organisation.names_somebody($1)", name).value_or(false))
    errors.push_back({"/contactName", "namesSomebody"});
  if (shows && address.empty()) errors.push_back({"/contactAddress", "required"});
  if (!address.empty() && !mail::is_address(address)) errors.push_back({"/contactAddress", "notAnAddress", {{"text", address}}});
  else if (!address.empty() && !session.query("SELECT 1 FROM organisation.person WHERE lower(email) = lower($1)", address).empty())
    errors.push_back({"/contactAddress", "addressOfSomebody"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  session.query(write_setting, in.coming, in.goals, in.results, name, address);
}

void add_setting_routes(http::Router& router) {
  router.get<Published>("/publication", http::signed_in,
                        {"getPublication", "publication", "Which parts everybody sees, where its public pages are, and whom to ask"},
                        published);
  router.get<Setting>("/publication-settings", "publication.edit",
                      {"getPublicationSettings", "publication", "Which parts everybody sees; nothing until somebody says so"},
                      [](const http::Request&, db::Session& session) { return setting_of(session); });
  router.put<Setting>("/publication-settings", "publication.edit",
                      {"changePublicationSettings", "publication", "Show a part to everybody, or withdraw it"},
                      [](const http::Request& request, db::Session& session, const SettingInput& in) {
                        session.query("SELECT pg_advisory_xact_lock(761, hashtext($1))", session.actor().municipality_id.str());
                        request.expect_version(setting_of(session).version);
                        change_setting(session, in);
                        return setting_of(session);
                      });
  router.get<PublicationPreview>("/publication-preview", "publication.edit",
                                 {"previewPublication", "publication", "What everybody would see, whatever is shown now"}, preview);
  router.get<PublicationLog>(
      "/publication-log", "publication.edit", {"listPublicationLog", "publication", "What was made public and withdrawn, when and by whom"},
      [](const http::Request&, db::Session& session) { return PublicationLog{session.rows<PublicationEvent>(publication_log, logged)}; });
}

}  // namespace tenzij::publication
