// How well the rules say which goal a purchase serves, on sets that were judged by hand (bench/data/links*.tsv), beside PostgreSQL's
// Dutch full-text rank over the same words, with the threshold that suits it best on the development set. The towns are split: rules
// are developed with some, and three (held out) only measure.
#include "bench/links.h"
#include "bench/report.h"
#include "tests/support/database.h"

namespace tenzij::bench {

namespace {

// The title counts more than the rest, as ts_rank's weights have it; any word of the purchase may match.
constexpr std::string_view rank_goals = R"sql(
SELECT p.n, g.n AS goal, ts_rank(setweight(to_tsvector('dutch', g.title), 'A') || setweight(to_tsvector('dutch',
       g.words), 'C'), p.query) AS rank
  FROM jsonb_to_recordset($1::jsonb) AS g(n int, municipality text, title text, words text)
  JOIN (SELECT q.n, q.municipality,
               to_tsquery('dutch', (SELECT coalesce(string_agg(quote_literal(w.word), ' | '), '''''')
                                      FROM unnest(tsvector_to_array(to_tsvector('simple',
                                             q.words))) AS w(word))) AS query
          FROM jsonb_to_recordset($2::jsonb) AS q(n int, municipality text, words text)) p
                 ON p.municipality = g.municipality
)sql";

std::vector<LinkAnswer> peer_answers(db::Connection& database, const LinkSet& set) {
  json::array goals;
  json::array purchases;
  for (std::size_t i = 0; i < set.goals.size(); ++i)
    goals.push_back({{"n", i},
                     {"municipality", set.goals[i].municipality},
                     {"title", set.goals[i].facts.title},
                     {"words", set.goals[i].facts.explanation}});
  for (std::size_t i = 0; i < set.cases.size(); ++i)
    purchases.push_back(
        {{"n", i}, {"municipality", set.cases[i].municipality}, {"words", set.cases[i].facts.title + " " + set.cases[i].facts.need}});
  std::vector<LinkAnswer> out(set.cases.size());
  const auto rows = database.query(rank_goals, json::value(std::move(goals)), json::value(std::move(purchases)));
  for (int row = 0; row < rows.rows(); ++row) {
    LinkAnswer& answer = out[rows.get<std::size_t>(row, 0)];
    const double rank = rows.get<double>(row, 2);
    if (rank > answer.score) answer = {set.goals[rows.get<std::size_t>(row, 1)].id, rank};
  }
  return out;
}

LinkTally tally(const LinkSet& set, const std::vector<LinkAnswer>& answers, double least, const std::string& municipality = {}) {
  LinkTally out;
  for (std::size_t i = 0; i < set.cases.size(); ++i)
    if (municipality.empty() || set.cases[i].municipality == municipality)
      out.add(set.cases[i], answers[i].score < least ? "none" : answers[i].goal);
  return out;
}

double best_threshold(const LinkSet& set, const std::vector<LinkAnswer>& answers) {
  double best = 0;
  int most = -1;
  for (double least = 0; least <= 1; least += 0.005)
    if (const int right = tally(set, answers, least).right; right > most) {
      most = right;
      best = least;
    }
  return best;
}

void say(Report& report, const std::string& name, const LinkTally& tally) {
  report.figure(name + ": precision of the first suggestion", tally.precision());
  report.figure(name + ": right answers, none counted", tally.share_right());
  report.figure(name + ": recall", tally.recall());
  report.figure(name + ": purchases with a suggestion", tally.all == 0 ? 0 : static_cast<double>(tally.suggested) / tally.all);
}

}  // namespace

namespace {

// Rules were developed with the others; by these towns none may be adjusted.
const std::set<std::string> held_out{"Loevewaard", "Kerspelhoven", "Sluiswaard"};

// The purchases of towns that no rule was adjusted to, of all sets together.
struct HeldOut {
  LinkTally ours;
  LinkTally peer;
  void add(const LinkSet& set, const std::vector<LinkAnswer>& rules, const std::vector<LinkAnswer>& full_text, double least) {
    for (std::size_t i = 0; i < set.cases.size(); ++i) {
      if (!held_out.contains(set.cases[i].municipality)) continue;
      ours.add(set.cases[i], rules[i].goal);
      peer.add(set.cases[i], full_text[i].score < least ? "none" : full_text[i].goal);
    }
  }
};

}  // namespace

int quality_links(const std::filesystem::path& home, const Options& options) {
  Report report(options);
  const purchase::GoalRules rules(home / "knowledge" / "purchase");
  db::Connection database(testing::TestCluster::get().settings(testing::TestCluster::get().create()).owner_url);
  std::optional<double> least;
  HeldOut unseen;
  for (const char* name : {"links-development", "links-seen", "links-second", "links-third", "links", "links-unseen"}) {
    if (!std::filesystem::exists(home / "bench" / "data" / (std::string(name) + ".tsv"))) {
      fmt::print("{}: not here\n", name);
      continue;
    }
    const LinkSet set = link_set(home / "bench" / "data", name);
    std::vector<LinkAnswer> ours;
    rules_answer(rules, set, ours);
    report.figure(std::string(name) + ": purchases", static_cast<double>(set.cases.size()));
    say(report, name, tally(set, ours, 0));
    std::set<std::string> municipalities;
    for (const LinkCase& each : set.cases) municipalities.insert(each.municipality);
    for (const std::string& each : municipalities)
      say(report, std::string(name) + ", " + each + (held_out.contains(each) ? " (held out)" : ""), tally(set, ours, 0, each));
    const auto peer = peer_answers(database, set);
    if (!least) least = best_threshold(set, peer);
    say(report, std::string(name) + ", full-text rank", tally(set, peer, *least));
    unseen.add(set, ours, peer, *least);
  }
  report.figure("held out: purchases", unseen.ours.all);
  say(report, "held out", unseen.ours);
  say(report, "held out, full-text rank", unseen.peer);
  report.at_least("held out: precision", unseen.ours.precision(), 0.85);
  return report.finish();
}

}  // namespace tenzij::bench
