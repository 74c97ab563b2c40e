// From the outbox to the mail server: claim, send, mark. The claim is committed before a letter is sent and the mark right after it, so
// that a letter is lost nowhere; between the server's yes and the mark lies the one moment in which an end of this process sends it
// again, with the same Message-ID.
#include <spdlog/spdlog.h>

#include "platform/mail/compose.h"
#include "platform/mail/smtp.h"
#include "platform/mail/store.h"

namespace tenzij::mail {

struct Sender::Claimed {
  Uuid municipality_id;
  Uuid id;
  int attempts;
};

namespace {

// Letters claimed at once, and how long they are ours: a letter takes at most 75 s (smtp.cpp), and one is not begun past lease_end.
constexpr int letters_at_once = 50;
constexpr std::chrono::seconds lease{300};
constexpr std::chrono::seconds lease_end{200};
// Messages put into letters in one go.
constexpr int gathered_at_once = 500;
// Messages that one letter says in full; the rest are counted, and stand in the inbox.
constexpr int messages_in_letter = 50;
// With pauses that double from a minute, up to four hours, some 40 hours: a mailbox that is full over a weekend is told on Monday.
constexpr int most_attempts = 16;
constexpr std::chrono::hours longest_pause{4};
// While nothing can be sent at all no letter is tried, and no try counts.
constexpr std::chrono::seconds first_away{1};
constexpr std::chrono::seconds longest_away{60};
constexpr std::chrono::milliseconds look_again{500};

struct LetterRow {
  std::string address;
  std::string name;
  std::string language;
  std::optional<Uuid> person_id;
  std::string municipality;
  std::int64_t messages;
};
BOOST_DESCRIBE_STRUCT(LetterRow, (), (address, name, language, person_id, municipality, messages))

struct ToldRow : Told {
  bool needed = false;
};
BOOST_DESCRIBE_STRUCT(ToldRow, (Told), (needed))

const db::Statement claim_letters{"mail.claim_letters", R"sql(
SELECT municipality_id, id, attempts
  FROM mail.claim($1, make_interval(secs => $2), $3)
)sql"};

const db::Statement letter_to_send{"mail.letter_to_send", R"sql(
SELECT l.address, l.name, l.language, l.person_id, m.name AS municipality,
       (SELECT count(*) FROM mail.message x
         WHERE x.municipality_id = l.municipality_id AND x.letter_id = l.id) AS messages
  FROM mail.letter l
  JOIN platform.municipality m ON m.id = l.municipality_id
 WHERE l.id = $1
   AND l.attempts = $2
   AND l.state = 'sending'
)sql"};

const db::Statement messages_of_letter{"mail.messages_of_letter", R"sql(
SELECT m.kind, m.args, m.path, m.secret_path, k.needed
  FROM mail.message m
  JOIN mail.kind k ON k.kind = m.kind
 WHERE m.letter_id = $1
 ORDER BY k.position, m.at, m.id
 LIMIT $2
)sql"};

// Only whoever still has the letter says how it went; what is sent takes the secrets of its messages with it.
const db::Statement settle_letter{"mail.settle_letter", R"sql(
WITH settled AS (
  UPDATE mail.letter
     SET state = $3, reason = nullif($4, ''), next_at = $5,
         ended_at = CASE WHEN $3 = 'waiting' THEN NULL ELSE $6::timestamptz END
   WHERE id = $1 AND attempts = $2 AND state = 'sending'
  RETURNING id
)
UPDATE mail.message
   SET secret_path = NULL
 WHERE $3 = 'sent'
   AND secret_path IS NOT NULL
   AND letter_id IN (SELECT id FROM settled)
)sql"};

const db::Statement uncount_letter{"mail.uncount_letter", R"sql(
UPDATE mail.letter
   SET state = 'waiting', attempts = attempts - 1, next_at = $3
 WHERE id = $1 AND attempts = $2 AND state = 'sending'
)sql"};

const db::Statement remember_refused{"mail.remember_refused", R"sql(
INSERT INTO mail.refused_address (municipality_id, address, reason, at)
SELECT municipality_id, lower(address), $2, $3
  FROM mail.letter
 WHERE id = $1
ON CONFLICT (municipality_id, address)
DO UPDATE SET reason = excluded.reason, at = excluded.at
)sql"};

}  // namespace

Sender::Sender(db::Pool& pool, Service service, const Messages& words, Clock clock)
    : pool_(pool), service_(std::move(service)), words_(words), clock_(std::move(clock)), line_(std::make_unique<Line>(service_)) {}

Sender::~Sender() { stop(std::chrono::steady_clock::now()); }

void Sender::start() {
  thread_ = std::thread([this] { work(); });
}

void Sender::stop(std::chrono::steady_clock::time_point until) {
  std::unique_lock lock(mutex_);
  stopping_ = true;
  changed_.notify_all();
  if (!thread_.joinable()) return;
  changed_.wait_until(lock, until, [this] { return !working_; });
  give_up_ = true;
  lock.unlock();
  thread_.join();
}

void Sender::work() {
  for (;;) {
    bool worked = false;
    try {
      worked = lead() && round();
    } catch (const std::exception& fault) {
      spdlog::warn("mail: {}", fault.what());
    }
    std::unique_lock lock(mutex_);
    if (!worked) changed_.wait_for(lock, look_again, [this] { return stopping_.load(); });
    if (!stopping_) continue;
    working_ = false;
    changed_.notify_all();
    return;
  }
}

// The lock goes with the connection, and so with this process.
bool Sender::lead() {
  try {
    if (lead_) lead_->script("SELECT 1");
  } catch (const db::SqlError&) {
    lead_.reset();
    leads_ = false;
  }
  if (leads_) return true;
  if (!lead_) lead_ = std::make_unique<db::Connection>(pool_.conninfo());
  leads_ = lead_->query("SELECT pg_try_advisory_lock(758, 0)").get<bool>(0, 0);
  if (!leads_) return false;
  db::Session session(pool_, {});
  session.query("SELECT mail.take_back($1)", clock_());
  session.commit();
  return true;
}

std::vector<Sender::Claimed> Sender::claim() {
  db::Session session(pool_, {});
  const auto rows = session.query(claim_letters, clock_(), static_cast<std::int64_t>(lease.count()), letters_at_once);
  std::vector<Claimed> out;
  for (int i = 0; i < rows.rows(); ++i) out.push_back({rows.get<Uuid>(i, 0), rows.get<Uuid>(i, 1), rows.get<int>(i, 2)});
  session.commit();
  return out;
}

bool Sender::round() {
  const Instant begun = clock_();
  if (begun < paused_until_) return false;
  std::vector<Claimed> letters = claim();
  if (letters.empty()) {
    db::Session session(pool_, {});
    session.query("SELECT mail.gather($1, $2)", begun, gathered_at_once);
    session.commit();
    letters = claim();
  }
  std::size_t sent = 0;
  bool away = false;
  for (const Claimed& each : letters) {
    if (away || stopping_ || clock_() - begun > lease_end) {
      give_back(each);
      continue;
    }
    away = !deliver(each);
    if (!away) ++sent;
  }
  if (sent == 0) return false;
  if (!away) {
    pause_ = {};
    db::Session session(pool_, {});
    session.query("UPDATE mail.service SET sent_at = $1, failed_at = NULL, failure = NULL", clock_());
    session.commit();
  }
  return !away;
}

void Sender::give_back(const Claimed& letter) {
  db::Session session(pool_, {letter.municipality_id, {}, "mail"});
  session.query(uncount_letter, letter.id, letter.attempts, clock_());
  session.commit();
}

void Sender::pause(const std::string& reason) {
  pause_ = pause_.count() == 0 ? first_away : std::min(pause_ * 2, longest_away);
  paused_until_ = clock_() + pause_;
  spdlog::warn("mail: nothing can be sent, tried again in {} s: {}", pause_.count(), reason);
  db::Session session(pool_, {});
  session.query("UPDATE mail.service SET failed_at = coalesce(failed_at, $1), failure = $2", clock_(), reason);
  session.commit();
}

// False when nothing can be sent now.
bool Sender::deliver(const Claimed& letter) {
  std::optional<LetterRow> row;
  std::vector<ToldRow> told;
  Letter out;
  Envelope envelope;
  {
    db::Session session(pool_, {letter.municipality_id, {}, "mail"});
    row = session.find<LetterRow>(letter_to_send, letter.id, letter.attempts);
    if (!row) return true;  // gone with its person, or somebody else's
    told = session.rows<ToldRow>(messages_of_letter, letter.id, messages_in_letter);
    std::set<std::string> kinds;
    for (const ToldRow& each : told)
      if (!each.needed) kinds.insert(each.kind);
    if (row->person_id && !kinds.empty()) {
      const std::string token = off_token(session, *row->person_id, kinds);
      out.off = service_.page + "/api/v1/mail-off/" + token;
      envelope.off_page = service_.page + "/berichten/uit#" + token;
    }
  }
  if (told.empty()) {  // read and forgotten meanwhile
    settle(letter, "sent", "", clock_());
    return true;
  }
  if (!is_address(row->address)) {
    settle(letter, "refused", "no address that mail can go to", clock_());
    return true;
  }
  envelope = {row->language, row->municipality, row->name,
              service_.page, envelope.off_page, row->messages - static_cast<std::int64_t>(told.size())};
  const Written written = write(words_, envelope, {told.begin(), told.end()});
  out.from_name = row->municipality;
  out.from = service_.from;
  out.to_name = row->name;
  out.to = row->address;
  out.subject = written.subject;
  out.plain = written.plain;
  out.html = written.html;
  out.message_id = letter.id.str() + service_.from.substr(service_.from.find('@'));
  out.date = clock_();
  const Outcome outcome = line_->send(row->address, compose(out), give_up_);
  switch (outcome.fate) {
    case Fate::sent:
      settle(letter, "sent", "", clock_());
      return true;
    case Fate::refused:
      settle(letter, "refused", outcome.reason, clock_());
      return true;
    case Fate::bounced:
      settle(letter, "bounced", outcome.reason, clock_());
      return true;
    case Fate::later: {
      const int doubled = std::min(letter.attempts - 1, 10);
      const Instant next = clock_() + std::min<std::chrono::seconds>(service_.retry * (1 << doubled), longest_pause);
      settle(letter, letter.attempts >= most_attempts ? "bounced" : "waiting", outcome.reason, next);
      return true;
    }
    case Fate::away:
      break;
  }
  give_back(letter);
  if (!stopping_) pause(outcome.reason);
  return false;
}

// The mail server has it: while the database comes back after a restart, what it said is not forgotten.
void Sender::settle(const Claimed& letter, const char* state, const std::string& reason, Instant next) {
  for (;;) try {
      db::Session session(pool_, {letter.municipality_id, {}, "mail"});
      session.query(settle_letter, letter.id, letter.attempts, std::string(state), reason, next, clock_());
      if (std::string_view(state) == "refused") session.query(remember_refused, letter.id, reason, clock_());
      session.commit();
      return;
    } catch (const db::SqlError& fault) {
      if (!fault.connection_lost()) throw;
      std::unique_lock lock(mutex_);
      if (changed_.wait_for(lock, look_again, [this] { return stopping_.load(); })) throw;
    }
}

}  // namespace tenzij::mail
