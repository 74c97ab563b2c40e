// 50,000 contracts: the list and what a coordinator looks at, with four people at once; the balance of 5,000 placements beside bare SQL
// over the same rows; a register by its preview and its job beside a bare COPY of its rows; and letters a second through SMTP.
#include <cstdlib>
#include <fstream>
#include <set>
#include <thread>

#include "app/kinds.h"
#include "bench/report.h"
#include "platform/mail/mail.h"
#include "tests/support/server.h"

using namespace tenzij;

namespace {

constexpr int people_at_once = 4;

// Contracts with one commitment and three moments each, some late and some to be judged.
void many_contracts(db::Connection& owner, int wanted) {
  for (const char* table : {"contract", "commitment", "moment"})
    owner.script(std::string("ALTER TABLE contract.") + table + " DISABLE TRIGGER USER");
  owner.script(R"sql(
CREATE TEMP TABLE made AS
SELECT gen_random_uuid() AS id, gen_random_uuid() AS commitment_id, n
  FROM generate_series(1, )sql" +
               std::to_string(wanted) +
               R"sql() n;
INSERT INTO contract.contract (municipality_id, id, reference, title, party_id, unit_id, value_cents, start_on,
                               end_on, manager_id, budget_holder_id, coordinator_id, state, search, created_at,
                               changed_at)
SELECT c.municipality_id, m.id, 'B-' || m.n, c.title || ' ' || m.n, c.party_id, c.unit_id, 1000000 + m.n, '2025-01-01',
       date '2026-12-01' + m.n % 1500, c.manager_id, c.budget_holder_id,
       CASE WHEN m.n % 50 = 0 THEN c.coordinator_id END, 'in_force', c.search, now(), now()
  FROM made m
 CROSS JOIN LATERAL (SELECT o.*
                       FROM contract.contract o
                      WHERE o.coordinator_id IS NOT NULL AND m.n > 0
                      ORDER BY o.id LIMIT 1) c;
INSERT INTO contract.commitment (municipality_id, id, contract_id, kind, title, text, theme, position)
SELECT c.municipality_id, m.commitment_id, m.id, 'asked', 'Emissievrij', '', 'climate', 1
  FROM made m
  JOIN contract.contract c ON c.id = m.id;
INSERT INTO contract.moment (municipality_id, id, contract_id, commitment_id, period_from, period_to, due_on, state,
                             reported_name, reported_at)
SELECT c.municipality_id, gen_random_uuid(), m.id, m.commitment_id, '2026-01-01', '2026-03-31',
       date '2026-10-01' + (m.n + x * 40) % 300, CASE WHEN (m.n + x) % 7 = 0 THEN 'reported' ELSE 'planned' END, NULL,
       NULL
  FROM made m
  JOIN contract.contract c ON c.id = m.id
 CROSS JOIN generate_series(1, 3) x
)sql");
  for (const char* table : {"contract", "commitment", "moment"}) {
    owner.script(std::string("ALTER TABLE contract.") + table + " ENABLE TRIGGER USER");
    owner.script(std::string("VACUUM ANALYZE contract.") + table);
  }
}

// A hundred of them with a rule, a plan that is asked and six placements each: what one coordinator has, and much of it.
void with_social_return(db::Connection& owner) {
  owner.script(R"sql(
ALTER TABLE contract.contract DISABLE TRIGGER USER;
ALTER TABLE contract.placement DISABLE TRIGGER USER;
UPDATE contract.contract c
   SET rule_id = r.id, coordinator_id = o.coordinator_id
  FROM (SELECT min(id::text)::uuid AS id FROM contract.social_return_rule) r
 CROSS JOIN (SELECT min(coordinator_id::text)::uuid AS coordinator_id FROM contract.contract) o
 WHERE c.reference LIKE 'B-%'
   AND substr(c.reference, 3)::int <= 100;
INSERT INTO contract.placement (municipality_id, id, contract_id, table_id, block, hours, from_on, to_on, reference,
                                state, reported_name, reported_at)
SELECT c.municipality_id, gen_random_uuid(), c.id, p.table_id, p.block, 24, date '2025-02-01' + n * 20,
       date '2025-08-01' + n * 20, c.reference || '-' || n, CASE WHEN n % 5 = 0 THEN 'reported' ELSE 'verified' END,
       'Bench', now()
  FROM contract.contract c
 CROSS JOIN generate_series(1, 6) n
 CROSS JOIN (SELECT *
               FROM contract.placement
              ORDER BY id LIMIT 1) p
 WHERE c.rule_id IS NOT NULL
   AND c.reference LIKE 'B-%';
ALTER TABLE contract.contract ENABLE TRIGGER USER;
ALTER TABLE contract.placement ENABLE TRIGGER USER
)sql");
  owner.script("VACUUM ANALYZE contract.contract");
  owner.script("VACUUM ANALYZE contract.placement");
}

// Each of four people asks again and again; how long each answer took, in ms.
std::vector<double> at_once(tenzij::testing::TestServer& server, const char* role, const std::string& path, int rounds) {
  std::vector<std::vector<double>> each(people_at_once);
  std::vector<tenzij::testing::Client> clients;
  for (int i = 0; i < people_at_once; ++i) {
    clients.push_back(server.client());
    clients.back().sign_in(role);
  }
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < each.size(); ++i)
    threads.emplace_back([&, i] {
      each[i] = bench::times(rounds, [&] {
        const auto answer = clients[i].get(path);
        if (answer.status != 200) std::abort();
      });
    });
  for (std::thread& thread : threads) thread.join();
  std::vector<double> out;
  for (const auto& some : each) out.insert(out.end(), some.begin(), some.end());
  return out;
}

