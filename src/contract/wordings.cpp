// Effects in the words of who brings them about: the supplier proposes a sentence for a commitment, the municipality accepts it or
// answers with its own. The commitment itself stays as it was published.
#include "contract/store.h"
#include "platform/mail/mail.h"

namespace tenzij::contract {

namespace {

struct WordingList {
  std::vector<Wording> items;
};
BOOST_DESCRIBE_STRUCT(WordingList, (), (items))
struct WordingAnswerInput {
  bool accepted = false;
  std::optional<std::string> answer;  // needed when it is not accepted
};
BOOST_DESCRIBE_STRUCT(WordingAnswerInput, (), (accepted, answer))

constexpr std::string_view wording_rows = R"sql(
SELECT w.id, w.version, w.commitment_id, k.title AS commitment, w.text, w.proposed_name, w.proposed_at, w.state,
       w.answer, w.answered_name, w.answered_at
  FROM contract.wording w
  JOIN contract.commitment k ON k.municipality_id = w.municipality_id AND k.id = w.commitment_id
)sql";

const db::Statement wordings_of_contract{"contract.wordings_of_contract", {wording_rows, R"sql(
 WHERE k.contract_id = $1
   AND w.state <> 'withdrawn'
 ORDER BY k.position, k.id, w.proposed_at DESC, w.id
)sql"}};

const db::Statement wording_by_id{"contract.wording_by_id", {wording_rows, R"sql(
 WHERE w.id = $1
)sql"}};

const db::Statement contract_of_wording{"contract.contract_of_wording", R"sql(
SELECT k.contract_id
  FROM contract.wording w
  JOIN contract.commitment k ON k.municipality_id = w.municipality_id AND k.id = w.commitment_id
 WHERE w.id = $1
)sql"};

Wording wording_row(db::Session& session, const Uuid& id) {
  auto out = session.find<Wording>(wording_by_id, id);
  if (!out) throw not_found();
  return *out;
}

// Its contract first, as everywhere.
Wording locked_wording(db::Session& session, const Uuid& id) {
  const auto contract = session.scalar<Uuid>(contract_of_wording, id);
  if (!contract) throw not_found();
  require_open(locked_contract(session, *contract));
  return wording_row(session, id);
}

const db::Statement answer_wording_row{"contract.answer_wording", R"sql(
UPDATE contract.wording
   SET state = $2, answer = $3, answered_name = $4, answered_at = $5, version = version + 1
 WHERE id = $1
)sql"};

Wording answer_wording(const http::Request& request, db::Session& session, const WordingAnswerInput& in) {
  const Wording before = locked_wording(session, request.id_param("id"));
  request.expect_version(before.version);
  if (before.state != WordingState::proposed) throw conflict("wordingAnswered");
  const auto answer = tidy_text(in.answer);
  if (!in.accepted && !answer) throw bad_field("/answer", "required");
  session.query(answer_wording_row, before.id, in.accepted ? WordingState::accepted : WordingState::answered, answer,
                name_of_actor(session), request.now);
  return wording_row(session, before.id);
}

Wording take_answer_back(const http::Request& request, db::Session& session) {
  const Wording before = locked_wording(session, request.id_param("id"));
  if (before.state != WordingState::accepted && before.state != WordingState::answered) throw not_found();
  session.query(answer_wording_row, before.id, WordingState::proposed, std::optional<std::string>(), std::optional<std::string>(),
                std::optional<Instant>());
  return wording_row(session, before.id);
}

struct WordedCommitment {
  Uuid contract_id;
  std::string title;
  std::string contract;
  std::optional<Uuid> manager_id;
};
BOOST_DESCRIBE_STRUCT(WordedCommitment, (), (contract_id, title, contract, manager_id))

const db::Statement worded_commitment{"contract.worded_commitment", R"sql(
SELECT k.contract_id, k.title, c.title AS contract, c.manager_id
  FROM contract.commitment k
  JOIN contract.contract c ON c.municipality_id = k.municipality_id AND c.id = k.contract_id
 WHERE k.id = $1
)sql"};

const db::Statement insert_wording{"contract.insert_wording", R"sql(
INSERT INTO contract.wording (municipality_id, id, commitment_id, text, proposed_name, proposed_at)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5)
)sql"};

}  // namespace

std::vector<Wording> wordings_of(db::Session& session, const Uuid& contract) {
  return session.rows<Wording>(wordings_of_contract, contract);
}

Uuid propose_wording(db::Session& session, const Uuid& commitment, const std::string& text, const std::string& by, Instant now) {
  const auto about = session.find<WordedCommitment>(worded_commitment, commitment);
  if (!about) throw not_found();
  const auto said = tidy_text(text);
  if (!said) throw bad_field("/text", "required");
  require_open(locked_contract(session, about->contract_id));
  if (!session.query("SELECT 1 FROM contract.wording WHERE commitment_id = $1 AND state = 'proposed'", commitment).empty())
    throw conflict("wordingWaits");
  const Uuid id = new_id();
  session.query(insert_wording, id, commitment, *said, by, now);
  if (about->manager_id)
    mail::tell(
        session, *about->manager_id,
        {"wording_proposed", {{"who", by}, {"title", about->contract}, {"what", about->title}}, "/contracten/" + about->contract_id.str()},
        now);
  return id;
}

void withdraw_wording(db::Session& session, const Uuid& id) {
  if (locked_wording(session, id).state != WordingState::proposed) throw conflict("wordingAnswered");
  session.query("UPDATE contract.wording SET state = 'withdrawn', version = version + 1 WHERE id = $1", id);
}

void add_wording_routes(http::Router& router) {
  router.get<WordingList>("/contracts/{id}/wordings", "contract.read",
                          {"listWordings", "contracts", "Effects in the words of the supplier, and what was said to them"},
                          [](const http::Request& request, db::Session& session) {
                            return WordingList{wordings_of(session, contract_row(session, request.id_param("id")).id)};
                          });
  router.put<Wording>("/wordings/{id}/answer", "contract.edit",
                      {"answerWording", "contracts", "Accept the supplier's sentence, or answer with one's own; both are kept"},
                      answer_wording);
  router.remove("/wordings/{id}/answer", "contract.edit", {"takeWordingAnswerBack", "contracts", "The sentence waits for an answer again"},
                [](const http::Request& request, db::Session& session) { take_answer_back(request, session); });
}

}  // namespace tenzij::contract
