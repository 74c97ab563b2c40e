// The picture of the red thread at the size of a large municipality: 50 sentences, 300 goals, 5,000 purchases with six themes and five
// requirements each, 10,000 confirmed links and 5,000 suggestions; over HTTP as the browser asks, in the demo's municipality.
#pragma once

#include "bench/report.h"
#include "tests/support/server.h"

namespace tenzij::bench {

inline constexpr const char* picture_rows = R"sql(
SELECT set_config('bench.m', id::text, false)
  FROM platform.municipality
 WHERE code = 'GM9999';
SELECT set_config('bench.p', a.person_id::text, false)
  FROM auth.account a
 WHERE a.user_name = 'impact_advisor'
 LIMIT 1;
SELECT set_config('bench.u', id::text, false)
  FROM organisation.unit
 ORDER BY id
 LIMIT 1;
ALTER TABLE policy.clause DISABLE TRIGGER audit;
ALTER TABLE policy.goal DISABLE TRIGGER audit;
ALTER TABLE purchase.purchase DISABLE TRIGGER audit;
ALTER TABLE purchase.impact DISABLE TRIGGER audit;
ALTER TABLE purchase.requirement DISABLE TRIGGER audit;
ALTER TABLE thread.link DISABLE TRIGGER audit;
INSERT INTO policy.document (municipality_id, id, title, kind, level, status, created_at)
  SELECT current_setting('bench.m')::uuid, md5('bd')::uuid, 'Bench', 'other', 'municipal', 'draft', now();
INSERT INTO policy.edition (municipality_id, id, document_id, number, state, file_name, format, pages, sha256,
                            imported_at)
  SELECT current_setting('bench.m')::uuid, md5('be')::uuid, md5('bd')::uuid, 1, 'current', 'b', 'text', 0, '', now();
INSERT INTO policy.clause (municipality_id, id, document_id, mark)
  SELECT current_setting('bench.m')::uuid, md5('bc' || n)::uuid, md5('bd')::uuid, 'ambition'
    FROM generate_series(0, 49) n;
INSERT INTO policy.passage (municipality_id, edition_id, clause_id, position, current, number, kind, depth, heading,
                            text, page, suggested_themes, suggests_ambition, search)
  SELECT current_setting('bench.m')::uuid, md5('be')::uuid, md5('bc' || n)::uuid, n, true, n::text, 'paragraph', 0,
         '{}', 'Zin ' || n, 0, '{}', true, ''
    FROM generate_series(0, 49) n;
INSERT INTO policy.goal (municipality_id, id, title, explanation, level, themes, sdgs, unit_id, parent_id, created_at)
  SELECT current_setting('bench.m')::uuid, md5('bg' || n)::uuid, 'Doel ' || n, '',
         CASE WHEN n < 60 THEN 'municipal' ELSE 'department' END, ARRAY['circular'], '{}',
         CASE WHEN n >= 60 THEN current_setting('bench.u')::uuid END,
         CASE WHEN n >= 60 THEN md5('bg' || n % 60)::uuid END, now()
    FROM generate_series(0, 299) n;
INSERT INTO purchase.purchase (municipality_id, id, title, need, nature, social, value_cents, lots, procedure, small,
                               status, market_note, other_award, year, search, created_at, changed_at)
  SELECT current_setting('bench.m')::uuid, md5('bp' || n)::uuid, 'Inkoop ' || n, 'Nodig', 'services', false,
         100000 + n * 1000, 1, 'open', false, 'planned', '', '[]', 2025 + n % 4, '', now(), now()
    FROM generate_series(0, 4999) n;
INSERT INTO purchase.impact (municipality_id, id, purchase_id, theme, level, basis)
  SELECT current_setting('bench.m')::uuid, md5('bi' || n || t.code)::uuid, md5('bp' || n)::uuid, t.code, 1, 'norm'
    FROM generate_series(0, 4999) n
    CROSS JOIN reference.theme t;
INSERT INTO purchase.requirement (municipality_id, id, purchase_id, impact_id, state, position, title, text, variables,
                                  instrument, level, open, evidence, moment, who, from_cents, created_at)
  SELECT current_setting('bench.m')::uuid, md5('br' || n || '-' || k)::uuid, md5('bp' || n)::uuid,
         md5('bi' || n || CASE WHEN k < 3 THEN 'circular' ELSE 'climate' END)::uuid, 'chosen', k, 'Eis ' || k,
         'Tekst', '[]', 'requirement', 1, false, '', '', '', 0, now()
    FROM generate_series(0, 4999) n
    CROSS JOIN generate_series(0, 4) k;
INSERT INTO thread.link (municipality_id, upper_kind, upper_id, lower_kind, lower_id, state, person_id)
  SELECT current_setting('bench.m')::uuid, 'clause', md5('bc' || n % 50)::uuid, 'goal', md5('bg' || n)::uuid,
         'confirmed', current_setting('bench.p')::uuid
    FROM generate_series(0, 99) n;
INSERT INTO thread.link (municipality_id, upper_kind, upper_id, lower_kind, lower_id, state, person_id)
  SELECT current_setting('bench.m')::uuid, 'goal', md5('bg' || n % 300)::uuid, 'impact',
         md5('bi' || n % 5000 || CASE WHEN n < 5000 THEN 'circular' ELSE 'climate' END)::uuid, 'confirmed',
         current_setting('bench.p')::uuid
    FROM generate_series(0, 9999) n;
INSERT INTO thread.link (municipality_id, upper_kind, upper_id, lower_kind, lower_id, state, rule)
  SELECT current_setting('bench.m')::uuid, 'goal', md5('bg' || n * 7 % 300)::uuid, 'impact',
         md5('bi' || n || 'diversity')::uuid, 'suggested', 'words'
    FROM generate_series(0, 4999) n;
ANALYZE;
)sql";

inline void measure_picture(Report& report, int rounds) {
  tenzij::testing::TestServer server;
  db::Connection owner = server.owner();
  owner.script(picture_rows);
  tenzij::testing::Client client = server.client();
  client.sign_in("alderman");
  const auto figure = [&](const char* name, const std::string& path) {
    std::size_t nodes = 0;
    std::size_t bytes = 0;
    const double seconds = best_of(rounds, [&] {
      const auto answer = client.get(path);
      if (answer.status != 200) throw std::runtime_error(answer.body);
      bytes = answer.body.size();
      nodes = answer.json().at("nodes").as_array().size();
    });
    report.at_most(std::string("picture of ") + name + ", ms", seconds * 1000, 1000);
    report.at_most(std::string("picture of ") + name + ", boxes", static_cast<double>(nodes), 200);
    report.figure(std::string("picture of ") + name + ", kB", static_cast<double>(bytes) / 1000);
  };
  const auto id = [&](const char* what) { return owner.query("SELECT md5($1)::uuid", std::string(what)).get<Uuid>(0, 0).str(); };
  figure("everything", "/red-thread/picture");
  figure("everything by euro, of one theme", "/red-thread/picture?by=euro&theme=circular");
  figure("one sentence", "/red-thread/picture?from=clause:" + id("bc0"));
  figure("one purchase", "/red-thread/picture?from=purchase:" + id("bp0"));
}

}  // namespace tenzij::bench