void measure_balance(bench::Report& report, tenzij::testing::TestServer& server, int placements, int rounds) {
  auto owner = server.owner();
  const auto contract = owner
                            .query(R"sql(
SELECT c.id
  FROM contract.contract c
  JOIN contract.placement p ON p.municipality_id = c.municipality_id AND p.contract_id = c.id
 WHERE c.rule_id IS NOT NULL
 ORDER BY c.id
 LIMIT 1
)sql")
                            .get<Uuid>(0, 0);
  owner.script("ALTER TABLE contract.placement DISABLE TRIGGER USER");
  owner.query(R"sql(
INSERT INTO contract.placement (municipality_id, id, contract_id, table_id, block, hours, from_on, to_on, reference,
                                state, reported_name, reported_at)
SELECT p.municipality_id, gen_random_uuid(), p.contract_id, p.table_id, p.block, 24, c.start_on + n % 200,
       c.start_on + n % 200 + 90, 'B-' || n, 'verified', 'Bench', now()
  FROM generate_series(1, $2) n
 CROSS JOIN (SELECT * FROM contract.placement
              WHERE contract_id = $1
              ORDER BY id LIMIT 1) p
  JOIN contract.contract c ON c.id = p.contract_id
)sql",
              contract, placements);
  owner.script("VACUUM ANALYZE contract.placement");
  tenzij::testing::Client client = server.client();
  client.sign_in("sroi_coordinator");
  const auto ours = bench::times(rounds, [&] {
    if (client.get("/contracts/" + contract.str() + "/social-return").status != 200) throw std::runtime_error("no balance");
  });
  const auto bare = bench::times(rounds, [&] {
    db::Session session(server.pool(), server.actor());
    session.query(R"sql(
SELECT p.*, t.valid_from, t.norm_hours, t.blocks
  FROM contract.placement p
  JOIN contract.block_table t ON t.municipality_id = p.municipality_id AND t.id = p.table_id
 WHERE p.contract_id = $1
 ORDER BY p.from_on, p.id
)sql",
                  contract);
  });
  report.figure("balance p50 ms", bench::percentile(ours, 0.5));
  report.figure("balance, bare SQL p50 ms", bench::percentile(bare, 0.5));
  report.at_most("balance / bare SQL", bench::percentile(ours, 0.5) / bench::percentile(bare, 0.5), 3);
}

void measure_register(bench::Report& report, tenzij::testing::TestServer& server, int rows) {
  tenzij::testing::Client client = server.client();
  client.sign_in("contract_manager");
  std::string file = "nummer;titel;leverancier;kvk;waarde;ingangsdatum;einddatum\n";
  for (int n = 0; n < rows; ++n) {
    const std::string kvk = std::to_string(10'000'000 + n % 5000);
    file += "R-" + std::to_string(n) + ";Register " + std::to_string(n) + ";Firma " + kvk + ";" + kvk + ";" + std::to_string(1000 + n) +
            ";01-01-2026;31-12-2028\n";
  }
  const auto put_aside =
      client.call("POST", "/api/v1/imports/contracts",
                  "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"register.csv\"\r\n\r\n" + file + "\r\n--edge--\r\n",
                  {}, "multipart/form-data; boundary=edge");
  if (put_aside.status != 202) throw std::runtime_error(put_aside.body);
  const std::string path = "/imports/contracts/" + std::string(put_aside.json().at("id").as_string());
  auto begin = std::chrono::steady_clock::now();
  client.get(path);
  report.figure("register, preview s", bench::seconds_since(begin));
  const auto run = [&](const char* step) {
    begin = std::chrono::steady_clock::now();
    const std::string job = "/jobs/" + std::string(client.post(path + "/" + step, "").json().at("jobId").as_string());
    json::value state = client.get(job).json();
    for (; state.at("state").as_string() == "queued" || state.at("state").as_string() == "running"; state = client.get(job).json())
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (state.at("state").as_string() != "done") throw std::runtime_error(json::dump(state));
    return bench::seconds_since(begin);
  };
  const double written = run("writing");
  auto owner = server.owner();
  const std::string copy = owner.query("SHOW data_directory").get<std::string>(0, 0) + "/bench.copy";
  owner.script("COPY (SELECT * FROM contract.contract WHERE reference LIKE 'R-%') TO '" + copy + "'");
  owner.script("CREATE TABLE contract.copied (LIKE contract.contract INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING INDEXES)");
  begin = std::chrono::steady_clock::now();
  owner.script("COPY contract.copied FROM '" + copy + "'");
  const double bare = bench::seconds_since(begin);
  report.figure("register, writing s", written);
  report.figure("register, contracts a second", rows / written);
  report.figure("register, bare COPY s", bare);
  report.figure("register / bare COPY", written / bare);
  report.figure("register, undoing s", run("undoing"));
}

