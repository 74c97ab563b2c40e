// What the purchases that are written together ask of the municipality, each question once. It lives no longer than a transaction:
// what was answered may change after that.
#pragma once

#include <set>

#include "purchase/store.h"

namespace tenzij::purchase {

// Where a theme of a purchase begins.
struct ThemeDefault {
  int level = 1;
  std::string basis = "norm";
  std::optional<Uuid> ambition_id{};
};

struct ThemeLevel {
  std::string theme;
  int level;
};
BOOST_DESCRIBE_STRUCT(ThemeLevel, (), (theme, level))

class Lookups {
 public:
  Lookups(db::Session& session, const Knowledge& knowledge) : session_(session), knowledge_(knowledge) {}

  [[nodiscard]] const Knowledge& knowledge() const { return knowledge_; }
  // Set back as it was: what is asked of who writes now is not asked of what stood there.
  bool as_it_was = false;
  // Whether a statement with this value as $1 finds a row.
  bool known(const std::string& statement, const std::string& value);
  const std::vector<ProcedureRule>& procedures();
  std::optional<std::string> category(const std::string& cpv);
  const std::vector<TaskTemplate>& tasks(const std::string& procedure);
  [[nodiscard]] const reference::Reasons& reasons();
  // Per theme: an ambition for this scope goes before all; then what asks more of the unit's goals and the category's focus; then
  // the law.
  std::map<std::string, ThemeDefault> defaults(const PurchaseRow& purchase, Date today);

 private:
  using Levels = std::vector<ThemeLevel>;
  db::Session& session_;
  const Knowledge& knowledge_;
  std::map<std::pair<std::string, std::string>, bool> known_;
  std::optional<reference::Reasons> reasons_;
  std::optional<std::vector<ProcedureRule>> procedures_;
  std::map<std::string, std::optional<std::string>> categories_;
  std::map<std::string, std::vector<TaskTemplate>> tasks_;
  std::optional<Levels> themes_;
  std::map<std::optional<Uuid>, Levels> goals_;
  std::map<std::optional<std::string>, Levels> focus_;
  std::map<std::optional<std::string>, std::string> cpv_;
  std::optional<std::set<Uuid>> with_own_ambition_;
  std::map<std::tuple<std::optional<Uuid>, std::string, std::optional<Uuid>, Date>, std::vector<ambition::Applicable>> ambitions_;

  const Levels& themes();
  const Levels& goals(const std::optional<Uuid>& unit);
  const Levels& focus(const std::optional<std::string>& category);
  const std::vector<ambition::Applicable>& ambitions(const PurchaseRow& purchase, Date today);
};

// Purchases that are new, or change together, in a handful of statements whatever their number. When one of them cannot be, an
// error is thrown that does not say which.
std::vector<Uuid> add_purchases(db::Session& session, const std::vector<PurchaseInput>& all, Lookups& lookups, Instant now);
// `before` and `all` go together by their place.
void change_purchases(db::Session& session, const std::vector<PurchaseRow>& before, const std::vector<PurchaseInput>& all, Lookups& lookups,
                      Instant now);
// Gives purchases their six themes, or brings the levels of those nobody decided up to date after a change.
void set_defaults(db::Session& session, const std::vector<PurchaseRow>& purchases, Lookups& lookups, Instant now);
// Tasks of the procedure for new purchases; after another procedure (`again`) or other dates what is open and not moved by hand
// follows.
void set_tasks(db::Session& session, const std::vector<PurchaseRow>& purchases, const std::set<Uuid>& again, Lookups& lookups);

std::vector<Uuid> ids_of(const std::vector<PurchaseRow>& purchases);
// The first column of what a statement finds for these ids as $1.
std::set<Uuid> found(db::Session& session, std::string_view statement, const std::vector<Uuid>& ids);

}  // namespace tenzij::purchase
