// What the files of this room share.
#pragma once

#include "ambition/ambition.h"
#include "reference/reference.h"

namespace tenzij::ambition {

struct AmbitionCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(AmbitionCreated, (), (id))

// A session's row as rules need it.
struct SessionRow {
  Uuid id;
  std::string title;
  std::string status;
  int position;
  Phase phase;
  bool allow_anonymous;
  std::int64_t version;
  std::int64_t themes;
};
BOOST_DESCRIBE_STRUCT(SessionRow, (), (id, title, status, position, phase, allow_anonymous, version, themes))

// Locked until the end of the transaction: `strong` for who changes it, otherwise shared, so that a phase does not end
// between the check and the score.
SessionRow locked_session(db::Session& session, const Uuid& id, bool strong);

// The round whose scores are asked in a phase; 0: none.
int round_of(Phase phase);
// The last round that a phase may show; 0: none.
int shown_round(Phase phase);

Tally tally_of(db::Session& session, const Uuid& id, int position, int round);

struct FrameGoal {
  Uuid id;
  std::string title;
  std::optional<std::string> target;  // indicator, figure and year in words, when it has them
  int level;
};
BOOST_DESCRIBE_STRUCT(FrameGoal, (), (id, title, target, level))
struct FrameClause {
  Uuid id;
  std::string text;
  std::string document;
  Uuid document_id;
};
BOOST_DESCRIBE_STRUCT(FrameClause, (), (id, text, document, document_id))
struct SessionTheme {
  int position;
  std::string code;
  std::string title;
  std::string description;
  std::vector<std::string> levels;
  Outcome state{};
  std::optional<int> agreed_level;
  std::optional<std::string> reason;
  std::optional<std::string> decider;
  std::optional<int> policy_level;  // the middle of what the goals of the frame ask, the lower in a tie
  std::vector<FrameGoal> goals;
  std::vector<FrameClause> clauses;
};
BOOST_DESCRIBE_STRUCT(SessionTheme, (),
                      (position, code, title, description, levels, state, agreed_level, reason, decider, policy_level, goals, clauses))
std::vector<SessionTheme> themes_of(db::Session& session, const Uuid& id, std::optional<int> position = {});
// Goals of policy that speak about a theme for this unit (or everybody), with the level they ask by rule.
std::vector<FrameGoal> frame_of(db::Session& session, const std::string& theme, const std::optional<Uuid>& unit_id);

struct Note {
  Uuid id;
  int position;
  NoteKind kind{};
  std::string text;
  std::optional<std::string> role;  // of who wrote it; none: a facilitator
  Instant at;
};
BOOST_DESCRIBE_STRUCT(Note, (), (id, position, kind, text, role, at))
std::vector<Note> notes_of(db::Session& session, const Uuid& id, std::optional<int> position = {});
// A note or an action stands on a card on the screen.
inline constexpr std::size_t longest_note = 1000;

struct NoteInput {
  NoteKind kind{};
  std::string text;
  static constexpr std::array<json::Length, 1> lengths{{{"text", longest_note}}};
};
BOOST_DESCRIBE_STRUCT(NoteInput, (), (kind, text))
// By a participant, or by a facilitator on the theme that is discussed.
Note add_note(const http::Request& request, db::Session& session, const Uuid& id, const std::optional<Uuid>& participant,
              const NoteInput& in);

struct Action {
  Uuid id;
  std::int64_t version;
  Uuid session_id;
  std::string session;
  std::optional<int> position;
  std::optional<std::string> theme;
  std::string text;
  std::optional<Uuid> owner_id;
  std::optional<std::string> owner;
  std::optional<Date> due_on;
  bool done;
};
BOOST_DESCRIBE_STRUCT(Action, (), (id, version, session_id, session, position, theme, text, owner_id, owner, due_on, done))
std::vector<Action> actions_of(db::Session& session, const Uuid& id);

// All that a session led to: for the page, the report and the webs.
struct ThemeResult : SessionTheme {
  Tally first;
  Tally second;
  std::string against_policy;  // below, at, above, none; empty when nothing was agreed
  std::vector<Note> notes;
};
BOOST_DESCRIBE_STRUCT(ThemeResult, (SessionTheme), (first, second, against_policy, notes))
struct RoleCount {
  std::string role;
  std::int64_t count;
};
BOOST_DESCRIBE_STRUCT(RoleCount, (), (role, count))
struct SessionResults {
  Uuid id;
  std::string title;
  std::string question;
  Purpose purpose{};
  std::optional<std::string> unit;
  std::optional<std::string> cpv;
  std::optional<std::string> project;
  int year;
  std::string status;
  std::optional<std::string> facilitator;
  std::optional<Instant> started_at;
  std::optional<Instant> closed_at;
  std::vector<RoleCount> roles;  // of who took part
  std::vector<ThemeResult> themes;
  std::vector<Action> actions;
};
BOOST_DESCRIBE_STRUCT(SessionResults, (),
                      (id, title, question, purpose, unit, cpv, project, year, status, facilitator, started_at, closed_at, roles, themes,
                       actions))
SessionResults results_of(db::Session& session, const Uuid& id);

// Ambitions of what a session or web agreed.
struct NewAmbition {
  std::optional<Uuid> session_id;
  std::optional<Uuid> web_id;
  std::string title;
  std::string theme;
  std::string theme_title;
  int level;
  std::optional<int> policy_level;
  std::string reason;
  std::optional<Uuid> unit_id;
  std::optional<std::string> cpv;
  std::optional<std::string> project;
  std::optional<Uuid> purchase_id;
  std::optional<Uuid> owner_id;
  Date valid_from;
  Date valid_to;
};
Uuid add_ambition(db::Session& session, const NewAmbition& in, const std::vector<Uuid>& goals, Instant now);
void check_validity(const Date& from, const Date& to, std::vector<FieldError>& errors);

void check_text(const std::string& text, const char* pointer, std::size_t longest, bool needed, std::vector<FieldError>& errors);

void add_session_routes(http::Router& router, const Levels& levels);
void add_run_routes(http::Router& router, live::Rooms& rooms);
void add_people_routes(http::Router& router);
void add_seat_routes(http::Router& router, live::Rooms& rooms);
void add_result_routes(http::Router& router);
void add_report_routes(http::Router& router, const Messages& messages, const std::filesystem::path& pdf_tool);
void add_web_routes(http::Router& router);
void add_ambition_routes(http::Router& router);

// Who was invited by mail hears what was agreed and where the report stands.
void tell_closed(db::Session& session, const Uuid& id, const std::string& title, Instant now);

}  // namespace tenzij::ambition
