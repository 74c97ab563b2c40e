#include "notices/views.h"

namespace tenzij::notices {

namespace {

struct Head {
  Uuid id;
  json::value content;
  std::string procedure_key;
  bool current;
  std::optional<Uuid> unit_id;
  std::string file_name;
  Instant imported_at;
};
BOOST_DESCRIBE_STRUCT(Head, (), (id, content, procedure_key, current, unit_id, file_name, imported_at))

constexpr std::string_view where =
    " FROM notices.notice n WHERE n.current AND ($1::tsquery IS NULL OR n.search @@ $1::tsquery) AND ($2::uuid IS NULL OR n.unit_id = $2) "
    "AND "
    "($3::int IS NULL OR n.published_on BETWEEN make_date($3, 1, 1) AND make_date($3, 12, 31)) AND ($4::text IS NULL OR n.stage = $4) AND "
    "($5::text IS "
    "NULL OR EXISTS (SELECT 1 FROM notices.finding f WHERE f.municipality_id = n.municipality_id AND f.notice_id = n.id AND f.theme = $5))";

}  // namespace

NoticePage list(db::Session& session, const NoticeQuery& query) {
  NoticePage out{{}, 0, query.page.value_or(1), query.page_size.value_or(limits::page_size)};
  std::vector<FieldError> errors;
  if (out.page < 1 || out.page > 1'000'000) errors.push_back({"?page", "outOfRange", {{"least", "1"}, {"most", "1000000"}}});
  if (out.page_size < 1 || out.page_size > limits::page_size_largest)
    errors.push_back({"?pageSize", "outOfRange", {{"least", "1"}, {"most", std::to_string(limits::page_size_largest)}}});
  if (query.year && (*query.year < 1900 || *query.year > 9998))
    errors.push_back({"?year", "outOfRange", {{"least", "1900"}, {"most", "9998"}}});
  if (!errors.empty()) throw bad_request(errors);
  const auto words = scan::search_query(query.search);
  out.total =
      session.scalar<std::int64_t>("SELECT count(*)" + std::string(where), words, query.unit_id, query.year, query.stage, query.theme)
          .value_or(0);
  out.items = session.rows<NoticeRow>(
      "SELECT p.*, coalesce((SELECT jsonb_agg(DISTINCT f.theme) FROM notices.finding f WHERE f.municipality_id = p.municipality_id AND "
      "f.notice_id = p.id "
      "AND f.source = 'detected' AND f.strength IN ('requirement', 'weighted', 'obligation')), '[]') AS themes FROM (SELECT "
      "n.municipality_id, n.id, "
      "n.title, n.buyer, n.published_on, n.stage, n.kind, n.nature, n.cpv, coalesce(n.awarded_cents, n.estimated_cents) AS value_cents, "
      "n.unit_id" +
          std::string(where) +
          " ORDER BY n.published_on DESC NULLS LAST, n.id LIMIT $6 OFFSET $7) p ORDER BY p.published_on DESC NULLS LAST, p.id",
      words, query.unit_id, query.year, query.stage, query.theme, out.page_size, (out.page - 1) * out.page_size);
  return out;
}

NoticeDetail detail(db::Session& session, const Uuid& id) {
  const auto head = session.find<Head>(
      "SELECT id, content, procedure_key, current, unit_id, file_name, imported_at FROM notices.notice WHERE id = $1", id);
  if (!head) throw not_found();
  NoticeDetail out;
  out.id = head->id;
  json::Decoder decoder;  // written by us; a field that a later version added keeps its default
  decoder.read(head->content, out.notice, "");
  out.notice.procedure_key = head->procedure_key;
  out.current = head->current;
  out.unit_id = head->unit_id;
  out.file_name = head->file_name;
  out.imported_at = head->imported_at;
  out.findings = session.rows<JudgedFinding>(
      "SELECT f.source, f.theme, f.instrument, f.strength, f.field, f.lot, f.language, f.place, f.quote, f.start_at, f.end_at, f.terms, "
      "f.figure, f.rules, "
      "f.fingerprint, CASE WHEN d.id IS NOT NULL THEN jsonb_build_object('verdict', d.verdict, 'reason', d.reason, 'person', "
      "coalesce(p.name, '?'), 'at', "
      "d.at) END AS decision FROM notices.finding f LEFT JOIN notices.decision d ON d.municipality_id = f.municipality_id AND d.notice_id "
      "= f.notice_id AND "
      "d.fingerprint = f.fingerprint AND d.withdrawn_at IS NULL LEFT JOIN organisation.person p ON p.municipality_id = d.municipality_id "
      "AND p.id = "
      "d.person_id WHERE f.notice_id = $1 ORDER BY f.source DESC, f.field, f.lot, f.start_at, f.theme",
      id);
  out.related = session.rows<RelatedNotice>(
      "SELECT id, title, kind, stage, version, current, published_on FROM notices.notice WHERE procedure_key = $1 AND id <> $2 ORDER BY "
      "published_on DESC "
      "NULLS LAST, version DESC LIMIT 50",
      head->procedure_key, id);
  return out;
}

}  // namespace tenzij::notices
