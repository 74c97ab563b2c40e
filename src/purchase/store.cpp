// Rows of purchases: read, checked, written.
#include "purchase/store.h"

namespace tenzij::purchase {

const db::Statement purchase_by_id{"purchase.purchase_by_id", {purchase_rows, R"sql(
 WHERE p.id = $1
)sql"}};

PurchaseRow purchase_row(db::Session& session, const Uuid& id) {
  auto out = session.find<PurchaseRow>(purchase_by_id, id);
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

const db::Statement purchases_locked{"purchase.purchases_locked", {purchase_rows, R"sql(
 WHERE p.id = ANY ($1::uuid[])
 ORDER BY p.id
   FOR UPDATE OF p
)sql"}};

std::map<Uuid, PurchaseRow> locked_rows(db::Session& session, const std::vector<Uuid>& ids) {
  std::map<Uuid, PurchaseRow> out;
  if (ids.empty()) return out;
  for (PurchaseRow& each : session.rows<PurchaseRow>(purchases_locked, ids)) out.emplace(each.id, std::move(each));
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

const db::Statement category_by_cpv{"purchase.category_by_cpv", R"sql(
SELECT code
  FROM criteria.category c, unnest(c.cpv) AS beginning
 WHERE starts_with($1, beginning)
 ORDER BY length(beginning) DESC
 LIMIT 1
)sql"};

std::optional<std::string> category_of(db::Session& session, const std::string& cpv) {
  return session.scalar<std::string>(category_by_cpv, cpv);
}

Date rules_day(const PurchaseInput& in, Date today) { return in.publish_on.value_or(in.start_on.value_or(today)); }

}  // namespace tenzij::purchase
