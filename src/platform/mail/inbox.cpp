// The inbox of who is signed in, and what could not be delivered, for who looks after that.
#include "platform/mail/store.h"

namespace tenzij::mail {

namespace {

// none: it stays in the inbox.
enum class ByMail { none, waiting, sent, failed };
BOOST_DESCRIBE_ENUM(ByMail, none, waiting, sent, failed)

struct MessageRow : Told {
  Uuid id;
  Instant at;
  std::optional<Instant> read_at;
  ByMail mail{};
};
BOOST_DESCRIBE_STRUCT(MessageRow, (Told), (id, at, read_at, mail))

struct Message {
  Uuid id;
  std::string kind;
  std::string subject;
  std::string text;
  std::string path;  // '': it leads nowhere
  Instant at;
  std::optional<Instant> read_at;
  ByMail mail{};
};
BOOST_DESCRIBE_STRUCT(Message, (), (id, kind, subject, text, path, at, read_at, mail))
struct MessagePage {
  std::vector<Message> items;
  std::int64_t total = 0;
  std::int64_t unread = 0;
  bool mail_configured = false;
  std::int64_t page = 1;
  std::int64_t page_size = limits::page_size;
};
BOOST_DESCRIBE_STRUCT(MessagePage, (), (items, total, unread, mail_configured, page, page_size))
struct MessageQuery {
  std::optional<bool> unread;
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> page_size;
};
BOOST_DESCRIBE_STRUCT(MessageQuery, (), (unread, page, page_size))

struct UnreadCount {
  std::int64_t unread = 0;
};
BOOST_DESCRIBE_STRUCT(UnreadCount, (), (unread))

struct ReadInput {
  std::vector<Uuid> ids;
  bool all = false;  // instead of ids
  bool read = true;
};
BOOST_DESCRIBE_STRUCT(ReadInput, (), (ids, all, read))
struct ReadDone {
  std::vector<Uuid> ids;  // that changed
  std::int64_t unread = 0;
};
BOOST_DESCRIBE_STRUCT(ReadDone, (), (ids, unread))

struct MailFailure {
  Uuid id;
  std::string name;
  std::string address;
  std::string state;  // bounced, refused
  std::string reason;
  std::int64_t attempts;
  Instant ended_at;
};
BOOST_DESCRIBE_STRUCT(MailFailure, (), (id, name, address, state, reason, attempts, ended_at))
struct MailFailures {
  std::vector<MailFailure> items;
};
BOOST_DESCRIBE_STRUCT(MailFailures, (), (items))

// Row-level security leaves one's own; whoever works for nobody sees none here.
const db::Statement messages_of_person{"mail.messages_of_person", R"sql(
SELECT m.id, m.kind, m.args, m.path, NULL::text AS secret_path, m.at, m.read_at,
       CASE WHEN NOT m.by_mail THEN 'none'
            WHEN m.letter_id IS NULL OR l.state IN ('waiting', 'sending') THEN 'waiting'
            WHEN l.state IN ('bounced', 'refused') THEN 'failed'
            ELSE 'sent'
       END AS mail
  FROM mail.message m
  LEFT JOIN mail.letter l ON l.municipality_id = m.municipality_id AND l.id = m.letter_id
 WHERE m.person_id = $1 /* filter */
 ORDER BY m.at DESC, m.id
 LIMIT $2 OFFSET $3
)sql"};

const db::Statement count_of_messages{"mail.count_of_messages", R"sql(
SELECT count(*)
  FROM mail.message m
 WHERE m.person_id = $1 /* filter */
)sql"};

std::int64_t unread_of(db::Session& session, const Uuid& person) {
  return session.scalar<std::int64_t>("SELECT count(*) FROM mail.message WHERE person_id = $1 AND read_at IS NULL", person).value_or(0);
}

MessagePage list_messages(const http::Request& request, db::Session& session, const MessageQuery& query, const Messages& words) {
  MessagePage out;
  out.page = query.page.value_or(1);
  out.page_size = query.page_size.value_or(limits::page_size);
  std::vector<FieldError> errors;
  if (out.page < 1) errors.push_back({"?page", "outOfRange", {{"least", "1"}, {"most", "…"}}});
  if (out.page_size < 1 || out.page_size > limits::page_size_largest)
    errors.push_back({"?pageSize", "outOfRange", {{"least", "1"}, {"most", std::to_string(limits::page_size_largest)}}});
  if (!errors.empty()) throw bad_request(std::move(errors));
  const Uuid& self = request.who.person_id;
  db::Filter filter;
  filter.when(query.unread.value_or(false), "m.read_at IS NULL");
  for (const MessageRow& each :
       session.rows<MessageRow>(filter.in(messages_of_person, self, out.page_size, (out.page - 1) * out.page_size)))
    out.items.push_back({each.id, each.kind, subject_of(words, request.language, each), text_of(words, request.language, each), each.path,
                         each.at, each.read_at, each.mail});
  out.total = session.query(filter.in(count_of_messages, self)).get<std::int64_t>(0, 0);
  out.unread = unread_of(session, self);
  out.mail_configured = is_configured(session);
  return out;
}

const db::Statement mark_read{"mail.mark_read", R"sql(
UPDATE mail.message
   SET read_at = CASE WHEN $4 THEN $5::timestamptz END
 WHERE id IN (SELECT id FROM mail.message
               WHERE person_id = $1
                 AND ($3 OR id = ANY ($2::uuid[]))
                 AND (read_at IS NULL) = $4
               ORDER BY at DESC
               LIMIT $6)
RETURNING id
)sql"};

ReadDone mark(const http::Request& request, db::Session& session, const ReadInput& in) {
  const Uuid& self = request.who.person_id;
  std::vector<std::string> ids;
  for (const Uuid& each : in.ids) ids.push_back(each.str());
  const auto changed = session.query(mark_read, self, ids, in.all, in.read, request.now, limits::list_longest);
  ReadDone out;
  for (int i = 0; i < changed.rows(); ++i) out.ids.push_back(changed.get<Uuid>(i, 0));
  out.unread = unread_of(session, self);
  return out;
}

const db::Statement failed_letters{"mail.failed_letters", R"sql(
SELECT id, name, address, state, coalesce(reason, '') AS reason, attempts, ended_at
  FROM mail.letter
 WHERE state IN ('bounced', 'refused')
 ORDER BY ended_at DESC, id
 LIMIT 200
)sql"};

const db::Statement send_again{"mail.send_again", R"sql(
WITH again AS (
  UPDATE mail.letter
     SET state = 'waiting', attempts = 0, next_at = $2, reason = NULL, ended_at = NULL
   WHERE id = $1 AND state IN ('bounced', 'refused')
  RETURNING address
)
DELETE FROM mail.refused_address
 WHERE address IN (SELECT lower(address) FROM again)
)sql"};

MailFailures failures(db::Session& session) { return {session.rows<MailFailure>(failed_letters)}; }

}  // namespace

void add_routes(http::Router& router, const Messages& words) {
  router.get<MessagePage>("/messages", http::signed_in, {"listMessages", "messages", "What one was told, newest first"},
                          [&words](const http::Request& request, db::Session& session, const MessageQuery& query) {
                            return list_messages(request, session, query, words);
                          });
  router.get<UnreadCount>(
      "/messages/unread", http::signed_in, {"countUnreadMessages", "messages", "How many of them one did not read"},
      [](const http::Request& request, db::Session& session) { return UnreadCount{unread_of(session, request.who.person_id)}; });
  router.put<ReadDone>("/messages/state", http::signed_in,
                       {"markMessages", "messages", "Read, or unread again; the answer names those that changed"}, mark);
  router.get<MailFailures>("/mail-failures", "organisation.edit",
                           {"listMailFailures", "messages", "Letters that were given up, and addresses where nobody is"},
                           [](const http::Request&, db::Session& session) { return failures(session); });
  router.post<MailFailures>("/mail-failures/{id}/retry", "organisation.edit",
                            {"retryMail", "messages", "Send a letter again that was given up; its address counts as good again"},
                            [](const http::Request& request, db::Session& session) {
                              const Uuid id = request.id_param("id");
                              const auto found =
                                  session.query("SELECT holds_secret, created_at FROM mail.letter WHERE id = $1 FOR UPDATE", id);
                              if (found.empty()) throw not_found();
                              // A link that holds no more is no use to anybody: make a new one.
                              if (found.get<bool>(0, 0) && found.get<Instant>(0, 1) < request.now - limits::reset_time)
                                throw conflict("mailLinkGone");
                              session.query(send_again, id, request.now);
                              return failures(session);
                            });
  add_choice_routes(router, words);
}

}  // namespace tenzij::mail
