#include "purchase/lookups.h"

namespace tenzij::purchase {

namespace {

// What a key stands for, looked up the first time.
template <class Map, class Key>
auto& once(Map& map, const Key& key, auto&& look_up) {
  const auto at = map.find(key);
  return at != map.end() ? at->second : map.emplace(key, look_up()).first->second;
}

// A goal with a figure asks more than basic.
const db::Statement levels_from_goals{"purchase.levels_from_goals", R"sql(
SELECT t.theme, max(CASE WHEN g.target IS NOT NULL THEN 2 ELSE 1 END) AS level
  FROM organisation.unit_and_above($1) u
  JOIN policy.goal g
       ON g.municipality_id = platform.current_municipality() AND g.unit_id = u.id AND g.archived_at IS NULL
 CROSS JOIN unnest(g.themes) AS t(theme)
 GROUP BY t.theme
)sql"};

}  // namespace

bool Lookups::known(const std::string& statement, const std::string& value) {
  return once(known_, std::pair(statement, value), [&] { return !session_.query(statement, value).empty(); });
}

const std::vector<ProcedureRule>& Lookups::procedures() {
  if (!procedures_) procedures_ = procedure_rules(session_, knowledge_);
  return *procedures_;
}

const reference::Reasons& Lookups::reasons() {
  if (!reasons_) reasons_.emplace(session_);
  return *reasons_;
}

std::optional<std::string> Lookups::category(const std::string& cpv) {
  return once(categories_, cpv, [&] { return category_of(session_, cpv); });
}

const std::vector<TaskTemplate>& Lookups::tasks(const std::string& procedure) {
  return once(tasks_, procedure, [&] { return tasks_for(session_, procedure, knowledge_); });
}

const Lookups::Levels& Lookups::themes() {
  if (!themes_) themes_ = session_.rows<ThemeLevel>("SELECT code AS theme, 1 AS level FROM reference.theme");
  return *themes_;
}

const Lookups::Levels& Lookups::goals(const std::optional<Uuid>& unit) {
  return once(goals_, unit, [&] { return session_.rows<ThemeLevel>(levels_from_goals, unit); });
}

const Lookups::Levels& Lookups::focus(const std::optional<std::string>& category) {
  return once(focus_, category, [&] {
    return session_.rows<ThemeLevel>("SELECT theme, focus AS level FROM criteria.focus WHERE category = $1 AND focus > 0", category);
  });
}

// Purchases that have no ambition of their own share one answer with all of the same unit, code and day.
const std::vector<ambition::Applicable>& Lookups::ambitions(const PurchaseRow& purchase, Date today) {
  const std::string cpv = purchase.cpv ? *purchase.cpv : once(cpv_, purchase.category, [&] { return cpv_of(session_, purchase); });
  if (!with_own_ambition_) {
    with_own_ambition_.emplace();
    const auto own = session_.query("SELECT DISTINCT purchase_id FROM ambition.ambition WHERE purchase_id IS NOT NULL");
    for (int i = 0; i < own.rows(); ++i) with_own_ambition_->insert(own.get<Uuid>(i, 0));
  }
  const auto self = with_own_ambition_->contains(purchase.id) ? std::optional(purchase.id) : std::nullopt;
  const Date day = rules_day(purchase, today);
  return once(ambitions_, std::tuple(purchase.unit_id, cpv, self, day), [&] {
    return ambition::applicable(session_, {purchase.unit_id, cpv, self, day}, today);
  });
}

std::map<std::string, ThemeDefault> Lookups::defaults(const PurchaseRow& purchase, Date today) {
  std::map<std::string, ThemeDefault> out;
  for (const ThemeLevel& each : themes()) out[each.theme] = {};
  for (const Duty& duty : knowledge_.duties)
    if (purchase.category && duty.from_euro * 100 <= purchase.value_cents &&
        std::find(duty.categories.begin(), duty.categories.end(), *purchase.category) != duty.categories.end())
      out[duty.theme] = {1, "duty", {}};
  const auto raise = [&](const Levels& levels, const char* basis) {
    for (const ThemeLevel& each : levels)
      if (ThemeDefault& theme = out[each.theme]; each.level > theme.level || (each.level == theme.level && theme.basis == "norm"))
        theme = {each.level, basis, {}};
  };
  raise(goals(purchase.unit_id), "goal");
  raise(focus(purchase.category), "focus");
  for (const ambition::Applicable& each : ambitions(purchase, today))
    if (!each.theme.empty()) out[each.theme] = {std::max(1, each.level), "ambition", each.id};
  return out;
}

std::vector<Uuid> ids_of(const std::vector<PurchaseRow>& purchases) {
  std::vector<Uuid> out;
  for (const PurchaseRow& each : purchases) out.push_back(each.id);
  return out;
}

std::set<Uuid> found(db::Session& session, std::string_view statement, const std::vector<Uuid>& ids) {
  const auto rows = session.query(statement, ids);
  std::set<Uuid> out;
  for (int i = 0; i < rows.rows(); ++i) out.insert(rows.get<Uuid>(i, 0));
  return out;
}

}  // namespace tenzij::purchase
