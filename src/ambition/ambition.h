// Ambition sessions: a group scores per theme how far it wants to go (0-3), talks, scores again and agrees. What was agreed
// becomes an ambition with a scope and a validity: a link of the red thread, and what calls are later asked from.
// Terms: ../../docs/architecture.md; the tables: db/migrations/0010_ambition.sql.
//
// Levels are those of the ambitieweb (Aanpak Duurzaam GWW) and the MVI-criteriatool: 0 not chosen, 1 basis, 2 significant,
// 3 ambitious.
#pragma once

#include "platform/live/rooms.h"
#include "policy/policy.h"

namespace tenzij::ambition {

enum class Purpose { generic, department, impact_area, project, market };
BOOST_DESCRIBE_ENUM(Purpose, generic, department, impact_area, project, market)
enum class Role { commissioner, policy, procurement, contract, social_return, market, other };
BOOST_DESCRIBE_ENUM(Role, commissioner, policy, procurement, contract, social_return, market, other)
// Per theme: explain, score silently, show, talk, score again, show again, agree. Going back is allowed.
enum class Phase { lobby, explain, score, reveal, dialogue, second_score, second_reveal, agree };
BOOST_DESCRIBE_ENUM(Phase, lobby, explain, score, reveal, dialogue, second_score, second_reveal, agree)
enum class Outcome { open, agreed, disagreed, skipped };
BOOST_DESCRIBE_ENUM(Outcome, open, agreed, disagreed, skipped)
enum class NoteKind { argument, condition, idea, needed };
BOOST_DESCRIBE_ENUM(NoteKind, argument, condition, idea, needed)

inline constexpr int level_count = 4;

// --- pure rules (rules.cpp) ---------------------------------------------------------------------------------

struct Vote {
  int round;
  std::optional<int> level;  // none: "I don't know"
  std::string role;
  std::string motivation;
};
BOOST_DESCRIBE_STRUCT(Vote, (), (round, level, role, motivation))

// How a group scored. The median lies between two levels when the group is split evenly.
struct RoleTally {
  std::string role;  // "together": roles that are too small to be shown apart where people may stay anonymous
  std::int64_t votes = 0;
  std::vector<std::int64_t> counts;  // per level
  std::optional<double> median;
};
BOOST_DESCRIBE_STRUCT(RoleTally, (), (role, votes, counts, median))
struct Motivation {
  std::optional<int> level;
  std::string role;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Motivation, (), (level, role, text))
struct Tally {
  std::int64_t votes = 0;      // with a level
  std::int64_t dont_know = 0;  // without
  std::vector<std::int64_t> counts;
  std::optional<double> median;
  std::optional<int> lowest;
  std::optional<int> highest;
  std::vector<RoleTally> roles;
  std::vector<Motivation> motivations;
};
BOOST_DESCRIBE_STRUCT(Tally, (), (votes, dont_know, counts, median, lowest, highest, roles, motivations))

// `small`: roles with fewer votes than this are counted together, so that nobody can be read off; 0 shows all.
Tally tally(const std::vector<Vote>& votes, int round, int small);
std::optional<double> median(const std::vector<std::int64_t>& counts);
// The middle of weighted levels; in a tie the lower one: what both halves support.
struct Weighted {
  int level;
  int weight;
};
std::optional<int> weighted_median(std::vector<Weighted> levels);

// The level a goal asks: 1 without a figure to reach, 2 with one, 3 when the figure is (nearly) all or nothing.
int level_of_goal(bool measurable, const std::optional<std::string>& unit, std::optional<double> target);

// An agreed level next to what policy asks; empty level: policy says nothing about it.
std::string against_policy(int level, std::optional<int> policy);  // below, at, above, none

// A code that cannot be guessed and can be read aloud: eight of 28 letters and figures without vowels and look-alikes.
std::string new_code();
// As people type it: lower case, spaces and dashes do not matter. Empty when it cannot be a code.
std::string read_code(std::string_view typed);

// --- From ambition to call ------------------------------------------------------------------------------------

struct Ambition {
  Uuid id;
  std::int64_t version;
  std::optional<Uuid> session_id;
  std::optional<Uuid> web_id;
  std::string title;
  std::string theme;  // one of the six, or empty for a theme of the session's own
  std::string theme_title;
  int level;
  std::optional<int> policy_level;
  std::string against_policy;  // below, at, above, none
  std::string reason;
  std::optional<Uuid> unit_id;
  std::optional<std::string> unit;
  std::optional<std::string> cpv;
  std::optional<std::string> project;
  std::optional<Uuid> purchase_id;
  std::optional<std::string> owner;
  Date valid_from;
  Date valid_to;
  bool withdrawn;
  bool to_review;
  std::vector<policy::LinkedGoal> goals;
};
BOOST_DESCRIBE_STRUCT(Ambition, (),
                      (id, version, session_id, web_id, title, theme, theme_title, level, policy_level, against_policy, reason, unit_id,
                       unit, cpv, project, purchase_id, owner, valid_from, valid_to, withdrawn, to_review, goals))

// What is bought, by whom and when.
struct Scope {
  std::optional<Uuid> unit_id;
  std::optional<std::string> cpv;
  std::optional<Uuid> purchase_id;
  std::optional<Date> on;
};
BOOST_DESCRIBE_STRUCT(Scope, (), (unit_id, cpv, purchase_id, on))

// Per theme the one ambition that holds for this scope: of the purchase itself before unit and category together, before
// the category, before the nearest unit, before what holds for all; of the same rank the newest.
struct Applicable : Ambition {
  std::string why;  // purchase, unit_and_category, category, unit, parent_unit, everyone
};
BOOST_DESCRIBE_STRUCT(Applicable, (Ambition), (why))
std::vector<Applicable> applicable(db::Session& session, const Scope& scope, Date today);

// --- wiring ---------------------------------------------------------------------------------------------------

// What each level means per theme, from knowledge/ambition/levels.json.
struct Levels {
  explicit Levels(const std::filesystem::path& file);
  [[nodiscard]] const std::vector<std::string>& of(std::string_view theme, std::string_view language) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> texts_;  // "climate/nl"
};

// --- operations -----------------------------------------------------------------------------------------------

struct FrameInput {
  Uuid id;
  int level;
};
BOOST_DESCRIBE_STRUCT(FrameInput, (), (id, level))
struct ThemeInput {
  std::string code;
  std::string title;
  std::string description;
  std::vector<std::string> levels;
  std::vector<FrameInput> goals;
};
BOOST_DESCRIBE_STRUCT(ThemeInput, (), (code, title, description, levels, goals))

struct SessionFields {
  std::string title;
  std::string question;
  Purpose purpose{};
  std::optional<Uuid> unit_id;
  std::optional<std::string> cpv;
  std::optional<std::string> project;
  int year{};
  std::optional<Date> planned_on;
  bool allow_anonymous = false;
  std::vector<Role> wanted_roles;
};
BOOST_DESCRIBE_STRUCT(SessionFields, (), (title, question, purpose, unit_id, cpv, project, year, planned_on, allow_anonymous, wanted_roles))
struct SessionInput : SessionFields {
  std::vector<ThemeInput> themes;  // none: the six, with what knowledge/ says about each level and the goals that fit
};
BOOST_DESCRIBE_STRUCT(SessionInput, (SessionFields), (themes))

// By who the session of the database works for.
Uuid add_session(db::Session& session, const SessionInput& in, const Levels& levels, const std::string& language, Instant now);
// The session was about this purchase: what it agreed, or will agree, holds there before anything else. None: not any more.
void belongs_to(db::Session& session, const Uuid& id, const std::optional<Uuid>& purchase_id);
// Themes that were not decided are skipped; what was agreed becomes an ambition. How many.
std::int64_t close_session(db::Session& session, const Uuid& id, Date valid_from, Date valid_to, Instant now);

extern const std::vector<std::string> room_sections;
// What everybody in the session's room may see.
json::value render(db::Session& session, const Uuid& id, const std::string& section);

// Names and addresses of participants whose period is over; the roles stay. How many sessions.
std::int64_t remove_old_names(db::Session& session, Instant now);

struct AmbitionParts {
  live::Rooms& rooms;
  const Levels& levels;
  const Messages& messages;
  std::filesystem::path pdf_tool;  // tools/typst
};
// What this room's records are to the thread.
thread::Kinds thread_kinds();
void add_routes(http::Router& router, const AmbitionParts& parts);

}  // namespace tenzij::ambition
