// Notices given to units: many at once from the list, and by rules of the municipality ("all notices of ... to ...") for those that
// have none yet.
#include "notices/store.h"
#include "notices/views.h"
#include "organisation/organisation.h"

namespace tenzij::notices {

namespace {

using organisation::ManyChanged;

constexpr std::size_t most_notices_at_once = 5000;  // what a large municipality published in all years
constexpr std::size_t most_unit_rules = 100;
constexpr const char* units_act = "notice units";

enum class RuleField { title, buyer, cpv };
BOOST_DESCRIBE_ENUM(RuleField, title, buyer, cpv)

struct UnitRule {
  RuleField field{};
  std::string value;  // words in the title or the buyer's name, or the beginning of a CPV code
  Uuid unit_id;
  static constexpr std::array<json::Length, 1> lengths{{{"value", 200}}};
};
BOOST_DESCRIBE_STRUCT(UnitRule, (), (field, value, unit_id))
struct UnitRules {
  std::vector<UnitRule> rules;  // the first that fits decides
  static constexpr std::array<json::Length, 1> lengths{{{"rules", limits::text_longest, most_unit_rules}}};
};
BOOST_DESCRIBE_STRUCT(UnitRules, (), (rules))
struct UnitRulesApplied {
  std::int64_t procedures;  // that got a unit
};
BOOST_DESCRIBE_STRUCT(UnitRulesApplied, (), (procedures))

struct NoticeUnits {
  std::vector<Uuid> ids;             // these
  std::optional<NoticeQuery> found;  // or else all that this finds
  std::optional<Uuid> unit_id;       // none: no unit
  static constexpr std::array<json::Length, 1> lengths{{{"ids", 36, most_notices_at_once}}};
};
BOOST_DESCRIBE_STRUCT(NoticeUnits, (), (ids, found, unit_id))

struct ProcedureWas {
  std::string procedure_key;
  std::optional<Uuid> unit_id;
};
BOOST_DESCRIBE_STRUCT(ProcedureWas, (), (procedure_key, unit_id))
struct ProceduresWere {
  std::optional<Uuid> given;  // the unit that they got
  std::vector<ProcedureWas> items;
};
BOOST_DESCRIBE_STRUCT(ProceduresWere, (), (given, items))

const db::Statement procedures_of_notices{"notices.procedures_of_notices", R"sql(
SELECT DISTINCT ON (n.procedure_key) n.procedure_key, n.unit_id
  FROM notices.notice n
 WHERE n.procedure_key IN (SELECT procedure_key FROM notices.notice
                            WHERE id = ANY ($1::uuid[]))
 ORDER BY n.procedure_key, n.published_on DESC NULLS LAST
)sql"};

// What counts for a unit is counted again.
constexpr std::string_view and_mark_changed = R"sql(
, marked AS (
  INSERT INTO notices.changed (municipality_id, procedure_key)
  SELECT DISTINCT municipality_id, procedure_key
    FROM given
  ON CONFLICT DO NOTHING
)
SELECT count(DISTINCT procedure_key), count(*)
  FROM given
)sql";

const db::Statement give_procedures{"notices.give_procedures",
                                    {R"sql(
WITH given AS (
  UPDATE notices.notice
     SET unit_id = $2
   WHERE procedure_key = ANY ($1::text[])
     AND unit_id IS DISTINCT FROM $2
  RETURNING municipality_id, procedure_key
)
)sql",
                                     and_mark_changed}};

const db::Statement give_procedures_back{"notices.give_procedures_back",
                                         {R"sql(
WITH given AS (
  UPDATE notices.notice n
     SET unit_id = r."unitId"
    FROM jsonb_to_recordset($1::jsonb) AS r("procedureKey" text, "unitId" uuid)
   WHERE n.municipality_id = platform.current_municipality()
     AND n.procedure_key = r."procedureKey"
     AND n.unit_id IS NOT DISTINCT FROM $2::uuid
  RETURNING n.municipality_id, n.procedure_key
)
)sql",
                                          and_mark_changed}};

const db::Statement give_by_rules{"notices.give_by_rules",
                                  {R"sql(
WITH fits AS (
  SELECT DISTINCT ON (n.procedure_key) n.procedure_key, r.unit_id
    FROM notices.notice n
    JOIN notices.unit_rule r
         ON r.municipality_id = n.municipality_id
        AND CASE r.field
                 WHEN 'cpv' THEN starts_with(n.cpv, r.value)
                 WHEN 'buyer' THEN position(lower(r.value) IN lower(n.buyer)) > 0
                 ELSE position(lower(r.value) IN lower(n.title)) > 0
            END
   WHERE n.unit_id IS NULL
     AND n.whose <> 'other'
   ORDER BY n.procedure_key, r.position
), given AS (
  UPDATE notices.notice n
     SET unit_id = fits.unit_id
    FROM fits
   WHERE n.municipality_id = platform.current_municipality()
     AND n.procedure_key = fits.procedure_key
     AND n.unit_id IS NULL
  RETURNING n.municipality_id, n.procedure_key
)
)sql",
                                   and_mark_changed}};

