// How well the market finds what people mean: nDCG@5 and recall@10 over graded questions and purchases on an invented directory, beside
// PostgreSQL's own Dutch full text on the same rows in the same run. Odd lines of bench/data/market-*.tsv were used for tuning, even lines
// were not. Usage: scripts/bench quality market [--list] [--tuning]; --list says what each question of the half gave.
#include <cmath>

#include "app/demo_market.h"
#include "app/kinds.h"
#include "bench/report.h"
#include "platform/base/files.h"
#include "tests/support/server.h"

using namespace tenzij;

namespace {

struct GradedLine {
  std::string words;
  market::PurchaseWords purchase;
  std::map<std::string, int> grades;  // by slug
};

std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> out;
  for (const std::string_view cell : text::split(line, '\t')) out.emplace_back(text::trim(cell));
  return out;
}

std::map<std::string, int> grades_of(const std::string& cell) {
  std::map<std::string, int> out;
  for (const std::string_view part : text::split(cell, ','))
    if (const auto colon = part.rfind(':'); colon != std::string_view::npos)
      out[std::string(text::trim(part.substr(0, colon)))] = std::stoi(std::string(part.substr(colon + 1)));
  return out;
}

std::vector<GradedLine> graded_lines(const std::filesystem::path& file, bool purchases, bool tuning) {
  std::vector<GradedLine> out;
  const std::string content = read_file(file);
  std::size_t number = 0;
  for (const std::string_view line : text::split(content, '\n')) {
    if (line.empty() || line.starts_with('#')) continue;
    if ((number++ % 2 == 0) != tuning) continue;
    auto cells = cells_of(line);
    cells.resize(4);
    GradedLine each;
    if (purchases) {
      each.purchase = {cells[0], cells[1], cells[2].empty() ? std::nullopt : std::optional(cells[2])};
      each.words = cells[0] + " " + cells[1];
      each.grades = grades_of(cells[3]);
    } else {
      each.words = cells[0];
      each.grades = grades_of(cells[1]);
    }
    out.push_back(std::move(each));
  }
  return out;
}

// The best grade of what an enterprise offers, by the titles of its offerings.
struct Directories {
  std::map<Uuid, std::set<std::string>> slugs;  // of enterprises
  std::map<Uuid, std::string> names;
  int grade(const Uuid& id, const GradedLine& asked) const {
    int best = 0;
    for (const std::string& slug : slugs.at(id))
      if (const auto found = asked.grades.find(slug); found != asked.grades.end()) best = std::max(best, found->second);
    return best;
  }
};

double gain(const std::vector<int>& grades, std::size_t most) {
  double out = 0;
  for (std::size_t i = 0; i < grades.size() && i < most; ++i) out += (std::pow(2, grades[i]) - 1) / std::log2(static_cast<double>(i) + 2);
  return out;
}

struct Score {
  double ndcg = 0;
  double recall = 0;
  std::size_t count = 0;
  void add(const Directories& all, const GradedLine& asked, const std::vector<Uuid>& found) {
    std::vector<int> best;
    for (const auto& [id, slugs] : all.slugs)
      if (const int grade = all.grade(id, asked); grade > 0) best.push_back(grade);
    std::sort(best.rbegin(), best.rend());
    ++count;
    // Where there is nothing to find, nothing found is right.
    if (best.empty()) {
      ndcg += found.empty() ? 1 : 0;
      recall += found.empty() ? 1 : 0;
      return;
    }
    std::vector<int> got;
    for (const Uuid& id : found) got.push_back(all.grade(id, asked));
    ndcg += gain(got, 5) / gain(best, 5);
    const auto good = [](int grade) { return grade >= 2; };
    const auto there = std::count_if(best.begin(), best.end(), good);
    const auto seen = std::count_if(got.begin(), got.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(10, got.size())), good);
    recall += there == 0 ? 1 : static_cast<double>(seen) / static_cast<double>(std::min<std::ptrdiff_t>(10, there));
  }
  void print(bench::Report& report, const std::string& name) const {
    report.figure(name + ": nDCG@5", ndcg / static_cast<double>(count));
    report.figure(name + ": recall@10", recall / static_cast<double>(count));
  }
};

