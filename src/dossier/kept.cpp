// What is kept of a document: its row, its original, its passages and its findings.
#include "dossier/store.h"
#include "platform/base/ids.h"
#include "platform/base/text.h"

namespace tenzij::dossier {

namespace {

constexpr std::size_t longest_title = 190;  // bytes
constexpr std::size_t longest_file_name = 500;

std::string without_ending(std::string_view file_name) {
  const std::size_t slash = file_name.find_last_of("/\\");
  std::string_view name = slash == std::string_view::npos ? file_name : file_name.substr(slash + 1);
  const std::size_t dot = name.rfind('.');
  if (dot != std::string_view::npos && dot > 0 && name.size() - dot <= 9) name = name.substr(0, dot);
  return std::string(text::trim(name));
}

json::array passage_rows(const std::vector<DocumentPassage>& passages) {
  json::array rows;
  rows.reserve(passages.size());
  for (const DocumentPassage& each : passages) {
    json::object row = json::encode(each).as_object();
    // One object for the place on the page is four columns.
    for (const char* part : {"x", "y", "width", "height"}) row[part] = each.box ? row.at("box").as_object().at(part) : nullptr;
    row.erase("box");
    rows.push_back(std::move(row));
  }
  return rows;
}

json::array finding_rows(const std::vector<DocumentFinding>& findings) {
  json::array rows;
  rows.reserve(findings.size());
  for (const DocumentFinding& each : findings)
    rows.push_back(json::object{{"position", each.position},
                                {"passage", each.passage},
                                {"theme", each.theme},
                                {"instrument", boost::describe::enum_to_string(each.instrument, "")},
                                {"strength", boost::describe::enum_to_string(each.strength, "")},
                                {"content", json::encode(static_cast<const scan::Finding&>(each))}});
  return rows;
}

struct StoredFinding {
  int position{};
  int passage{};
  int page{};
  std::vector<std::string> heading;
  json::value content;
};
BOOST_DESCRIBE_STRUCT(StoredFinding, (), (position, passage, page, heading, content))

}  // namespace

const db::Statement lock_purchase_of_document{"dossier.lock_purchase", R"sql(
SELECT 1
  FROM purchase.purchase
 WHERE id = $1
   FOR NO KEY UPDATE
)sql"};

void lock_purchase(db::Session& session, const Uuid& purchase) {
  if (session.query(lock_purchase_of_document, purchase).empty()) throw not_found();
}

const db::Statement names_in_purchase{"dossier.names_in_purchase", R"sql(
SELECT series_id, file_name
  FROM dossier.document
 WHERE purchase_id = $1
   AND archived_at IS NULL
 ORDER BY added_at DESC, number DESC
)sql"};

std::optional<Uuid> series_by_name(db::Session& session, const Uuid& purchase, std::string_view file_name) {
  const std::string name = name_of_series(file_name);
  if (name.empty()) return std::nullopt;
  const auto rows = session.query(names_in_purchase, purchase);
  for (int i = 0; i < rows.rows(); ++i)
    if (name_of_series(rows.text(i, 1)) == name) return rows.get<Uuid>(i, 0);
  return std::nullopt;
}

const db::Statement insert_document_row{"dossier.insert_document", R"sql(
INSERT INTO dossier.document (municipality_id, id, purchase_id, series_id, number, kind, title, file_name, packed_in,
                              size_bytes, sha256, state, job_id, added_by, added_name, added_at)
VALUES (platform.current_municipality(), $1, $2, $3,
        (SELECT coalesce(max(number), 0) + 1 FROM dossier.document
          WHERE series_id = $3),
        $4, $5, $6, $7, $8, $9, 'waiting', $10, $11, $12, $13)
)sql"};

const db::Statement document_of_version{"dossier.document_of_version", R"sql(
SELECT series_id, title, kind
  FROM dossier.document
 WHERE purchase_id = $1
   AND (id = $2 OR series_id = $3)
 ORDER BY number DESC
 LIMIT 1
)sql"};

Uuid insert_row(db::Session& session, const NewRow& row, Instant now) {
  const Uuid id = new_id();
  const std::string file_name = text::shorten(text::repair_utf8(row.file_name), longest_file_name);
  std::optional<Uuid> by_name = row.series;
  if (!row.version_of && row.by_name) by_name = series_by_name(session, row.purchase_id, file_name);
  std::optional<DocumentKind> kind = row.kind;
  Uuid series = id;
  if (row.version_of || by_name) {
    const auto before = session.query(document_of_version, row.purchase_id, row.version_of, by_name);
    if (before.empty()) throw bad_field("/versionOf", "unknownDocument");
    series = before.get<Uuid>(0, 0);
    // A newer version is of the kind that somebody gave the one before.
    if (!kind) kind = before.get<DocumentKind>(0, 2);
  }
  std::string title(text::trim(row.title.value_or("")));
  if (title.empty()) title = without_ending(file_name);
  if (title.empty()) title = file_name;
  session.query(insert_document_row, id, row.purchase_id, series, kind.value_or(kind_by_name(file_name)),
                text::shorten(title, longest_title), file_name, row.packed_in, static_cast<std::int64_t>(row.content.size()),
                sha256_hex(row.content), row.job_id, row.added_by, row.added_name, now);
  session.query("INSERT INTO dossier.original (municipality_id, document_id, content) VALUES (platform.current_municipality(), $1, $2)", id,
                db::bytes(row.content));
  return id;
}

const db::Statement insert_document_passages{"dossier.insert_passages", R"sql(
INSERT INTO dossier.passage (municipality_id, document_id, position, kind, depth, label, heading, text, origin, page,
                             x, y, width, height, sheet, line, hidden, language)
SELECT platform.current_municipality(), $1, r.position, r.kind, r.depth, r.label,
       ARRAY(SELECT jsonb_array_elements_text(r.heading)), r.text, r.origin, r.page, r.x, r.y, r.width, r.height,
       r.sheet, r.line, r.hidden, r.language
  FROM jsonb_to_recordset($2::jsonb) AS r (position int, kind text, depth int, label text, heading jsonb, text text,
                                           origin text, page int, x real, y real, width real, height real,
                                           sheet text, line int, hidden boolean, language text)
)sql"};

const db::Statement insert_document_findings{"dossier.insert_findings", R"sql(
INSERT INTO dossier.finding (municipality_id, document_id, position, passage, theme, instrument, strength, content)
SELECT platform.current_municipality(), $1, r.position, r.passage, r.theme, r.instrument, r.strength, r.content
  FROM jsonb_to_recordset($2::jsonb) AS r (position int, passage int, theme text, instrument text, strength text,
                                           content jsonb)
)sql"};

const db::Statement count_texts{"dossier.count_texts", R"sql(
UPDATE dossier.document
   SET passages = $2, hidden = $3, unread = $4, findings = $5
 WHERE id = $1
)sql"};

void store_texts(db::Session& session, const Uuid& document, const Reading& reading) {
  session.query("DELETE FROM dossier.finding WHERE document_id = $1", document);
  session.query("DELETE FROM dossier.passage WHERE document_id = $1", document);
  session.query(insert_document_passages, document, json::value(passage_rows(reading.passages)));
  session.query(insert_document_findings, document, json::value(finding_rows(reading.findings)));
  session.query(count_texts, document, static_cast<std::int64_t>(reading.passages.size()), reading.hidden, reading.unread,
                static_cast<std::int64_t>(reading.findings.size()));
}

const db::Statement document_was_read{"dossier.document_was_read", R"sql(
UPDATE dossier.document
   SET state = 'read', refusal = NULL, refusal_args = NULL, format = $2, pages = $3,
       pictures = ARRAY(SELECT jsonb_array_elements_text($4::jsonb)::int), reader = $5, scan_version = $6, read_at = $7,
       version = version + 1
 WHERE id = $1
)sql"};

void store_reading(db::Session& session, const Uuid& document, const Looked& looked, const std::string& scan_version, Instant now) {
  store_texts(session, document, looked.reading);
  session.query(document_was_read, document, looked.text.format, looked.text.pages, json::encode(looked.text.pictures), reader_edition,
                scan_version, now);
}

const db::Statement document_was_refused{"dossier.document_was_refused", R"sql(
UPDATE dossier.document
   SET state = 'refused', refusal = $2, refusal_args = $3, read_at = $4, version = version + 1
 WHERE id = $1
)sql"};

void store_refusal(db::Session& session, const Uuid& document, const Error& why, Instant now) {
  json::object args;
  for (const auto& [name, value] : why.args()) args[name] = value;
  session.query(document_was_refused, document, why.code(), json::value(args), now);
  session.query("DELETE FROM dossier.original WHERE document_id = $1", document);
}

const db::Statement document_passages{"dossier.passages_of_document", R"sql(
SELECT position, kind, depth, label, to_jsonb(heading) AS heading, text, origin, page,
       CASE WHEN x IS NOT NULL THEN jsonb_build_object('x', x, 'y', y, 'width', width, 'height', height) END AS box,
       sheet, line, hidden, language
  FROM dossier.passage
 WHERE document_id = $1
 ORDER BY position
)sql"};

const db::Statement document_findings{"dossier.findings_of_document", R"sql(
SELECT f.position, f.passage, p.page, to_jsonb(p.heading) AS heading, f.content
  FROM dossier.finding f
  JOIN dossier.passage p
       ON p.municipality_id = f.municipality_id AND p.document_id = f.document_id AND p.position = f.passage
 WHERE f.document_id = $1
 ORDER BY f.position
)sql"};

std::vector<DocumentPassage> passages_of(db::Session& session, const Uuid& document) {
  return session.rows<DocumentPassage>(document_passages, document);
}

std::vector<DocumentFinding> findings_of(db::Session& session, const Uuid& document) {
  std::vector<DocumentFinding> out;
  for (StoredFinding& each : session.rows<StoredFinding>(document_findings, document)) {
    DocumentFinding& found = out.emplace_back();
    // What an older scan did not say yet keeps what it has by itself, until the next scan.
    json::Decoder decoder;
    decoder.read(each.content, static_cast<scan::Finding&>(found), "");
    found.document_id = document;
    found.position = each.position;
    found.passage = each.passage;
    found.page = each.page;
    found.heading = std::move(each.heading);
  }
  return out;
}

Reading stored_reading(db::Session& session, const Uuid& document) {
  Reading out;
  out.passages = passages_of(session, document);
  return out;
}

}  // namespace tenzij::dossier