void measure_mail(bench::Report& report, tenzij::testing::TestServer& server, int letters) {
  const std::string file = "/tmp/tenzij-bench-mail-" + std::to_string(getpid());
  FILE* sink = popen(("node bench/smtp-sink.mjs " + file + " " + std::to_string(letters)).c_str(), "r");
  int port = 0;
  if (sink == nullptr || fscanf(sink, "%d", &port) != 1) throw std::runtime_error("no mail server");
  auto owner = server.owner();
  mail::say_configured(owner, true);
  const auto person = owner.query("SELECT id FROM organisation.person ORDER BY id LIMIT 1").get<Uuid>(0, 0);
  owner.query("UPDATE organisation.person SET email = 'bench@noorderveen.localhost' WHERE id = $1", person);
  owner.script("DELETE FROM mail.message");
  {
    db::Session session(server.pool(), server.actor());
    for (int n = 0; n < letters; ++n) mail::tell(session, person, {"password_link", {}, "", "/nieuw-wachtwoord#bench"}, system_now());
    session.commit();
  }
  mail::Service service;
  service.server = "smtp://127.0.0.1:" + std::to_string(port);
  service.from = "tenzij@noorderveen.localhost";
  service.page = "https://noorderveen.localhost";
  service.plain = true;
  const Messages words(std::filesystem::path(TENZIJ_HOME) / "knowledge" / "mail");
  mail::Sender sender(server.pool(), service, words, system_now);
  const auto begin = std::chrono::steady_clock::now();
  while (sender.round()) {
  }
  const double seconds = bench::seconds_since(begin);
  if (owner.query("SELECT count(*) FROM mail.letter WHERE state = 'sent'").get<int>(0, 0) != letters)
    throw std::runtime_error("letters wait");
  pclose(sink);
  std::set<std::string> known;
  int lines = 0;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line); ++lines) known.insert(line);
  std::filesystem::remove(file);
  report.at_least("letters a second", letters / seconds, 100);
  report.at_most("letters lost", letters - static_cast<int>(known.size()), 0);
  report.at_most("letters twice", lines - static_cast<int>(known.size()), 0);
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = app::as_reader(argc, argv)) return *status;
  const bench::Options options(argc, argv);
  bench::Report report(options);
  tenzij::testing::TestServer server;
  auto owner = server.owner();
  const int rounds = options.quick ? 10 : 50;
  measure_mail(report, server, options.quick ? 200 : 2000);
  measure_balance(report, server, options.quick ? 500 : 5000, rounds);
  many_contracts(owner, options.quick ? 5000 : 50'000);
  with_social_return(owner);
  for (const auto& [name, role, path] :
       {std::tuple{"list of 100", "contract_manager", "/contracts?pageSize=100"},
        std::tuple{"late ones of one person", "sroi_coordinator", "/contracts?mine=true&late=true&sort=late&descending=true&pageSize=100"},
        std::tuple{"coordinator's page", "sroi_coordinator", "/social-return?mine=true&pageSize=50"},
        std::tuple{"what comes", "contract_manager", "/contract-dates?pageSize=50"}}) {
    const auto took = at_once(server, role, path, rounds);
    report.figure(std::string(name) + ", 4 people, p50 ms", bench::percentile(took, 0.5));
    report.at_most(std::string(name) + ", 4 people, p95 ms", bench::percentile(took, 0.95), 50);
  }
  measure_register(report, server, options.quick ? 2000 : 50'000);
  return report.finish();
}