constexpr std::string_view own_rows = R"sql(
CREATE SCHEMA own;
CREATE TABLE own.row AS
  SELECT o.enterprise_id AS id,
         setweight(to_tsvector('dutch', o.title), 'A')
           || setweight(to_tsvector('dutch', e.name), 'B')
           || setweight(to_tsvector('dutch', o.description || ' ' || o.impact), 'C')
           || setweight(to_tsvector('dutch', e.description || ' ' || coalesce(e.place, '')), 'D') AS search
    FROM market.offering o
    JOIN market.enterprise e ON e.municipality_id = o.municipality_id AND e.id = o.enterprise_id;
)sql";
// All words needed; where nothing has all of them, any of them: what a form on plain full text would do.
constexpr std::string_view own_search = R"sql(
SELECT r.id, max(ts_rank(r.search, q.asked)) AS rank
  FROM own.row r
 CROSS JOIN (SELECT CASE WHEN EXISTS (SELECT 1 FROM own.row x
                                       WHERE x.search @@ plainto_tsquery('dutch', $1))
                         THEN plainto_tsquery('dutch', $1)
                         ELSE replace(plainto_tsquery('dutch', $1)::text, '&', '|')::tsquery
                    END AS asked) q
 WHERE r.search @@ q.asked
 GROUP BY r.id
 ORDER BY rank DESC, r.id
 LIMIT 10
)sql";

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = app::as_reader(argc, argv)) return *status;
  const bench::Options options(argc, argv);
  bench::Report report(options);
  bool list = false;
  bool tuning = false;
  for (int i = 1; i < argc; ++i) {
    list = list || std::string_view(argv[i]) == "--list";
    tuning = tuning || std::string_view(argv[i]) == "--tuning";
  }
  const std::filesystem::path home(TENZIJ_HOME);
  const auto folder = home / "knowledge" / "demo" / "noorderveen";
  tenzij::testing::TestServer server(false);
  db::Connection owner = server.owner();
  const Uuid municipality = organisation::add_municipality(owner, "GM0002", "Bench", false).id;
  db::Session session(server.pool(), {municipality, {}, "bench"});
  criteria::add_library(session, criteria::Library(home / "knowledge" / "criteria"), server.now());
  market::add_enterprises(session, app::demo_enterprises(folder, 2), server.now());
  session.commit();
  owner.script(std::string(own_rows));
  Directories all;
  std::map<std::string, std::string> slug_of;
  for (const auto& [slug, titles] : app::demo_slugs(folder))
    for (const std::string& title : titles) slug_of[title] = slug;
  const auto rows = owner.query("SELECT e.id, o.title, e.name FROM market.enterprise e JOIN market.offering o ON o.enterprise_id = e.id");
  for (int i = 0; i < rows.rows(); ++i) {
    all.slugs[rows.get<Uuid>(i, 0)].insert(slug_of.at(rows.get<std::string>(i, 1)));
    all.names[rows.get<Uuid>(i, 0)] = rows.get<std::string>(i, 2);
  }
  report.figure("enterprises", static_cast<double>(all.slugs.size()));
  report.figure("offerings", rows.rows());
  const auto directory = market::open_directory(market::read_knowledge(home / "knowledge"));
  const Date today = date_of(server.now());
  const auto measure = [&](bool purchases, bool tuned) {
    Score ours;
    Score plain;
    for (const GradedLine& asked :
         graded_lines(home / "bench" / "data" / (purchases ? "market-purchases.tsv" : "market-queries.tsv"), purchases, tuned)) {
      db::Session look(server.pool(), {municipality, {}, "bench"});
      const std::vector<Uuid> found = purchases ? market::best_for_purchase(look, *directory, asked.purchase, 10, today)
                                                : market::best_for_words(look, *directory, asked.words, 10, today);
      std::vector<Uuid> theirs;
      const auto answer = owner.query(own_search, asked.words);
      for (int i = 0; i < answer.rows(); ++i) theirs.push_back(answer.get<Uuid>(i, 0));
      const double before = ours.ndcg;
      ours.add(all, asked, found);
      plain.add(all, asked, theirs);
      if (list && tuned == tuning) {
        fmt::print("{:.2f}  {}\n", ours.ndcg - before, asked.words);
        if (ours.ndcg - before < 0.9)
          for (std::size_t i = 0; i < found.size() && i < 5; ++i) {
            std::string slugs;
            for (const std::string& slug : all.slugs.at(found[i])) slugs += " " + slug;
            fmt::print("        {} {}{}\n", all.grade(found[i], asked), all.names.at(found[i]), slugs);
          }
      }
    }
    const std::string name = std::string(purchases ? "purchases" : "questions") + (tuned ? ", for tuning" : ", kept apart");
    report.figure(name, static_cast<double>(ours.count));
    ours.print(report, name);
    plain.print(report, name + ", plain full text");
    if (tuned) return;
    const auto count = static_cast<double>(ours.count);
    report.at_least(name + ": nDCG@5, goal", ours.ndcg / count, 0.85);
    report.at_least(name + ": nDCG@5 above plain full text", (ours.ndcg - plain.ndcg) / count, 0.15);
  };
  measure(false, true);
  measure(false, false);
  measure(true, true);
  measure(true, false);
  return report.finish();
}
