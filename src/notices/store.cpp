#include "notices/store.h"

#include <set>

namespace tenzij::notices {

namespace {

// Words of one notice in the search index; beyond this a notice of a thousand lots repeats itself.
constexpr std::size_t most_lexemes = 4000;

struct Known {
  Uuid id;
  std::string sha256;
  std::string scan_version;
};
BOOST_DESCRIBE_STRUCT(Known, (), (id, sha256, scan_version))

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

// The procedure of an earlier notice that this one refers to, so that a chain of notices is one procedure.
std::string procedure_of(db::Session& session, const Notice& notice) {
  if (notice.procedure_reference.empty()) return notice.procedure_key;
  return session
      .scalar<std::string>("SELECT procedure_key FROM notices.notice WHERE publication_number = $1 ORDER BY version DESC LIMIT 1",
                           notice.procedure_reference)
      .value_or(notice.procedure_key);
}

void write_findings(db::Session& session, const Uuid& notice_id, const std::vector<NoticeFinding>& findings) {
  if (findings.empty()) return;
  json::array rows;
  for (const NoticeFinding& finding : findings) {
    json::value row = json::encode(finding);
    row.as_object()["id"] = new_id().str();
    rows.push_back(std::move(row));
  }
  session.query(
      "INSERT INTO notices.finding (municipality_id, id, notice_id, source, theme, instrument, strength, field, lot, language, place, "
      "quote, "
      "start_at, end_at, terms, figure, rules, fingerprint) SELECT $1, r.id, $2, r.source, r.theme, r.instrument, r.strength, r.field, "
      "r.lot, "
      "r.language, r.place, r.quote, r.\"startAt\", r.\"endAt\", r.terms, nullif(r.figure, 'null'), r.rules, r.fingerprint FROM "
      "jsonb_to_recordset($3::jsonb) AS r(id uuid, source text, theme text, instrument text, strength text, field text, lot text, language "
      "text, place text, quote text, \"startAt\" int, \"endAt\" int, terms jsonb, figure jsonb, rules jsonb, fingerprint text)",
      session.actor().municipality_id, notice_id, rows);
}

// What is current: of one source the highest version, and nothing that a later notice changes. Whatever the order
// in which files come in.
void settle_versions(db::Session& session, const Notice& notice) {
  session.query(
      "WITH family AS (SELECT id FROM notices.notice WHERE procedure_key = $1 UNION SELECT id FROM notices.notice WHERE source_id = $2 "
      "UNION "
      "SELECT id FROM notices.notice WHERE reference = nullif($3, '')), judged AS (SELECT m.id, m.version = max(m.version) OVER (PARTITION "
      "BY "
      "m.source_id) AND NOT EXISTS (SELECT 1 FROM notices.notice c WHERE c.changes = m.reference AND c.changes <> '') AS now_current FROM "
      "notices.notice m JOIN family USING (id)) UPDATE notices.notice n SET current = j.now_current FROM judged j WHERE n.id = j.id AND "
      "n.current <> j.now_current",
      notice.procedure_key, notice.source_id, notice.changes);
}

}  // namespace

Outcome store(db::Session& session, const Prepared& prepared, const std::string& file_name, const std::string& scan_version, Instant now) {
  const Notice& n = prepared.notice;
  const std::string digest = sha256_hex(prepared.original);
  const auto known = session.find<Known>("SELECT id, sha256, scan_version FROM notices.notice WHERE source_id = $1 AND version = $2",
                                         n.source_id, n.version);
  if (known && known->sha256 == digest && known->scan_version == scan_version) return Outcome::unchanged;
  const bool newer =
      !known && (!session.query("SELECT 1 FROM notices.notice WHERE source_id = $1 LIMIT 1", n.source_id).empty() ||
                 (!n.changes.empty() && !session.query("SELECT 1 FROM notices.notice WHERE reference = $1 LIMIT 1", n.changes).empty()));
  const Uuid id = known ? known->id : new_id();
  const std::string key = procedure_of(session, n);
  std::string buyer;
  for (const Party& party : n.buyers) buyer += (buyer.empty() ? "" : "; ") + party.name;
  bool sme = n.sme_suitable.value_or(false);
  for (const Winner& winner : n.winners)
    sme = sme || winner.size == "sme" || winner.size == "micro" || winner.size == "small" || winner.size == "medium";
  session.query(
      "INSERT INTO notices.notice (municipality_id, id, source_id, version, format, stage, kind, publication_number, procedure_key, "
      "changes, title, "
      "buyer, language, published_on, nature, procedure_type, social_services, cpv, estimated_cents, awarded_cents, currency, sme, "
      "file_name, sha256, "
      "scan_version, content, search, imported_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, "
      "$18, $19, "
      "$20, $21, $22, $23, $24, $25, $26, array_to_tsvector($27::text[]), $28) ON CONFLICT (municipality_id, id) DO UPDATE SET title = "
      "$11, buyer "
      "= $12, published_on = $14, nature = $15, procedure_type = $16, social_services = $17, cpv = $18, estimated_cents = $19, "
      "awarded_cents = $20, "
      "currency = $21, sme = $22, file_name = $23, sha256 = $24, scan_version = $25, content = $26, search = excluded.search",
      session.actor().municipality_id, id, n.source_id, n.version, n.format, n.stage, n.kind, n.publication_number, key, n.changes, n.title,
      buyer, n.language, n.published_on, n.nature, n.procedure_type, n.social_services, n.cpv, n.estimated_cents, n.awarded_cents,
      n.currency, sme, file_name, digest, scan_version, json::encode(n), search_words(n), now);
  if (known) session.query("DELETE FROM notices.finding WHERE notice_id = $1", id);
  session.query(
      "INSERT INTO notices.original (municipality_id, notice_id, content) VALUES ($1, $2, $3) ON CONFLICT (municipality_id, notice_id) DO "
      "UPDATE SET "
      "content = $3",
      session.actor().municipality_id, id, db::bytes(prepared.original));
  write_findings(session, id, prepared.findings);
  const bool changed_already =
      !session.query("SELECT 1 FROM notices.notice WHERE changes = $1 AND changes <> '' LIMIT 1", n.source_id + "-" + n.version).empty();
  if (newer || changed_already || !n.changes.empty() || n.version != "01") settle_versions(session, n);
  session.query("INSERT INTO notices.changed (municipality_id, procedure_key) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                session.actor().municipality_id, key);
  return known || newer ? Outcome::updated : Outcome::imported;
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
    session.query(
        "INSERT INTO notices.changed SELECT municipality_id, procedure_key FROM notices.notice WHERE id = $1 ON CONFLICT DO NOTHING",
        each.id);
  }
  return static_cast<std::int64_t>(stale.size());
}

}  // namespace tenzij::notices
