#include "notices/views.h"

#include <set>

#include "platform/db/order.h"

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
  std::string whose;
  std::string judged;
  std::string left_out;
};
BOOST_DESCRIBE_STRUCT(Head, (), (id, content, procedure_key, current, unit_id, file_name, imported_at, whose, judged, left_out))

constexpr std::string_view theme_found = R"sql(
EXISTS (SELECT 1 FROM notices.judged_finding f
         WHERE f.municipality_id = n.municipality_id AND f.notice_id = n.id AND f.theme = $1 AND f.counts)
)sql";

// Notices of others are seen by those who ask for them.
db::Filter chosen(const NoticeQuery& query, const std::optional<std::string>& number) {
  db::Filter out;
  out.asked("n.search @@ $1::tsquery", number ? std::nullopt : scan::search_query(query.search))
      .asked("n.unit_id = $1", query.unit_id)
      .asked("n.published_on BETWEEN make_date($1::int, 1, 1) AND make_date($1::int, 12, 31)", query.year)
      .asked("n.stage = $1", query.stage)
      .asked(theme_found, query.theme)
      .asked("n.whose = $1", query.whose)
      .asked("n.publication_key = $1", number)
      .when(query.no_unit.value_or(false), "n.unit_id IS NULL")
      .when(!query.left_out, "n.current")
      .when(query.left_out == "none", "n.left_out = ''")
      .when(query.left_out == "any", "n.left_out NOT IN ('', 'replaced')")
      .when(!query.left_out && !query.whose, "n.whose <> 'other'");
  if (query.left_out != "none" && query.left_out != "any") out.asked("n.left_out = $1", query.left_out);
  return out;
}

const db::Statement number_of_notices{"notices.number_of_notices", R"sql(
SELECT count(*)
  FROM notices.notice n
 WHERE true /* filter */
)sql"};

const db::Statement notices_asked_for{"notices.notices_asked_for", R"sql(
SELECT p.*,
       coalesce((SELECT jsonb_agg(DISTINCT f.theme) FROM notices.judged_finding f
                  WHERE f.municipality_id = p.municipality_id
                    AND f.notice_id = p.id
                    AND NOT f.declared
                    AND f.asks
                    AND f.theme IS NOT NULL),
                '[]') AS themes
  FROM (SELECT n.municipality_id, n.id, n.title, n.buyer, n.published_on, n.stage, n.kind, n.nature, n.cpv,
               coalesce(n.awarded_cents, n.estimated_cents) AS value_cents, n.currency, n.maximum_cents,
               n.outcome, n.whose, n.left_out, n.unit_id
          FROM notices.notice n
         WHERE true /* filter */
         ORDER BY /* order */ published_on DESC NULLS LAST, id LIMIT $1 OFFSET $2) p
 ORDER BY /* order */ published_on DESC NULLS LAST, id
)sql"};

// The chain: the same procedure, and the announcements before it that name no single procedure.
const db::Statement chain_of_notice{"notices.chain_of_notice", R"sql(
SELECT n.id, n.title, n.kind, n.stage, n.version, n.current, n.left_out, n.publication_number, n.published_on,
       coalesce((SELECT l.relation FROM notices.link l JOIN notices.notice o ON o.id = $2
                  WHERE (l.notice_id = o.id
                         AND l.target IN (n.reference, n.source_id, nullif(n.publication_key, '')))
                     OR (l.notice_id = n.id
                         AND l.target IN (o.reference, o.source_id, nullif(o.publication_key, '')))
                  LIMIT 1),
                '') AS relation
  FROM notices.notice n
 WHERE n.id <> $2
   AND (n.procedure_key = $1
        OR n.id IN (SELECT o.id
                      FROM notices.link l
                      JOIN notices.notice o ON o.publication_key = l.target OR o.source_id = l.target
                     WHERE l.notice_id = $2 AND l.target <> '')
        OR n.id IN (SELECT l.notice_id
                      FROM notices.notice o
                      JOIN notices.link l ON l.target IN (o.source_id, nullif(o.publication_key, ''))
                     WHERE o.id = $2))
 ORDER BY n.published_on DESC NULLS LAST, n.version DESC
 LIMIT 50
)sql"};

// Of the whole procedure: what is said of one of its notices holds for all.
const db::Statement claims_of_procedure{"notices.claims_of_procedure", R"sql(
SELECT c.whose, c.reason, coalesce(p.name, '?') AS person, c.at, c.withdrawn_at
  FROM notices.claim c
  JOIN notices.notice n ON n.municipality_id = c.municipality_id AND n.id = c.notice_id
  LEFT JOIN organisation.person p ON p.municipality_id = c.municipality_id AND p.id = c.person_id
 WHERE n.procedure_key = $1
 ORDER BY c.at DESC, c.id DESC
 LIMIT 20
)sql"};

