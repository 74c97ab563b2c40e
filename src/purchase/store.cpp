// Rows of purchases: read, checked, written.
#include "purchase/store.h"

namespace tenzij::purchase {

std::string purchase_columns() {
  return "SELECT p.reference, p.title, p.need, p.category, p.cpv, p.nature, p.social, p.value_cents, p.lots, p.unit_id, "
         "p.budget_holder_id, "
         "p.advisor_id, p.contract_manager_id, p.procedure, p.procedure_reason, p.start_on, p.publish_on, p.award_on, p.contract_from, "
         "p.contract_to, p.market_parties, p.market_note, p.other_award, p.id, p.version, p.small, p.status, p.status_reason, "
         "p.published_at, p.year, p.band, u.name AS unit, b.name AS budget_holder, a.name AS advisor, c.name AS contract_manager, "
         "p.applied, p.unless, p.undecided, p.archived_at IS NOT NULL AS archived FROM purchase.purchase p LEFT JOIN organisation.unit u "
         "ON u.municipality_id = p.municipality_id AND u.id = p.unit_id LEFT JOIN organisation.person b ON b.municipality_id = "
         "p.municipality_id AND b.id = p.budget_holder_id LEFT JOIN organisation.person a ON a.municipality_id = p.municipality_id AND "
         "a.id = p.advisor_id LEFT JOIN organisation.person c ON c.municipality_id = p.municipality_id AND c.id = p.contract_manager_id ";
}

PurchaseRow purchase_row(db::Session& session, const Uuid& id) {
  auto out = session.find<PurchaseRow>(purchase_columns() + "WHERE p.id = $1", id);
  if (!out) throw not_found();
  return *out;
}

PurchaseRow locked(db::Session& session, const Uuid& id) {
  if (session.query("SELECT 1 FROM purchase.purchase WHERE id = $1 FOR UPDATE", id).empty()) throw not_found();
  return purchase_row(session, id);
}

std::optional<std::string> trimmed(const std::optional<std::string>& value) {
  if (!value || text::trim(*value).empty()) return std::nullopt;
  return std::string(text::trim(*value));
}

std::map<Uuid, PurchaseRow> locked_rows(db::Session& session, const std::vector<Uuid>& ids) {
  std::map<Uuid, PurchaseRow> out;
  if (ids.empty()) return out;
  for (PurchaseRow& each :
       session.rows<PurchaseRow>(purchase_columns() + "WHERE p.id = ANY ($1::uuid[]) ORDER BY p.id FOR UPDATE OF p", ids))
    out.emplace(each.id, std::move(each));
  return out;
}

std::string threshold_nature(const PurchaseInput& in) {
  return in.social ? "social" : std::string(boost::describe::enum_to_string(in.nature, ""));
}

std::string cpv_of(db::Session& session, const PurchaseInput& in) {
  if (in.cpv) return *in.cpv;
  if (!in.category) return "";
  return session.scalar<std::string>("SELECT coalesce(cpv[1], '') FROM criteria.category WHERE code = $1", *in.category).value_or("");
}

std::optional<std::string> category_of(db::Session& session, const std::string& cpv) {
  return session.scalar<std::string>(
      "SELECT code FROM criteria.category c, unnest(c.cpv) AS beginning WHERE starts_with($1, beginning) ORDER BY length(beginning) DESC "
      "LIMIT 1",
      cpv);
}

Date rules_day(const PurchaseInput& in, Date today) { return in.publish_on.value_or(in.start_on.value_or(today)); }

}  // namespace tenzij::purchase
