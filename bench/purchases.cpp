// 100,000 purchases: list, figures, one of them, and what the library suggests for it out of 10,000 criteria; each beside bare SQL
// over the same rows in the same run.
#include "app/kinds.h"
#include "bench/many.h"
#include "bench/report.h"
#include "tests/support/server.h"

using namespace tenzij;

namespace {

void measure(bench::Report& report, const std::string& name, const std::vector<double>& ours, const std::vector<double>& bare,
             double bound) {
  report.figure(name + " p50 ms", bench::percentile(ours, 0.5));
  report.figure(name + " p99 ms", bench::percentile(ours, 0.99));
  report.figure(name + ", bare SQL p50 ms", bench::percentile(bare, 0.5));
  report.at_most(name + " / bare SQL", bench::percentile(ours, 0.5) / bench::percentile(bare, 0.5), bound);
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = app::as_reader(argc, argv)) return *status;
  const bench::Options options(argc, argv);
  bench::Report report(options);
  tenzij::testing::TestServer server;
  auto owner = server.owner();
  tenzij::testing::Client client = server.client();
  client.sign_in("director");
  const std::string one(client.get("/purchases?search=groenonderhoud").json().at("items").at(0).at("id").as_string());
  const auto small = bench::times(20, [&] { client.get("/purchase-figures"); });
  bench::many_criteria(owner, 10'000);
  bench::many_purchases(owner, options.quick ? 10'000 : 100'000);
  const int rounds = options.quick ? 10 : 40;
  const auto http = [&](const std::string& path) {
    return bench::times(rounds, [&] {
      const auto answer = client.get(path);
      if (answer.status != 200) throw std::runtime_error(answer.body);
    });
  };
  const auto sql = [&](const std::string& statement) {
    return bench::times(rounds, [&] {
      db::Session session(server.pool(), server.actor());
      session.query(statement);
    });
  };
  measure(report, "list of 100", http("/purchases?pageSize=100"), sql(R"sql(
SELECT (SELECT (count(*), sum(value_cents)) FROM purchase.purchase
         WHERE archived_at IS NULL),
       p.*
  FROM purchase.purchase p
 WHERE archived_at IS NULL
 ORDER BY publish_on DESC, id DESC
 LIMIT 100
)sql"),
          4);
  measure(report, "list of an open theme", http("/purchases?theme=climate&state=open&pageSize=100"), sql(R"sql(
SELECT count(*)
  FROM purchase.purchase p
  JOIN purchase.impact i ON i.municipality_id = p.municipality_id AND i.purchase_id = p.id
 WHERE i.theme = 'climate'
   AND i.state = 'open'
)sql"),
          4);
  measure(report, "figures", http("/purchase-figures"), sql(R"sql(
SELECT i.theme, i.state, p.unit_id, p.category, p.year, p.band, count(*), sum(p.value_cents)
  FROM purchase.purchase p
  JOIN purchase.impact i ON i.municipality_id = p.municipality_id AND i.purchase_id = p.id
 WHERE p.archived_at IS NULL
 GROUP BY 1, 2, 3, 4, 5, 6
)sql"),
          2);
  report.figure("figures on the demo p50 ms", bench::percentile(small, 0.5));
  measure(report, "one purchase", http("/purchases/" + one), sql(R"sql(
SELECT *
  FROM purchase.purchase p
  JOIN purchase.impact i ON i.municipality_id = p.municipality_id AND i.purchase_id = p.id
  LEFT JOIN purchase.requirement r ON r.municipality_id = i.municipality_id AND r.impact_id = i.id
 WHERE p.id = ')sql" + one + "'"),
          8);
  measure(report, "suggestions out of 10,000 criteria", http("/purchases/" + one + "/suggestions"), sql(R"sql(
SELECT w, id
  FROM unnest(ARRAY['climate','environment','circular','supply_chain','diversity','social_return']) w
  JOIN criteria.criterion c ON w = ANY (c.themes)
 WHERE status = 'in_use'
)sql"),
          6);
  return report.finish();
}
