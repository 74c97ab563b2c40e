// The directory at 20,000 enterprises and 50,000 offerings while four people ask, one of them changing an enterprise now and then: how long
// a question takes over HTTP, with its counts, and how long the first one and one after a change.
#include <mutex>
#include <thread>

#include "app/demo_market.h"
#include "app/kinds.h"
#include "bench/report.h"
#include "platform/base/files.h"
#include "tests/support/server.h"

using namespace tenzij;

namespace {

constexpr int askers = 4;
constexpr double bound_ms = 50;

double share_of(std::vector<double> times, double share) {
  std::sort(times.begin(), times.end());
  return times.empty() ? 0 : times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
}

std::string in_address(std::string_view words) {
  std::string out;
  for (const char c : words)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) out += c;
    else out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return out;
}

std::vector<std::string> questions() {
  std::vector<std::string> out;
  const std::string content = read_file(std::filesystem::path(TENZIJ_HOME) / "bench" / "data" / "market-queries.tsv");
  for (const std::string_view line : text::split(content, '\n'))
    if (!line.empty() && !line.starts_with('#')) out.emplace_back(text::split(line, '\t')[0]);
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = app::as_reader(argc, argv)) return *status;
  const bench::Options options(argc, argv);
  bench::Report report(options);
  const auto folder = std::filesystem::path(TENZIJ_HOME) / "knowledge" / "demo" / "noorderveen";
  tenzij::testing::TestServer server(true);
  const std::size_t rounds = options.quick ? 8 : 83;
  const auto begin = std::chrono::steady_clock::now();
  const std::vector<market::EnterpriseInput> all = app::demo_enterprises(folder, rounds + 1);
  for (std::size_t at = 240; at < all.size(); at += 960) {
    std::vector<market::EnterpriseInput> some(all.begin() + static_cast<std::ptrdiff_t>(at),
                                              all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), at + 960)));
    // A number of its own, past those of the demo.
    for (std::size_t i = 0; i < some.size(); ++i)
      if (some[i].kvk) some[i].kvk = fmt::format("{:08}", 10'000'000 + at * 3 + i);
    db::Session session(server.pool(), server.actor());
    market::add_enterprises(session, some, server.now());
    session.commit();
  }
  db::Connection owner = server.owner();
  owner.script("ANALYZE market.enterprise; ANALYZE market.offering; ANALYZE market.evidence");
  const auto count = [&](const char* table) {
    return static_cast<double>(owner.query(std::string("SELECT count(*) FROM ") + table).get<std::int64_t>(0, 0));
  };
  report.figure("enterprises", count("market.enterprise"));
  report.figure("offerings", count("market.offering"));
  report.figure("added, enterprises per second", static_cast<double>(all.size()) / bench::seconds_since(begin));
  testing::Client first = server.client();
  first.sign_in("procurement_advisor");
  const auto timed = [](testing::Client& client, const std::string& path) {
    const auto start = std::chrono::steady_clock::now();
    const auto answer = client.get(path);
    if (answer.status != 200) throw std::runtime_error(path + ": " + answer.body);
    return bench::seconds_since(start) * 1000;
  };
  report.figure("first question, index made", timed(first, "/enterprises?search=taart"), "ms");
  const std::vector<std::string> asked = questions();
  std::vector<double> times;
  std::mutex guard;
  std::vector<std::thread> threads;
  for (int person = 0; person < askers; ++person)
    threads.emplace_back([&, person] {
      testing::Client client = server.client();
      client.sign_in("procurement_advisor");
      std::vector<double> own;
      const std::size_t rest = options.quick ? 40 : 200;
      for (std::size_t i = 0; i < rest; ++i) {
        const std::string& words = asked[(i * 7 + static_cast<std::size_t>(person) * 31) % asked.size()];
        own.push_back(timed(client, "/enterprises?search=" + in_address(words) + (i % 3 == 0 ? "&themes=social_return" : "")));
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
      }
      const std::lock_guard lock(guard);
      times.insert(times.end(), own.begin(), own.end());
    });
  for (auto& each : threads) each.join();
  report.figure("questions of four people", static_cast<double>(times.size()));
  report.figure("median", share_of(times, 0.5), "ms");
  report.at_most("p95", share_of(times, 0.95), bound_ms);
  std::vector<double> after;
  for (int i = 0; i < 20; ++i) {
    const auto made =
        first.post("/enterprises", fmt::format(R"({{"name":"Proef {}","offerings":[{{"title":"Proefstuk","kind":"product"}}]}})", i));
    if (made.status != 201) throw std::runtime_error(made.body);
    after.push_back(timed(first, "/enterprises?search=proefstuk"));
  }
  report.at_most("p95 of a question right after a change", share_of(after, 0.95), bound_ms);
  return report.finish();
}
