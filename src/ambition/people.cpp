// Who is in a session and who is missing, and the actions that people take with them.
#include "ambition/store.h"
#include "platform/live/live.h"
#include "platform/mail/mail.h"

namespace tenzij::ambition {

namespace {

struct InviteInput {
  std::string name;
  std::optional<std::string> email;
  Role role{};
};
BOOST_DESCRIBE_STRUCT(InviteInput, (), (name, email, role))
struct SessionInvited {
  Uuid id;
  std::string token;  // for a personal link; shown once, kept as a hash
};
BOOST_DESCRIBE_STRUCT(SessionInvited, (), (id, token))

struct Participant {
  Uuid id;
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::string role;
  std::optional<Instant> invited_at;
  std::optional<Instant> joined_at;
  bool scored;  // in the round that is open
};
BOOST_DESCRIBE_STRUCT(Participant, (), (id, name, email, role, invited_at, joined_at, scored))
struct ParticipantList {
  std::vector<Participant> items;
  std::vector<std::string> missing;  // wanted roles that nobody has
};
BOOST_DESCRIBE_STRUCT(ParticipantList, (), (items, missing))

struct ActionInput {
  std::optional<int> position;
  std::string text;
  std::optional<Uuid> owner_id;
  std::optional<Date> due_on;
  static constexpr std::array<json::Length, 1> lengths{{{"text", longest_note}}};
};
BOOST_DESCRIBE_STRUCT(ActionInput, (), (position, text, owner_id, due_on))
struct ActionDone {
  bool done{};
};
BOOST_DESCRIBE_STRUCT(ActionDone, (), (done))
struct ActionList {
  std::vector<Action> items;
};
BOOST_DESCRIBE_STRUCT(ActionList, (), (items))

constexpr std::string_view action_columns = R"sql(
SELECT a.id, a.version, a.session_id, s.title AS session, a.position, t.title AS theme, a.text, a.owner_id,
       p.name AS owner, a.due_on, a.done_at IS NOT NULL AS done
  FROM ambition.action a
  JOIN ambition.session s ON s.municipality_id = a.municipality_id AND s.id = a.session_id
  LEFT JOIN ambition.theme t
       ON t.municipality_id = a.municipality_id AND t.session_id = a.session_id AND t.position = a.position
  LEFT JOIN organisation.person p ON p.municipality_id = a.municipality_id AND p.id = a.owner_id
)sql";

const db::Statement participants_of_session{"ambition.participants_of_session", R"sql(
SELECT q.id, q.name, q.email, q.role, q.invited_at, q.joined_at,
       EXISTS (SELECT 1 FROM ambition.vote v
                WHERE v.municipality_id = q.municipality_id
                  AND v.session_id = q.session_id
                  AND v.participant_id = q.id
                  AND v.position = s.position
                  AND v.round = CASE s.phase WHEN 'score' THEN 1 WHEN 'second_score' THEN 2 ELSE 0 END) AS scored
  FROM ambition.participant q
  JOIN ambition.session s ON s.municipality_id = q.municipality_id AND s.id = q.session_id
 WHERE q.session_id = $1
   AND q.removed_at IS NULL
 ORDER BY q.joined_at NULLS LAST, q.name
 LIMIT 5000
)sql"};

const db::Statement roles_still_wanted{"ambition.roles_still_wanted", R"sql(
SELECT coalesce(jsonb_agg(w.role), '[]')::text
  FROM ambition.session s, unnest(s.wanted_roles) AS w(role)
 WHERE s.id = $1
   AND NOT EXISTS (SELECT 1 FROM ambition.participant q
                    WHERE q.municipality_id = s.municipality_id
                      AND q.session_id = s.id
                      AND q.removed_at IS NULL
                      AND q.role = w.role)
)sql"};

ParticipantList participants(db::Session& session, const Uuid& id) {
  ParticipantList out;
  out.items = session.rows<Participant>(participants_of_session, id);
  out.missing = json::restore<std::vector<std::string>>(json::parse(session.scalar<std::string>(roles_still_wanted, id).value_or("[]")));
  return out;
}

const db::Statement insert_invited_participant{"ambition.insert_invited_participant", R"sql(
INSERT INTO ambition.participant (municipality_id, id, session_id, name, email, role, invitation_hash,
                                  invited_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
)sql"};

SessionInvited invite(const http::Request& request, db::Session& session, const InviteInput& in) {
  const SessionRow row = locked_session(session, request.id_param("id"), false);
  if (row.status == "closed") throw conflict("sessionClosed");
  std::vector<FieldError> errors;
  check_text(in.name, "/name", limits::name_longest, true, errors);
  check_text(in.email.value_or(""), "/email", limits::name_longest, false, errors);
  if (in.email && !in.email->empty() && in.email->find('@') == std::string::npos) errors.push_back({"/email", "notEmail"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  const std::string token = session.actor().municipality_id.str() + "_" + random_token(24);
  const Uuid id = new_id();
  session.query(insert_invited_participant, session.actor().municipality_id, id, row.id, std::string(text::trim(in.name)),
                in.email && !in.email->empty() ? in.email : std::nullopt, std::string(boost::describe::enum_to_string(in.role, "")),
                sha256_hex(token), request.now);
  mail::tell_outside(session, in.email.value_or(""), in.name,
                     {"session_invited", {{"title", row.title}}, "", "/deelnemen?uitnodiging=" + token}, request.now);
  return {id, token};
}

const db::Statement remove_participant{"ambition.remove_participant", R"sql(
UPDATE ambition.participant
   SET removed_at = $3, seat_hash = NULL, invitation_hash = NULL
 WHERE session_id = $1
   AND id = $2
   AND removed_at IS NULL
RETURNING id
)sql"};

const db::Statement give_back_seat{"ambition.give_back_seat", R"sql(
UPDATE ambition.seats_taken
   SET seats = seats - 1
 WHERE session_id = $1
   AND address_hash = ''
   AND seats > 0
)sql"};

// A stranger: the seat, its scores and its notes no longer count, and the phone is told.
void expel(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  const Uuid participant = request.id_param("participant");
  if (locked_session(session, id, false).status == "closed") throw conflict("sessionClosed");
  if (session.query(remove_participant, id, participant, request.now).empty()) throw not_found();
  // The seat is free for somebody else; its address keeps what it took.
  session.query(give_back_seat, id);
  session.query("UPDATE ambition.note SET hidden_at = $3 WHERE session_id = $1 AND participant_id = $2", id, participant, request.now);
  live::dismiss(session, id, participant);
  live::touch(session, id, {"count", "result", "notes"});
}

const db::Statement action_by_id{"ambition.action_by_id", {action_columns, R"sql(
 WHERE a.id = $1
)sql"}};

Action one_action(db::Session& session, const Uuid& id) {
  auto out = session.find<Action>(action_by_id, id);
  if (!out) throw not_found();
  return *out;
}

const db::Statement insert_action{"ambition.insert_action", R"sql(
INSERT INTO ambition.action (municipality_id, id, session_id, position, text, owner_id, due_on, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
)sql"};

Action act(const http::Request& request, db::Session& session, const ActionInput& in) {
  const Uuid id = request.id_param("id");
  std::vector<FieldError> errors;
  check_text(in.text, "/text", longest_note, true, errors);
  if (in.owner_id && session.query("SELECT 1 FROM organisation.person WHERE id = $1", *in.owner_id).empty())
    errors.push_back({"/ownerId", "unknownPerson"});
  if (in.position && themes_of(session, id, in.position).empty()) errors.push_back({"/position", "unknownTheme"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  if (session.query("SELECT 1 FROM ambition.session WHERE id = $1", id).empty()) throw not_found();
  const Uuid action = new_id();
  session.query(insert_action, session.actor().municipality_id, action, id, in.position, std::string(text::trim(in.text)), in.owner_id,
                in.due_on, request.now);
  if (in.owner_id) live::publish(session, "action", json::object{{"id", action.str()}}, in.owner_id);
  return one_action(session, action);
}

Action finish(const http::Request& request, db::Session& session, const ActionDone& in) {
  const Uuid id = request.id_param("id");
  const auto row = session.query("SELECT version, owner_id FROM ambition.action WHERE id = $1 FOR UPDATE", id);
  if (row.empty()) throw not_found();
  request.expect_version(row.get<std::int64_t>(0, 0));
  if (!request.who.may("ambition.edit") && row.get<std::optional<Uuid>>(0, 1) != request.who.person_id) throw Error(403, "notAllowed");
  session.query("UPDATE ambition.action SET done_at = $2, version = version + 1 WHERE id = $1", id,
                in.done ? std::optional(request.now) : std::nullopt);
  return one_action(session, id);
}

}  // namespace

const db::Statement actions_of_session{"ambition.actions_of_session", {action_columns, R"sql(
 WHERE a.session_id = $1
 ORDER BY a.position NULLS LAST, a.created_at
)sql"}};

std::vector<Action> actions_of(db::Session& session, const Uuid& id) { return session.rows<Action>(actions_of_session, id); }

const db::Statement actions_of_person{"ambition.actions_of_person", {action_columns, R"sql(
 WHERE a.owner_id = $1
   AND a.done_at IS NULL
 ORDER BY a.due_on NULLS LAST
)sql"}};

void add_people_routes(http::Router& router) {
  router.get<ParticipantList>(
      "/ambition-sessions/{id}/participants", "ambition.edit",
      {"listAmbitionParticipants", "ambitions", "Who is invited, who is there, and which wanted roles nobody has"},
      [](const http::Request& request, db::Session& session) { return participants(session, request.id_param("id")); });
  router.post<SessionInvited>("/ambition-sessions/{id}/participants", "ambition.edit",
                              {"inviteAmbitionParticipant", "ambitions", "Invite somebody by name, with a link of their own"}, invite);
  router.remove("/ambition-sessions/{id}/participants/{participant}", "ambition.edit",
                {"removeAmbitionParticipant", "ambitions", "Remove somebody; their scores and notes no longer count"}, expel);
  router.post<Action>("/ambition-sessions/{id}/actions", "ambition.edit",
                      {"addAmbitionAction", "ambitions", "An action with who does it and when"}, act);
  router.get<ActionList>("/ambition-actions", http::signed_in, {"listMyAmbitionActions", "ambitions", "Open actions of who is signed in"},
                         [](const http::Request& request, db::Session& session) {
                           return ActionList{session.rows<Action>(actions_of_person, request.who.person_id)};
                         });
  router.patch<Action>("/ambition-actions/{id}", http::signed_in, {"finishAmbitionAction", "ambitions", "Done, or not after all"}, finish);
  router.remove("/ambition-actions/{id}", "ambition.edit", {"removeAmbitionAction", "ambitions", "Remove an action"},
                [](const http::Request& request, db::Session& session) {
                  if (session.query("DELETE FROM ambition.action WHERE id = $1 RETURNING id", request.id_param("id")).empty())
                    throw not_found();
                });
}

}  // namespace tenzij::ambition
