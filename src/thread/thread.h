// The red thread: one row per record of any room (thread.record), one row per link between two of them (thread.link).
// Tables, triggers and walks: db/migrations/0021_thread.sql. A room declares its kinds once, as Kind, and its records as a view in
// its own migration; what hangs on what is stored here and nowhere else.
//
// Figures along the thread count what is confirmed (a person said so) or inherited (the model itself says it), never what a rule
// suggests. Euros are in cents, without VAT.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/router.h"

namespace tenzij::thread {

// What a kind of record is called, who may see it and where its page is. Declared once, in the room whose records they are.
struct Kind {
  std::string kind;        // as in thread.record
  std::string nl;          // "Inkoop"
  std::string en;          // "Purchase"
  std::string permission;  // whoever may see these records
  std::string edit;        // whoever may say what they came from
  std::string page;        // path of its page, {id} or {whole} filled in; empty: it has none
  std::string shape;       // in the picture: square, circle, diamond, triangle, hexagon, flag, bar, star
  int column = 0;          // in the picture, from the left; 0: it is not drawn
  bool searched = true;    // found by the search over everything
};
BOOST_DESCRIBE_STRUCT(Kind, (), (kind, nl, en, permission, edit, page, shape, column, searched))
using Kinds = std::vector<Kind>;

struct Node {
  std::string kind;
  Uuid id;
  auto operator<=>(const Node&) const = default;  // NOLINT(modernize-use-nullptr): Clang 14 sees one in <=>
};
BOOST_DESCRIBE_STRUCT(Node, (), (kind, id))

// --- Links ---------------------------------------------------------------------------------------------------

enum class LinkState { suggested, confirmed, rejected, inherited };
BOOST_DESCRIBE_ENUM(LinkState, suggested, confirmed, rejected, inherited)

// Whoever says it: the person of the session. A link that nobody says stays a suggestion.
struct Words {
  std::string why;
  Instant at;
};
// The session's person says that `lower` came from `upper`. Without a person it becomes a suggestion of rule "earlier".
// Throws not_found() when a record is not there, conflict("linkArchived") when one is archived, conflict("linkCircle", {path})
// when `upper` hangs under `lower`.
void confirm(db::Session& session, const Node& upper, const Node& lower, const Words& words);
// The session's person says that it does not: no rule suggests it again. False: there was no such link.
bool reject(db::Session& session, const Node& upper, const Node& lower, const Words& words);
// Takes the link away as if it had never been: a rule may suggest it again.
void forget(db::Session& session, const Node& upper, const Node& lower);

// What a rule finds. What a person confirmed or rejected stays as it is; a suggestion takes the newer reason.
struct Suggestion {
  Node upper;
  Node lower;
  std::string rule;  // code of the rule
  std::string why;   // the words it rests on
  double score = 0;  // 0 to 1
};
void suggest(db::Session& session, const std::vector<Suggestion>& found, Instant now);
// Suggestions of goals under `lower` that were not found again go.
void forget_suggestions(db::Session& session, const std::vector<Node>& lower, const std::string& upper_kind);

// A job of this kind looks again which goals every purchase serves; the room of purchases does it.
inline constexpr const char* search_job = "thread.suggest";
// Asks for it, after a goal changed or because somebody wants it: one that waits already is enough. Its id.
Uuid search_again(db::Session& session, Instant now);

// --- Reviews, figures -----------------------------------------------------------------------------------------

// Marks everything below a changed record "to review"; how many. `change`: {"field": [before, after]}.
std::int64_t mark_review(db::Session& session, const Node& changed, const json::object& change, Instant now);

// How many records hang on one, and in euros what is known of them.
struct Impact {
  std::int64_t goals = 0;
  std::int64_t purchases = 0;
  std::int64_t value_cents = 0;  // each purchase once
  std::int64_t requirements = 0;
  std::int64_t owners = 0;
  std::int64_t suggested = 0;  // purchases that only a rule puts here: not in the figures
};
BOOST_DESCRIBE_STRUCT(Impact, (), (goals, purchases, value_cents, requirements, owners, suggested))
Impact impact(db::Session& session, const Node& node);

// What is kept beside what the rooms' tables say: lines to print, none when they are equal.
std::vector<std::string> differences(db::Connection& owner);

// Units, people and questions.
Kinds organisation_kinds();
// `kinds`: of every room. `knowledge`: the folder in which search/ has the words that stand for each other.
void add_routes(http::Router& router, const Kinds& kinds, const std::filesystem::path& knowledge);

}  // namespace tenzij::thread
