// The audit log as people read it: what changed from what to what, with names instead of keys. The words for fields and values
// are the screens'.
#include "administration/store.h"
#include "platform/documents/table.h"

namespace tenzij::administration {

namespace {

constexpr std::int64_t entries_a_page = 50;
constexpr std::int64_t most_in_a_file = 50'000;

struct ChangedField {
  std::string field;
  json::value before;
  json::value after;
  std::optional<std::string> before_name;  // whose key it is
  std::optional<std::string> after_name;
};
BOOST_DESCRIBE_STRUCT(ChangedField, (), (field, before, after, before_name, after_name))

struct LoggedChange {
  std::int64_t seq;
  Instant at;
  std::optional<std::string> person;  // none: Tenzij itself
  std::optional<std::string> key;     // the programme's key it came with
  std::string table_name;
  std::string action;  // INSERT, UPDATE, DELETE
  std::optional<std::string> record_id;
  std::optional<std::string> title;  // of the record, as it is called now
  std::vector<ChangedField> changes;
};
BOOST_DESCRIBE_STRUCT(LoggedChange, (), (seq, at, person, key, table_name, action, record_id, title, changes))
struct LoggedChanges {
  std::vector<LoggedChange> items;
  std::optional<std::int64_t> next_before;
};
BOOST_DESCRIBE_STRUCT(LoggedChanges, (), (items, next_before))

struct HistoryQuery {
  std::string kind;
  Uuid id;
  std::optional<std::int64_t> before;
};
BOOST_DESCRIBE_STRUCT(HistoryQuery, (), (kind, id, before))

enum class LogPart { people, units, purchases, policy, ambitions, criteria, notices, settings, sign_ins };
BOOST_DESCRIBE_ENUM(LogPart, people, units, purchases, policy, ambitions, criteria, notices, settings, sign_ins)
enum class LogFormat { csv, xlsx };
BOOST_DESCRIBE_ENUM(LogFormat, csv, xlsx)

struct LogQuery {
  std::optional<std::int64_t> before;
  std::optional<Uuid> person_id;
  std::optional<LogPart> part;
  std::optional<Date> from;
  std::optional<Date> to;
  std::optional<Uuid> record_id;
  std::optional<LogFormat> format;
};
BOOST_DESCRIBE_STRUCT(LogQuery, (), (before, person_id, part, from, to, record_id, format))

struct LogRow {
  std::int64_t seq;
  Instant at;
  std::optional<std::string> person;
  std::optional<std::string> request_id;
  std::string table_name;
  std::string action;
  json::value row_key;
  json::value change;
};
BOOST_DESCRIBE_STRUCT(LogRow, (), (seq, at, person, request_id, table_name, action, row_key, change))

struct LogKey {
  std::string table_name;
  std::string key;
};
BOOST_DESCRIBE_STRUCT(LogKey, (), (table_name, key))

struct Called {
  std::string id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Called, (), (id, name))

const db::Statement log_rows{"administration.log_rows", R"sql(
SELECT e.seq, e.at, p.name AS person, e.request_id, e.table_name, e.action, e.row_key, e.change
  FROM audit.entry e
  LEFT JOIN organisation.person p ON p.municipality_id = e.municipality_id AND p.id = e.person_id
 WHERE true /* filter */
 ORDER BY e.seq DESC
 LIMIT $1
)sql"};

// By key, so that a long log costs a record no more than a short one.
const db::Statement log_rows_of_keys{"administration.log_rows_of_keys", R"sql(
WITH asked AS (
  SELECT *
    FROM unnest($1::text[], $2::text[]) AS k(table_name, key)
),
found AS (
  SELECT e.*
    FROM asked k
    JOIN audit.entry e ON e.table_name = k.table_name AND e.row_key->>'id' = k.key
  UNION
  SELECT e.*
    FROM asked k
    JOIN audit.entry e ON e.table_name = 'auth.account' AND e.row_key->>'person_id' = k.key
   WHERE k.table_name = 'auth.account'
)
SELECT e.seq, e.at, p.name AS person, e.request_id, e.table_name, e.action, e.row_key, e.change
  FROM found e
  LEFT JOIN organisation.person p ON p.municipality_id = e.municipality_id AND p.id = e.person_id
 WHERE $3::bigint IS NULL
    OR e.seq < $3
 ORDER BY e.seq DESC
 LIMIT $4
)sql"};

const db::Statement names_of_keys{"administration.names_of_keys", R"sql(
SELECT r.id, r.title AS name
  FROM thread.record r
 WHERE r.kind = ANY ('{unit,person,question,document,goal,notice,session,ambition,criterion,purchase,impact}')
   AND r.id = ANY ($1::uuid[])
UNION ALL
SELECT k.id, k.name
  FROM auth.api_key k
 WHERE k.id = ANY ($1::uuid[])
UNION ALL
SELECT c.id, c.name || ' (' || p.name || ')'
  FROM supplier.contact c
  JOIN party.party p ON p.municipality_id = c.municipality_id AND p.id = c.party_id
 WHERE c.id = ANY ($1::uuid[])
)sql"};

// What says nothing to a person: counters, what follows from other fields, and texts that are no text.
bool shown(std::string_view field) {
  static const std::set<std::string, std::less<>> hidden{"version",  "changed_at", "created_at", "position",  "undecided",
                                                         "applied",  "unless",     "band",       "year",      "applied_themes",
                                                         "language", "moved",      "search",     "seen_hash", "unless_themes"};
  return !hidden.contains(field) && !field.ends_with("_hash");
}

std::string text_of(const json::value& v) { return v.is_string() ? std::string(v.as_string()) : v.is_null() ? "" : json::dump(v); }

std::vector<ChangedField> changes_of(const LogRow& row) {
  std::vector<ChangedField> out;
  if (!row.change.is_object()) return out;
  for (const auto& [key, said] : row.change.get_object()) {
    if (!shown(key)) continue;
    ChangedField each{key, nullptr, nullptr, {}, {}};
    if (row.action == "UPDATE" && said.is_array() && said.get_array().size() == 2) {
      each.before = said.get_array()[0];
      each.after = said.get_array()[1];
    } else if (row.action == "DELETE") {
      each.before = said;
    } else {
      each.after = said;
    }
    // Of what was added or taken away, what was filled in.
    const json::value& value = row.action == "DELETE" ? each.before : each.after;
    const std::string written = text_of(value);
    const bool filled = !value.is_null() && !written.empty() && written != "[]" && written != "{}";
    if (row.action == "UPDATE" || filled) out.push_back(std::move(each));
  }
  return out;
}

std::vector<LoggedChange> readable(db::Session& session, const std::vector<LogRow>& rows) {
  std::vector<LoggedChange> out;
  std::set<Uuid> keys;
  const auto note = [&keys](const json::value& v) {
    if (v.is_string())
      if (const auto id = Uuid::parse(std::string_view(v.get_string()))) keys.insert(*id);
  };
  constexpr std::string_view of_key = "key:";
  constexpr std::string_view of_contact = "contact:";  // somebody at a supplier, without an account
  for (const LogRow& row : rows) {
    LoggedChange entry{row.seq, row.at, row.person, {}, row.table_name, row.action, {}, {}, changes_of(row)};
    for (const char* name : {"id", "person_id"})
      if (row.row_key.is_object() && !entry.record_id)
        if (const json::value* id = row.row_key.get_object().if_contains(name); id != nullptr && id->is_string()) {
          entry.record_id = std::string(id->get_string());
          note(*id);
        }
    if (row.request_id && row.request_id->starts_with(of_key)) {
      entry.key = row.request_id->substr(of_key.size());
      note(json::value(*entry.key));
    }
    if (row.request_id && row.request_id->starts_with(of_contact)) {
      entry.person = row.request_id->substr(of_contact.size());
      note(json::value(*entry.person));
    }
    for (const ChangedField& each : entry.changes) {
      note(each.before);
      note(each.after);
    }
    out.push_back(std::move(entry));
  }
  std::map<std::string, std::string> names;
  const std::vector<Uuid> asked(keys.begin(), keys.end());
  for (Called& each : session.rows<Called>(names_of_keys, asked)) names.emplace(each.id, std::move(each.name));
  const auto called = [&names](const std::string& id) {
    const auto found = names.find(id);
    return found == names.end() ? std::nullopt : std::optional(found->second);
  };
  for (LoggedChange& entry : out) {
    if (entry.record_id) entry.title = called(*entry.record_id);
    if (entry.key) entry.key = called(*entry.key).value_or(*entry.key);
    if (entry.person) entry.person = called(*entry.person).value_or(*entry.person);
    for (ChangedField& each : entry.changes) {
      each.before_name = called(text_of(each.before));
      each.after_name = called(text_of(each.after));
    }
  }
  return out;
}

LoggedChanges page_of(db::Session& session, const std::vector<LogRow>& rows) {
  LoggedChanges out{readable(session, rows), {}};
  if (static_cast<std::int64_t>(rows.size()) == entries_a_page) out.next_before = rows.back().seq;
  return out;
}

LoggedChanges history(const http::Request& request, db::Session& session, const HistoryQuery& query) {
  const HistoryKind& kind = history_kind(query.kind);
  if (!request.who.may(kind.permission)) throw Error(403, "notAllowed");
  std::vector<std::string> tables;
  std::vector<std::string> keys;
  for (LogKey& each : session.rows<LogKey>(kind.rows, query.id.str())) {
    tables.push_back(std::move(each.table_name));
    keys.push_back(std::move(each.key));
  }
  LoggedChanges out = page_of(session, session.rows<LogRow>(log_rows_of_keys, tables, keys, query.before, entries_a_page));
  std::erase_if(out.items, [](const LoggedChange& each) { return each.action == "UPDATE" && each.changes.empty(); });
  return out;
}

db::Filter filter_of(const LogQuery& query) {
  db::Filter out;
  out.asked("e.seq < $1", query.before);
  out.asked("e.person_id = $1", query.person_id);
  out.asked("e.at >= $1::date::timestamp AT TIME ZONE 'Europe/Amsterdam'", query.from);
  out.asked("e.at < ($1::date + 1)::timestamp AT TIME ZONE 'Europe/Amsterdam'", query.to);
  if (query.record_id) out.where("$1 IN (e.row_key->>'id', e.row_key->>'person_id')", query.record_id->str());
  static const std::map<LogPart, std::vector<std::string>> parts{
      {LogPart::people,
       {"organisation.person", "auth.account", "auth.role_grant", "auth.reset", "organisation.deputy", "organisation.mandate",
        "organisation.adviser", "organisation.team_member", "administration.move"}},
      {LogPart::units, {"organisation.unit"}},
      {LogPart::purchases, {"purchase.%"}},
      {LogPart::policy, {"policy.%", "thread.%"}},
      {LogPart::ambitions, {"ambition.%"}},
      {LogPart::criteria, {"criteria.%"}},
      {LogPart::notices, {"notices.%"}},
      {LogPart::settings, {"purchase.rules", "purchase.template", "administration.look", "auth.api_key", "organisation.team"}},
      {LogPart::sign_ins, {"auth.sign_in"}}};
  if (query.part) out.where("e.table_name LIKE ANY ($1::text[])", parts.at(*query.part));
  return out;
}

LoggedChanges log_page(const http::Request&, db::Session& session, const LogQuery& query) {
  return page_of(session, session.rows<LogRow>(filter_of(query).in(log_rows, entries_a_page)));
}

http::Response log_file(const http::Request&, db::Session& session, const LogQuery& query) {
  documents::Table table{"auditlog", {"nr", "wanneer", "wie", "sleutel", "wat", "naam", "id", "handeling", "veld", "van", "naar"}, {}};
  for (const LoggedChange& entry : readable(session, session.rows<LogRow>(filter_of(query).in(log_rows, most_in_a_file)))) {
    const auto line = [&](const std::string& field, const std::string& before, const std::string& after) {
      table.rows.push_back({static_cast<long long>(entry.seq), to_iso(entry.at), entry.person.value_or(""), entry.key.value_or(""),
                            entry.table_name, entry.title.value_or(""), entry.record_id.value_or(""), entry.action, field, before, after});
    };
    for (const ChangedField& each : entry.changes)
      line(each.field, each.before_name.value_or(text_of(each.before)), each.after_name.value_or(text_of(each.after)));
    if (entry.changes.empty()) line("", "", "");
  }
  if (query.format == LogFormat::xlsx) return http::file(documents::xlsx_type, "auditlog.xlsx", documents::to_xlsx(table));
  return http::file(documents::csv_type, "auditlog.csv", documents::to_csv(table));
}

}  // namespace

void add_history_routes(http::Router& router) {
  router.get<LoggedChanges>("/history", "organisation.read",
                            {"getHistory", "audit", "What was changed in one record, by whom and when, newest first"}, history);
  router.get<LoggedChanges>("/audit-log", "audit.read",
                            {"readAuditLog", "audit", "The audit log with names: by person, part, days and record, newest first"},
                            log_page);
  router.export_table<LogQuery>("/audit-exports", "audit.read",
                                {"exportAuditLog", "audit", "The audit log as CSV or XLSX, a field a row, with the same filters"},
                                "text/csv", log_file);
}

}  // namespace tenzij::administration
