// Goals as they are read: a row of the list, and one with all that is said of it.
#pragma once

#include "policy/policy.h"

namespace tenzij::policy {

struct GoalLink {
  Uuid id;
  std::string title;
};
BOOST_DESCRIBE_STRUCT(GoalLink, (), (id, title))

struct GoalRow : GoalFields {
  Uuid id;
  std::int64_t version = 0;
  bool archived = false;
  std::vector<GoalYear> path;
  std::optional<std::string> owner;
  std::optional<std::string> parent;
  bool to_review = false;
  bool measurable = false;
  std::vector<std::string> gaps;  // kinds
};
BOOST_DESCRIBE_STRUCT(GoalRow, (GoalFields), (id, version, archived, path, owner, parent, to_review, measurable, gaps))

struct SourceView {
  Uuid clause_id;
  std::string quote;
  std::string text;  // the clause as it reads now
  std::string number;
  Uuid document_id;
  std::string document;
  Uuid edition_id;
  int page;
  bool current;  // false: the clause is no longer in the document
};
BOOST_DESCRIBE_STRUCT(SourceView, (), (clause_id, quote, text, number, document_id, document, edition_id, page, current))

struct Review {
  Uuid id;
  std::string cause_kind;
  Uuid cause_id;
  std::string cause;  // its title or words now
  json::value change;
  std::optional<std::string> person;
  Instant at;
};
BOOST_DESCRIBE_STRUCT(Review, (), (id, cause_kind, cause_id, cause, change, person, at))

struct HistoryEntry {
  Instant at;
  std::optional<std::string> person;
  std::string action;
  json::value change;
};
BOOST_DESCRIBE_STRUCT(HistoryEntry, (), (at, person, action, change))

struct GoalDetail : GoalRow {
  std::vector<SourceView> sources;
  std::vector<GoalLink> children;
  std::vector<Review> reviews;
  std::vector<std::string> warnings;  // ownerInProcurement, ownerWithoutMandate
  std::vector<GoalLink> conflicts;    // same indicator and year, other target
  std::vector<HistoryEntry> history;
  thread::Impact impact;  // what hangs on it
};
BOOST_DESCRIBE_STRUCT(GoalDetail, (GoalRow), (sources, children, reviews, warnings, conflicts, history, impact))

struct GoalList {
  std::vector<GoalRow> items;
};
BOOST_DESCRIBE_STRUCT(GoalList, (), (items))

struct GoalQuery {
  std::optional<std::string> theme;
  std::optional<Uuid> unit_id;
  std::optional<Uuid> owner_id;
  std::optional<int> sdg;
  std::optional<GoalLevel> level;
  std::optional<bool> archived;
};
BOOST_DESCRIBE_STRUCT(GoalQuery, (), (theme, unit_id, owner_id, sdg, level, archived))

// Throws "not found".
GoalRow row_of(db::Session& session, const Uuid& id);
GoalDetail goal_detail(db::Session& session, const Uuid& id);
// Municipal goals before those of departments; 1,000 at most.
GoalList goals(db::Session& session, const GoalQuery& query);

}  // namespace tenzij::policy
