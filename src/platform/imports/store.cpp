#include "platform/imports/store.h"

#include <set>

namespace tenzij::imports {

ImportCounts count(const std::vector<Judged>& all) {
  ImportCounts out;
  for (const Judged& each : all) {
    if (each.left) {
      ++out.left;
      continue;
    }
    const auto has = [&](Severity severity) {
      return std::any_of(each.row.notes.begin(), each.row.notes.end(), [&](const Note& note) { return note.severity == severity; });
    };
    if (has(Severity::wrong)) {
      ++out.wrong;
    } else if (has(Severity::question)) {
      ++out.questions;
    } else {
      ++out.rows;
      ++(each.verdict.action == Action::added ? out.added : each.verdict.action == Action::changed ? out.changed : out.same);
    }
  }
  return out;
}

bool of_one_record(const Judged& a, const Judged& b) {
  const auto& one = a.verdict.plan;
  const auto& other = b.verdict.plan;
  return one && other && !one.owner_before(other) && !other.owner_before(one);
}

std::vector<const Judged*> together(std::vector<const Judged*> rows) {
  std::map<std::shared_ptr<const void>, std::size_t, std::owner_less<>> first;
  std::map<const Judged*, std::size_t> place;
  for (std::size_t i = 0; i < rows.size(); ++i)
    place[rows[i]] = rows[i]->verdict.plan ? first.emplace(rows[i]->verdict.plan, i).first->second : i;
  std::stable_sort(rows.begin(), rows.end(), [&](const Judged* a, const Judged* b) { return place[a] < place[b]; });
  return rows;
}

std::vector<Judged> judge(db::Session& session, const Kind& kind, const ReadFile& file, const ImportChoices& choices, const Run& run) {
  std::vector<Judged> out;
  const std::set<int> left(choices.leave_rows.begin(), choices.leave_rows.end());
  std::vector<Row> rows = rows_of(file, kind, choices);
  const Judge look = kind.open(session, run);
  std::map<Uuid, std::size_t> seen;  // record -> the row that was first
  out.reserve(rows.size());
  for (Row& row : rows) {
    Judged& each = out.emplace_back(Judged{std::move(row), {}, false});
    each.left = left.contains(each.row.number);
    for (const Column& column : kind.columns)
      if (column.required && each.row.find(column.key) == nullptr) each.row.wrong(column.key, "required");
    each.verdict = look(each.row);
    if (each.verdict.id && !each.left) {
      const auto [at, fresh] = seen.emplace(*each.verdict.id, out.size() - 1);
      const Judged& first = out[at->second];
      if (!fresh && !of_one_record(first, each)) each.row.wrong("", "rowTwice", {{"row", std::to_string(first.row.number)}});
    }
    each.left = each.left || (choices.only_right && !each.row.right());
  }
  return out;
}

constexpr std::string_view import_head = R"sql(
SELECT i.id, i.kind, i.file_name,
)sql";

constexpr std::string_view import_tail = R"sql(
       , i.choices, coalesce(i.result, 'null') AS result, i.job_id, i.created_at, i.expires_at
  FROM imports.import i
  LEFT JOIN jobs.job j ON j.municipality_id = i.municipality_id AND j.id = i.job_id
 WHERE i.id = $1
   AND i.kind = $2
   AND (i.state <> 'waiting' OR i.person_id = platform.current_person())
)sql";

