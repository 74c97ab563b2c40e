#include "organisation/store.h"
#include "platform/mail/mail.h"

namespace tenzij::organisation {

namespace {

struct HelpInput {
  std::string question;
  std::optional<std::string> theme;
  std::optional<Uuid> unit_id;
  std::optional<Uuid> assigned_to;
};
BOOST_DESCRIBE_STRUCT(HelpInput, (), (question, theme, unit_id, assigned_to))

struct HelpRequest : HelpInput {
  Uuid id;
  std::string asked_by;
  std::optional<std::string> assignee;
  Instant asked_at;
  std::optional<std::string> answer;
  std::optional<std::string> answered_by;
  std::optional<Instant> answered_at;
  std::optional<double> hours;  // from question to answer
  bool for_me = false;
};
BOOST_DESCRIBE_STRUCT(HelpRequest, (HelpInput), (id, asked_by, assignee, asked_at, answer, answered_by, answered_at, hours, for_me))
struct HelpList {
  std::vector<HelpRequest> items;
};
BOOST_DESCRIBE_STRUCT(HelpList, (), (items))

struct Answer {
  std::string answer;
};
BOOST_DESCRIBE_STRUCT(Answer, (), (answer))

struct CoachingInput {
  Uuid unit_id;
  Date held_on;
  std::string note;
  std::string next_step;
};
BOOST_DESCRIBE_STRUCT(CoachingInput, (), (unit_id, held_on, note, next_step))
struct Coaching : CoachingInput {
  Uuid id;
  std::string person;
};
BOOST_DESCRIBE_STRUCT(Coaching, (CoachingInput), (id, person))
struct CoachingList {
  std::vector<Coaching> items;
};
BOOST_DESCRIBE_STRUCT(CoachingList, (), (items))

const std::string questions_page = "/organisatie/hulpvragen#";

constexpr std::string_view help_columns = R"sql(
SELECT h.question, h.theme, h.unit_id, h.assigned_to, h.id, a.name AS asked_by, s.name AS assignee, h.asked_at,
       h.answer, w.name AS answered_by, h.answered_at,
       extract(epoch FROM h.answered_at - h.asked_at) / 3600 AS hours,
       coalesce(h.assigned_to IN (SELECT id FROM organisation.acts_for($1::uuid)), false) AS for_me
  FROM organisation.help_request h
  JOIN organisation.person a ON a.municipality_id = h.municipality_id AND a.id = h.asked_by
  LEFT JOIN organisation.person s ON s.municipality_id = h.municipality_id AND s.id = h.assigned_to
  LEFT JOIN organisation.person w ON w.municipality_id = h.municipality_id AND w.id = h.answered_by
)sql";

const db::Statement nearest_adviser{"organisation.nearest_adviser", R"sql(
SELECT a.person_id
  FROM organisation.person p
 CROSS JOIN LATERAL organisation.unit_and_above(coalesce($2::uuid, p.unit_id)) u
  JOIN organisation.adviser a ON a.municipality_id = p.municipality_id AND a.unit_id = u.id
 WHERE p.id = $1
 ORDER BY u.distance
 LIMIT 1
)sql"};

const db::Statement insert_question{"organisation.insert_question", R"sql(
INSERT INTO organisation.help_request (municipality_id, id, asked_by, assigned_to, theme, unit_id, question,
                                       asked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
)sql"};

OrganisationCreated ask(const http::Request& request, db::Session& session, const HelpInput& in) {
  std::vector<FieldError> errors;
  if (text::trim(in.question).empty()) errors.push_back({"/question", "required"});
  if (in.unit_id && session.query("SELECT 1 FROM organisation.unit WHERE id = $1", *in.unit_id).empty())
    errors.push_back({"/unitId", "unknownUnit"});
  if (in.assigned_to && session.query("SELECT 1 FROM organisation.person WHERE id = $1", *in.assigned_to).empty())
    errors.push_back({"/assignedTo", "unknownPerson"});
  if (!errors.empty()) throw bad_request(errors);
  // Without a name it goes to the adviser of the asker's own unit, or of the one above.
  std::optional<Uuid> assigned = in.assigned_to;
  if (!assigned) assigned = session.scalar<Uuid>(nearest_adviser, request.who.person_id, in.unit_id);
  const Uuid id = new_id();
  session.query(insert_question, session.actor().municipality_id, id, request.who.person_id, assigned, in.theme, in.unit_id,
                std::string(text::trim(in.question)), request.now);
  if (assigned && *assigned != request.who.person_id)
    mail::tell(session, *assigned,
               {"help_asked", {{"who", name_of(session, request.who.person_id)}, {"question", in.question}}, questions_page + id.str()},
               request.now);
  return {id};
}

const db::Statement update_answer{"organisation.update_answer", R"sql(
UPDATE organisation.help_request
   SET answer = $2, answered_by = $3, answered_at = $4
 WHERE id = $1
)sql"};

const db::Statement question_by_id{"organisation.question_by_id", {help_columns, R"sql(
 WHERE h.id = $2
)sql"}};

HelpRequest answer(const http::Request& request, db::Session& session, const Answer& in) {
  const Uuid id = request.id_param("id");
  if (text::trim(in.answer).empty()) throw bad_field("/answer", "required");
  const auto row =
      session.query("SELECT answered_at, assigned_to, asked_by, question FROM organisation.help_request WHERE id = $1 FOR UPDATE", id);
  if (row.empty()) throw not_found();
  // Whoever was asked, or stands in for that person; where nobody was found to ask, those who advise.
  const bool asked =
      row.null(0, 1)
          ? request.who.may("coaching.edit")
          : !session.query("SELECT 1 FROM organisation.acts_for($1) WHERE id = $2", request.who.person_id, row.get<Uuid>(0, 1)).empty();
  if (!asked && !request.who.roles.contains("administrator")) throw Error(403, "notAsked");
  if (!row.null(0, 0)) throw conflict("alreadyAnswered");
  session.query(update_answer, id, std::string(text::trim(in.answer)), request.who.person_id, request.now);
  if (const Uuid asker = row.get<Uuid>(0, 2); asker != request.who.person_id)
    mail::tell(session, asker,
               {"help_answered",
                {{"who", name_of(session, request.who.person_id)}, {"question", std::string(row.text(0, 3))}},
                questions_page + id.str()},
               request.now);
  return session.find<HelpRequest>(question_by_id, request.who.person_id, id).value();
}

const db::Statement insert_coaching{"organisation.insert_coaching", R"sql(
INSERT INTO organisation.coaching (municipality_id, id, unit_id, person_id, held_on, note, next_step)
VALUES ($1, $2, $3, $4, $5, $6, $7)
)sql"};

OrganisationCreated coach(const http::Request& request, db::Session& session, const CoachingInput& in) {
  std::vector<FieldError> errors;
  if (text::trim(in.note).empty()) errors.push_back({"/note", "required"});
  if (session.query("SELECT 1 FROM organisation.unit WHERE id = $1", in.unit_id).empty()) errors.push_back({"/unitId", "unknownUnit"});
  if (date_of(request.now) < in.held_on) errors.push_back({"/heldOn", "dateInFuture"});
  if (!errors.empty()) throw bad_request(errors);
  const Uuid id = new_id();
  session.query(insert_coaching, session.actor().municipality_id, id, in.unit_id, request.who.person_id, in.held_on,
                std::string(text::trim(in.note)), in.next_step);
  return {id};
}

}  // namespace

const db::Statement latest_questions{"organisation.latest_questions", {help_columns, R"sql(
 WHERE $2 OR h.asked_by = $1::uuid OR h.assigned_to IN (SELECT id FROM organisation.acts_for($1::uuid))
 ORDER BY h.answered_at IS NOT NULL, h.asked_at DESC
 LIMIT 200
)sql"}};

const db::Statement latest_coaching{"organisation.latest_coaching", R"sql(
SELECT c.unit_id, c.held_on, c.note, c.next_step, c.id, p.name AS person
  FROM organisation.coaching c
  JOIN organisation.person p ON p.municipality_id = c.municipality_id AND p.id = c.person_id
 ORDER BY c.held_on DESC, c.id DESC
 LIMIT 200
)sql"};

std::string name_of(db::Session& session, const Uuid& person) {
  return session.scalar<std::string>("SELECT name FROM organisation.person WHERE id = $1", person).value_or("");
}

void add_help_routes(http::Router& router) {
  router.get<HelpList>("/help-requests", "help.ask",
                       {"listHelpRequests", "help", "One's own questions and those one was asked, open first; all of them for who advises"},
                       [](const http::Request& request, db::Session& session) {
                         // Others' questions are for who can answer them: those who advise, and the administrator.
                         const bool all = request.who.may("coaching.edit") || request.who.roles.contains("administrator");
                         return HelpList{session.rows<HelpRequest>(latest_questions, request.who.person_id, all)};
                       });
  router.post<OrganisationCreated>("/help-requests", "help.ask",
                                   {"askForHelp", "help", "Ask; without a name it goes to the adviser of one's unit"}, ask);
  router.post<HelpRequest>("/help-requests/{id}/answer", "help.ask", {"answerHelpRequest", "help", "Answer a question"}, answer, 200);
  router.get<CoachingList>(
      "/coaching", "coaching.edit", {"listCoaching", "help", "The coaching log, newest first"},
      [](const http::Request&, db::Session& session) { return CoachingList{session.rows<Coaching>(latest_coaching)}; });
  router.post<OrganisationCreated>("/coaching", "coaching.edit", {"addCoaching", "help", "Write a conversation into the coaching log"},
                                   coach);
}

}  // namespace tenzij::organisation
