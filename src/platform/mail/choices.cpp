// What a person wants by mail, how often and when; and the link in a letter that switches its kinds off.
#include "platform/auth/auth.h"
#include "platform/mail/store.h"

namespace tenzij::mail {

namespace {

constexpr std::size_t id_length = 36;
constexpr std::size_t signature_length = 64;

struct KindChoice {
  std::string kind;
  Rhythm rhythm{};
};
BOOST_DESCRIBE_STRUCT(KindChoice, (), (kind, rhythm))
struct KindLine : KindChoice {
  std::string title;
  bool needed = false;  // goes at once, whatever one chose
};
BOOST_DESCRIBE_STRUCT(KindLine, (KindChoice), (title, needed))

enum class MailLanguage { nl, en };
BOOST_DESCRIBE_ENUM(MailLanguage, nl, en)

struct MailSettingsInput {
  MailLanguage language{};
  std::optional<std::string> quiet_from;  // hh:mm; no mail from then ...
  std::optional<std::string> quiet_to;    // ... until then
  std::vector<KindChoice> kinds;          // those that are not named stay as they are
  static constexpr std::array<json::Length, 2> lengths{{{"quiet_from", 5}, {"quiet_to", 5}}};
};
BOOST_DESCRIBE_STRUCT(MailSettingsInput, (), (language, quiet_from, quiet_to, kinds))

struct MailSettings {
  bool configured = false;
  std::optional<std::string> address;  // where it goes
  std::optional<std::string> refused;  // what the mail server said of that address
  MailLanguage language{};
  std::optional<std::string> quiet_from;
  std::optional<std::string> quiet_to;
  std::vector<KindLine> kinds;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(MailSettings, (), (configured, address, refused, language, quiet_from, quiet_to, kinds, version))

struct MailOffKind {
  std::string title;
  bool off = false;
};
BOOST_DESCRIBE_STRUCT(MailOffKind, (), (title, off))
struct MailOff {
  std::vector<MailOffKind> kinds;
};
BOOST_DESCRIBE_STRUCT(MailOff, (), (kinds))

const db::Statement settings_of_person{"mail.settings_of_person", R"sql(
SELECT v.configured, a.address, r.reason AS refused, coalesce(s.language, 'nl') AS language, s.quiet_from, s.quiet_to,
       '[]'::jsonb AS kinds, coalesce(s.version, 0) AS version
  FROM mail.service v
 CROSS JOIN (SELECT mail.address_of($1) AS address) a
  LEFT JOIN mail.refused_address r ON r.address = lower(a.address)
  LEFT JOIN mail.setting s ON s.person_id = $1
)sql"};

struct KindRow : KindLine {
  std::string permission;
};
BOOST_DESCRIBE_STRUCT(KindRow, (KindLine), (permission))

const db::Statement kinds_of_person{"mail.kinds_of_person", R"sql(
SELECT k.kind, CASE WHEN k.needed THEN 'at_once' ELSE coalesce(c.rhythm, k.rhythm) END AS rhythm, '' AS title, k.needed,
       k.permission
  FROM mail.kind k
  LEFT JOIN mail.choice c ON c.kind = k.kind AND c.person_id = $1
 ORDER BY k.position, k.kind
)sql"};

MailSettings settings(const http::Request& request, db::Session& session, const Messages& words) {
  const Uuid& self = request.who.person_id;
  MailSettings out = session.find<MailSettings>(settings_of_person, self).value();
  for (KindRow& each : session.rows<KindRow>(kinds_of_person, self)) {
    if (each.permission != http::signed_in && !request.who.may(each.permission)) continue;
    each.title = name_of_kind(words, request.language, each.kind);
    out.kinds.push_back(std::move(each));
  }
  return out;
}

bool is_clock(const std::string& text) {
  const bool form = text.size() == 5 && text[2] == ':' && text.find_first_not_of("0123456789:") == std::string::npos;
  return form && text.substr(0, 2) < "24" && text.substr(3) < "60" && text.find(':', 3) == std::string::npos && text[0] != ':' &&
         text[1] != ':';
}

const db::Statement upsert_setting{"mail.upsert_setting", R"sql(
INSERT INTO mail.setting AS s (municipality_id, person_id, language, quiet_from, quiet_to)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (municipality_id, person_id)
DO UPDATE SET language = excluded.language, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
              version = s.version + 1
)sql"};

const db::Statement upsert_choice{"mail.upsert_choice", R"sql(
INSERT INTO mail.choice (municipality_id, person_id, kind, rhythm)
SELECT $1, $2, k.kind, $4
  FROM mail.kind k
 WHERE k.kind = $3
   AND NOT k.needed
ON CONFLICT (municipality_id, person_id, kind)
DO UPDATE SET rhythm = excluded.rhythm
)sql"};

MailSettings change(const http::Request& request, db::Session& session, const MailSettingsInput& in, const Messages& words) {
  const Uuid& self = request.who.person_id;
  session.query("SELECT pg_advisory_xact_lock(759, hashtext($1))", self.str());
  const MailSettings before = settings(request, session, words);
  request.expect_version(before.version);
  std::vector<FieldError> errors;
  for (const auto& [pointer, clock] : {std::pair{"/quietFrom", in.quiet_from}, std::pair{"/quietTo", in.quiet_to}})
    if (clock && !is_clock(*clock)) errors.push_back({pointer, "notClock"});
  if (in.quiet_from.has_value() != in.quiet_to.has_value()) errors.push_back({in.quiet_from ? "/quietTo" : "/quietFrom", "required"});
  for (std::size_t i = 0; i < in.kinds.size(); ++i) {
    const auto found =
        std::find_if(before.kinds.begin(), before.kinds.end(), [&](const KindLine& k) { return k.kind == in.kinds[i].kind; });
    const std::string pointer = "/kinds/" + std::to_string(i);
    if (found == before.kinds.end()) errors.push_back({pointer + "/kind", "notInList"});
    else if (found->needed && in.kinds[i].rhythm != Rhythm::at_once) errors.push_back({pointer + "/rhythm", "mailNeeded"});
  }
  if (!errors.empty()) throw bad_request(std::move(errors));
  const Uuid& municipality = session.actor().municipality_id;
  session.query(upsert_setting, municipality, self, std::string(in.language == MailLanguage::nl ? "nl" : "en"), in.quiet_from, in.quiet_to);
  for (const KindChoice& each : in.kinds)
    session.query(upsert_choice, municipality, self, each.kind, std::string(boost::describe::enum_to_string(each.rhythm, "")));
  return settings(request, session, words);
}

std::string signature(db::Session& session, std::string_view said) {
  return hmac_hex(session.scalar<std::string>("SELECT secret FROM mail.service").value(), "mail off " + std::string(said));
}

struct OffLink {
  Uuid person;
  std::vector<std::string> kinds;
};

// From here on the session is inside the municipality of the link, and works for nobody.
OffLink off_link(const http::Request& request, db::Session& session) {
  const std::string& token = request.param("token");
  if (token.size() < 2 * id_length + signature_length + 4) auth::wrong_link(request, session);
  const std::string_view said = std::string_view(token).substr(0, token.size() - signature_length - 1);
  const auto municipality = Uuid::parse(said.substr(0, id_length));
  const auto person = Uuid::parse(said.substr(id_length + 1, id_length));
  if (!municipality || !person || !same_secret(std::string_view(token).substr(said.size() + 1), signature(session, said)))
    auth::wrong_link(request, session);
  session.become({*municipality, {}, request.id});
  OffLink out{*person, {}};
  for (const std::string_view kind : text::split(said.substr(2 * (id_length + 1)), '.')) out.kinds.emplace_back(kind);
  return out;
}

MailOff off_state(const http::Request& request, db::Session& session, const OffLink& link, const Messages& words) {
  MailOff out;
  for (const std::string& each : link.kinds) {
    const auto rhythm = session.scalar<std::string>("SELECT rhythm FROM mail.choice WHERE person_id = $1 AND kind = $2", link.person, each);
    out.kinds.push_back({name_of_kind(words, request.language, each), rhythm == "none"});
  }
  return out;
}

}  // namespace

std::string off_token(db::Session& session, const Uuid& person, const std::set<std::string>& kinds) {
  std::string said = session.actor().municipality_id.str() + "_" + person.str() + "_";
  for (const std::string& each : kinds) said += (said.ends_with('_') && said.size() == 2 * (id_length + 1) ? "" : ".") + each;
  return said + "_" + signature(session, said);
}

void add_choice_routes(http::Router& router, const Messages& words) {
  router.get<MailSettings>("/account/mail", http::signed_in,
                           {"getMailSettings", "messages", "What one wants by mail, how often, and when not"},
                           [&words](const http::Request& request, db::Session& session) { return settings(request, session, words); });
  router.put<MailSettings>("/account/mail", http::signed_in,
                           {"changeMailSettings", "messages", "Choose it; what the law asks for cannot be switched off"},
                           [&words](const http::Request& request, db::Session& session, const MailSettingsInput& in) {
                             return change(request, session, in, words);
                           });
  router.get<MailOff>("/mail-off/{token}", http::anyone, {"getMailOff", "messages", "What the link in a letter switches off"},
                      [&words](const http::Request& request, db::Session& session) {
                        return off_state(request, session, off_link(request, session), words);
                      });
  // Mail programmes post here by themselves when somebody presses their button (RFC 8058), with a body of their own.
  router.post<MailOff>(
      "/mail-off/{token}", http::anyone, {"switchMailOff", "messages", "Switch that off, and nothing else"},
      [&words](const http::Request& request, db::Session& session) {
        const OffLink link = off_link(request, session);
        for (const std::string& each : link.kinds)
          session.query(upsert_choice, session.actor().municipality_id, link.person, each, std::string("none"));
        return off_state(request, session, link, words);
      },
      200);
  router.post<MailOff>(
      "/mail-off/{token}/undoing", http::anyone, {"switchMailOn", "messages", "As it is for who chose nothing"},
      [&words](const http::Request& request, db::Session& session) {
        const OffLink link = off_link(request, session);
        session.query("DELETE FROM mail.choice WHERE person_id = $1 AND kind = ANY ($2::text[])", link.person, link.kinds);
        return off_state(request, session, link, words);
      },
      200);
}

}  // namespace tenzij::mail
