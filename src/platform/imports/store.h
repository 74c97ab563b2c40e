// What the files of imports share.
#pragma once

#include "platform/http/multipart.h"
#include "platform/imports/imports.h"

namespace tenzij::imports {

struct ImportCounts {
  std::int64_t rows = 0;  // to be written
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t same = 0;
  std::int64_t questions = 0;  // rows with one
  std::int64_t wrong = 0;      // rows with a fault
  std::int64_t left = 0;       // rows chosen not to be written
};
BOOST_DESCRIBE_STRUCT(ImportCounts, (), (rows, added, changed, same, questions, wrong, left))
ImportCounts count(const std::vector<Judged>& all);

// The state of import i with its job j. A job can end without its work: stopped in the queue, given up, lost with its server.
inline constexpr std::string_view state_now = R"sql(
       CASE WHEN i.state = 'writing' AND coalesce(j.state, 'failed') IN ('failed', 'cancelled', 'parked') THEN 'failed'
            WHEN i.state = 'undoing' AND coalesce(j.state, 'failed') IN ('failed', 'cancelled', 'parked')
            THEN CASE WHEN i.content IS NULL THEN 'done' ELSE 'failed' END
            ELSE i.state
       END AS state
)sql";

// An import as it is kept, without the bytes.
struct Stored {
  Uuid id;
  std::string kind;
  std::string file_name;
  std::string state;
  json::value choices;
  json::value result;
  std::optional<Uuid> job_id;
  Instant created_at;
  Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(Stored, (), (id, kind, file_name, state, choices, result, job_id, created_at, expires_at))
Stored stored(db::Session& session, const Kind& kind, const Uuid& id, bool lock = false);
std::string content(db::Session& session, const Uuid& id);

// Columns as they were taken the last time from a file with these headings, under what was chosen now.
ImportChoices with_mapping(db::Session& session, const Kind& kind, const std::string& fingerprint, const ImportChoices& choices);
void keep_mapping(db::Session& session, const Kind& kind, const std::string& fingerprint, const ImportChoices& choices);
// A table in a book that was read before: of a kind that keeps only what it knows.
ReadFile table_in(tables::Book book, const Kind& kind, const Desk& names, const ImportChoices& choices);
// The file as it was uploaded, with what was chosen and kept.
ReadFile read_stored(db::Session& session, const Kind& kind, const Desk& names, const Uuid& id, ImportChoices& choices);

// Plans with one owner are of one record: rows of a file that say more of the same thing.
bool of_one_record(const Judged& a, const Judged& b);
// Rows of one record behind each other, where its first one stands.
std::vector<const Judged*> together(std::vector<const Judged*> rows);
// Writes rows and keeps what undoing them needs; `failed` is told which row would not go before its error is thrown on.
void write_rows(db::Session& session, const Kind& kind, const Uuid& import, const std::vector<const Judged*>& rows,
                const std::function<void(const Judged&, const Error&)>& failed);
// What these records are now; those that are gone have none.
std::map<Uuid, json::value> snapshots(db::Session& session, const Kind& kind, const std::vector<Uuid>& ids);
// "Regel 17 (D17): waarde: ..." of a note.
FieldError field_error(const Note& note, int row, const Kind& kind, const Desk& names, const Messages& messages,
                       const std::string& language);
// Faults of rows that would be written, as one refusal; nothing thrown when there are none.
void require_right(const std::vector<Judged>& all, const Kind& kind, const Desk& names, const Messages& messages,
                   const std::string& language);
// How an amount or a day is read, for whoever types one (readings.cpp).
void add_reading_routes(http::Router& router, const Messages& messages);
const Kind& kind_of(const std::vector<Kind>& kinds, std::string_view name);

}  // namespace tenzij::imports
