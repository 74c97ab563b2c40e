#include "notices/store.h"

#include <set>

namespace tenzij::notices {

namespace {

// Words of one notice in the search index; beyond this a notice of a thousand lots repeats itself.
constexpr std::size_t most_lexemes = 4000;

// What is there already: the same notice, and whether others of its procedure are.
struct Known {
  std::optional<Uuid> id;
  std::string sha256;
  std::string scan_version;
  std::string parser;
  std::string marks;
  bool family;    // its procedure is known, or somebody refers to it
  bool replaces;  // another version of it is known, or one that it changes
};
BOOST_DESCRIBE_STRUCT(Known, (), (id, sha256, scan_version, parser, marks, family, replaces))

const db::Statement known_notice{"notices.known_notice", R"sql(
SELECT n.id, coalesce(n.sha256, '') AS sha256, coalesce(n.scan_version, '') AS scan_version,
       coalesce(n.parser, '') AS parser, coalesce(n.marks, '') AS marks,
       EXISTS (SELECT 1 FROM notices.notice o
                WHERE o.own_key = $3)
       OR EXISTS (SELECT 1 FROM notices.link l
                   WHERE l.target = ANY ($4::text[])) AS family,
       EXISTS (SELECT 1 FROM notices.notice o
                WHERE o.source_id = $1 AND o.version <> $2) AS replaces
  FROM (SELECT 1) one
  LEFT JOIN notices.notice n ON n.source_id = $1 AND n.version = $2
)sql"};

std::vector<std::string> search_words(const Notice& notice) {
  std::set<std::string> words;
  const auto add = [&](std::string_view content) {
    for (auto& each : scan::lexemes(content))
      if (words.size() < most_lexemes) words.insert(std::move(each));
  };
  add(notice.title);
  for (const Party& buyer : notice.buyers) add(buyer.name);
  add(notice.publication_number);
  for (const Winner& winner : notice.winners) add(winner.name);
  for (const Text& text : notice.texts)
    if (text.language == "nl" || text.language == "en") add(text.text);
  return {words.begin(), words.end()};
}

}  // namespace

namespace {

const db::Statement insert_findings{"notices.insert_findings", R"sql(
INSERT INTO notices.finding (municipality_id, id, notice_id, source, theme, instrument, strength, field, lot,
                             language, place, quote, start_at, end_at, terms, figure, rules, fingerprint)
SELECT $1, r.id, $2, r.source, r.theme, r.instrument, r.strength, r.field, r.lot, r.language, r.place, r.quote,
       r."startAt", r."endAt", r.terms, nullif(r.figure, 'null'), r.rules, r.fingerprint
  FROM jsonb_to_recordset($3::jsonb) AS r(id uuid, source text, theme text, instrument text, strength text,
                                          field text, lot text, language text, place text, quote text,
                                          "startAt" int, "endAt" int, terms jsonb, figure jsonb, rules jsonb,
                                          fingerprint text)
)sql"};

}  // namespace

void write_findings(db::Session& session, const Uuid& notice_id, const std::vector<NoticeFinding>& findings) {
  if (findings.empty()) return;
  json::array rows;
  for (const NoticeFinding& finding : findings) {
    json::value row = json::encode(finding);
    row.as_object()["id"] = new_id().str();
    rows.push_back(std::move(row));
  }
  session.query(insert_findings, session.actor().municipality_id, notice_id, rows);
}

namespace {

const db::Statement insert_link{"notices.insert_link", R"sql(
INSERT INTO notices.link (municipality_id, notice_id, relation, target)
VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING
)sql"};

void write_links(db::Session& session, const Uuid& id, const Notice& notice, bool known) {
  if (known) session.query("DELETE FROM notices.link WHERE notice_id = $1", id);
  for (const Reference& each : notice.references)
    session.query(insert_link, session.actor().municipality_id, id, each.relation, each.target);
}

const db::Statement write_notice{"notices.write_notice", R"sql(
INSERT INTO notices.notice (municipality_id, id, source_id, version, format, stage, kind, publication_number,
                            procedure_key, changes, title, buyer, language, published_on, nature,
                            procedure_type, social_services, cpv, estimated_cents, awarded_cents, currency, sme,
                            file_name, sha256, scan_version, content, search, imported_at, parser, own_key,
                            publication_key, released, compiled, form_type, subtype, outcome, maximum_cents,
                            marks, judged, whose)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
        $23, $24, $25, $26, array_to_tsvector($27::text[]), $28, $29, $9, $30, $31, $32, $33, $34, $35, $36,
        $37, $38, $38)
ON CONFLICT (municipality_id, id)
DO UPDATE SET source_id = excluded.source_id, version = excluded.version, format = excluded.format,
              stage = excluded.stage, kind = excluded.kind, publication_number = excluded.publication_number,
              changes = excluded.changes, title = excluded.title, buyer = excluded.buyer,
              language = excluded.language, published_on = excluded.published_on, nature = excluded.nature,
              procedure_type = excluded.procedure_type, social_services = excluded.social_services,
              cpv = excluded.cpv, estimated_cents = excluded.estimated_cents,
              awarded_cents = excluded.awarded_cents, currency = excluded.currency, sme = excluded.sme,
              file_name = excluded.file_name, sha256 = excluded.sha256, scan_version = excluded.scan_version,
              content = excluded.content, search = excluded.search, parser = excluded.parser,
              own_key = excluded.own_key, publication_key = excluded.publication_key,
              released = excluded.released, compiled = excluded.compiled, form_type = excluded.form_type,
              subtype = excluded.subtype, outcome = excluded.outcome, maximum_cents = excluded.maximum_cents,
              marks = excluded.marks, judged = excluded.judged, whose = excluded.whose
)sql"};

// All columns, new or again; imported_at stays what it was.
void write_columns(db::Session& session, const Uuid& id, const Notice& n, const Storing& with, const std::string& digest) {
  std::string buyer;
  for (const Party& party : n.buyers) buyer += (buyer.empty() ? "" : "; ") + party.name;
  bool sme = n.sme_suitable.value_or(false);
  for (const Winner& winner : n.winners)
    sme = sme || winner.size == "sme" || winner.size == "micro" || winner.size == "small" || winner.size == "medium";
  std::string changes;
  for (const Reference& each : n.references)
    if (each.relation == Relation::replaces && changes.empty()) changes = each.target;
  session.query(write_notice, session.actor().municipality_id, id, n.source_id, n.version, n.format, n.stage, n.kind, n.publication_number,
                n.procedure_key, changes, n.title, buyer, n.language, n.published_on, n.nature, n.procedure_type, n.social_services, n.cpv,
                n.estimated_cents, n.awarded_cents, n.currency, sme, with.file_name, digest, with.scan_version, json::encode(n),
                search_words(n), with.now, std::string(edition(n.format)), publication_key(n.publication_number), n.released, n.compiled,
                n.form_type, n.subtype, n.outcome, n.maximum_cents, fingerprint_of(with.marks), judge(with.marks, n.buyers, n.joint));
}

const db::Statement insert_changed{"notices.insert_changed", R"sql(
INSERT INTO notices.changed
SELECT municipality_id, procedure_key
  FROM notices.notice
 WHERE id = $1
ON CONFLICT DO NOTHING
)sql"};

void mark_changed(db::Session& session, const Uuid& id) { session.query(insert_changed, id); }

}  // namespace

