// Telling: one row, in the transaction of what is told.
#include "platform/live/live.h"
#include "platform/mail/store.h"

namespace tenzij::mail {

namespace {

// Of one value that goes into the words: a title, a name, a question that somebody typed.
constexpr std::size_t value_bytes = 2000;
// How long a link to choose a password holds is the longest that a link with a secret in it is kept.
constexpr std::chrono::hours letters_kept{24 * 31};
constexpr std::chrono::hours messages_kept{24 * 366};
constexpr std::chrono::hours failures_shown{24 * 7};

json::object args_of(const News& news) {
  json::object out;
  for (const auto& [name, content] : news.args) out[name] = text::shorten(content, value_bytes);
  return out;
}

void check(const News& news) {
  for (const std::string& path : {news.path, news.secret_path})
    if (!path.empty() && (path.front() != '/' || path.find_first_of(" \r\n\"<>") != std::string::npos))
      throw std::logic_error("a message of kind " + news.kind + " leads to no page of ours");
}

std::optional<std::string> filled(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

}  // namespace

bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (text.size() > 254 || at == 0 || at > 64 || at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos)
    return false;
  const std::string_view host = text.substr(at + 1);
  if (host.empty() || host.front() == '.' || host.front() == '-' || host.back() == '.' || host.find('.') == std::string_view::npos)
    return false;
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
  return plain && text.find_first_of("\"(),:;<>[\\]") == std::string_view::npos;
}

std::string trouble_of(const Service& service) {
  if (!service.configured()) return {};
  if (!service.server.starts_with("smtp://") && !service.server.starts_with("smtps://"))
    return "--mail-server begins with smtp:// (STARTTLS) or smtps:// (TLS)";
  const std::string_view host = std::string_view(service.server).substr(service.server.find("//") + 2);
  if (host.empty() || host.find_first_of("/@ ") != std::string_view::npos)
    return "--mail-server is smtp://HOST:PORT, without a user or path";
  if (!is_address(service.from)) return "--mail-from is the address that mail is from";
  if (!service.page.starts_with("https://") && !service.page.starts_with("http://"))
    return "--mail-page is where people open Tenzij, https://...: links in mail begin with it";
  if (service.page.ends_with('/')) return "--mail-page ends without a slash";
  return {};
}

void say_configured(db::Connection& owner, bool configured) {
  owner.query("UPDATE mail.service SET configured = $1, failed_at = NULL, failure = NULL", configured);
}

bool is_configured(db::Session& session) { return session.scalar<bool>("SELECT configured FROM mail.service").value_or(false); }

const db::Statement insert_message{"mail.insert_message", R"sql(
INSERT INTO mail.message (municipality_id, id, person_id, address, name, kind, args, path, secret_path, at, by_mail)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN s.configured THEN $9::text END, $10, s.configured
  FROM mail.service s
)sql"};

void tell(db::Session& session, const Uuid& person, const News& news, Instant now) {
  check(news);
  session.query(insert_message, session.actor().municipality_id, new_id(), person, std::nullopt, std::nullopt, news.kind, args_of(news),
                news.path, filled(news.secret_path), now);
  live::publish(session, "message", json::object{{"kind", news.kind}}, person);
}

const db::Statement say_first{"mail.say_first", R"sql(
INSERT INTO mail.said (municipality_id, subject, step, at)
VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING
)sql"};

bool first_time(db::Session& session, const Uuid& subject, const std::string& step, Instant now) {
  return session.query(say_first, session.actor().municipality_id, subject, step, now).affected() > 0;
}

bool tell_outside(db::Session& session, const std::string& address, const std::string& name, const News& news, Instant now) {
  check(news);
  if (!is_address(address) || !is_configured(session)) return false;
  session.query(insert_message, session.actor().municipality_id, new_id(), std::nullopt, address, name, news.kind, args_of(news), news.path,
                filled(news.secret_path), now);
  return true;
}

const db::Statement forget_secrets{"mail.forget_secrets", R"sql(
UPDATE mail.message
   SET secret_path = NULL
 WHERE secret_path IS NOT NULL
   AND at < $1
   AND NOT EXISTS (SELECT 1 FROM mail.letter l
                    WHERE l.municipality_id = message.municipality_id
                      AND l.id = message.letter_id
                      AND l.state IN ('waiting', 'sending'))
)sql"};

std::int64_t forget(db::Session& session, Instant now) {
  session.query(forget_secrets, now - limits::reset_time);
  std::int64_t gone = session.query("DELETE FROM mail.letter WHERE ended_at < $1", now - letters_kept).affected();
  gone +=
      session.query("DELETE FROM mail.message WHERE at < $1 OR (person_id IS NULL AND at < $2)", now - messages_kept, now - letters_kept)
          .affected();
  return gone;
}

const db::Statement how_it_goes{"mail.how_it_goes", R"sql(
SELECT s.configured,
       (SELECT count(*) FROM mail.letter
         WHERE state IN ('waiting', 'sending')) AS waiting,
       (SELECT count(*) FROM mail.letter
         WHERE state IN ('bounced', 'refused') AND ended_at >= $1) AS failed,
       s.sent_at, s.failed_at AS failing_since, s.failure
  FROM mail.service s
)sql"};

Doing doing(db::Session& session, Instant now) { return session.find<Doing>(how_it_goes, now - failures_shown).value(); }

}  // namespace tenzij::mail
