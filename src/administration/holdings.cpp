// What hangs on a person or a unit. What is over stays with who had it: it is history.
#include "administration/store.h"

namespace tenzij::administration {

const std::vector<Holding>& of_person() {
  static const std::vector<Holding> all{
      {"purchasesHeld", "purchase.purchase", "budget_holder_id", "status NOT IN ('ended', 'stopped') AND archived_at IS NULL"},
      {"purchasesAdvised", "purchase.purchase", "advisor_id", "status NOT IN ('ended', 'stopped') AND archived_at IS NULL"},
      {"contracts", "purchase.purchase", "contract_manager_id", "status NOT IN ('ended', 'stopped') AND archived_at IS NULL"},
      {"tasks", "purchase.task", "owner_id", "done_at IS NULL"},
      {"questions", "organisation.help_request", "assigned_to", "answered_at IS NULL"},
      {"goals", "policy.goal", "owner_id", "archived_at IS NULL"},
      {"ambitions", "ambition.ambition", "owner_id", "withdrawn_at IS NULL"},
      {"actions", "ambition.action", "owner_id", "done_at IS NULL"},
      {"mandates", "organisation.mandate", "person_id"},
      {"advice", "organisation.adviser", "person_id"},
      {"fields", "organisation.team_member", "person_id"},
  };
  return all;
}

const std::vector<Holding>& of_unit() {
  static const std::vector<Holding> all{
      {"units", "organisation.unit", "parent_id", "ended_on IS NULL"},
      {"people", "organisation.person", "unit_id"},
      {"roles", "auth.role_grant", "scope_id"},
      {"advice", "organisation.adviser", "unit_id"},
      {"fields", "organisation.team_member", "unit_id"},
      {"questions", "organisation.help_request", "unit_id", "answered_at IS NULL"},
      {"documents", "policy.document", "unit_id"},
      {"goals", "policy.goal", "unit_id"},
      {"measurements", "measure.measurement", "unit_id"},
      {"ambitions", "ambition.ambition", "unit_id"},
      {"standing", "purchase.standing", "unit_id", "withdrawn_at IS NULL"},
      {"purchases", "purchase.purchase", "unit_id"},
      {"notices", "notices.notice", "unit_id"},
  };
  return all;
}

HeldCounts held(db::Session& session, const std::vector<Holding>& all, const Uuid& subject) {
  HeldCounts out;
  for (const Holding& each : all) {
    const std::int64_t count = session
                                   .scalar<std::int64_t>("SELECT administration.held($1::regclass, $2, $3, $4)", std::string(each.table),
                                                         std::string(each.column), std::string(each.condition), subject)
                                   .value_or(0);
    if (count > 0) out.items.push_back({each.kind, count});
    out.total += count;
  }
  return out;
}

}  // namespace tenzij::administration
