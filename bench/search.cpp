// Search while four people type, letter by letter, at 100,000 records, beside PostgreSQL's own Dutch search (a stored tsvector with its
// index, whole words only) on the same rows in the same run. Words come from what the product knows, with compounds of them.
#include "thread/search.h"

#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "app/kinds.h"
#include "bench/report.h"
#include "platform/base/files.h"
#include "scan/scan.h"
#include "tests/support/server.h"

using namespace tenzij;

namespace {

constexpr int typists = 4;
constexpr double bound_ms = 50;
// Between two questions of one person: who types fast gives five letters a second.
constexpr std::chrono::milliseconds pause{150};

std::vector<std::string> vocabulary(const std::filesystem::path& knowledge, std::mt19937& random) {
  std::map<std::string, int> counts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(knowledge)) {
    const auto ending = entry.path().extension();
    if (!entry.is_regular_file() || entry.path().string().find("passwords") != std::string::npos || (ending != ".json" && ending != ".tsv"))
      continue;
    for (const auto& word : scan::placed_words(read_file(entry.path())))
      if (word.folded.size() > 2 && std::all_of(word.folded.begin(), word.folded.end(), [](char c) { return c >= 'a' && c <= 'z'; }))
        ++counts[word.folded];
  }
  std::vector<std::pair<int, std::string>> by_count;
  for (const auto& [word, count] : counts) by_count.emplace_back(-count, word);
  std::sort(by_count.begin(), by_count.end());
  std::vector<std::string> out;
  for (const auto& each : by_count) out.push_back(each.second);
  const std::size_t known = std::min<std::size_t>(out.size(), 4000);
  for (int i = 0; i < 30'000; ++i) out.push_back(out[random() % known] + out[random() % known]);
  return out;
}

// The n-th word is needed in proportion to 1 / n, as in any language.
class Words {
 public:
  Words(std::vector<std::string> words, std::mt19937& random) : words_(std::move(words)), random_(random) {
    std::vector<double> weights;
    for (std::size_t i = 0; i < words_.size(); ++i) weights.push_back(1.0 / static_cast<double>(i + 3));
    choose_ = std::discrete_distribution<std::size_t>(weights.begin(), weights.end());
  }
  std::string some(unsigned count) {
    std::string out;
    for (unsigned i = 0; i < count; ++i) out += (i == 0 ? "" : " ") + words_[choose_(random_)];
    return out;
  }

 private:
  std::vector<std::string> words_;
  std::mt19937& random_;
  std::discrete_distribution<std::size_t> choose_;
};

constexpr std::string_view add_records = R"sql(
INSERT INTO thread.record (municipality_id, kind, id, title, detail, number, words, themes, counts_as, archived)
SELECT $1, r.kind, gen_random_uuid(), r.title, '', nullif(r.number, ''), r.words, '{}', '', false
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS r(kind, title, number, words)
)sql";

std::vector<std::string> fill(db::Connection& owner, const Uuid& municipality, int records, Words& words, std::mt19937& random) {
  const std::vector<std::string> kinds{"purchase", "purchase", "requirement", "requirement", "requirement",
                                       "clause",   "clause",   "notice",      "criterion",   "goal"};
  std::vector<std::string> titles;
  for (int done = 0; done < records; done += 1000) {
    std::vector<std::string> kind;
    std::vector<std::string> title;
    std::vector<std::string> number;
    std::vector<std::string> text;
    for (int i = done; i < done + 1000; ++i) {
      kind.push_back(kinds[static_cast<std::size_t>(i) % kinds.size()]);
      title.push_back(words.some(3 + static_cast<unsigned>(random() % 5)));
      number.push_back(kind.back() == "purchase" ? fmt::format("INK-{}-{:03}", 2020 + i % 8, i / 8 % 1000) : "");
      text.push_back(words.some(10 + static_cast<unsigned>(random() % 30)));
      titles.push_back(title.back());
    }
    owner.query(add_records, municipality, kind, title, number, text);
  }
  owner.script("VACUUM ANALYZE thread.searched; ");
  owner.script("VACUUM ANALYZE thread.word");
  owner.script("VACUUM ANALYZE thread.record");
  return titles;
}

constexpr std::string_view own_table = R"sql(
CREATE SCHEMA own;
CREATE TABLE own.row AS
  SELECT municipality_id, kind, id,
         setweight(to_tsvector('dutch', title || ' ' || coalesce(number, '')), 'A')
           || to_tsvector('dutch', words) AS search
    FROM thread.record;
