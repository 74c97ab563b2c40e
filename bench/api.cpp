// The API under four clients on 10,000 notices: each call beside its bare SQL (the same statement over one
// connection each) and beside /healthz, in the same run.
#include <thread>

#include "app/kinds.h"
#include "bench/report.h"
#include "insight/insight.h"
#include "notices/views.h"
#include "platform/base/files.h"
#include "tests/support/server.h"

using namespace tenzij;
using tenzij::testing::RawConnection;

namespace {

constexpr int clients = 4;

struct Times {
  std::vector<double> ms;
  double per_second = 0;
};

// `make` gives each thread its own call; each runs it `count` times.
Times run(int count, const std::function<std::function<void()>()>& make) {
  std::vector<std::vector<double>> all(clients);
  std::vector<std::thread> threads;
  const auto begin = std::chrono::steady_clock::now();
  for (int client = 0; client < clients; ++client)
    threads.emplace_back([&, client] {
      const auto call = make();
      call();
      for (int i = 0; i < count; ++i) {
        const auto start = std::chrono::steady_clock::now();
        call();
        all[static_cast<std::size_t>(client)].push_back(bench::seconds_since(start) * 1000);
      }
    });
  for (auto& thread : threads) thread.join();
  Times out;
  for (auto& each : all) out.ms.insert(out.ms.end(), each.begin(), each.end());
  out.per_second = static_cast<double>(out.ms.size()) / bench::seconds_since(begin);
  return out;
}

std::function<void()> request(unsigned short port, const std::string& path, const std::string& cookie) {
  const auto connection = std::make_shared<RawConnection>(port);
  const std::string bytes = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie + "\r\n\r\n";
  return [connection, bytes] {
    connection->send(bytes);
    if (connection->answer().status != 200) throw std::runtime_error("not answered: " + bytes);
  };
}

void fill_notices(tenzij::testing::TestServer& server, int wanted) {
  // The demo's calls again under other numbers: every copy is a procedure of its own.
  db::Connection owner = server.owner();
  const Uuid municipality = server.municipality();
  const int have = owner.query("SELECT count(*) FROM notices.notice").get<int>(0, 0);
  const int copies = wanted / have + 1;
  owner.script("ALTER TABLE notices.notice DISABLE TRIGGER audit");
  owner.script(R"sql(
CREATE TEMP TABLE made AS
SELECT n.id AS from_id, gen_random_uuid() AS id, c
  FROM notices.notice n, generate_series(1, )sql" +
               std::to_string(copies) + ") c");
  owner.script(
      R"sql(
INSERT INTO notices.notice
SELECT n.municipality_id, m.id, n.source_id || '-' || m.c, n.version, n.format, n.stage, n.kind,
       n.publication_number, n.procedure_key || '-' || m.c, n.changes, n.current, n.title, n.buyer, n.language,
       n.published_on, n.nature, n.procedure_type, n.social_services, n.cpv, n.estimated_cents, n.awarded_cents,
       n.currency, n.sme, n.unit_id, n.file_name, n.sha256, n.scan_version, n.content, n.search, n.imported_at
  FROM notices.notice n
  JOIN made m ON m.from_id = n.id;
INSERT INTO notices.finding
SELECT f.municipality_id, gen_random_uuid(), m.id, f.source, f.theme, f.instrument, f.strength, f.field, f.lot,
       f.language, f.place, f.quote, f.start_at, f.end_at, f.terms, f.figure, f.rules, f.fingerprint
  FROM notices.finding f
  JOIN made m ON m.from_id = f.notice_id;
UPDATE notices.notice
   SET whose = 'own', judged = 'own', own_key = procedure_key
 WHERE whose = 'unjudged';
INSERT INTO notices.changed
SELECT DISTINCT municipality_id, procedure_key
  FROM notices.notice
ON CONFLICT DO NOTHING
)sql");
  {
    db::Session session(server.pool(), {municipality, {}, "bench"});
    session.query("SELECT insight.refresh()");
    session.commit();
  }
  owner.script("ANALYZE");
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = app::as_reader(argc, argv)) return *status;
  const bench::Options options(argc, argv);
  bench::Report report(options);
  tenzij::testing::TestServer server;
  fill_notices(server, 10'000);
  const db::Actor actor = server.actor();
  const unsigned short port = server.port();
  auto client = server.client();
  client.sign_in("director");
  const std::string cookie = client.cookie;
  const std::string notice(client.get("/notices").json().at("items").at(0).at("id").as_string());
  const Uuid notice_id = *Uuid::parse(notice);
  const int count = options.quick ? 100 : 500;

  const Times health = run(count * 4, [&] { return request(port, "/healthz", cookie); });
  report.figure("/healthz requests/s", health.per_second);
  report.figure("/healthz p99 ms", bench::percentile(health.ms, 0.99));

  const auto authorise = auth::authoriser({true, organisation::permissions()});
  http::Route route{http::Method::get, "/bench", {}, std::string(http::signed_in), {}};
  struct Call {
    std::string name;
    std::string path;
    std::function<void(db::Session&)> sql;
  };
  const std::vector<Call> calls{
      {"waar staan we", "/api/v1/insight/standing", [](db::Session& session) { static_cast<void>(insight::standing(session, {}, {})); }},
      {"list of 100 out of 10,000", "/api/v1/notices?pageSize=100",
       [](db::Session& session) {
         notices::NoticeQuery query;
         query.page_size = 100;
         static_cast<void>(notices::list(session, query));
       }},
      {"one notice", "/api/v1/notices/" + notice,
       [notice_id](db::Session& session) { static_cast<void>(notices::detail(session, notice_id)); }}};
  for (const Call& call : calls) {
    const Times http = run(count, [&] { return request(port, call.path, cookie); });
    // The SQL that the request runs, sign-in and all, without HTTP and JSON: four sessions straight on the database.
    const Times bare = run(count, [&] {
      return std::function<void()>([&] {
        http::Request request;
        request.headers = {{"cookie", cookie}};
        request.now = server.now();
        db::Session session(server.pool(), actor, limits::statement_time);
        authorise(request, session, route);
        call.sql(session);
        session.commit();
      });
    });
    report.figure(call.name + " requests/s", http.per_second);
    report.figure(call.name + " p50 ms", bench::percentile(http.ms, 0.5));
    report.figure(call.name + " p95 ms", bench::percentile(http.ms, 0.95), "(aim: 50)");
    report.figure(call.name + " p99 ms", bench::percentile(http.ms, 0.99));
    report.figure(call.name + " bare SQL p99 ms", bench::percentile(bare.ms, 0.99));
    report.figure(call.name + " p99 / bare SQL p99", bench::percentile(http.ms, 0.99) / bench::percentile(bare.ms, 0.99), "(aim: 3)");
    // The bound that --check enforces: a ratio of medians, which a busy machine slows alike, with room for noise.
    report.at_most(call.name + " p50 / bare SQL p50", bench::percentile(http.ms, 0.5) / bench::percentile(bare.ms, 0.5), 4);
  }
  return report.finish();
}
