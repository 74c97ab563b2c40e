// Who was invited by mail hears how a session ended.
#include "ambition/store.h"
#include "platform/mail/mail.h"

namespace tenzij::ambition {

namespace {

struct InvitedByMail {
  std::string name;
  std::string email;
};
BOOST_DESCRIBE_STRUCT(InvitedByMail, (), (name, email))

const db::Statement invited_by_mail{"ambition.invited_by_mail", R"sql(
SELECT coalesce(p.name, '') AS name, p.email
  FROM ambition.participant p
 WHERE p.session_id = $1
   AND p.removed_at IS NULL
   AND p.email IS NOT NULL
 ORDER BY p.id
)sql"};

const db::Statement agreed_in_session{"ambition.agreed_in_session", R"sql(
SELECT string_agg(DISTINCT theme_title, ', ')
  FROM ambition.ambition
 WHERE session_id = $1
   AND withdrawn_at IS NULL
)sql"};

const db::Statement facilitator_of{"ambition.facilitator_of", R"sql(
SELECT p.name
  FROM ambition.session s
  JOIN organisation.person p ON p.municipality_id = s.municipality_id AND p.id = s.facilitator_id
 WHERE s.id = $1
)sql"};

}  // namespace

void tell_closed(db::Session& session, const Uuid& id, const std::string& title, Instant now) {
  const std::string agreed = session.scalar<std::string>(agreed_in_session, id).value_or("–");
  const std::string who = session.scalar<std::string>(facilitator_of, id).value_or("Tenzij");
  for (const InvitedByMail& each : session.rows<InvitedByMail>(invited_by_mail, id))
    mail::tell_outside(session, each.email, each.name,
                       {"session_report", {{"title", title}, {"agreed", agreed}, {"who", who}}, "/ambities/" + id.str(), {}}, now);
}

}  // namespace tenzij::ambition