CREATE INDEX own_search ON own.row USING gin (search);
ANALYZE own.row;
)sql";
constexpr std::string_view own_search = R"sql(
SELECT id, kind
  FROM own.row
 WHERE municipality_id = $2 AND search @@ plainto_tsquery('dutch', $1)
 ORDER BY ts_rank(search, plainto_tsquery('dutch', $1)) DESC
 LIMIT 50
)sql";

// What somebody types to get at a title: two of its words, from the second letter on, now and then with two letters swapped.
std::vector<std::string> typed(const std::string& title, std::mt19937& random) {
  auto words = text::split(title, ' ');
  const std::size_t first = random() % words.size();
  std::string whole(words[first]);
  if (random() % 5 == 0 && whole.size() > 5) std::swap(whole[3], whole[4]);
  if (random() % 2 == 0 && first + 1 < words.size()) whole += " " + std::string(words[first + 1]);
  std::vector<std::string> out;
  for (std::size_t length = 2; length <= whole.size() && length <= 24; ++length) out.push_back(whole.substr(0, length));
  return out;
}

double at(std::vector<double> times, double share) {
  std::sort(times.begin(), times.end());
  return times.empty() ? 0 : times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
}

template <class Ask>
std::vector<double> type(const std::vector<std::vector<std::vector<std::string>>>& people, Ask&& ask) {
  std::mutex mutex;
  std::vector<double> all;
  std::vector<std::thread> threads;
  for (const auto& person : people)
    threads.emplace_back([&] {
      std::vector<double> own;
      for (const auto& queries : person)
        for (const std::string& query : queries) {
          const auto begin = std::chrono::steady_clock::now();
          ask(query);
          own.push_back(bench::seconds_since(begin) * 1000);
          std::this_thread::sleep_for(pause);
        }
      const std::lock_guard lock(mutex);
      all.insert(all.end(), own.begin(), own.end());
    });
  for (auto& each : threads) each.join();
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = app::as_reader(argc, argv)) return *status;
  const bench::Options options(argc, argv);
  bench::Report report(options);
  const std::filesystem::path knowledge = std::filesystem::path(TENZIJ_HOME) / "knowledge";
  tenzij::testing::TestServer server(false);
  db::Connection owner = server.owner();
  const Uuid municipality = organisation::add_municipality(owner, "GM0002", "Bench", false).id;
  std::mt19937 random(20261129);
  Words words(vocabulary(knowledge, random), random);
  const int records = options.quick ? 20'000 : 100'000;
  const auto begin = std::chrono::steady_clock::now();
  const auto titles = fill(owner, municipality, records, words, random);
  report.figure("records", records);
  report.figure("words of them", static_cast<double>(owner.query("SELECT count(*) FROM thread.word").get<std::int64_t>(0, 0)));
  report.figure("added with their words, per second", records / bench::seconds_since(begin));
  owner.script(std::string(own_table));
  owner.script("GRANT USAGE ON SCHEMA own TO tenzij_app; GRANT SELECT ON own.row TO tenzij_app");
  std::vector<std::vector<std::vector<std::string>>> people(typists);
  for (auto& person : people)
    for (int i = 0; i < (options.quick ? 4 : 10); ++i) person.push_back(typed(titles[random() % titles.size()], random));
  const thread::SearchWords known(knowledge / "search");
  const thread::SearchScope scope{{"purchase", "requirement", "clause", "notice", "criterion", "goal"}, {}, {}};
  std::atomic<std::int64_t> found{0};
  const auto ours = type(people, [&](const std::string& query) {
    db::Session session(server.pool(), {municipality, {}, "bench"});
    if (!thread::search(session, known, query, scope).fits.empty()) ++found;
  });
  std::atomic<std::int64_t> found_by_own{0};
  const auto theirs = type(people, [&](const std::string& query) {
    db::Session session(server.pool(), {municipality, {}, "bench"});
    if (!session.query(own_search, query, municipality).empty()) ++found_by_own;
  });
  report.figure("questions of four people typing", static_cast<double>(ours.size()));
  report.figure("answered with something, %", 100.0 * static_cast<double>(found) / static_cast<double>(ours.size()));
  report.figure("PostgreSQL's own, answered with something, %",
                100.0 * static_cast<double>(found_by_own) / static_cast<double>(ours.size()));
  report.figure("half of them within, ms", at(ours, 0.5));
  report.at_most("95 % of them within, ms", at(ours, 0.95), bound_ms);
  report.figure("slowest, ms", at(ours, 1));
  report.figure("PostgreSQL's own: half within, ms", at(theirs, 0.5));
  report.figure("PostgreSQL's own: 95 % within, ms", at(theirs, 0.95));
  return report.finish();
}
