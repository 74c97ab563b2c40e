// What the files of this room share.
#pragma once

#include "administration/administration.h"

namespace tenzij::administration {

// What hangs on a person or a unit, in whichever room: rows of `table` (key: id) whose `column` names it, while `condition` holds.
// All of it is text of this program: it becomes SQL.
struct Holding {
  const char* kind;  // what the screens call it
  const char* table;
  const char* column;
  const char* condition = "true";
};
const std::vector<Holding>& of_person();
const std::vector<Holding>& of_unit();

struct HeldCount {
  std::string kind;
  std::int64_t count;
};
BOOST_DESCRIBE_STRUCT(HeldCount, (), (kind, count))
struct HeldCounts {
  std::vector<HeldCount> items;
  std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(HeldCounts, (), (items, total))
HeldCounts held(db::Session& session, const std::vector<Holding>& all, const Uuid& subject);

// Who may read the history of a kind of record, and which rows of the log are of one.
struct HistoryKind {
  std::string_view kind;
  std::string_view permission;
  const db::Statement& rows;  // by the record's id in $1: names of tables and keys in them
};
const HistoryKind& history_kind(std::string_view kind);  // 400 when there is no such kind

void add_move_routes(http::Router& router);
void add_history_routes(http::Router& router);
void add_health_routes(http::Router& router, const AdministrationSettings& settings);
void add_look_routes(http::Router& router);

}  // namespace tenzij::administration
