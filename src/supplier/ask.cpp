// The question: one letter for each contact with the contracts about which something is asked now.
#include "platform/mail/mail.h"
#include "supplier/store.h"

namespace tenzij::supplier {

namespace {

struct QuestionsInput {
  std::vector<Uuid> contract_ids;
  static constexpr std::array<json::Length, 1> lengths{{{"contract_ids", limits::text_longest, 200}}};
};
BOOST_DESCRIBE_STRUCT(QuestionsInput, (), (contract_ids))
struct ContractNamed {
  Uuid id;
  std::string title;
  std::optional<std::string> party;
};
BOOST_DESCRIBE_STRUCT(ContractNamed, (), (id, title, party))
struct QuestionsSent {
  std::int64_t letters = 0;               // one for each contact
  std::vector<ContractNamed> asked;       // contracts
  std::vector<ContractNamed> no_contact;  // nobody to ask
  std::vector<ContractNamed> nothing;     // about which nothing is asked now
};
BOOST_DESCRIBE_STRUCT(QuestionsSent, (), (letters, asked, no_contact, nothing))

struct ToAsk {
  Uuid id;
  std::string title;
  std::optional<Uuid> party_id;
  std::optional<std::string> party;
  std::optional<Date> due_on;  // of what is asked now, the first
};
BOOST_DESCRIBE_STRUCT(ToAsk, (), (id, title, party_id, party, due_on))

const db::Statement contracts_to_ask{"supplier.contracts_to_ask", R"sql(
SELECT c.id, c.title, c.party_id, coalesce(pm.name, pa.name) AS party,
       (SELECT min(m.due_on) FROM contract.moment m
         WHERE m.municipality_id = c.municipality_id
           AND m.contract_id = c.id
           AND (m.state = 'rejected' OR (m.state = 'planned' AND m.due_on - $2::int <= $3::date))) AS due_on
  FROM contract.contract c
  LEFT JOIN party.party pa ON pa.municipality_id = c.municipality_id AND pa.id = c.party_id
  LEFT JOIN party.party pm ON pm.municipality_id = c.municipality_id AND pm.id = pa.merged_into
 WHERE c.id = ANY ($1::uuid[])
   AND c.archived_at IS NULL
   AND c.state IN ('in_force', 'ended', 'terminated')
 ORDER BY c.id
   FOR SHARE OF c
)sql"};

struct Asked {
  Uuid id;
  std::string name;
  std::string email;
};
BOOST_DESCRIBE_STRUCT(Asked, (), (id, name, email))

const db::Statement contacts_to_ask{"supplier.contacts_to_ask", R"sql(
SELECT c.id, c.name, c.email
  FROM supplier.contact c
 WHERE c.party_id IN (SELECT s.id FROM party.same_as($1) s)
   AND c.ended_at IS NULL
 ORDER BY c.id
)sql"};

const db::Statement insert_question{"supplier.insert_question", R"sql(
INSERT INTO supplier.question (municipality_id, id, contract_id, contact_id, asked_name, at)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5)
)sql"};

struct Letter {
  Asked contact;
  std::vector<const ToAsk*> about;
};

std::string written_day(Date day) {
  const std::string iso = day.str();
  return iso.substr(8) + "-" + iso.substr(5, 2) + "-" + iso.substr(0, 4);
}

bool send_letter(db::Session& session, const Letter& letter, const std::optional<std::string>& who, Instant now) {
  std::string titles;
  Date first = *letter.about.front()->due_on;
  for (const ToAsk* each : letter.about) {
    titles += (titles.empty() ? "" : ", ") + each->title;
    first = std::min(first, *each->due_on);
  }
  const auto municipality =
      session.scalar<std::string>("SELECT name FROM platform.municipality WHERE id = $1", session.actor().municipality_id).value_or("");
  mail::News news{"supplier_asked",
                  {{"who", who.value_or(municipality)}, {"municipality", municipality}, {"titles", titles}, {"due", written_day(first)}}};
  news.secret_path = new_link(session, letter.contact.id, now);
  if (!mail::tell_outside(session, letter.contact.email, letter.contact.name, news, now)) return false;
  for (const ToAsk* each : letter.about) session.query(insert_question, new_id(), each->id, letter.contact.id, who, now);
  return true;
}

QuestionsSent send_questions(db::Session& session, const std::vector<Uuid>& ids, const std::optional<std::string>& who, Instant now) {
  QuestionsSent out;
  const auto rows = session.rows<ToAsk>(contracts_to_ask, ids, contract::asked_before_days, date_of(now));
  std::map<Uuid, Letter> letters;
  for (const ToAsk& each : rows) {
    const ContractNamed named{each.id, each.title, each.party};
    const auto contacts = each.party_id ? session.rows<Asked>(contacts_to_ask, *each.party_id) : std::vector<Asked>{};
    if (contacts.empty()) {
      out.no_contact.push_back(named);
      continue;
    }
    if (!each.due_on) {
      out.nothing.push_back(named);
      continue;
    }
    out.asked.push_back(named);
    for (const Asked& contact : contacts) {
      Letter& letter = letters[contact.id];
      letter.contact = contact;
      letter.about.push_back(&each);
    }
  }
  for (const auto& [id, letter] : letters) out.letters += send_letter(session, letter, who, now) ? 1 : 0;
  return out;
}

std::optional<std::string> name_of_person(db::Session& session) {
  return session.scalar<std::string>("SELECT name FROM organisation.person WHERE id = $1", session.actor().person_id);
}

QuestionsSent ask_many(const http::Request& request, db::Session& session, const QuestionsInput& in) {
  if (in.contract_ids.empty()) throw bad_field("/contractIds", "required");
  if (!mail::is_configured(session)) throw conflict("noMail");
  return send_questions(session, in.contract_ids, name_of_person(session), request.now);
}

QuestionsSent ask_one(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  if (session.query("SELECT 1 FROM contract.contract WHERE id = $1", id).empty()) throw not_found();
  if (!mail::is_configured(session)) throw conflict("noMail");
  QuestionsSent out = send_questions(session, {id}, name_of_person(session), request.now);
  if (!out.no_contact.empty()) throw conflict("noSupplierContact");
  if (out.asked.empty()) throw conflict("nothingToAsk");
  return out;
}

// A day that came near, and a day that went by, are each asked about once by themselves; not while the supplier said that it is
// not known yet.
const db::Statement contracts_due{"supplier.contracts_due", R"sql(
SELECT DISTINCT c.id
  FROM supplier.contact k
 CROSS JOIN LATERAL party.same_as(k.party_id) s
  JOIN contract.contract c ON c.municipality_id = k.municipality_id AND c.party_id = s.id
  JOIN contract.moment m ON m.municipality_id = c.municipality_id AND m.contract_id = c.id
 WHERE k.ended_at IS NULL
   AND c.archived_at IS NULL
   AND c.state IN ('in_force', 'ended', 'terminated')
   AND m.state IN ('planned', 'rejected')
   AND m.due_on - $1::int <= $2::date
   AND NOT EXISTS (SELECT 1 FROM supplier.not_known n
                    WHERE n.municipality_id = m.municipality_id AND n.moment_id = m.id AND n.known_on > $2::date)
   AND NOT EXISTS (SELECT 1 FROM supplier.question q
                    WHERE q.municipality_id = c.municipality_id
                      AND q.contract_id = c.id
                      AND q.at >= CASE WHEN m.due_on < $2::date THEN m.due_on + 1 ELSE m.due_on - $1::int END)
)sql"};

struct DueContract {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(DueContract, (), (id))

}  // namespace

std::int64_t ask_due(db::Session& session, Instant now) {
  if (!mail::is_configured(session)) return 0;
  std::vector<Uuid> ids;
  for (const DueContract& each : session.rows<DueContract>(contracts_due, contract::asked_before_days, date_of(now)))
    ids.push_back(each.id);
  return ids.empty() ? 0 : send_questions(session, ids, std::nullopt, now).letters;
}

void add_ask_routes(http::Router& router) {
  router.post<QuestionsSent>("/contracts/{id}/questions", "contract.edit",
                             {"askSupplier", "supplier", "Ask the contacts of its supplier to report, by mail"}, ask_one);
  router.post<QuestionsSent>("/supplier-questions", "contract.edit",
                             {"askSuppliers", "supplier", "The same about many contracts: one letter for each contact"}, ask_many);
}

}  // namespace tenzij::supplier
