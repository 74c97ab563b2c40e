// What fits a purchase, out of 10,000 criteria: over HTTP, beside the operation alone and a plain read of as many rows.
#include "criteria/criteria.h"

#include "app/kinds.h"
#include "bench/many.h"
#include "bench/report.h"
#include "tests/support/server.h"

using namespace tenzij;

int main(int argc, char** argv) {
  if (const auto status = app::as_reader(argc, argv)) return *status;
  const bench::Options options(argc, argv);
  bench::Report report(options);
  tenzij::testing::TestServer server;
  auto owner = server.owner();
  bench::many_criteria(owner, 10'000);
  tenzij::testing::Client client = server.client();
  client.sign_in("procurement_advisor");
  const int rounds = options.quick ? 20 : 200;
  const auto http = bench::times(rounds, [&] {
    const auto answer = client.get("/criterion-suggestions?cpv=77310000&valueCents=200000000&levels=climate:2,circular:3");
    if (answer.status != 200) throw std::runtime_error(answer.body);
  });
  criteria::SuggestFor what{{}, "77310000", 200'000'000};
  for (const char* theme : {"climate", "environment", "circular", "supply_chain", "diversity", "social_return"})
    what.wishes.push_back({theme, 2});
  const auto alone = bench::times(rounds, [&] {
    db::Session session(server.pool(), server.actor());
    criteria::suggest(session, what);
  });
  const auto bare = bench::times(rounds, [&] {
    db::Session session(server.pool(), server.actor());
    session.query(
        R"sql(
SELECT w, id
  FROM unnest(ARRAY['climate','environment','circular','supply_chain','diversity','social_return']) w
  JOIN criteria.criterion c ON w = ANY (c.themes)
 WHERE status = 'in_use'
)sql");
  });
  const auto search = bench::times(rounds, [&] { client.get("/criteria?search=hergebruik&category=roads"); });
  report.figure("suggestion out of 10,000 p50 ms", bench::percentile(http, 0.5));
  report.figure("suggestion p99 ms", bench::percentile(http, 0.99));
  report.figure("the operation alone p50 ms", bench::percentile(alone, 0.5));
  report.figure("a plain read of the same rows p50 ms", bench::percentile(bare, 0.5));
  report.figure("search of 10,000 p50 ms", bench::percentile(search, 0.5));
  report.at_most("suggestion / plain read", bench::percentile(http, 0.5) / bench::percentile(bare, 0.5), 6);
  return report.finish();
}
