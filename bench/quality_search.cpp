// How well the search finds what people mean: nDCG@10 over graded queries, beside PostgreSQL's own Dutch search on the same rows in
// the same run. Usage: scripts/bench quality search [held-out|development] [--list]; --list says what each query gave.
// held-out: bench/data/search-records.tsv and search-queries.tsv, never looked at while tuning; development: search-development-*.
#include <cmath>
#include <set>

#include "app/kinds.h"
#include "bench/report.h"
#include "platform/base/files.h"
#include "tests/support/server.h"
#include "thread/search.h"

using namespace tenzij;

namespace {

struct Graded {
  std::string query;
  std::map<std::string, int> grades;
};

std::vector<std::vector<std::string>> rows_of(const std::filesystem::path& file) {
  const std::string content = read_file(file);
  std::vector<std::vector<std::string>> out;
  for (const std::string_view line : text::split(content, '\n')) {
    if (line.empty() || line.starts_with('#')) continue;
    auto& row = out.emplace_back();
    for (const std::string_view cell : text::split(line, '\t')) row.emplace_back(cell);
  }
  return out;
}

std::vector<Graded> graded(const std::filesystem::path& file) {
  std::vector<Graded> out;
  for (const auto& row : rows_of(file)) {
    Graded each{row[0], {}};
    if (row.size() > 1)
      for (const std::string_view part : text::split(row[1], ',')) {
        const auto colon = part.rfind(':');
        if (colon != std::string_view::npos)
          each.grades[std::string(text::trim(part.substr(0, colon)))] = std::stoi(std::string(part.substr(colon + 1)));
      }
    out.push_back(std::move(each));
  }
  return out;
}

double discounted(const std::vector<int>& grades) {
  double out = 0;
  for (std::size_t i = 0; i < grades.size() && i < 10; ++i) out += (std::pow(2, grades[i]) - 1) / std::log2(static_cast<double>(i) + 2);
  return out;
}

// Where there is nothing to find, nothing found is right.
double ndcg(const Graded& asked, const std::vector<std::string>& found) {
  if (asked.grades.empty()) return found.empty() ? 1 : 0;
  std::vector<int> best;
  for (const auto& [id, grade] : asked.grades) best.push_back(grade);
  std::sort(best.rbegin(), best.rend());
  std::vector<int> got;
  for (const std::string& id : found) got.push_back(asked.grades.contains(id) ? asked.grades.at(id) : 0);
  return discounted(got) / discounted(best);
}

constexpr std::string_view own_search = R"sql(
SELECT r.id
  FROM thread.record r
 CROSS JOIN LATERAL (SELECT setweight(to_tsvector('dutch', r.title || ' ' || coalesce(r.number, '')), 'A')
                              || to_tsvector('dutch', r.words) AS words,
                            plainto_tsquery('dutch', $1) AS query) s
 WHERE s.words @@ s.query
 ORDER BY ts_rank(s.words, s.query) DESC, r.id
 LIMIT 10
)sql";

constexpr std::string_view add_record = R"sql(
INSERT INTO thread.record (municipality_id, kind, id, title, detail, number, words, themes, counts_as, archived)
VALUES ($1, $2, md5($3)::uuid, $4, '', nullif($5, ''), $6, '{}', $3, false)
RETURNING id
)sql";

struct Mean {
  double sum = 0;
  int count = 0;
  void add(double value) {
    sum += value;
    ++count;
  }
  [[nodiscard]] double value() const { return count == 0 ? 0 : sum / count; }
};

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = app::as_reader(argc, argv)) return *status;
  bool list = false;
  bool development = false;
  for (int i = 1; i < argc; ++i) {
    list = list || std::string_view(argv[i]) == "--list";
    development = development || std::string_view(argv[i]) == "development";
  }
  const std::filesystem::path home = TENZIJ_HOME;
  const std::filesystem::path data = home / "bench" / "data";
  const std::string set = development ? "search-development-" : "search-";
  if (!std::filesystem::exists(data / (set + "records.tsv"))) {
    fmt::print("skipped: {}records.tsv is not there\n", set);
    return 0;
  }
  tenzij::testing::TestServer server(false);
  db::Connection owner = server.owner();
  const Uuid municipality = organisation::add_municipality(owner, "GM0002", "Bench", false).id;
  std::map<Uuid, std::string> names;
  thread::SearchScope scope;
  std::set<std::string> kinds;
  for (auto row : rows_of(data / (set + "records.tsv"))) {
    row.resize(6);
    names[owner.query(add_record, municipality, row[0], row[1], row[3], row[2], row[4] + " " + row[5]).get<Uuid>(0, 0)] = row[1];
    kinds.insert(row[0]);
  }
  owner.script("ANALYZE thread.searched; ANALYZE thread.word; ANALYZE thread.record");
  scope.kinds.assign(kinds.begin(), kinds.end());
  const thread::SearchWords known(home / "knowledge" / "search");
  db::Session session(server.pool(), {municipality, {}, "bench"});
  Mean ours;
  Mean theirs;
  Mean nothing_ours;
  Mean nothing_theirs;
  const auto queries = graded(data / (set + "queries.tsv"));
  for (const Graded& each : queries) {
    const auto ranked = thread::search(session, known, each.query, scope);
    std::vector<std::string> here;
    for (const auto& fit : ranked.fits)
      if (here.size() < 10) here.push_back(names.at(fit.candidate->id));
    std::vector<std::string> there;
    const auto rows = session.query(own_search, each.query);
    for (int i = 0; i < rows.rows(); ++i) there.push_back(names.at(rows.get<Uuid>(i, 0)));
    const double mine = ndcg(each, here);
    const double other = ndcg(each, there);
    ours.add(mine);
    theirs.add(other);
    if (each.grades.empty()) {
      nothing_ours.add(mine);
      nothing_theirs.add(other);
    }
    if (list) {
      fmt::print("{:.2f} {:.2f}  {}  ->", mine, other, each.query);
      for (std::size_t i = 0; i < here.size(); ++i)
        fmt::print(" {}:{}", here[i], each.grades.contains(here[i]) ? each.grades.at(here[i]) : 0);
      for (const auto& [id, grade] : each.grades)
        if (std::find(here.begin(), here.end(), id) == here.end()) fmt::print(" [{}:{}]", id, grade);
      fmt::print("\n");
    }
  }
  fmt::print("{} records, {} queries, {} of them with nothing to find\n", names.size(), queries.size(), nothing_ours.count);
  fmt::print("{:40} {:>8} {:>12}\n", "", "Tenzij", "PostgreSQL");
  fmt::print("{:40} {:>8.3f} {:>12.3f}\n", "nDCG@10", ours.value(), theirs.value());
  fmt::print("{:40} {:>8.3f} {:>12.3f}\n", "nothing found where nothing is", nothing_ours.value(), nothing_theirs.value());
  return 0;
}
