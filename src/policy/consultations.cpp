#include "platform/mail/mail.h"
#include "policy/store.h"

namespace tenzij::policy {

const std::array<std::string_view, 8> sectors{"managers", "project_leaders", "ict",     "operations",
                                              "experts",  "college",         "council", "market"};

namespace {

struct StakeholderInput {
  std::string sector;
  std::optional<Uuid> person_id;    // who has an account
  std::optional<std::string> name;  // who has none
  std::optional<std::string> email;
};
BOOST_DESCRIBE_STRUCT(StakeholderInput, (), (sector, person_id, name, email))

struct Stakeholder {
  Uuid id;
  std::string sector;
  std::optional<Uuid> person_id;
  std::string name;
  std::optional<std::string> email;
  bool invited;  // to any consultation of this document
};
BOOST_DESCRIBE_STRUCT(Stakeholder, (), (id, sector, person_id, name, email, invited))
struct StakeholderList {
  std::vector<Stakeholder> items;
  std::vector<std::string> missing_sectors;
};
BOOST_DESCRIBE_STRUCT(StakeholderList, (), (items, missing_sectors))

struct ConsultationInput {
  std::string question;
  Date closes_on;
};
BOOST_DESCRIBE_STRUCT(ConsultationInput, (), (question, closes_on))

struct Invitation {
  Uuid id;
  Uuid stakeholder_id;
  std::string name;
  std::string sector;
  bool has_account;
  std::optional<Instant> answered_at;
  std::int64_t comments;
};
BOOST_DESCRIBE_STRUCT(Invitation, (), (id, stakeholder_id, name, sector, has_account, answered_at, comments))

struct Consultation {
  Uuid id;
  Uuid document_id;
  std::string document;
  Uuid edition_id;
  std::string question;
  Date closes_on;
  std::optional<std::string> conclusion;
  Instant opened_at;
  std::optional<Instant> closed_at;
};
BOOST_DESCRIBE_STRUCT(Consultation, (), (id, document_id, document, edition_id, question, closes_on, conclusion, opened_at, closed_at))
struct ConsultationList {
  std::vector<Consultation> items;
};
BOOST_DESCRIBE_STRUCT(ConsultationList, (), (items))
struct ConsultationDetail : Consultation {
  std::vector<Invitation> invitations;
  std::vector<Comment> comments;
};
BOOST_DESCRIBE_STRUCT(ConsultationDetail, (Consultation), (invitations, comments))

struct InvitationInput {
  Uuid stakeholder_id;
};
BOOST_DESCRIBE_STRUCT(InvitationInput, (), (stakeholder_id))
struct Invited {
  Uuid id;
  std::string token;  // for the link of who has no account; shown once, kept as a hash
};
BOOST_DESCRIBE_STRUCT(Invited, (), (id, token))

struct Handling {
  std::string handling;
  std::optional<std::string> answer;
};
BOOST_DESCRIBE_STRUCT(Handling, (), (handling, answer))
struct Conclusion {
  std::string conclusion;
};
BOOST_DESCRIBE_STRUCT(Conclusion, (), (conclusion))
constexpr std::string_view consultation_columns = R"sql(
SELECT c.id, c.document_id, d.title AS document, c.edition_id, c.question, c.closes_on, c.conclusion,
       c.opened_at, c.closed_at
  FROM policy.consultation c
  JOIN policy.document d ON d.municipality_id = c.municipality_id AND d.id = c.document_id
)sql";

const db::Statement stakeholders_of_document{"policy.stakeholders_of_document", R"sql(
SELECT s.id, s.sector, s.person_id, s.name, s.email,
       EXISTS (SELECT 1 FROM policy.invitation i
                WHERE i.municipality_id = s.municipality_id AND i.stakeholder_id = s.id) AS invited
  FROM policy.stakeholder s
 WHERE s.document_id = $1
 ORDER BY s.sector, s.name
)sql"};

StakeholderList stakeholders(db::Session& session, const Uuid& document) {
  return {session.rows<Stakeholder>(stakeholders_of_document, document), missing_sectors(session, document)};
}

const db::Statement insert_stakeholder{"policy.insert_stakeholder", R"sql(
INSERT INTO policy.stakeholder (municipality_id, id, document_id, sector, person_id, name, email)
VALUES ($1, $2, $3, $4, $5, $6, $7)
)sql"};

PolicyCreated add_stakeholder(const http::Request& request, db::Session& session, const StakeholderInput& in) {
  const Uuid document = request.id_param("id");
  if (session.query("SELECT 1 FROM policy.document WHERE id = $1", document).empty()) throw not_found();
  std::vector<FieldError> errors;
  if (std::find(sectors.begin(), sectors.end(), in.sector) == sectors.end()) errors.push_back({"/sector", "notInList"});
  std::optional<std::string> name = in.name;
  if (in.person_id) {
    name = session.scalar<std::string>("SELECT name FROM organisation.person WHERE id = $1", *in.person_id);
    if (!name) errors.push_back({"/personId", "unknownPerson"});
  } else if (text::trim(in.name.value_or("")).empty()) {
    errors.push_back({"/name", "required"});
  }
  if (in.email && !in.email->empty() && in.email->find('@') == std::string::npos) errors.push_back({"/email", "notEmail"});
  if (!errors.empty()) throw bad_request(errors);
  const Uuid id = new_id();
  session.query(insert_stakeholder, session.actor().municipality_id, id, document, in.sector, in.person_id, std::string(text::trim(*name)),
                in.email);
  return {id};
}

void remove_stakeholder(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  if (!session.query("SELECT 1 FROM policy.invitation WHERE stakeholder_id = $1", id).empty()) throw conflict("stakeholderWasInvited");
  if (session.query("DELETE FROM policy.stakeholder WHERE id = $1", id).affected() == 0) throw not_found();
}

const db::Statement consultation_by_id{"policy.consultation_by_id", {consultation_columns, R"sql(
 WHERE c.id = $1
)sql"}};

const db::Statement invitations_of_consultation{"policy.invitations_of_consultation", R"sql(
SELECT i.id, i.stakeholder_id, s.name, s.sector, s.person_id IS NOT NULL AS has_account, i.answered_at,
       (SELECT count(*) FROM policy.comment m
         WHERE m.municipality_id = i.municipality_id AND m.invitation_id = i.id) AS comments
  FROM policy.invitation i
  JOIN policy.stakeholder s ON s.municipality_id = i.municipality_id AND s.id = i.stakeholder_id
 WHERE i.consultation_id = $1
 ORDER BY s.sector, s.name
)sql"};

const db::Statement comments_of_consultation{"policy.comments_of_consultation", {comment_columns, R"sql(
 WHERE i.consultation_id = $1
 ORDER BY p.position NULLS FIRST, m.at
)sql"}};

ConsultationDetail consultation_detail(db::Session& session, const Uuid& id) {
  auto found = session.find<Consultation>(consultation_by_id, id);
  if (!found) throw not_found();
  ConsultationDetail out;
  static_cast<Consultation&>(out) = std::move(*found);
  out.invitations = session.rows<Invitation>(invitations_of_consultation, id);
  out.comments = session.rows<Comment>(comments_of_consultation, id);
  return out;
}

const db::Statement edition_to_consult_on{"policy.edition_to_consult_on", R"sql(
SELECT id
  FROM policy.edition
 WHERE document_id = $1
   AND state IN ('proposed', 'current')
 ORDER BY state DESC
 LIMIT 1
)sql"};

const db::Statement insert_consultation{"policy.insert_consultation", R"sql(
INSERT INTO policy.consultation (municipality_id, id, document_id, edition_id, question, closes_on, opened_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
)sql"};

PolicyCreated open_consultation(const http::Request& request, db::Session& session, const ConsultationInput& in) {
  const Uuid document = request.id_param("id");
  if (session.query("SELECT 1 FROM policy.document WHERE id = $1 FOR UPDATE", document).empty()) throw not_found();
  std::vector<FieldError> errors;
  if (text::trim(in.question).empty()) errors.push_back({"/question", "required"});
  if (in.closes_on < date_of(request.now)) errors.push_back({"/closesOn", "dateInPast"});
  if (!errors.empty()) throw bad_request(errors);
  // A proposed edition is what people are asked about; otherwise the current one.
  const auto edition = session.scalar<Uuid>(edition_to_consult_on, document);
  if (!edition) throw conflict("documentWithoutText");
  if (!session.query("SELECT 1 FROM policy.consultation WHERE document_id = $1 AND closed_at IS NULL", document).empty())
    throw conflict("consultationRuns");
  const Uuid id = new_id();
  session.query(insert_consultation, session.actor().municipality_id, id, document, *edition, std::string(text::trim(in.question)),
                in.closes_on, request.now);
  return {id};
}

const db::Statement upsert_invitation{"policy.upsert_invitation", R"sql(
INSERT INTO policy.invitation (municipality_id, id, consultation_id, stakeholder_id, token_hash, invited_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (municipality_id, consultation_id, stakeholder_id)
DO UPDATE SET token_hash = excluded.token_hash
RETURNING id
)sql"};

struct Addressee {
  std::optional<Uuid> person_id;
  std::string name;
  std::string email;
  std::string document;
  std::string question;
  Date closes_on;
};
BOOST_DESCRIBE_STRUCT(Addressee, (), (person_id, name, email, document, question, closes_on))

const db::Statement addressee_of_invitation{"policy.addressee_of_invitation", R"sql(
SELECT s.person_id, s.name, coalesce(s.email, '') AS email, d.title AS document, c.question, c.closes_on
  FROM policy.invitation i
  JOIN policy.stakeholder s ON s.municipality_id = i.municipality_id AND s.id = i.stakeholder_id
  JOIN policy.consultation c ON c.municipality_id = i.municipality_id AND c.id = i.consultation_id
  JOIN policy.document d ON d.municipality_id = c.municipality_id AND d.id = c.document_id
 WHERE i.id = $1
)sql"};

// Who has an account signs in; who has none comes in with the link.
void tell_invited(db::Session& session, const Uuid& invitation, const std::string& token, Instant now) {
  const auto to = session.find<Addressee>(addressee_of_invitation, invitation).value();
  mail::News news{"consultation", {{"document", to.document}, {"question", to.question}, {"closes", to.closes_on.str()}}, {}, {}};
  (to.person_id ? news.path : news.secret_path) = to.person_id ? "/uitnodigingen/" + invitation.str() : "/reageren/" + token;
  if (to.person_id) mail::tell(session, *to.person_id, news, now);
  else mail::tell_outside(session, to.email, to.name, news, now);
}

Invited invite(const http::Request& request, db::Session& session, const InvitationInput& in) {
  const Uuid consultation = request.id_param("id");
  const auto row = session.query("SELECT document_id, closed_at FROM policy.consultation WHERE id = $1", consultation);
  if (row.empty()) throw not_found();
  if (!row.null(0, 1)) throw conflict("consultationClosed");
  if (session.query("SELECT 1 FROM policy.stakeholder WHERE id = $1 AND document_id = $2", in.stakeholder_id, row.get<Uuid>(0, 0)).empty())
    throw bad_field("/stakeholderId", "unknownPerson");
  const std::string token = session.actor().municipality_id.str() + "_" + random_token(24);
  // Asked again: a new link, the old one no longer works.
  const auto id = session.scalar<Uuid>(upsert_invitation, session.actor().municipality_id, new_id(), consultation, in.stakeholder_id,
                                       sha256_hex(token), request.now);
  tell_invited(session, *id, token, request.now);
  return {*id, token};
}

const db::Statement update_handling{"policy.update_handling", R"sql(
UPDATE policy.comment
   SET handling = $2, answer = $3, handled_by = $4, handled_at = $5, version = version + 1
 WHERE id = $1
)sql"};

const db::Statement comment_by_id{"policy.comment_by_id", {comment_columns, R"sql(
 WHERE m.id = $1
)sql"}};

Comment handle(const http::Request& request, db::Session& session, const Handling& in) {
  const Uuid id = request.id_param("id");
  const auto version = session.scalar<std::int64_t>("SELECT version FROM policy.comment WHERE id = $1 FOR UPDATE", id);
  if (!version) throw not_found();
  request.expect_version(*version);
  std::vector<FieldError> errors;
  if (in.handling != "open" && in.handling != "adopted" && in.handling != "partly" && in.handling != "not_adopted")
    errors.push_back({"/handling", "notInList"});
  if ((in.handling == "partly" || in.handling == "not_adopted") && text::trim(in.answer.value_or("")).empty())
    errors.push_back({"/answer", "answerNeeded"});
  if (!errors.empty()) throw bad_request(errors);
  session.query(update_handling, id, in.handling, in.answer, request.who.person_id, request.now);
  return session.find<Comment>(comment_by_id, id).value();
}

const db::Statement open_comments{"policy.open_comments", R"sql(
SELECT count(*)
  FROM policy.comment m
  JOIN policy.invitation i ON i.municipality_id = m.municipality_id AND i.id = m.invitation_id
 WHERE i.consultation_id = $1
   AND m.handling = 'open'
)sql"};

const db::Statement update_consulted{"policy.update_consulted", R"sql(
UPDATE policy.document
   SET status = 'consulted', version = version + 1
 WHERE id = (SELECT document_id FROM policy.consultation
              WHERE id = $1)
   AND status = 'draft'
)sql"};

ConsultationDetail close_consultation(const http::Request& request, db::Session& session, const Conclusion& in) {
  const Uuid id = request.id_param("id");
  const auto row = session.query("SELECT closed_at FROM policy.consultation WHERE id = $1 FOR UPDATE", id);
  if (row.empty()) throw not_found();
  if (!row.null(0, 0)) throw conflict("consultationClosed");
  const auto open = session.scalar<std::int64_t>(open_comments, id).value_or(0);
  if (open > 0) throw conflict("commentsOpen", {{"count", std::to_string(open)}});
  if (text::trim(in.conclusion).empty()) throw bad_field("/conclusion", "required");
  session.query("UPDATE policy.consultation SET closed_at = $2, conclusion = $3 WHERE id = $1", id, request.now, in.conclusion);
  session.query(update_consulted, id);
  return consultation_detail(session, id);
}

}  // namespace

const db::Statement invited_sectors{"policy.invited_sectors", R"sql(
SELECT DISTINCT s.sector
  FROM policy.stakeholder s
  JOIN policy.invitation i ON i.municipality_id = s.municipality_id AND i.stakeholder_id = s.id
 WHERE s.document_id = $1
)sql"};

std::vector<std::string> missing_sectors(db::Session& session, const Uuid& document_id) {
  const auto asked = session.query(invited_sectors, document_id);
  std::set<std::string, std::less<>> known;
  for (int i = 0; i < asked.rows(); ++i) known.emplace(asked.text(i, 0));
  std::vector<std::string> out;
  for (const std::string_view sector : sectors)
    if (!known.contains(sector)) out.emplace_back(sector);
  return out;
}

const db::Statement consultations_of_document{"policy.consultations_of_document", {consultation_columns, R"sql(
 WHERE c.document_id = $1
 ORDER BY c.opened_at DESC
)sql"}};

void add_consultation_routes(http::Router& router) {
  router.get<StakeholderList>("/policy-documents/{id}/stakeholders", "policy.read",
                              {"listStakeholders", "consultations", "Who should be involved, and which groups are missing"},
                              [](const http::Request& request, db::Session& session) {
                                StakeholderList out = stakeholders(session, request.id_param("id"));
                                // An address is for who invites.
                                if (!request.who.may("policy.edit"))
                                  for (Stakeholder& each : out.items) each.email.reset();
                                return out;
                              });
  router.post<PolicyCreated>("/policy-documents/{id}/stakeholders", "policy.edit",
                             {"addStakeholder", "consultations", "Somebody who should be involved"}, add_stakeholder);
  router.remove("/stakeholders/{id}", "policy.edit", {"removeStakeholder", "consultations", "Take off the list who was not invited yet"},
                remove_stakeholder);
  router.get<ConsultationList>("/policy-documents/{id}/consultations", "policy.read",
                               {"listConsultations", "consultations", "Consultations of a document, newest first"},
                               [](const http::Request& request, db::Session& session) {
                                 return ConsultationList{session.rows<Consultation>(consultations_of_document, request.id_param("id"))};
                               });
  router.post<PolicyCreated>("/policy-documents/{id}/consultations", "policy.edit",
                             {"openConsultation", "consultations", "Open a consultation"}, open_consultation);
  router.get<ConsultationDetail>(
      "/consultations/{id}", "policy.read",
      {"getConsultation", "consultations", "One consultation with invitations and comments; closed, it is the report"},
      [](const http::Request& request, db::Session& session) { return consultation_detail(session, request.id_param("id")); });
  router.post<Invited>("/consultations/{id}/invitations", "policy.edit",
                       {"invite", "consultations", "Invite a stakeholder; the answer has the link for who has no account"}, invite);
  router.put<Comment>("/consultation-comments/{id}", "policy.edit", {"handleComment", "consultations", "Say what was done with a comment"},
                      handle);
  router.post<ConsultationDetail>("/consultations/{id}/closing", "policy.edit",
                                  {"closeConsultation", "consultations", "Close, when every comment is handled"}, close_consultation, 200);
}

}  // namespace tenzij::policy