// Texts in a language that the scan did not read, because the same text stands there in another.
std::vector<std::string> unread_languages(const Notice& notice) {
  std::set<std::string> read;
  std::set<std::string> all;
  for (const Text* text : texts_to_read(notice)) read.insert(text->language);
  for (const Text& text : notice.texts) all.insert(text.language);
  std::vector<std::string> out;
  for (const std::string& each : all)
    if (!read.contains(each)) out.push_back(each);
  return out;
}

// By the names that the columns have in the answer, which hold inside and outside.
db::Sql column_of(NoticeSort sort) {
  switch (sort) {
    case NoticeSort::title:
      return "title";
    case NoticeSort::stage:
      return "stage";
    case NoticeSort::buyer:
      return "buyer";
    case NoticeSort::value:
      return "value_cents";
    default:
      return "published_on";
  }
}

// A number of the Official Journal, in whatever spelling, is that notice and no other.
db::Filter asked_for(const NoticeQuery& query) {
  std::optional<std::string> number = publication_key(query.search.value_or(""));
  if (number->empty()) number.reset();
  return chosen(query, number);
}

const db::Statement ids_of_notices{"notices.ids_of_notices", R"sql(
SELECT n.id
  FROM notices.notice n
 WHERE true /* filter */
 LIMIT $1
)sql"};

// A year that is one of a calendar; `place` stands before the name of the field.
void check_year(const NoticeQuery& query, const std::string& place, std::vector<FieldError>& errors) {
  if (query.year && (*query.year < 1900 || *query.year > 9998))
    errors.push_back({place + "year", "outOfRange", {{"least", "1900"}, {"most", "9998"}}});
}

}  // namespace

std::vector<Uuid> notices_found(db::Session& session, const NoticeQuery& query, std::size_t most) {
  std::vector<FieldError> errors;
  check_year(query, "/found/", errors);
  if (!errors.empty()) throw bad_request(std::move(errors));
  const auto rows = session.query(asked_for(query).in(ids_of_notices, static_cast<std::int64_t>(most)));
  std::vector<Uuid> out;
  for (int i = 0; i < rows.rows(); ++i) out.push_back(rows.get<Uuid>(i, 0));
  return out;
}

NoticePage list(db::Session& session, const NoticeQuery& query) {
  NoticePage out{{}, 0, query.page.value_or(1), query.page_size.value_or(limits::page_size)};
  std::vector<FieldError> errors;
  if (out.page < 1 || out.page > 1'000'000) errors.push_back({"?page", "outOfRange", {{"least", "1"}, {"most", "1000000"}}});
  if (out.page_size < 1 || out.page_size > limits::page_size_largest)
    errors.push_back({"?pageSize", "outOfRange", {{"least", "1"}, {"most", std::to_string(limits::page_size_largest)}}});
  check_year(query, "?", errors);
  if (!errors.empty()) throw bad_request(errors);
  const db::Filter filter = asked_for(query);
  out.total = session.query(filter.in(number_of_notices)).get<std::int64_t>(0, 0);
  db::Filtered rows = filter.in(notices_asked_for, out.page_size, (out.page - 1) * out.page_size);
  if (query.sort) rows = db::ordered(std::move(rows), column_of(*query.sort), query.descending.value_or(false));
  out.items = session.rows<NoticeRow>(rows);
  return out;
}

const db::Statement notice_head{"notices.notice_head", R"sql(
SELECT id, content, procedure_key, current, unit_id, file_name, imported_at, whose, judged, left_out
  FROM notices.notice
 WHERE id = $1
)sql"};

const db::Statement findings_of_notice{"notices.findings_of_notice", R"sql(
SELECT f.source, f.theme, f.instrument, f.strength, f.field, f.lot, f.language, f.place, f.quote, f.start_at,
       f.end_at, f.terms, f.figure, f.rules, f.fingerprint,
       CASE WHEN d.id IS NOT NULL THEN jsonb_build_object('verdict', d.verdict, 'reason', d.reason,
                                                          'person', coalesce(p.name, '?'), 'at', d.at)
       END AS decision
  FROM notices.finding f
  LEFT JOIN notices.decision d
       ON d.municipality_id = f.municipality_id
      AND d.notice_id = f.notice_id
      AND d.fingerprint = f.fingerprint
      AND d.withdrawn_at IS NULL
  LEFT JOIN organisation.person p ON p.municipality_id = d.municipality_id AND p.id = d.person_id
 WHERE f.notice_id = $1
 ORDER BY f.source DESC, f.field, f.lot, f.start_at, f.theme
)sql"};

NoticeDetail detail(db::Session& session, const Uuid& id) {
  const auto head = session.find<Head>(notice_head, id);
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
  out.findings = session.rows<JudgedFinding>(findings_of_notice, id);
  out.whose = head->whose;
  out.judged = head->judged;
  out.left_out = head->left_out;
  out.claims = session.rows<Claim>(claims_of_procedure, head->procedure_key);
  out.unread_languages = unread_languages(out.notice);
  out.related = session.rows<RelatedNotice>(chain_of_notice, head->procedure_key, id);
  return out;
}

}  // namespace tenzij::notices