void settle(db::Session& session, const std::vector<Uuid>& ids) {
  if (!ids.empty()) session.query("SELECT notices.settle($1::uuid[])", ids);
}

void rewrite(db::Session& session, const Uuid& id, const Notice& notice, const std::vector<NoticeFinding>& findings, const Storing& with) {
  const auto digest = session.scalar<std::string>("SELECT sha256 FROM notices.notice WHERE id = $1", id).value_or("");
  mark_changed(session, id);
  write_columns(session, id, notice, with, digest);
  session.query("DELETE FROM notices.finding WHERE notice_id = $1", id);
  write_findings(session, id, findings);
  write_links(session, id, notice, true);
  settle(session, {id});
  mark_changed(session, id);
}

const db::Statement upsert_original{"notices.upsert_original", R"sql(
INSERT INTO notices.original (municipality_id, notice_id, content)
VALUES ($1, $2, $3)
ON CONFLICT (municipality_id, notice_id)
DO UPDATE SET content = $3
)sql"};

const db::Statement other_notice_with_target{"notices.other_notice_with_target", R"sql(
SELECT 1
  FROM notices.notice
 WHERE (reference = $1 OR source_id = $1 OR publication_key = $1)
   AND id <> $2
 LIMIT 1
)sql"};

Stored store(db::Session& session, const Prepared& prepared, const Storing& with) {
  const Notice& n = prepared.notice;
  const std::string digest = sha256_hex(prepared.original);
  const std::string number = publication_key(n.publication_number);
  std::vector<std::string> names{n.source_id, n.source_id + "-" + n.version};
  if (!number.empty()) names.push_back(number);
  const Known before = *session.find<Known>(known_notice, n.source_id, n.version, n.procedure_key, names);
  const Whose whose = judge(with.marks, n.buyers, n.joint);
  if (before.id && before.sha256 == digest && before.scan_version == with.scan_version && before.parser == edition(n.format) &&
      before.marks == fingerprint_of(with.marks))
    return {Outcome::unchanged, whose};
  const Uuid id = before.id ? *before.id : new_id();
  if (before.id) mark_changed(session, id);
  write_columns(session, id, n, with, digest);
  if (before.id) session.query("DELETE FROM notices.finding WHERE notice_id = $1", id);
  session.query(upsert_original, session.actor().municipality_id, id, db::bytes(prepared.original));
  write_findings(session, id, prepared.findings);
  write_links(session, id, n, before.id.has_value());
  if (before.id || before.family || before.replaces || !n.references.empty()) settle(session, {id});
  mark_changed(session, id);
  bool newer = before.replaces;
  for (const Reference& each : n.references)
    newer = newer || (each.relation == Relation::replaces && !session.query(other_notice_with_target, each.target, id).empty());
  return {before.id || newer ? Outcome::updated : Outcome::imported, whose};
}

namespace {

struct Stale {
  Uuid id;
  json::value content;
};
BOOST_DESCRIBE_STRUCT(Stale, (), (id, content))

}  // namespace

std::int64_t rescan(db::Session& session, const scan::Engine& engine, std::int64_t limit) {
  const auto stale =
      session.rows<Stale>("SELECT id, content FROM notices.notice WHERE scan_version <> $1 LIMIT $2", engine.version(), limit);
  for (const Stale& each : stale) {
    Notice notice;
    json::Decoder decoder;
    decoder.read(each.content, notice, "");
    session.query("DELETE FROM notices.finding WHERE notice_id = $1", each.id);
    write_findings(session, each.id, scan_notice(engine, notice));
    session.query("UPDATE notices.notice SET scan_version = $2 WHERE id = $1", each.id, engine.version());
    session.query(insert_changed, each.id);
  }
  return static_cast<std::int64_t>(stale.size());
}

}  // namespace tenzij::notices
