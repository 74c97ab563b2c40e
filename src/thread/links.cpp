// Links: what a person says, what a rule suggests, and what is refused.
#include "platform/base/text.h"
#include "platform/http/problem.h"
#include "platform/jobs/jobs.h"
#include "thread/thread.h"

namespace tenzij::thread {

namespace {

const db::Statement ends_of_link{"thread.ends_of_link", R"sql(
SELECT r.kind, r.id, r.title,
       r.archived OR coalesce(w.archived, false) AS archived
  FROM thread.record r
  LEFT JOIN thread.record w ON w.municipality_id = r.municipality_id AND w.kind = r.whole_kind AND w.id = r.whole_id
 WHERE (r.kind = $1 AND r.id = $2) OR (r.kind = $3 AND r.id = $4)
)sql"};

struct End {
  std::string kind;
  Uuid id;
  std::string title;
  bool archived;
};
BOOST_DESCRIBE_STRUCT(End, (), (kind, id, title, archived))

const db::Statement hangs_under{"thread.hangs_under", R"sql(
SELECT EXISTS (SELECT 1 FROM thread.down($1, $2) d
                WHERE d.kind = $3 AND d.id = $4)
)sql"};

const db::Statement path_between{"thread.path_between", R"sql(
SELECT kind, id, title
  FROM thread.path($1, $2, $3, $4)
)sql"};

struct LinkStep {
  std::string kind;
  Uuid id;
  std::string title;
};
BOOST_DESCRIBE_STRUCT(LinkStep, (), (kind, id, title))

void check_link(db::Session& session, const Node& upper, const Node& lower) {
  const auto ends = session.rows<End>(ends_of_link, upper.kind, upper.id, lower.kind, lower.id);
  if (ends.size() < 2) throw not_found();
  for (const End& end : ends)
    if (end.archived) throw conflict("linkArchived", {{"title", end.title}});
  if (!session.scalar<bool>(hangs_under, lower.kind, lower.id, upper.kind, upper.id).value_or(false)) return;
  const auto back = session.rows<LinkStep>(path_between, lower.kind, lower.id, upper.kind, upper.id);
  std::string path;
  for (const LinkStep& step : back) path += (path.empty() ? "" : " → ") + step.title;
  throw conflict("linkCircle", {{"path", path}});
}

const db::Statement confirm_link{"thread.confirm_link", R"sql(
INSERT INTO thread.link AS l (municipality_id, upper_kind, upper_id, lower_kind, lower_id, state, rule, why,
                              person_id, at)
VALUES (platform.current_municipality(), $1, $2, $3, $4,
        CASE WHEN platform.current_person() IS NULL THEN 'suggested' ELSE 'confirmed' END,
        CASE WHEN platform.current_person() IS NULL THEN 'earlier' ELSE '' END,
        $5, platform.current_person(), $6)
ON CONFLICT (municipality_id, upper_kind, upper_id, lower_kind, lower_id) DO UPDATE
   SET state = excluded.state,
       why = CASE WHEN excluded.why = '' THEN l.why ELSE excluded.why END,
       person_id = excluded.person_id,
       at = excluded.at,
       version = l.version + 1
 WHERE l.state IN ('suggested', 'rejected') AND excluded.state = 'confirmed'
    OR l.state = 'confirmed' AND excluded.why NOT IN ('', l.why)
)sql"};

const db::Statement reject_link{"thread.reject_link", R"sql(
UPDATE thread.link
   SET state = 'rejected',
       why = CASE WHEN $5 = '' THEN why ELSE $5 END,
       person_id = platform.current_person(),
       at = $6,
       version = version + 1
 WHERE upper_kind = $1 AND upper_id = $2 AND lower_kind = $3 AND lower_id = $4 AND state IN ('suggested', 'confirmed')
)sql"};

const db::Statement forget_link{"thread.forget_link", R"sql(
DELETE FROM thread.link
 WHERE upper_kind = $1 AND upper_id = $2 AND lower_kind = $3 AND lower_id = $4 AND state <> 'inherited'
)sql"};

const db::Statement suggest_links{"thread.suggest_links", R"sql(
INSERT INTO thread.link AS l (municipality_id, upper_kind, upper_id, lower_kind, lower_id, state, rule, why,
                              rule_words, score, at)
SELECT platform.current_municipality(), s.upper_kind, s.upper_id, s.lower_kind, s.lower_id, 'suggested', s.rule,
       s.why, s.why, s.score, $2
  FROM jsonb_to_recordset($1::jsonb) AS s(upper_kind text, upper_id uuid, lower_kind text, lower_id uuid,
                                          rule text, why text, score real)
ON CONFLICT (municipality_id, upper_kind, upper_id, lower_kind, lower_id) DO UPDATE
   SET rule = excluded.rule, why = excluded.why, rule_words = excluded.rule_words, score = excluded.score
 WHERE l.state = 'suggested' AND (l.rule, l.why, l.score) IS DISTINCT FROM (excluded.rule, excluded.why, excluded.score)
)sql"};

const db::Statement forget_suggestions_of{"thread.forget_suggestions_of", R"sql(
DELETE FROM thread.link l
 USING jsonb_to_recordset($1::jsonb) AS s(kind text, id uuid)
 WHERE l.lower_kind = s.kind AND l.lower_id = s.id AND l.upper_kind = $2 AND l.state = 'suggested'
)sql"};

const db::Statement waiting_search{"thread.waiting_search", R"sql(
SELECT id
  FROM jobs.job
 WHERE kind = $1 AND state = 'queued'
 LIMIT 1
)sql"};

}  // namespace

void confirm(db::Session& session, const Node& upper, const Node& lower, const Words& words) {
  check_link(session, upper, lower);
  session.query(confirm_link, upper.kind, upper.id, lower.kind, lower.id, words.why, words.at);
}

bool reject(db::Session& session, const Node& upper, const Node& lower, const Words& words) {
  return session.query(reject_link, upper.kind, upper.id, lower.kind, lower.id, words.why, words.at).affected() > 0;
}

void forget(db::Session& session, const Node& upper, const Node& lower) {
  session.query(forget_link, upper.kind, upper.id, lower.kind, lower.id);
}

// A reason quotes what was typed: however long a word somebody typed, a reason stays one to read.
constexpr std::size_t reason_bytes = 600;

void suggest(db::Session& session, const std::vector<Suggestion>& found, Instant now) {
  if (found.empty()) return;
  json::array rows;
  for (const Suggestion& each : found)
    rows.push_back({{"upper_kind", each.upper.kind},
                    {"upper_id", each.upper.id.str()},
                    {"lower_kind", each.lower.kind},
                    {"lower_id", each.lower.id.str()},
                    {"rule", each.rule},
                    {"why", text::shorten(each.why, reason_bytes)},
                    {"score", each.score}});
  session.query(suggest_links, json::value(std::move(rows)), now);
}

void forget_suggestions(db::Session& session, const std::vector<Node>& lower, const std::string& upper_kind) {
  json::array rows;
  for (const Node& each : lower) rows.push_back({{"kind", each.kind}, {"id", each.id.str()}});
  session.query(forget_suggestions_of, json::value(std::move(rows)), upper_kind);
}

Uuid search_again(db::Session& session, Instant now) {
  if (const auto waits = session.scalar<Uuid>(waiting_search, std::string(search_job))) return *waits;
  return jobs::enqueue(session, search_job, "Koppelingen zoeken", json::object{}, now);
}

}  // namespace tenzij::thread
