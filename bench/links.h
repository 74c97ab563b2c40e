// Sets of purchases and goals that were judged by hand, and how well an answer to each purchase does.
#pragma once

#include <filesystem>
#include <functional>
#include <set>

#include "platform/base/files.h"
#include "purchase/goal_match.h"

namespace tenzij::bench {

struct LinkCase {
  std::string municipality;
  std::string id;
  purchase::PurchaseFacts facts;
  std::string best;                  // id of a goal, or none
  std::set<std::string> acceptable;  // others that are right too
};
struct LinkGoal {
  std::string municipality;
  std::string id;
  purchase::GoalFacts facts;
};
struct LinkSet {
  std::string name;
  std::vector<LinkGoal> goals;
  std::vector<LinkCase> cases;
};
// The first suggestion: its goal, or none, and how sure.
struct LinkAnswer {
  std::string goal = "none";
  double score = 0;
};

inline std::vector<std::map<std::string, std::string>> rows_of(const std::filesystem::path& file) {
  std::vector<std::map<std::string, std::string>> out;
  std::vector<std::string> head;
  const std::string content = read_file(file);
  for (auto line : text::split(content, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    const auto cells = text::split(line, '\t');
    if (head.empty()) {
      for (const auto cell : cells) head.emplace_back(cell);
      continue;
    }
    auto& row = out.emplace_back();
    for (std::size_t i = 0; i < head.size() && i < cells.size(); ++i) row[head[i]] = std::string(text::trim(cells[i]));
  }
  return out;
}

inline std::vector<std::string> listed(const std::string& cell) {
  std::vector<std::string> out;
  for (const auto each : text::split(cell, ','))
    if (!text::trim(each).empty()) out.emplace_back(text::trim(each));
  return out;
}

// `name`: links or links-development.
inline LinkSet link_set(const std::filesystem::path& folder, const std::string& name) {
  LinkSet out{name, {}, {}};
  for (auto& row : rows_of(folder / (name + "-goals.tsv")))
    out.goals.push_back({row["municipality"],
                         row["id"],
                         {row["title"], row["explanation"], row["indicator"], listed(row["themes"]),
                          row["level"] == "department" || row["level"] == "afdeling", row["unit"]}});
  std::map<std::pair<std::string, std::string>, std::map<std::string, std::string>> judged;
  for (auto& row : rows_of(folder / (name + ".tsv"))) judged[{row["municipality"], row["purchase"]}] = row;
  for (auto& row : rows_of(folder / (name + "-purchases.tsv"))) {
    LinkCase each{row["municipality"], row["id"], {row["title"], row["need"], "", {}, row["cpv"], 0, {row["unit"]}}, "none", {}};
    if (!row["category"].empty()) each.facts.category = row["category"];
    std::string digits;
    for (const char c : row["value"])
      if (c >= '0' && c <= '9') digits += c;
    if (!digits.empty()) each.facts.value_cents = std::stoll(digits) * 100;
    auto& judge = judged[{each.municipality, each.id}];
    // The header says "best" or "goal", "acceptable" or "others": the third and fourth column.
    each.best = judge.contains("best") ? judge["best"] : judge["goal"];
    for (const std::string& also : listed(judge.contains("acceptable") ? judge["acceptable"] : judge["others"]))
      each.acceptable.insert(also);
    out.cases.push_back(std::move(each));
  }
  return out;
}

inline bool right(const LinkCase& each, const std::string& answer) { return answer == each.best || each.acceptable.contains(answer); }

struct LinkTally {
  int all = 0;
  int suggested = 0;
  int right_suggested = 0;  // of what was suggested
  int right = 0;            // of all, none counted as an answer
  int with_goal = 0;        // that serve a goal
  int found = 0;            // of those, rightly suggested
  void add(const LinkCase& each, const std::string& answer) {
    const bool good = bench::right(each, answer);
    ++all;
    right += good ? 1 : 0;
    with_goal += each.best != "none" ? 1 : 0;
    if (answer == "none") return;
    ++suggested;
    right_suggested += good ? 1 : 0;
    found += good && each.best != "none" ? 1 : 0;
  }
  [[nodiscard]] double precision() const { return suggested == 0 ? 1 : static_cast<double>(right_suggested) / suggested; }
  [[nodiscard]] double share_right() const { return all == 0 ? 1 : static_cast<double>(right) / all; }
  [[nodiscard]] double recall() const { return with_goal == 0 ? 1 : static_cast<double>(found) / with_goal; }
};

// What the rules answer to each case, in their order.
inline std::vector<std::vector<purchase::FoundGoal>> rules_answer(const purchase::GoalRules& rules, const LinkSet& set,
                                                                  std::vector<LinkAnswer>& first) {
  std::map<std::string, std::vector<std::shared_ptr<const purchase::GoalFeatures>>> goals;
  std::map<std::string, std::vector<std::string>> ids;
  for (const LinkGoal& each : set.goals) {
    goals[each.municipality].push_back(std::make_shared<const purchase::GoalFeatures>(rules.read(each.facts)));
    ids[each.municipality].push_back(each.id);
  }
  std::vector<std::vector<purchase::FoundGoal>> out;
  for (const LinkCase& each : set.cases) {
    out.push_back(rules.match(rules.read(each.facts), goals[each.municipality], {}));
    LinkAnswer& answer = first.emplace_back();
    if (!out.back().empty()) answer = {ids[each.municipality][out.back().front().goal], out.back().front().score};
  }
  return out;
}

}  // namespace tenzij::bench