const db::Statement insert_unit_rule{"notices.insert_unit_rule", R"sql(
INSERT INTO notices.unit_rule (municipality_id, id, position, field, value, unit_id)
VALUES ($1, $2, $3, $4, $5, $6)
)sql"};

UnitRules rules_now(db::Session& session) {
  return {session.rows<UnitRule>("SELECT field, value, unit_id FROM notices.unit_rule ORDER BY position")};
}

void require_unit(db::Session& session, const std::optional<Uuid>& id, const std::string& pointer, std::vector<FieldError>& errors) {
  if (id && session.query("SELECT 1 FROM organisation.unit WHERE id = $1", *id).empty()) errors.push_back({pointer, "unknownUnit"});
}

UnitRules set_rules(const http::Request&, db::Session& session, const UnitRules& in) {
  std::vector<FieldError> errors;
  for (std::size_t i = 0; i < in.rules.size(); ++i) {
    const std::string pointer = "/rules/" + std::to_string(i);
    const std::string value(text::trim(in.rules[i].value));
    if (value.empty()) errors.push_back({pointer + "/value", "required"});
    else if (in.rules[i].field == RuleField::cpv && (value.size() > 8 || value.find_first_not_of("0123456789") != std::string::npos))
      errors.push_back({pointer + "/value", "notCpv"});
    require_unit(session, in.rules[i].unit_id, pointer + "/unitId", errors);
  }
  if (!errors.empty()) throw bad_request(std::move(errors));
  session.query("DELETE FROM notices.unit_rule");
  int position = 0;
  for (const UnitRule& each : in.rules)
    session.query(insert_unit_rule, session.actor().municipality_id, new_id(), position++, each.field, std::string(text::trim(each.value)),
                  each.unit_id);
  return rules_now(session);
}

ManyChanged give(const http::Request& request, db::Session& session, const NoticeUnits& in) {
  std::vector<FieldError> errors;
  require_unit(session, in.unit_id, "/unitId", errors);
  const std::vector<Uuid> ids = in.found ? notices_found(session, *in.found, most_notices_at_once + 1) : in.ids;
  if (ids.empty()) errors.push_back({"/ids", "required"});
  if (ids.size() > most_notices_at_once) errors.push_back({"/ids", "tooMany", {{"limit", std::to_string(most_notices_at_once)}}});
  if (!errors.empty()) throw bad_request(std::move(errors));
  // All notices of a procedure belong to the same unit.
  const ProceduresWere were{in.unit_id, session.rows<ProcedureWas>(procedures_of_notices, ids)};
  std::vector<std::string> keys;
  for (const ProcedureWas& each : were.items) keys.push_back(each.procedure_key);
  session.query(give_procedures, keys, in.unit_id);
  ManyChanged out;
  out.changed = static_cast<std::int64_t>(ids.size());
  out.act = organisation::keep_act(session, units_act, json::encode(were), request.now);
  return out;
}

ManyChanged give_back(const http::Request& request, db::Session& session) {
  const auto were = json::restore<ProceduresWere>(organisation::take_back(session, request.id_param("id"), units_act, request.now));
  const auto counts = session.query(give_procedures_back, json::encode(were.items), were.given);
  ManyChanged out;
  out.changed = counts.get<std::int64_t>(0, 1);
  return out;
}

}  // namespace

std::int64_t apply_unit_rules(db::Session& session) { return session.query(give_by_rules).get<std::int64_t>(0, 0); }

void add_unit_rule_routes(http::Router& router) {
  router.post<ManyChanged>("/notice-units", "notices.judge",
                           {"giveNotices", "notices", "Give many notices, with their procedures, to a unit"}, give, 200);
  router.post<ManyChanged>("/notice-units/{id}/undoing", "notices.judge", {"undoGivenNotices", "notices", "Take that back"}, give_back,
                           200);
  router.get<UnitRules>("/notice-unit-rules", "notices.read",
                        {"getNoticeUnitRules", "notices", "Which notices belong to which unit; for those that have none yet"},
                        [](const http::Request&, db::Session& session) { return rules_now(session); });
  router.put<UnitRules>("/notice-unit-rules", "notices.import", {"setNoticeUnitRules", "notices", "Change these rules"}, set_rules);
  router.post<UnitRulesApplied>(
      "/notice-unit-rule-applications", "notices.import",
      {"applyNoticeUnitRules", "notices", "Give notices without a unit to one by the rules"},
      [](const http::Request&, db::Session& session) { return UnitRulesApplied{apply_unit_rules(session)}; }, 200);
}

}  // namespace tenzij::notices
