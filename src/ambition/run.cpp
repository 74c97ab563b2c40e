// Running a session: phases, outcomes, notes, people, the code, actions and the end. Everything a facilitator changes
// carries the version they saw, so two of them can work at once.
#include "ambition/store.h"

namespace tenzij::ambition {

namespace {

struct SessionStepInput {
  int position{};
  Phase phase{};
  std::optional<int> seconds;  // a timer on the screen; it ends nothing by itself
};
BOOST_DESCRIBE_STRUCT(SessionStepInput, (), (position, phase, seconds))
struct SessionStep {
  std::int64_t version;
  int position;
  Phase phase{};
};
BOOST_DESCRIBE_STRUCT(SessionStep, (), (version, position, phase))

struct OutcomeInput {
  Outcome state{};
  std::optional<int> level;
  std::optional<std::string> reason;
  std::optional<std::string> decider;
};
BOOST_DESCRIBE_STRUCT(OutcomeInput, (), (state, level, reason, decider))

struct CodeView {
  std::string code;
  Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(CodeView, (), (code, expires_at))

struct SeatsInput {
  bool shared_address{};
};
BOOST_DESCRIBE_STRUCT(SeatsInput, (), (shared_address))

struct ClosingInput {
  Date valid_from;
  Date valid_to;
};
BOOST_DESCRIBE_STRUCT(ClosingInput, (), (valid_from, valid_to))
struct SessionClosed {
  std::int64_t ambitions;
};
BOOST_DESCRIBE_STRUCT(SessionClosed, (), (ambitions))

constexpr int longest_timer = 3600;

std::string name_of(Phase phase) { return boost::describe::enum_to_string(phase, ""); }

std::optional<Uuid> me(const http::Request& request) {
  return request.who.signed_in() ? std::optional(request.who.person_id) : std::nullopt;
}

void renew_code(db::Session& session, const Uuid& id, Instant now) {
  session.query("UPDATE ambition.session SET code = $2, code_expires_at = $3 WHERE id = $1", id, new_code(), now + limits::code_time);
}

const db::Statement update_step{"ambition.update_step", R"sql(
UPDATE ambition.session
   SET position = $2, phase = $3, timer_ends_at = $4, status = 'running', started_at = coalesce(started_at, $5),
       facilitator_id = coalesce(facilitator_id, $6), version = version + 1
 WHERE id = $1
)sql"};

SessionStep step(const http::Request& request, db::Session& session, const SessionStepInput& in) {
  const SessionRow row = locked_session(session, request.id_param("id"), true);
  request.expect_version(row.version);
  if (row.status == "closed") throw conflict("sessionClosed");
  std::vector<FieldError> errors;
  if (in.position < 0 || in.position > row.themes || (in.position == 0) != (in.phase == Phase::lobby))
    errors.push_back({"/position", "unknownTheme"});
  if (in.seconds && (*in.seconds < 5 || *in.seconds > longest_timer))
    errors.push_back({"/seconds", "outOfRange", {{"least", "5"}, {"most", std::to_string(longest_timer)}}});
  if (!errors.empty()) throw bad_request(std::move(errors));
  session.query(update_step, row.id, in.position, name_of(in.phase),
                in.seconds ? std::optional(request.now + std::chrono::seconds(*in.seconds)) : std::nullopt, request.now, me(request));
  if (row.status == "prepared") renew_code(session, row.id, request.now);
  live::touch(session, row.id, room_sections);
  return {row.version + 1, in.position, in.phase};
}

struct ScopeRow {
  std::string title;
  std::optional<Uuid> unit_id;
  std::optional<std::string> cpv;
  std::optional<std::string> project;
  std::optional<Uuid> purchase_id;
  std::optional<Uuid> facilitator_id;
};
BOOST_DESCRIBE_STRUCT(ScopeRow, (), (title, unit_id, cpv, project, purchase_id, facilitator_id))

const db::Statement session_agreed_on{"ambition.session_agreed_on", R"sql(
SELECT title, unit_id, cpv, project, purchase_id, facilitator_id
  FROM ambition.session
 WHERE id = $1
)sql"};

void agree(db::Session& session, const Uuid& id, const SessionTheme& theme, const ClosingInput& validity, Instant now) {
  const auto scope = session.find<ScopeRow>(session_agreed_on, id);
  std::vector<Uuid> goals;
  for (const FrameGoal& goal : theme.goals) goals.push_back(goal.id);
  add_ambition(session,
               {id,
                {},
                scope->title,
                theme.code,
                theme.title,
                *theme.agreed_level,
                theme.policy_level,
                theme.reason.value_or(""),
                scope->unit_id,
                scope->cpv,
                scope->project,
                scope->purchase_id,
                scope->facilitator_id,
                validity.valid_from,
                validity.valid_to},
               goals, now);
}

void check_outcome(db::Session& session, const OutcomeInput& in) {
  std::vector<FieldError> errors;
  if (in.state == Outcome::agreed && !in.level) errors.push_back({"/level", "required"});
  if (in.level && (*in.level < 0 || *in.level >= level_count)) errors.push_back({"/level", "outOfRange", {{"least", "0"}, {"most", "3"}}});
  check_text(in.reason.value_or(""), "/reason", limits::text_longest, in.state == Outcome::agreed || in.state == Outcome::disagreed,
             errors);
  if (in.state == Outcome::agreed || in.state == Outcome::disagreed)
    reference::Reasons(session).check_given("/reason", in.reason.value_or(""), errors);
  check_text(in.decider.value_or(""), "/decider", limits::name_longest, in.state == Outcome::disagreed, errors);
  if (!errors.empty()) throw bad_request(std::move(errors));
}

const db::Statement update_agreed_theme{"ambition.update_agreed_theme", R"sql(
UPDATE ambition.theme
   SET state = $3, agreed_level = $4, reason = $5, decider = $6, decided_at = $7
 WHERE session_id = $1
   AND position = $2
)sql"};

SessionStep decide(const http::Request& request, db::Session& session, const OutcomeInput& in) {
  const SessionRow row = locked_session(session, request.id_param("id"), true);
  request.expect_version(row.version);
  long long position = 0;
  if (!text::to_int(request.param("position"), position)) throw not_found();
  const auto found = themes_of(session, row.id, static_cast<int>(position));
  if (found.empty()) throw not_found();
  // Afterwards only what was left to somebody can still be decided.
  if (row.status == "closed" && (found.front().state != Outcome::disagreed || in.state != Outcome::agreed)) throw conflict("sessionClosed");
  check_outcome(session, in);
  const bool agreed = in.state == Outcome::agreed;
  session.query(update_agreed_theme, row.id, position, std::string(boost::describe::enum_to_string(in.state, "")),
                agreed ? in.level : std::nullopt, in.reason,
                in.state == Outcome::disagreed || row.status == "closed" ? in.decider : std::nullopt, request.now);
  session.query("UPDATE ambition.session SET version = version + 1 WHERE id = $1", row.id);
  if (row.status == "closed") {
    ClosingInput validity{date_of(request.now), date_of(request.now)};
    const auto last = session.scalar<Date>("SELECT max(valid_to) FROM ambition.ambition WHERE session_id = $1", row.id);
    validity.valid_to = last && *last > validity.valid_from ? *last : Date{validity.valid_from.ymd + std::chrono::years(1)};
    agree(session, row.id, themes_of(session, row.id, static_cast<int>(position)).front(), validity, request.now);
  }
  live::touch(session, row.id, {"step"});
  return {row.version + 1, row.position, row.phase};
}

}  // namespace

const db::Statement skip_theme{"ambition.skip_theme", R"sql(
UPDATE ambition.theme
   SET state = 'skipped', decided_at = $3
 WHERE session_id = $1
   AND position = $2
)sql"};

const db::Statement update_closed_session{"ambition.update_closed_session", R"sql(
UPDATE ambition.session
   SET status = 'closed', closed_at = $2, started_at = coalesce(started_at, $2), timer_ends_at = NULL,
       code = NULL, code_expires_at = NULL, version = version + 1
 WHERE id = $1
)sql"};

std::int64_t close_session(db::Session& session, const Uuid& id, Date valid_from, Date valid_to, Instant now) {
  const SessionRow row = locked_session(session, id, true);
  if (row.status == "closed") throw conflict("sessionClosed");
  std::vector<FieldError> errors;
  check_validity(valid_from, valid_to, errors);
  if (!errors.empty()) throw bad_request(std::move(errors));
  std::int64_t agreed = 0;
  for (const SessionTheme& theme : themes_of(session, id)) {
    if (theme.state == Outcome::open) session.query(skip_theme, id, theme.position, now);
    if (theme.state != Outcome::agreed) continue;
    agree(session, id, theme, {valid_from, valid_to}, now);
    ++agreed;
  }
  session.query(update_closed_session, id, now);
  tell_closed(session, id, row.title, now);
  live::touch(session, id, room_sections);
  return agreed;
}

int round_of(Phase phase) { return phase == Phase::score ? 1 : phase == Phase::second_score ? 2 : 0; }

int shown_round(Phase phase) {
  switch (phase) {
    case Phase::reveal:
    case Phase::dialogue:
    case Phase::second_score:
      return 1;
    case Phase::second_reveal:
    case Phase::agree:
      return 2;
    default:
      return 0;
  }
}

const db::Statement insert_note{"ambition.insert_note", R"sql(
INSERT INTO ambition.note (municipality_id, id, session_id, position, kind, text, participant_id, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
)sql"};

Note add_note(const http::Request& request, db::Session& session, const Uuid& id, const std::optional<Uuid>& participant,
              const NoteInput& in) {
  const SessionRow row = locked_session(session, id, false);
  if (row.status == "closed") throw conflict("sessionClosed");
  if (row.position == 0) throw conflict("noTheme");
  std::vector<FieldError> errors;
  check_text(in.text, "/text", longest_note, true, errors);
  if (!errors.empty()) throw bad_request(std::move(errors));
  if (participant &&
      session.scalar<std::int64_t>("SELECT count(*) FROM ambition.note WHERE session_id = $1 AND participant_id = $2", id, *participant)
              .value_or(0) >= limits::notes_per_seat)
    throw Error(429, "tooManyChanges");
  const Uuid note = new_id();
  session.query(insert_note, session.actor().municipality_id, note, id, row.position,
                std::string(boost::describe::enum_to_string(in.kind, "")), std::string(text::trim(in.text)), participant, request.now);
  live::touch(session, id, {"notes"});
  return {note, row.position, in.kind, std::string(text::trim(in.text)), {}, request.now};
}

void add_run_routes(http::Router& router, live::Rooms& rooms) {
  router.put<SessionStep>("/ambition-sessions/{id}/step", "ambition.edit",
                          {"stepAmbitionSession", "ambitions", "Go to a theme and phase, onwards or back"}, step);
  router.put<SessionStep>("/ambition-sessions/{id}/themes/{position}/outcome", "ambition.edit",
                          {"decideAmbitionTheme", "ambitions", "What the group agreed, or that it did not and who decides"}, decide);
  router.post<SessionClosed>(
      "/ambition-sessions/{id}/closing", "ambition.edit",
      {"closeAmbitionSession", "ambitions", "End the session; what was agreed becomes an ambition"},
      [](const http::Request& request, db::Session& session, const ClosingInput& in) {
        return SessionClosed{close_session(session, request.id_param("id"), in.valid_from, in.valid_to, request.now)};
      });
  router.post<CodeView>(
      "/ambition-sessions/{id}/code", "ambition.edit", {"renewAmbitionCode", "ambitions", "A new code; the old one no longer works"},
      [](const http::Request& request, db::Session& session) {
        const SessionRow row = locked_session(session, request.id_param("id"), true);
        if (row.status == "closed") throw conflict("sessionClosed");
        renew_code(session, row.id, request.now);
        live::touch(session, row.id, {"step"});
        return *session.find<CodeView>("SELECT code, code_expires_at AS expires_at FROM ambition.session WHERE id = $1", row.id);
      });
  router.put<http::None>("/ambition-sessions/{id}/seats", "ambition.edit",
                         {"changeAmbitionSeats", "ambitions", "Whether more people than usual sit behind one address; also while it runs"},
                         [](const http::Request& request, db::Session& session, const SeatsInput& in) {
                           const SessionRow row = locked_session(session, request.id_param("id"), true);
                           if (row.status == "closed") throw conflict("sessionClosed");
                           session.query("UPDATE ambition.session SET shared_address = $2 WHERE id = $1", row.id, in.shared_address);
                         });
  router.post<Note>("/ambition-sessions/{id}/notes", "ambition.edit",
                    {"addAmbitionNote", "ambitions", "What was said, by who leads the session"},
                    [](const http::Request& request, db::Session& session, const NoteInput& in) {
                      return add_note(request, session, request.id_param("id"), {}, in);
                    });
  router.remove("/ambition-sessions/{id}/notes/{note}", "ambition.edit",
                {"hideAmbitionNote", "ambitions", "Take a note off the screens and out of the report"},
                [](const http::Request& request, db::Session& session) {
                  const Uuid id = request.id_param("id");
                  if (session
                          .query("UPDATE ambition.note SET hidden_at = $3 WHERE session_id = $1 AND id = $2 RETURNING id", id,
                                 request.id_param("note"), request.now)
                          .empty())
                    throw not_found();
                  live::touch(session, id, {"notes"});
                });
  // For who leads and for the wall: it carries the code.
  router.download<http::None>("/ambition-sessions/{id}/live", "ambition.edit",
                              {"streamAmbitionSession", "ambitions", "The room as it changes (server-sent events)"}, "text/event-stream",
                              [&rooms](const http::Request& request, db::Session& session) {
                                const Uuid id = request.id_param("id");
                                if (session.query("SELECT 1 FROM ambition.session WHERE id = $1", id).empty()) throw not_found();
                                return rooms.stream(session.actor().municipality_id, id, request.who.session_id);
                              });
}

}  // namespace tenzij::ambition