const db::Statement import_by_id{"imports.import_by_id", {import_head, state_now, import_tail}};
const db::Statement import_to_change{"imports.import_to_change", {import_head, state_now, import_tail, R"sql(
   FOR UPDATE OF i
)sql"}};

// A file that was only put aside is nobody else's to look into; what is written is there for everybody who may import.
Stored stored(db::Session& session, const Kind& kind, const Uuid& id, bool lock) {
  auto found = session.find<Stored>(lock ? import_to_change : import_by_id, id, kind.name);
  if (!found) throw not_found();
  return *found;
}

std::string content(db::Session& session, const Uuid& id) {
  const auto row = session.query("SELECT content FROM imports.import WHERE id = $1", id);
  if (row.empty() || row.null(0, 0)) throw conflict("importGone");
  return db::bytea(row.text(0, 0));
}

ImportChoices with_mapping(db::Session& session, const Kind& kind, const std::string& fingerprint, const ImportChoices& choices) {
  ImportChoices out = choices;
  if (!out.columns.empty()) return out;
  const auto kept =
      session.scalar<json::value>("SELECT columns FROM imports.mapping WHERE kind = $1 AND fingerprint = $2", kind.name, fingerprint);
  if (kept) out.columns = json::restore<std::vector<Mapped>>(*kept);
  return out;
}

const db::Statement upsert_mapping{"imports.upsert_mapping", R"sql(
INSERT INTO imports.mapping (municipality_id, kind, fingerprint, columns)
VALUES ($1, $2, $3, $4)
ON CONFLICT (municipality_id, kind, fingerprint) DO UPDATE SET columns = EXCLUDED.columns
)sql"};

void keep_mapping(db::Session& session, const Kind& kind, const std::string& fingerprint, const ImportChoices& choices) {
  if (choices.columns.empty()) return;
  session.query(upsert_mapping, session.actor().municipality_id, kind.name, fingerprint, json::encode(choices.columns));
}

ReadFile read_stored(db::Session& session, const Kind& kind, const Desk& names, const Uuid& id, ImportChoices& choices) {
  const std::string bytes = content(session, id);
  const auto read = [&] {
    return kind.kept ? table_in(tables::from_json(json::parse(bytes)), kind, names, choices) : read_file(bytes, kind, names, choices);
  };
  ReadFile file = read();
  if (!choices.columns.empty()) return file;
  choices = with_mapping(session, kind, file.fingerprint, choices);
  return choices.columns.empty() ? std::move(file) : read();
}

std::map<Uuid, json::value> snapshots(db::Session& session, const Kind& kind, const std::vector<Uuid>& ids) {
  if (kind.many) return kind.many->snapshots(session, ids);
  std::map<Uuid, json::value> out;
  for (const Uuid& id : ids)
    if (auto now = kind.snapshot(session, id)) out.emplace(id, std::move(*now));
  return out;
}

namespace {

struct KeptRow {
  int row;
  Action action;
  Uuid record_id;
  std::string title;
  json::value before;
  json::value after;
};
BOOST_DESCRIBE_STRUCT(KeptRow, (), (row, action, record_id, title, before, after))

const db::Statement insert_rows{"imports.insert_rows", R"sql(
INSERT INTO imports.row (municipality_id, import_id, row, action, record_id, title, before, after)
SELECT platform.current_municipality(), $1, r."row", r.action, r."recordId", r.title, r.before,
       coalesce(r.after, 'null')
  FROM jsonb_to_recordset($2::jsonb) AS r("row" int, action text, "recordId" uuid, title text, before jsonb,
                                          after jsonb)
)sql"};

void write_together(db::Session& session, const Kind& kind, const Uuid& import, const std::vector<const Judged*>& rows) {
  std::vector<Uuid> known;
  std::vector<const Verdict*> verdicts;
  for (const Judged* each : rows) {
    if (each->verdict.id) known.push_back(*each->verdict.id);
    verdicts.push_back(&each->verdict);
  }
  const std::map<Uuid, json::value> before = snapshots(session, kind, known);
  std::vector<Uuid> ids;
  if (kind.many) ids = kind.many->write(session, verdicts);
  else
    for (const Verdict* each : verdicts) ids.push_back(each->write(session));
  const std::map<Uuid, json::value> after = snapshots(session, kind, ids);
  const auto of = [](const std::map<Uuid, json::value>& all, const Uuid& id) {
    const auto at = all.find(id);
    return at == all.end() ? json::value(nullptr) : at->second;
  };
  std::vector<KeptRow> kept;
  std::set<Uuid> told;  // a record of several rows is taken back once
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!told.insert(ids[i]).second) continue;
    const Verdict& verdict = *verdicts[i];
    kept.push_back({rows[i]->row.number, verdict.action, ids[i], verdict.title, verdict.id ? of(before, *verdict.id) : json::value(nullptr),
                    of(after, ids[i])});
  }
  session.query(insert_rows, import, json::encode(kept));
}

}  // namespace

