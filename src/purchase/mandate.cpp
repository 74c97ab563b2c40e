// Who may decide "unless": the budget holder within the mandate, on facts that somebody else made or confirmed; and what was
// decided lapses when it would no longer be that person's to decide.
#include "purchase/store.h"

namespace tenzij::purchase {

namespace {

// What held before each change with who had made it so, and last what holds now.
const db::Statement steps_of_mandate{"purchase.steps_of_mandate", R"sql(
WITH changed AS (
  SELECT b.seq, b.value_cents, b.budget_holder_id, b.unit_id, b.category, b.nature, b.person_id
    FROM purchase.basis b
   WHERE b.purchase_id = $1
  UNION ALL
  SELECT 9223372036854775807, p.value_cents, p.budget_holder_id, p.unit_id, p.category, p.nature, NULL
    FROM purchase.purchase p
   WHERE p.id = $1
)
SELECT c.value_cents, c.budget_holder_id, c.unit_id, c.category, c.nature,
       CASE WHEN row_number() OVER w = 1 THEN p.created_by ELSE lag(c.person_id) OVER w END AS person_id
  FROM changed c
  JOIN purchase.purchase p ON p.municipality_id = platform.current_municipality() AND p.id = $1
WINDOW w AS (ORDER BY c.seq)
 ORDER BY c.seq
)sql"};

const db::Statement who_has_the_mandate{"purchase.who_has_the_mandate", R"sql(
SELECT string_agg(DISTINCT p.name, ', ')
  FROM organisation.mandate m
  JOIN organisation.person p ON p.municipality_id = m.municipality_id AND p.id = m.person_id
 WHERE m.kind IN ('all', $1) AND m.up_to_cents >= $2
)sql"};

// A confirmation is a state in which nothing changed.
const db::Statement insert_basis{"purchase.insert_basis", R"sql(
INSERT INTO purchase.basis (municipality_id, purchase_id, value_cents, budget_holder_id, unit_id, category,
                            nature, person_id)
SELECT municipality_id, id, value_cents, budget_holder_id, unit_id, category, nature, $2
  FROM purchase.purchase
 WHERE id = $1
)sql"};

// Themes that are unless, with who decided: of the purchase itself, or for the whole category.
const db::Statement decisions_behind{"purchase.decisions_behind", R"sql(
SELECT i.id, i.theme, s.id IS NOT NULL AS standing, coalesce(s.person_id, d.person_id) AS person_id
  FROM purchase.impact i
  LEFT JOIN purchase.standing s ON s.municipality_id = i.municipality_id AND s.id = i.standing_id
  LEFT JOIN LATERAL (SELECT x.person_id FROM purchase.decision x
                      WHERE x.municipality_id = i.municipality_id
                        AND x.purchase_id = i.purchase_id
                        AND x.theme = i.theme
                        AND x.kind = 'unless'
                      ORDER BY x.at DESC, x.id DESC LIMIT 1) d ON true
 WHERE i.purchase_id = $1
   AND i.state = 'unless'
 ORDER BY i.theme
   FOR UPDATE OF i
)sql"};

struct Decided {
  Uuid id;
  std::string theme;
  bool standing = false;
  std::optional<Uuid> person_id;
};
BOOST_DESCRIBE_STRUCT(Decided, (), (id, theme, standing, person_id))

struct FactsConfirmed {
  Uuid id;
  std::int64_t version;  // of what was confirmed
};
BOOST_DESCRIBE_STRUCT(FactsConfirmed, (), (id, version))

std::vector<BasisStep> steps_of(db::Session& session, const Uuid& purchase) { return session.rows<BasisStep>(steps_of_mandate, purchase); }

std::string name_of(auto value) { return boost::describe::enum_to_string(value, ""); }

bool covers(db::Session& session, const std::optional<Uuid>& person, const std::string& nature, std::int64_t cents) {
  return session.scalar<bool>("SELECT purchase.mandate_covers($1, $2, $3)", person, nature, cents).value_or(false);
}

// Whose mandate counts: the budget holder's, also where somebody stands in for that person today.
bool acts_as(db::Session& session, const std::optional<Uuid>& holder) {
  if (holder == session.actor().person_id) return true;
  return holder && !session.query("SELECT 1 FROM organisation.acts_for($1) WHERE id = $2", session.actor().person_id, *holder).empty();
}

void require_covered(db::Session& session, const std::optional<Uuid>& holder, const std::string& nature, std::int64_t cents) {
  if (covers(session, holder, nature, cents)) return;
  throw Error(403, "mandateTooLow", {{"names", session.scalar<std::string>(who_has_the_mandate, nature, cents).value_or("–")}});
}

// Why a decision no longer holds after a change; nothing when it does.
std::optional<std::string> out_of_mandate(db::Session& session, const Decided& decided, const PurchaseRow& before,
                                          const PurchaseRow& after) {
  const std::string nature = name_of(after.nature);
  if (before.category && before.category != after.category) return "category_changed";
  if (decided.standing && before.unit_id != after.unit_id) return "unit_changed";
  const bool grew = after.value_cents > before.value_cents;
  const bool other = after.nature != before.nature;
  if ((grew || other) && !covers(session, decided.person_id, nature, after.value_cents))
    return grew ? "value_above_mandate" : "nature_outside_mandate";
  if (before.budget_holder_id != after.budget_holder_id &&
      (!after.budget_holder_id || !covers(session, after.budget_holder_id, nature, after.value_cents)))
    return "holder_without_mandate";
  return std::nullopt;
}

FactsConfirmed confirm_facts(const http::Request& request, db::Session& session) {
  const PurchaseRow purchase = locked(session, request.id_param("id"));
  request.expect_version(purchase.version);
  if (purchase.budget_holder_id == request.who.person_id) throw conflict("nothingToConfirm");
  session.query(insert_basis, purchase.id, request.who.person_id);
  return {purchase.id, purchase.version};
}

}  // namespace

void require_holder(db::Session& session, const PurchaseRow& purchase) {
  if (!acts_as(session, purchase.budget_holder_id)) throw Error(403, "notBudgetHolder", {{"name", purchase.budget_holder.value_or("–")}});
  require_covered(session, purchase.budget_holder_id, name_of(purchase.nature), purchase.value_cents);
}

void require_mandate(db::Session& session, const PurchaseRow& purchase, bool for_category) {
  require_holder(session, purchase);
  const MandateBasis basis = mandate_basis(steps_of(session, purchase.id), session.actor().person_id);
  // The mandate first: above it nobody's confirmation helps.
  for (const std::string& nature : basis.natures) require_covered(session, purchase.budget_holder_id, nature, basis.value_cents);
  // A small purchase is too small to need two; what one person made larger, another looks at.
  if (!basis.confirmed_by_another && basis.value_cents >= small_limit_cents) throw Error(403, "madeByYourself");
  std::vector<FieldError> fields;
  for (const MandateField field : basis.own) {
    // A lower value was judged by the higher one already; unit and category matter for who decides for all of them.
    if (field == MandateField::value || field == MandateField::nature) continue;
    if (field == MandateField::unit && !for_category) continue;
    fields.push_back({"/" + name_of(field), "mandateField." + name_of(field)});
  }
  if (!fields.empty()) throw Error(403, "factsNotConfirmed", {}, std::move(fields));
}

bool may_stand(db::Session& session, const PurchaseRow& purchase, const Uuid& decider) {
  const std::vector<BasisStep> steps = steps_of(session, purchase.id);
  for (const Uuid& person : {decider, purchase.budget_holder_id.value_or(decider)}) {
    const MandateBasis basis = mandate_basis(steps, person);
    if (!basis.confirmed_by_another && basis.value_cents >= small_limit_cents) return false;
    for (const std::string& nature : basis.natures)
      if (!covers(session, decider, nature, basis.value_cents)) return false;
    // A lower value or another nature was judged by what it was; where it belongs is what brought it here.
    for (const MandateField field : basis.own)
      if (field != MandateField::value && field != MandateField::nature) return false;
  }
  return true;
}

std::vector<MandateField> unconfirmed(db::Session& session, const PurchaseRow& purchase, const std::optional<Uuid>& by) {
  if (!by) return {};
  const MandateBasis basis = mandate_basis(steps_of(session, purchase.id), *by);
  if (!basis.confirmed_by_another && basis.value_cents >= small_limit_cents) return {MandateField::value, MandateField::holder};
  return basis.own;
}

int lapse_out_of_mandate(db::Session& session, const PurchaseRow& before, const PurchaseRow& after, Instant now) {
  if (after.unless == 0 || after.status == Status::ended || after.status == Status::stopped) return 0;
  int lapsed = 0;
  for (const Decided& each : session.rows<Decided>(decisions_behind, before.id)) {
    const auto reason = out_of_mandate(session, each, before, after);
    if (!reason) continue;
    record_decision(session, before.id, each.theme, "lapsed", {*reason, "", {}, each.standing}, now);
    reopen_theme(session, before.id, each.id);
    ++lapsed;
  }
  return lapsed;
}

bool still_decides(db::Session& session, const PurchaseRow& purchase, const Uuid& person) {
  return purchase.budget_holder_id == person && covers(session, person, name_of(purchase.nature), purchase.value_cents);
}

void add_mandate_routes(http::Router& router) {
  router.put<FactsConfirmed>("/purchases/{id}/facts-confirmation", "purchase.edit",
                             {"confirmPurchaseFacts", "purchases",
                              "Somebody else than the budget holder says that value, holder, unit, category and nature are right"},
                             confirm_facts);
}

}  // namespace tenzij::purchase