void write_rows(db::Session& session, const Kind& kind, const Uuid& import, const std::vector<const Judged*>& rows,
                const std::function<void(const Judged&, const Error&)>& failed) {
  if (rows.empty()) return;
  if (rows.size() > 1) {
    try {
      session.savepoint([&] { write_together(session, kind, import, rows); });
      return;
    } catch (const db::SqlError& fault) {
      if (fault.connection_lost()) throw;
    } catch (const Error&) {  // NOLINT(bugprone-empty-catch): it comes again below, with its row
    }
  }
  for (std::size_t at = 0; at < rows.size();) {
    std::vector<const Judged*> record;
    do record.push_back(rows[at++]);
    while (at < rows.size() && of_one_record(*rows[at], *record.front()));
    try {
      write_together(session, kind, import, record);
    } catch (const Error& fault) {
      failed(*record.front(), fault);
      throw;
    }
  }
}

FieldError field_error(const Note& note, int row, const Kind& kind, const Desk& names, const Messages& messages,
                       const std::string& language) {
  std::string problem = messages.say(language, note.code, note.args);
  if (!note.column.empty()) problem = names.heading(kind.name, note.column, language) + ": " + problem;
  if (!note.written.empty()) problem += " (" + text::shorten(note.written, 60) + ")";
  const std::string where = note.cell.empty() ? std::to_string(row) : std::to_string(row) + " (" + note.cell + ")";
  return {"/files/" + std::to_string(row) + (note.column.empty() ? "" : "/" + note.column),
          "rowWrong",
          {{"line", where}, {"problem", problem}}};
}

void require_right(const std::vector<Judged>& all, const Kind& kind, const Desk& names, const Messages& messages,
                   const std::string& language) {
  std::vector<FieldError> errors;
  for (const Judged& each : all) {
    if (each.left) continue;
    for (const Note& note : each.row.notes)
      if (note.severity != Severity::note && errors.size() < limits::field_errors)
        errors.push_back(field_error(note, each.row.number, kind, names, messages, language));
  }
  if (!errors.empty()) throw bad_request(std::move(errors));
}

const Kind& kind_of(const std::vector<Kind>& kinds, std::string_view name) {
  for (const Kind& each : kinds)
    if (each.name == name) return each;
  throw std::runtime_error("no such kind of import");
}

std::vector<RowChange> changes_between(const json::value& before, const json::value& after) {
  std::vector<RowChange> out;
  const auto words = [](const json::value& value) {
    if (value.is_null()) return std::string();
    return value.is_string() ? std::string(value.get_string()) : json::dump(value);
  };
  // A line break is one however it is written: spreadsheets and browsers differ.
  const auto plain = [](std::string value) {
    for (std::size_t at = value.find("\r\n"); at != std::string::npos; at = value.find("\r\n", at)) value.erase(at, 1);
    return value;
  };
  for (const auto& [name, value] : after.as_object()) {
    const json::value* old = before.as_object().if_contains(name);
    const std::string was = old == nullptr ? std::string() : words(*old);
    if (plain(was) != plain(words(value))) out.push_back({std::string(name), was, words(value)});
  }
  return out;
}

const db::Statement drop_old_contents{"imports.drop_old_contents", R"sql(
UPDATE imports.import
   SET content = NULL
 WHERE content IS NOT NULL AND expires_at < $1 AND state <> 'writing'
)sql"};

std::int64_t forget(db::Session& session, Instant now) { return session.query(drop_old_contents, now).affected(); }

}  // namespace tenzij::imports
